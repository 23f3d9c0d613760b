#include "exam-verify/finding.h"

#include "proto/out.h"

void
findings_fini(struct findings *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->all[i].file);
		free(f->all[i].where);
		free(f->all[i].what);
	}
	free(f->all);
	buf_fini(&f->notes);
	*f = (struct findings){ 0 };
}

__attribute__((format(printf, 4, 0))) static void
add(struct findings *f, const char *file, const char *where, const char *fmt,
    va_list ap)
{
	struct buf what = { 0 };

	buf_vprintf(&what, fmt, ap);
	buf_put_u8(&what, '\0');
	f->all = alloc_resize(f->all, f->n + 1, sizeof(*f->all));
	f->all[f->n++] = (struct finding){ alloc_text(file), alloc_text(where),
		what.at };
}

void
finding_add(struct findings *f, const char *file, const char *where,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(f, file, where, fmt, ap);
	va_end(ap);
}

void
finding_unreadable(struct findings *f, const char *file, const char *fmt, ...)
{
	va_list ap;

	f->is_unreadable = true;
	va_start(ap, fmt);
	add(f, file, "", fmt, ap);
	va_end(ap);
}

void
finding_note(struct findings *f, const char *file, const char *fmt, ...)
{
	va_list ap;

	buf_printf(&f->notes, "%s: ", file);
	va_start(ap, fmt);
	buf_vprintf(&f->notes, fmt, ap);
	va_end(ap);
	buf_put_text(&f->notes, "\n");
}

/* "path:10: where: what" without the path. */
static void
put_first(struct buf *b, const struct diag *d)
{
	size_t path = strlen(d->path);
	struct slice line = buf_slice(&d->text);

	line.len = line.len > 0 ? strcspn(line.at, "\n") : 0;
	if (line.len < path + 2) {
		buf_put_slice(b, line);
		return;
	}
	line = (struct slice){ line.at + path + 1, line.len - path - 1 };
	if (*line.at == ' ')
		line = (struct slice){ line.at + 1, line.len - 1 };
	else
		buf_put_text(b, "line ");
	buf_put_slice(b, line);
}

void
finding_add_diag(struct findings *f, const char *file, const char *where,
    const char *what, const struct diag *d)
{
	struct buf words = { 0 };

	put_first(&words, d);
	finding_add(f, file, where, "%s: %.*s", what,
	    SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

void
finding_unreadable_diag(struct findings *f, const char *file,
    const char *what, const struct diag *d)
{
	f->is_unreadable = true;
	finding_add_diag(f, file, "", what, d);
}

void
findings_text(struct buf *b, const struct findings *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		const struct finding *one = &f->all[i];

		buf_printf(b, "%s: %s%s%s\n", one->file, one->where,
		    *one->where != '\0' ? ": " : "", one->what);
	}
	buf_put_slice(b, buf_slice(&f->notes));
}

void
findings_json(struct buf *b, const struct findings *f)
{
	size_t i;

	out_open_array(b, NULL);
	for (i = 0; i < f->n; i++) {
		out_open(b, NULL);
		out_word(b, "file", f->all[i].file);
		out_word(b, "where", f->all[i].where);
		out_word(b, "what", f->all[i].what);
		out_close(b);
	}
	out_close_array(b);
	buf_put_text(b, "\n");
}
