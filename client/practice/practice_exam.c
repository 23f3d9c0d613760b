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
static void
take_route(struct practice *p)
{
	p->route = p->programme->routes[ROUTE_FULL].offered ? ROUTE_FULL :
							      ROUTE_UPGRADE;
	p->blueprint = p->programme->routes[p->route].blueprint;
}

static void
take_items(struct practice *p, unsigned items)
{
	size_t all = bank_n_items(p->bank);

	if (all > PAPER_ITEMS_MAX)
		all = PAPER_ITEMS_MAX;
	if (items > 0 && items < all)
		all = items;
	p->rule = (struct blueprint_rule){ .topic = SLICE(""),
		.difficulties = (1u << N_DIFFICULTIES) - 1,
		.count = (uint16_t)all };
	p->section = (struct blueprint_section){ .n_rules = 1,
		.rules = &p->rule };
	p->blueprint = (struct blueprint){ 1, &p->section };
}

static enum err
draw(struct practice *p, struct diag *d, uint64_t number)
{
	uint8_t seed[SEED_LEN] = { 0 };
	struct buf why = { 0 };
	enum err e;
	int i;

	for (i = 0; i < 8; i++)
		seed[i] = (uint8_t)(number >> (8 * i));
	e = paper_draw(&p->paper, p->bank, &p->blueprint, seed);
	if (e != ERR_OK) {
		paper_check(&why, p->bank, &p->blueprint);
		diag_add(d, 0, "", "no paper can be drawn:\n%.*s",
		    SLICE_FMT(buf_slice(&why)));
		e = ERR_INVALID;
	}
	buf_fini(&why);
	return e;
}

enum err
practice_new(struct practice **practice, struct diag *d,
    const struct practice_options *o)
{
	struct practice *p = alloc_zero(1, sizeof(*p));
	enum err e = read_bank(p, d, o->bank);

	if (e == ERR_OK && o->programme != NULL)
		e = read_programme(p, d, o->programme);
	if (e == ERR_OK && o->programme != NULL)
		take_route(p);
	else if (e == ERR_OK)
		take_items(p, o->items);
	if (e == ERR_OK)
		e = draw(p, d, o->seed);
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
	return p->programme == NULL ?
	    NULL :
	    &p->programme->routes[p->route].sections[section];
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
