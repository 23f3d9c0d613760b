#include "rehearse/finding.h"

#include <string.h>

#include "exam/limits.h"
#include "proto/out.h"

struct finding {
	enum severity severity;
	const char *rule, *advice;
	struct buf facts;
	char *who[FINDING_NAMES_MAX];
	size_t n_who;
	uint64_t count;
};

static const char *const severities[N_SEVERITIES] = {
	[SEVERITY_ERROR] = "error",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_NOTE] = "note",
};

void
findings_fini(struct findings *f)
{
	size_t i, k;

	for (i = 0; i < f->n; i++) {
		buf_fini(&f->list[i].facts);
		for (k = 0; k < f->list[i].n_who; k++)
			free(f->list[i].who[k]);
	}
	free(f->list);
	*f = (struct findings){ 0 };
}

static bool
is_same(const struct finding *f, enum severity severity, const char *rule,
    const char *advice)
{
	return f->severity == severity && strcmp(f->rule, rule) == 0 &&
	       (f->advice == advice || (f->advice != NULL && advice != NULL &&
					   strcmp(f->advice, advice) == 0));
}

static struct finding *
find(const struct findings *f, enum severity severity, const char *rule,
    const char *advice)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (is_same(&f->list[i], severity, rule, advice))
			return &f->list[i];
	return NULL;
}

static void
add_name(struct finding *f, const char *who)
{
	size_t i;

	f->count++;
	if (who == NULL || f->n_who == FINDING_NAMES_MAX)
		return;
	for (i = 0; i < f->n_who; i++)
		if (strcmp(f->who[i], who) == 0)
			return;
	f->who[f->n_who++] = alloc_text(who);
}

void
finding_add(struct findings *f, enum severity severity, const char *rule,
    const char *who, const char *advice, const char *fmt, ...)
{
	/* Facts of the sitting itself stand each for itself. */
	struct finding *to =
	    who != NULL ? find(f, severity, rule, advice) : NULL;
	va_list ap;

	if (to == NULL) {
		f->list = alloc_resize(f->list, f->n + 1, sizeof(*f->list));
		to = &f->list[f->n++];
		*to = (struct finding){
			.severity = severity, .rule = rule, .advice = advice
		};
		va_start(ap, fmt);
		buf_vprintf(&to->facts, fmt, ap);
		va_end(ap);
	}
	add_name(to, who);
}

size_t
findings_count(const struct findings *f, enum severity severity)
{
	size_t n = 0, i;

	for (i = 0; i < f->n; i++)
		n += f->list[i].severity == severity;
	return n;
}

bool
findings_has(const struct findings *f, enum severity severity, const char *rule)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->list[i].severity == severity &&
		    strcmp(f->list[i].rule, rule) == 0)
			return true;
	return false;
}

static void
write_finding(struct buf *b, const struct finding *f)
{
	size_t i;

	out_open(b, NULL);
	out_word(b, "severity", severities[f->severity]);
	out_word(b, "rule", f->rule);
	out_int(b, "count", (int64_t)f->count);
	out_open_array(b, "who");
	for (i = 0; i < f->n_who; i++)
		out_word(b, NULL, f->who[i]);
	out_close_array(b);
	out_text(b, "facts", buf_slice(&f->facts));
	out_word(b, "advice", f->advice);
	out_close(b);
}

void
findings_write(struct buf *b, const struct findings *f)
{
	enum severity s;
	size_t i;

	out_open_array(b, "findings");
	for (s = SEVERITY_ERROR; s < N_SEVERITIES; s++)
		for (i = 0; i < f->n; i++)
			if (f->list[i].severity == s)
				write_finding(b, &f->list[i]);
	out_close_array(b);
}
