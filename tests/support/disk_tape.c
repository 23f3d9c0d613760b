#include "support/disk_tape.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- the tape ---- */

void
tape_fini(struct disk_tape *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		buf_fini(&t->steps[i].bytes);
	free(t->steps);
	*t = (struct disk_tape){ .n_files = 0 };
}

int
tape_file(struct disk_tape *t, const char *name)
{
	int i;

	for (i = 0; i < t->n_files; i++)
		if (strcmp(t->names[i], name) == 0)
			return i;
	if (i == TAPE_FILES_MAX || strlen(name) >= sizeof(t->names[i]))
		return -1;
	snprintf(t->names[i], sizeof(t->names[i]), "%s", name);
	t->n_files++;
	return i;
}

void
tape_put(struct disk_tape *t, enum tape_kind kind, int file, int64_t offset,
    struct slice bytes)
{
	struct tape_step *s;

	if (t->n == t->room) {
		t->room = t->room * 2 + 64;
		t->steps = (struct tape_step *)alloc_resize(
		    t->steps, t->room, sizeof(*t->steps));
	}
	s = &t->steps[t->n++];
	*s = (struct tape_step){ kind, file, offset, { 0 } };
	buf_put_slice(&s->bytes, bytes);
}

void
tape_copy(struct disk_tape *to, const struct disk_tape *from, size_t steps)
{
	size_t i;

	*to = (struct disk_tape){ .n_files = from->n_files };
	memcpy(to->names, from->names, sizeof(to->names));
	for (i = 0; i < steps; i++)
		tape_put(to, from->steps[i].kind, from->steps[i].file,
		    from->steps[i].offset, buf_slice(&from->steps[i].bytes));
}

/* ---- images of files ---- */

static void
resize(struct buf *image, size_t len)
{
	if (len > image->len)
		memset(
		    buf_reserve(image, len - image->len), 0, len - image->len);
	image->len = len;
}

static void
write_at(struct buf *image, size_t offset, struct slice bytes)
{
	if (bytes.len == 0)
		return;
	if (image->len < offset + bytes.len)
		resize(image, offset + bytes.len);
	memcpy(image->at + offset, bytes.at, bytes.len);
}

static void
apply(struct buf *image, const struct tape_step *s)
{
	if (s->kind == TAPE_TRUNCATE)
		resize(image, (size_t)s->offset);
	else if (s->kind == TAPE_WRITE)
		write_at(image, (size_t)s->offset, buf_slice(&s->bytes));
}

/* ---- the platter ---- */

void
platter_init(struct platter *p, const struct disk_tape *t)
{
	*p = (struct platter){ .tape = t };
}

void
platter_fini(struct platter *p)
{
	int i;

	for (i = 0; i < TAPE_FILES_MAX; i++)
		buf_fini(&p->safe[i]);
	free(p->pending);
	*p = (struct platter){ .tape = NULL };
}

static void
remember_pending(struct platter *p, size_t step)
{
	if (p->n_pending == p->room) {
		p->room = p->room * 2 + 64;
		p->pending = (size_t *)alloc_resize(
		    p->pending, p->room, sizeof(*p->pending));
	}
	p->pending[p->n_pending++] = step;
}

/* Its pending steps are safe from now on, or lost. */
static void
settle_file(struct platter *p, int file, bool safe)
{
	const struct tape_step *s;
	size_t i, n = 0;

	for (i = 0; i < p->n_pending; i++) {
		s = &p->tape->steps[p->pending[i]];
		if (s->file != file)
			p->pending[n++] = p->pending[i];
		else if (safe)
			apply(&p->safe[file], s);
	}
	p->n_pending = n;
}

void
platter_advance(struct platter *p, size_t step)
{
	const struct tape_step *s;

	for (; p->at < step; p->at++) {
		s = &p->tape->steps[p->at];
		if (s->kind == TAPE_SYNC || s->kind == TAPE_FAILED_SYNC)
			settle_file(p, s->file, s->kind == TAPE_SYNC);
		else
			remember_pending(p, p->at);
	}
}

/* A write has a unit for each sector of the disk that it touches. */
static size_t
units_of(const struct tape_step *s)
{
	size_t first = (size_t)s->offset / TAPE_SECTOR;

	if (s->kind != TAPE_WRITE || s->bytes.len == 0)
		return 1;
	return ((size_t)s->offset + s->bytes.len - 1) / TAPE_SECTOR - first + 1;
}

size_t
platter_units(const struct platter *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->n_pending; i++)
		n += units_of(&p->tape->steps[p->pending[i]]);
	return n;
}

size_t
platter_step_of(const struct platter *p, size_t unit)
{
	size_t i = 0, n;

	while ((n = units_of(&p->tape->steps[p->pending[i]])) <= unit) {
		unit -= n;
		i++;
	}
	return p->pending[i];
}

/* The part of a write that falls into its nth sector. */
static void
write_sector(struct buf *image, const struct tape_step *s, size_t nth)
{
	size_t begin = (size_t)s->offset, end = begin + s->bytes.len;
	size_t from = (begin / TAPE_SECTOR + nth) * TAPE_SECTOR;
	size_t to = from + TAPE_SECTOR;

	from = from > begin ? from : begin;
	to = to < end ? to : end;
	write_at(image, from,
	    (struct slice){ s->bytes.at + (from - begin), to - from });
}

static void
apply_kept(struct buf *images, const struct platter *p, platter_keeps *keeps,
    void *ctx)
{
	const struct tape_step *s;
	size_t i, unit = 0, nth;

	for (i = 0; i < p->n_pending; i++) {
		s = &p->tape->steps[p->pending[i]];
		for (nth = 0; nth < units_of(s); nth++, unit++) {
			if (!keeps(ctx, unit))
				continue;
			if (s->kind == TAPE_WRITE && s->bytes.len > 0)
				write_sector(&images[s->file], s, nth);
			else
				apply(&images[s->file], s);
		}
	}
}

static void
make_file(const char *directory, const char *name, const struct buf *image)
{
	char path[1024];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 ||
	    pwrite(fd, image->at, image->len, 0) != (ssize_t)image->len)
		abort();
	close(fd);
}

/* The files as the cut leaves them; the caller's. */
static void
make_images(struct buf *images, const struct platter *p, platter_keeps *keeps,
    void *ctx)
{
	size_t step;
	int i;

	for (i = 0; i < p->tape->n_files; i++) {
		images[i] = (struct buf){ 0 };
		if (keeps != NULL)
			buf_put_slice(&images[i], buf_slice(&p->safe[i]));
	}
	if (keeps != NULL)
		apply_kept(images, p, keeps, ctx);
	for (step = 0; keeps == NULL && step < p->at; step++)
		apply(
		    &images[p->tape->steps[step].file], &p->tape->steps[step]);
}

void
platter_make(const struct platter *p, const char *directory,
    platter_keeps *keeps, void *ctx)
{
	struct buf images[TAPE_FILES_MAX];
	int i;

	make_images(images, p, keeps, ctx);
	for (i = 0; i < p->tape->n_files; i++) {
		if (strstr(p->tape->names[i], "-journal") == NULL)
			make_file(directory, p->tape->names[i], &images[i]);
		buf_fini(&images[i]);
	}
}

void
platter_tape(const struct platter *p, struct disk_tape *t, platter_keeps *keeps,
    void *ctx)
{
	struct buf images[TAPE_FILES_MAX];
	int i, file;

	make_images(images, p, keeps, ctx);
	for (i = 0; i < p->tape->n_files; i++) {
		file = tape_file(t, p->tape->names[i]);
		tape_put(t, TAPE_WRITE, file, 0, buf_slice(&images[i]));
		tape_put(t, TAPE_SYNC, file, 0, SLICE_NONE);
		buf_fini(&images[i]);
	}
}
