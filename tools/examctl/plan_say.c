#include "examctl/plan.h"

#include <stdio.h>

#include "examctl/say.h"

#define SITTINGS_TOLD 2000 /* bytes; a statement has a limit */

struct row_facts {
	const char *word, *unit;
};
static const struct row_facts facts[N_PLAN_ROWS] = {
#define X(name, word, unit) [PLAN_##name] = { word, unit },
	PLAN_ROWS(X)
#undef X
};

static void
put_number(char text[32], double n)
{
	snprintf(text, 32, n < 10 ? "%.1f" : "%.0f", n);
}

/* "12", "3.4", "over 1000": nobody plans by more digits. */
static void
put_head_room(char text[32], const struct plan_row *row)
{
	double factor = plan_head_room(row);

	if (factor > 1000)
		snprintf(text, 32, "over 1000");
	else
		put_number(text, factor);
}

static const char *
verdict(const struct plan_row *row)
{
	double factor = plan_head_room(row);

	if (factor >= PLAN_HEAD_ROOM)
		return "carries";
	return factor >= 1 ? "too close" : "gives way";
}

static void
add_row(struct table *t, const struct plan_row *row, const struct row_facts *f)
{
	char need[32], can[32], factor[32];

	put_number(need, row->need);
	put_number(can, row->can);
	put_head_room(factor, row);
	table_cell(t, f->word);
	table_cell(t, need);
	table_cell(t, can);
	table_cell(t, f->unit);
	table_cell(t, factor);
	table_cell(t, verdict(row));
}

static void
put_first(struct buf *b, const struct plan_made *p)
{
	enum plan_row_name first = plan_gives_first(p->rows);
	char factor[32];

	put_head_room(factor, &p->rows[first]);
	buf_printf(b,
	    "first to give: %s, at %s times what is planned\n"
	    "by the plan this machine %s the day\n",
	    facts[first].word, factor,
	    plan_carries(p->rows) ? "carries" : "does not carry");
}

void
plan_say(const struct plan_made *p)
{
	static const struct column columns[] = { { "WHAT", COLUMN_LEFT },
		{ "NEEDED", COLUMN_RIGHT }, { "CAN BE", COLUMN_RIGHT },
		{ "", COLUMN_LEFT }, { "HEAD ROOM", COLUMN_RIGHT },
		{ "", COLUMN_LEFT } };
	struct table *t =
	    table_new(columns, sizeof(columns) / sizeof(*columns));
	struct buf words = { 0 };
	size_t i;

	say("%.*s\n%.0f candidates, at most %.0f at once\n\n",
	    SLICE_FMT(buf_slice(&p->day.sittings)), p->demand.candidates,
	    p->demand.at_once);
	for (i = 0; i < N_PLAN_ROWS; i++)
		add_row(t, &p->rows[i], &facts[i]);
	say_table(t, "");
	put_first(&words, p);
	say("\n");
	say_buf(&words);
	say("A commit takes %.1f ms of the disk: no answer is acknowledged "
	    "sooner.\n",
	    p->figures.sync_us / 1000);
	buf_fini(&words);
}

json_t *
plan_json(const struct plan_made *p)
{
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < N_PLAN_ROWS; i++)
		json_array_append_new(
		    rows, json_pack("{sssssfsfsf}", "what", facts[i].word,
			      "unit", facts[i].unit, "need", p->rows[i].need,
			      "can", p->rows[i].can, "head_room",
			      plan_head_room(&p->rows[i])));
	return json_pack("{sssfsfsfsosssb}", "format", "exam-plan-1",
	    "candidates", p->demand.candidates, "at_once", p->demand.at_once,
	    "events", p->demand.events, "rows", rows, "gives_first",
	    facts[plan_gives_first(p->rows)].word, "carries",
	    plan_carries(p->rows));
}

void
plan_put_lines(struct buf *b, const struct plan_made *p)
{
	struct slice sittings = buf_slice(&p->day.sittings);
	char need[32], can[32], factor[32];
	size_t i;

	if (sittings.len > SITTINGS_TOLD)
		sittings.len = SITTINGS_TOLD;
	buf_printf(b, "sittings: %.*s%s\n", SLICE_FMT(sittings),
	    sittings.len == SITTINGS_TOLD ? " ..." : "");
	buf_printf(b, "candidates: %.0f, at most %.0f at once\n",
	    p->demand.candidates, p->demand.at_once);
	for (i = 0; i < N_PLAN_ROWS; i++) {
		put_number(need, p->rows[i].need);
		put_number(can, p->rows[i].can);
		put_head_room(factor, &p->rows[i]);
		buf_printf(b,
		    "planned %s%s%s: %s needed, %s can be, head room "
		    "%s\n",
		    facts[i].word, *facts[i].unit != '\0' ? ", " : "",
		    facts[i].unit, need, can, factor);
	}
	put_first(b, p);
}
