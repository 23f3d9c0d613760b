/* Attempts as chance will have them. */
#include <stdio.h>
#include <stdlib.h>

#include "proof/derived.h"
#include "verify/chance.h"

struct sitting_chance {
	struct chance_attempt *to;
	struct rng *rng;
	const struct chance_bank *bank;
	int64_t mono, offset; /* wall - mono */
	uint64_t position;
	uint32_t seqs[PAPER_ITEMS_MAX];
};

static struct instant
now(const struct sitting_chance *s)
{
	return (struct instant){ { s->mono + s->offset }, { s->mono } };
}

/* Its data is copied; false: it is not possible now, or enough happened. */
static bool
happens(struct sitting_chance *s, struct event e)
{
	struct chance_attempt *to = s->to;
	enum verdict verdict = VERDICT_COUNTED;
	struct buf *data;

	if (to->n == CHANCE_EVENTS_MAX)
		return false;
	if (e.at.mono.ms == 0)
		e.at = now(s);
	e.position = s->position + 1 + rng_below(s->rng, 4);
	if (attempt_apply(&to->folded, &e, &verdict) != ERR_OK)
		return false;
	s->position = e.position;
	data = &to->texts[to->n];
	buf_put_slice(data, e.data);
	e.data = buf_slice(data);
	to->verdicts[to->n] = (uint8_t)verdict;
	to->events[to->n++] = e;
	return true;
}

static void
go_on(struct sitting_chance *s, int64_t most)
{
	s->mono += chance_int(s->rng, 0, (int)most);
}

/* ---- before it begins ---- */

static void
come(struct sitting_chance *s)
{
	static const struct slice room = { "aula", 4 };
	struct buf who = { 0 };

	transcript_who_encode(&who, &CHANCE_WHO);
	happens(s, (struct event){ .kind = EVENT_REGISTERED,
		.code = (uint8_t)chance_int(s->rng, 0, 1),
		.number = chance_of(s->rng, 30) ? 1250 : 1000,
		.ms = chance_of(s->rng, 20) ? MINUTES(10) : 0,
		.by = SLICE("rosa"), .data = buf_slice(&who) });
	buf_fini(&who);
	if (chance_of(s->rng, 60))
		happens(s, (struct event){ .kind = EVENT_TICKET_ISSUED,
			.by = SLICE("rosa") });
	if (chance_of(s->rng, 30))
		happens(s, (struct event){ .kind = EVENT_SEATED, .number = 12,
			.by = SLICE("eva"), .reason = SLICE("organisation"),
			.text = SLICE("by the door"), .data = room });
	go_on(s, 5000);
	if (chance_of(s->rng, 40))
		happens(s, (struct event){ .kind = EVENT_CHECKED_IN,
			.by = SLICE("eva"), .text = SLICE("passport 123") });
	if (chance_of(s->rng, 40))
		happens(s, (struct event){ .kind = EVENT_ADMITTED,
			.by = SLICE("eva") });
	go_on(s, 5000);
	happens(s, (struct event){ .kind = EVENT_SIGNED_IN, .number = 1,
		.text = SLICE("Firefox on Linux") });
	if (chance_of(s->rng, 10))
		happens(s, (struct event){ .kind = EVENT_EXTENDED,
			.ms = SECONDS(chance_int(s->rng, 1, 20)),
			.by = SLICE("eva"), .reason = SLICE("accommodation"),
			.text = SLICE("a late bus <b>&") });
}

static void
plan_sections(struct sitting_chance *s, struct attempt_plan *p, bool whole)
{
	enum route_name route = s->to->folded.route;
	uint16_t i;

	p->n_sections = s->bank->n_sections[route];
	for (i = 0; i < p->n_sections; i++) {
		p->sections[i].count = (uint16_t)chance_int(s->rng, 1, 4);
		p->sections[i].linear = chance_of(s->rng, 30);
		p->sections[i].time_ms =
		    whole ? 0 : SECONDS(chance_int(s->rng, 5, 60));
		p->sections[i].break_ms = chance_of(s->rng, 30) ?
		    SECONDS(chance_int(s->rng, 1, 20)) : 0;
		p->n_items = (uint16_t)(p->n_items + p->sections[i].count);
	}
}

static void
draw(struct sitting_chance *s, uint16_t n)
{
	uint16_t order[CHANCE_ITEMS], i;
	struct attempt_drawn drawn = { 0 };
	struct event e = { .kind = EVENT_DRAWN };
	struct paper_list list = { .n_sections = 1, .n_items = n,
		.ends = { n }, .items = drawn.items };
	struct buf data = { 0 };
	struct paper *paper;

	for (i = 0; i < CHANCE_ITEMS; i++)
		order[i] = i;
	rng_shuffle(s->rng, order, CHANCE_ITEMS);
	memcpy(drawn.items, order, n * sizeof(order[0]));
	for (i = 0; i < sizeof(e.seed); i++)
		e.seed[i] = (uint8_t)rng_word(s->rng);
	{
		const struct attempt_plan *p = s->to->folded.plan;

		list.n_sections = p->n_sections;
		for (i = 0; i < p->n_sections; i++)
			list.ends[i] = (uint16_t)(p->sections[i].first +
			    p->sections[i].count);
	}
	if (paper_restore(&paper, s->bank->bank, &list, e.seed) != ERR_OK)
		abort();
	derived_screens(drawn.screens, paper, s->bank->bank);
	paper_free(paper);
	attempt_drawn_encode(&drawn, n, &data);
	e.data = buf_slice(&data);
	happens(s, e);
	buf_fini(&data);
}

static void
open_paper(struct sitting_chance *s, const char *text)
{
	bool whole = chance_of(s->rng, 50);
	struct attempt_plan plan = { .grace_ms = SECONDS(5),
		.late_ms = chance_of(s->rng, 40) ? SECONDS(4) : 0 };
	struct event e = { .kind = EVENT_OPENED, .at = now(s),
		.text = slice_of(text) };
	struct buf data = { 0 };

	plan_sections(s, &plan, whole);
	attempt_plan_encode(&plan, &data);
	e.ms = whole ? SECONDS(chance_int(s->rng, 20, 120)) : 0;
	e.wall = wall_add(e.at.wall, SECONDS(chance_int(s->rng, 60, 600)));
	e.data = buf_slice(&data);
	happens(s, e);
	buf_fini(&data);
	draw(s, plan.n_items);
}

/* ---- while it goes on ---- */

static void
save(struct sitting_chance *s)
{
	const struct attempt_plan *plan = s->to->folded.plan;
	uint16_t item = (uint16_t)rng_below(s->rng, plan->n_items);
	struct event e = { .kind = EVENT_ANSWERED, .item = item,
		.at = now(s) };
	struct buf response = { 0 };

	if (s->to->folded.section > 0 && chance_of(s->rng, 70)) {
		const struct plan_section *p =
		    &plan->sections[s->to->folded.section - 1];

		item = (uint16_t)(p->first + rng_below(s->rng, p->count));
		if (p->linear && chance_of(s->rng, 80))
			item = s->to->folded.item;
		e.item = item;
	}
	e.seq = chance_of(s->rng, 90) ? s->seqs[item] + 1 :
	    s->seqs[item] > 0 ? s->seqs[item] : 1;
	if (chance_of(s->rng, 20)) {
		e.at.mono.ms -= chance_int(s->rng, 0, 900);
		e.at.wall.ms = e.at.mono.ms + s->offset;
	}
	if (chance_of(s->rng, 60))
		e.wall = wall_add(e.at.wall, -chance_int(s->rng, 0, 6000));
	chance_response(&response, s->rng,
	    bank_item(s->bank->bank, plan->items[item]));
	e.data = buf_slice(&response);
	if (happens(s, e) && e.seq > s->seqs[item])
		s->seqs[item] = e.seq;
	buf_fini(&response);
}

static void
set_clock(struct sitting_chance *s)
{
	s->offset += chance_of(s->rng, 50) ? HOURS(1) : -SECONDS(90);
	happens(s, (struct event){ .kind = EVENT_INCIDENT,
		.by = SLICE("server"), .reason = SLICE("technical"),
		.text = SLICE("the wall clock was set") });
}

static void
act(struct sitting_chance *s, enum event_kind kind, int64_t ms)
{
	happens(s, (struct event){ .kind = kind, .ms = ms,
		.by = SLICE("eva"), .reason = SLICE("technical"),
		.text = SLICE("the light \xe2\x80\x9cwent\xe2\x80\x9d out") });
}

static void
by_candidate(struct sitting_chance *s)
{
	const struct attempt *a = &s->to->folded;
	struct event e = { .kind = EVENT_FLAGGED,
		.item = (uint16_t)rng_below(s->rng, a->plan->n_items),
		.code = (uint8_t)chance_int(s->rng, 0, 1) };

	switch (chance_int(s->rng, 0, 4)) {
	case 0:
		e.kind = EVENT_ITEM_LEFT;
		e.item = a->item;
		break;
	case 1:
		e.kind = EVENT_ITEM_REPORTED;
		e.text = SLICE("a typing error");
		break;
	case 2:
		e = (struct event){ .kind = EVENT_HELP_ASKED,
			.text = SLICE("please") };
		break;
	case 3:
		e = (struct event){ .kind = EVENT_SEEN, .about = a->told };
		break;
	default:
		break;
	}
	happens(s, e);
}

static void
move_on(struct sitting_chance *s)
{
	const struct attempt *a = &s->to->folded;

	if (a->state == ATTEMPT_IN_SECTION)
		happens(s, (struct event){ .kind = EVENT_SECTION_CLOSED,
			.section = (uint16_t)(a->section - 1) });
	else if (a->section < a->plan->n_sections)
		happens(s, (struct event){ .kind = EVENT_SECTION_ENTERED,
			.section = a->section });
	else
		happens(s, (struct event){ .kind = EVENT_SUBMITTED });
}

static void
by_staff(struct sitting_chance *s)
{
	switch (chance_int(s->rng, 0, 6)) {
	case 0:
		act(s, EVENT_PAUSED, 0);
		break;
	case 1:
		act(s, EVENT_EXTENDED, SECONDS(chance_int(s->rng, 1, 20)));
		break;
	case 2:
		happens(s, (struct event){ .kind = EVENT_MESSAGED,
			.by = SLICE("eva"), .text = SLICE("half an hour") });
		break;
	case 3:
		happens(s, (struct event){ .kind = EVENT_COMPENSATED,
			.ms = chance_int(s->rng, 1, 9000),
			.text = SLICE("the server was away") });
		break;
	case 4:
		set_clock(s);
		break;
	case 5:
		happens(s, (struct event){ .kind = EVENT_SIGNED_IN,
			.number = s->to->folded.devices + 1,
			.code = (uint8_t)chance_int(s->rng, 0, 1) });
		break;
	default:
		act(s, chance_of(s->rng, 10) ? EVENT_TERMINATED :
		    EVENT_INCIDENT, 0);
	}
}

/* The server does what is due. */
static bool
is_due(struct sitting_chance *s)
{
	const struct attempt *a = &s->to->folded;
	struct event e = { .section = a->section };

	if (!mono_reached((struct mono){ s->mono }, attempt_due(a)))
		return false;
	e.kind = attempt_due_event(a);
	if (e.kind == EVENT_SECTION_CLOSED) {
		e.section--;
		e.code = CLOSED_BY_TIME;
	} else if (e.kind == EVENT_SECTION_ENTERED) {
		e.code = 1;
	}
	return happens(s, e);
}

static void
sit(struct sitting_chance *s, int steps)
{
	const struct attempt *a = &s->to->folded;

	while (steps-- > 0 && attempt_is_open(a)) {
		int what = chance_int(s->rng, 1, 100);

		go_on(s, chance_of(s->rng, 20) ? 9000 : 1500);
		if (is_due(s))
			continue;
		if (a->state == ATTEMPT_PAUSED && what > 60)
			act(s, EVENT_RESUMED, 0);
		else if (a->state != ATTEMPT_IN_SECTION && what > 40)
			move_on(s);
		else if (what <= 65)
			save(s);
		else if (what <= 78)
			by_candidate(s);
		else if (what <= 88)
			by_staff(s);
		else if (what <= 94)
			move_on(s);
	}
	while (attempt_is_open(a) && a->state != ATTEMPT_PAUSED &&
	    s->to->n < CHANCE_EVENTS_MAX - 60) {
		go_on(s, 30000);
		if (!is_due(s) && chance_of(s->rng, 10))
			happens(s, (struct event){ .kind = EVENT_SUBMITTED });
		if (!is_due(s) && a->state == ATTEMPT_OPENED)
			move_on(s);
	}
}

/* ---- afterwards ---- */

static struct derived *
derive(const struct sitting_chance *s)
{
	struct derived *d;

	if (derived_new(&d, &(struct derived_from){ &s->to->folded,
		s->bank->bank, s->bank->programme, s->to->by_hand }) != ERR_OK)
		return NULL;
	return d;
}

static void
mark(struct sitting_chance *s, uint16_t item, const char *by)
{
	uint32_t content = (uint32_t)chance_int(s->rng, 0, 7) * 100;
	uint32_t form = (uint32_t)chance_int(s->rng, 0, 3) * 100;
	struct buf data = { 0 };

	go_on(s, 90000);
	buf_put_u32(&data, content);
	buf_put_u32(&data, form);
	happens(s, (struct event){ .kind = EVENT_MARKED, .item = item,
		.number = content + form, .by = slice_of(by),
		.text = SLICE("well said"), .data = buf_slice(&data) });
	buf_fini(&data);
}

static void
mark_all(struct sitting_chance *s)
{
	static const char *const people[] = { "otto", "ida", "kurt" };
	struct derived *d = derive(s);
	uint16_t i, n;

	for (i = 0; d != NULL && i < d->n_items; i++)
		for (n = 0; d->items[i].is_script && n < 3; n++)
			if (n < 2 || chance_of(s->rng, 60))
				mark(s, i, people[n]);
	derived_free(d);
}

static void
score(struct sitting_chance *s)
{
	struct derived *d = derive(s);
	struct buf data = { 0 };

	if (d != NULL && d->is_settled) {
		score_encode(&d->score, &data);
		happens(s, (struct event){ .kind = EVENT_SCORED,
			.number = (uint32_t)d->score.percent,
			.code = d->score.passed, .data = buf_slice(&data) });
	}
	derived_free(d);
	buf_fini(&data);
}

static void
settle(struct sitting_chance *s)
{
	const struct attempt *a = &s->to->folded;

	if (!attempt_is_closed(a) || a->plan == NULL)
		return;
	if (chance_of(s->rng, 30))
		save(s);
	score(s);
	if (s->to->by_hand && chance_of(s->rng, 85))
		mark_all(s);
	go_on(s, 90000);
	score(s);
	if (chance_of(s->rng, 60))
		happens(s, (struct event){ .kind = EVENT_RELEASED,
			.by = SLICE("olga") });
}

static void
come_to_nothing(struct sitting_chance *s)
{
	if (chance_of(s->rng, 50))
		happens(s, (struct event){ .kind = EVENT_ABSENT });
	else
		act(s, EVENT_TERMINATED, 0);
}

void
chance_attempt_make(struct chance_attempt *to, struct rng *rng,
    const struct chance_bank *bank, const char *opened)
{
	struct sitting_chance s = { .to = to, .rng = rng, .bank = bank,
		.mono = HOURS(chance_int(rng, 1, 9000)),
		.position = rng_below(rng, 300) };

	memset(to, 0, sizeof(*to));
	to->number = 1 + rng_below(rng, 9999);
	to->by_hand = chance_of(rng, 80);
	attempt_init(&to->folded);
	s.offset = INT64_C(1790000000000) - s.mono + rng_below(rng, 1000000);
	come(&s);
	if (chance_of(rng, 4)) {
		come_to_nothing(&s);
		return;
	}
	open_paper(&s, opened);
	sit(&s, chance_int(rng, 10, 90));
	settle(&s);
	if (chance_of(rng, 20) && to->n < CHANCE_EVENTS_MAX / 2) {
		go_on(&s, 90000);
		act(&s, EVENT_REOPENED, SECONDS(chance_int(rng, 0, 30)));
		sit(&s, chance_int(rng, 1, 30));
		settle(&s);
	}
}

void
chance_attempt_free(struct chance_attempt *to)
{
	size_t i;

	attempt_fini(&to->folded);
	for (i = 0; i < to->n; i++)
		buf_fini(&to->texts[i]);
}
