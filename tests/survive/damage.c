#include "damage.h"

#include <stdio.h>
#include <string.h>

#define SECTOR 512
#define STRETCH_MAX 64

static size_t
pick(struct rng *rng, size_t n)
{
	return rng_below(rng, (uint32_t)n);
}

static size_t
flip_bit(struct buf *f, struct rng *rng)
{
	size_t at = pick(rng, f->len);

	f->at[at] = (char)(f->at[at] ^ 1 << pick(rng, 8));
	return at;
}

static size_t
set_byte(struct buf *f, struct rng *rng)
{
	size_t at = pick(rng, f->len);

	f->at[at] = (char)(f->at[at] + 1 + (int)pick(rng, 255));
	return at;
}

static size_t
scribble(struct buf *f, struct rng *rng)
{
	size_t at = pick(rng, f->len), i;
	size_t len = 2 + pick(rng, STRETCH_MAX - 1);

	for (i = at; i < at + len && i < f->len; i++)
		f->at[i] = (char)pick(rng, 256);
	return at;
}

static size_t
clear_sector(struct buf *f, struct rng *rng)
{
	size_t at = pick(rng, f->len / SECTOR) * SECTOR;

	memset(f->at + at, 0, SECTOR);
	return at;
}

static size_t
truncate_it(struct buf *f, struct rng *rng)
{
	/* Half of them where a sector ends. */
	size_t at = pick(rng, f->len);

	if (pick(rng, 2) == 0)
		at -= at % SECTOR;
	f->len = at;
	return at;
}

static char *
pick_page(struct buf *f, size_t header, size_t page, struct rng *rng)
{
	return f->at + header + page * pick(rng, (f->len - header) / page);
}

static size_t
swap_pages(struct buf *f, size_t header, size_t page, struct rng *rng)
{
	char *a = pick_page(f, header, page, rng);
	char *b = pick_page(f, header, page, rng);
	size_t i;

	for (i = 0; i < page; i++) {
		char c = a[i];

		a[i] = b[i];
		b[i] = c;
	}
	return (size_t)(a - f->at);
}

/* A write that went astray. */
static size_t
copy_page(struct buf *f, size_t header, size_t page, struct rng *rng)
{
	const char *from = pick_page(f, header, page, rng);
	char *to = pick_page(f, header, page, rng);

	memmove(to, from, page);
	return (size_t)(to - f->at);
}

void
damage_one(char words[DAMAGE_WORDS_MAX], struct buf *file, size_t header,
    size_t page, struct rng *rng)
{
	const char *what = "a bit flipped";
	size_t at;

	switch (pick(rng, 16)) {
	case 0:
	case 1:
		what = "another byte";
		at = set_byte(file, rng);
		break;
	case 2:
		what = "other bytes";
		at = scribble(file, rng);
		break;
	case 3:
		what = "a sector of zeros";
		at = clear_sector(file, rng);
		break;
	case 4:
		what = "two pages changed places";
		at = swap_pages(file, header, page, rng);
		break;
	case 5:
		what = "a page over another";
		at = copy_page(file, header, page, rng);
		break;
	case 6:
		what = "the end cut off";
		at = truncate_it(file, rng);
		break;
	default:
		at = flip_bit(file, rng);
		break;
	}
	snprintf(words, DAMAGE_WORDS_MAX, "%s at %zu", what, at);
}
