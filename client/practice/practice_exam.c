#include <errno.h>

#include "base/file.h"
#include "load/bank.h"
#include "load/programme.h"
#include "practice/practice_state.h"
#include "proto/answer.h"
#include "proto/out.h"

static enum err
read_text(struct buf *text, struct diag *d, const char *path)
{
	enum err e = file_read(text, path, FILE_MAX_LEN);

	d->path = path;
	if (e == ERR_OK)
		return ERR_OK;
	diag_add(d, 0, "", "%s",
	    e == ERR_SYS ? strerror(errno) : "the file is too large");
	return ERR_INVALID;
}

static enum err
read_bank(struct practice *p, struct diag *d, const char *path)
{
	struct buf text = { 0 };
	struct diag warnings = { .path = path };
	enum err e = read_text(&text, d, path);

	if (e == ERR_OK)
		e = load_bank(&p->bank, buf_slice(&text), d, &warnings);
	diag_fini(&warnings);
	buf_fini(&text);
	return e;
}

static enum err
read_programme(struct practice *p, struct diag *d, const char *path)
{
	struct buf text = { 0 };
	enum err e = read_text(&text, d, path);

	if (e == ERR_OK)
		e = load_programme(&p->programme, buf_slice(&text), d);
	buf_fini(&text);
	return e;
}

/* The longest route is the most practice. */
static enum err
draw_route(struct practice *p, struct diag *d, const uint8_t *seed)
{
	const struct programme_route *routes = p->programme->routes;
	struct buf why = { 0 };
	struct pool *pool;
	enum err e;

	p->route = routes[ROUTE_FULL].offered ? ROUTE_FULL : ROUTE_UPGRADE;
	pool = pool_new(p->bank, &routes[p->route].blueprint);
	e = paper_draw(&p->paper, pool, NULL, seed);
	if (e != ERR_OK) {
		paper_check(&why, p->bank, &routes[p->route].blueprint, 0);
		diag_add(d, 0, "", "no paper can be drawn:\n%.*s",
		    SLICE_FMT(buf_slice(&why)));
		e = ERR_INVALID;
	}
	pool_free(pool);
	buf_fini(&why);
	return e;
}

static int
compare(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

static bool
names(const struct item *item, const struct item *enemy)
{
	uint16_t i;

	for (i = 0; i < item->n_enemies; i++)
		if (slice_equal(item->enemies[i], enemy->ident))
			return true;
	return false;
}

/* Is it an enemy of one of these, whoever declared it? */
static bool
is_enemy(const struct bank *bank, const uint16_t *list, size_t n, uint16_t item)
{
	const struct item *a = bank_item(bank, item);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct item *b = bank_item(bank, list[i]);

		if (names(a, b) || names(b, a))
			return true;
	}
	return false;
}

/* Goes through the list and keeps up to n of it, at its beginning, that may
 * stand together. */
static size_t
keep_peaceful(const struct bank *bank, uint16_t *list, size_t all, size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < all && kept < n; i++)
		if (!is_enemy(bank, list, kept, list[i]))
			list[kept++] = list[i];
	return kept;
}

/* So many items of the bank, at random, in the order of the bank. */
static enum err
draw_items(struct practice *p, unsigned items, const uint8_t *seed)
{
	size_t all = bank_n_items(p->bank), i;
	size_t n = items > 0 && items < all ? items : all;
	uint16_t *list = alloc_zero(all, sizeof(*list));
	struct rng rng;
	enum err e;

	if (n > PAPER_ITEMS_MAX)
		n = PAPER_ITEMS_MAX;
	for (i = 0; i < all; i++)
		list[i] = (uint16_t)i;
	rng_init(&rng, seed, RNG_DRAW, 0, 0);
	rng_shuffle(&rng, list, all);
	n = keep_peaceful(p->bank, list, all, n);
	qsort(list, n, sizeof(*list), compare);
	e = paper_restore(&p->paper, p->bank,
	    &(struct paper_list){ .n_sections = 1,
		.n_items = (uint16_t)n,
		.ends = { (uint16_t)n },
		.items = list },
	    seed);
	free(list);
	return e;
}

static enum err
draw(struct practice *p, struct diag *d, const struct practice_options *o)
{
	uint8_t seed[SEED_LEN] = { 0 };
	int i;

	for (i = 0; i < 8; i++)
		seed[i] = (uint8_t)(o->seed >> (8 * i));
	return p->programme != NULL ? draw_route(p, d, seed)
				    : draw_items(p, o->items, seed);
}

enum err
practice_new(struct practice **practice, struct diag *d,
    const struct practice_options *o)
{
	struct practice *p = alloc_zero(1, sizeof(*p));
	enum err e = read_bank(p, d, o->bank);

	if (e == ERR_OK && o->programme != NULL)
		e = read_programme(p, d, o->programme);
	if (e == ERR_OK)
		e = draw(p, d, o);
	if (e != ERR_OK) {
		practice_free(p);
		return e;
	}
	p->answers = alloc_zero(paper_n_items(p->paper), sizeof(*p->answers));
	*practice = p;
	return ERR_OK;
}

void
practice_free(struct practice *p)
{
	uint16_t i, n;

	if (p == NULL)
		return;
	n = p->answers == NULL ? 0 : paper_n_items(p->paper);
	for (i = 0; i < n; i++)
		buf_fini(&p->answers[i].response);
	free(p->answers);
	paper_free(p->paper);
	programme_free(p->programme);
	bank_free(p->bank);
	free(p);
}

const struct programme_section *
practice_section(const struct practice *p, uint16_t section)
{
	return p->programme == NULL
		   ? NULL
		   : &p->programme->routes[p->route].sections[section];
}

const char *
practice_section_title(const struct practice *p, uint16_t section)
{
	const struct programme_section *s = practice_section(p, section);

	return s == NULL ? "Practice" : s->title;
}

void
practice_put_item(struct buf *b, const struct practice *p, uint16_t item)
{
	const struct practice_answer *a = &p->answers[item];

	paper_view(b, p->paper, p->bank, item);
	if (a->response.len == 0)
		out_null(b, "response");
	else
		answer_write_response(b,
		    bank_item(p->bank, paper_item(p->paper, item)),
		    buf_slice(&a->response));
	out_int(b, "seq", a->seq);
	out_bool(b, "flagged", a->flagged);
	if (a->saved_at.ms > 0)
		out_time(b, "saved_at", a->saved_at);
	else
		out_null(b, "saved_at");
	out_close(b);
}
