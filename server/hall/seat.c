/* seat: a candidate in a sitting, and what their attempt is sat by. */
#include "base/log.h"
#include "hall/commands.h"
#include "hall/roster.h"
#include "hall/seat.h"

#define VISITS_MIN 20 /* uthash divides buckets long before they have as many */

struct person *
person_find(struct hall *h, struct slice number)
{
	struct person *c;

	HASH_FIND(hh, h->persons, number.at, number.len, c);
	return c;
}

static bool
has_number(const UT_hash_handle *hh, struct slice number)
{
	return hh->keylen == number.len &&
	       memcmp(hh->key, number.at, number.len) == 0;
}

/* Over all buckets, again and again: there is at least one person. */
static UT_hash_handle *
next_person(const UT_hash_table *table, unsigned *bucket, UT_hash_handle *hh)
{
	hh = hh != NULL ? hh->hh_next : table->buckets[*bucket].hh_head;
	while (hh == NULL) {
		*bucket = (*bucket + 1) & (table->num_buckets - 1);
		hh = table->buckets[*bucket].hh_head;
	}
	return hh;
}

/*
 * Whoever has the hash; else any of those who are visited.  They are as many
 * whether somebody has the number or not: who does has one more in their bucket
 * on average, and each that is looked at costs a cache miss.
 */
static struct person *
someone_near(const UT_hash_table *table, struct slice number)
{
	UT_hash_handle *hh = NULL, *chosen = NULL;
	bool same = false;
	unsigned hash, bucket, visits, i;

	HASH_VALUE(number.at, number.len, hash);
	HASH_TO_BKT(hash, table->num_buckets, bucket);
	visits = table->buckets[bucket].count;
	if (visits < VISITS_MIN)
		visits = VISITS_MIN;
	for (i = 0; i < visits; i++) {
		hh = next_person(table, &bucket, hh);
		if (hh->hashv == hash && (!same || has_number(hh, number))) {
			chosen = hh;
			same = true;
		} else if (i == hash / table->num_buckets % VISITS_MIN && !same) {
			chosen = hh;
		}
	}
	return ELMT_FROM_HH(table, chosen);
}

struct person *
person_near(struct hall *h, struct slice number)
{
	return h->persons != NULL ? someone_near(h->persons->hh.tbl, number)
				  : NULL;
}

static void
person_add(struct hall *h, struct seat *s)
{
	struct person *c = person_find(h, slice_of(s->number));

	if (c == NULL) {
		c = alloc_zero(1, sizeof(*c));
		c->number = alloc_text(s->number);
		HASH_ADD_KEYPTR(hh, h->persons, c->number,
		    strlen(c->number), c);
	}
	s->namesake = c->seats;
	c->seats = s;
}

struct seat *
seat_new(
    struct hall *h, uint64_t attempt, struct roster *roster, const char *number)
{
	struct seat *s = alloc_zero(1, sizeof(*s));

	s->chain.attempt = attempt;
	attempt_init(&s->attempt);
	s->roster = roster;
	s->number = alloc_text(number);
	s->heap_index = SIZE_MAX;
	HASH_ADD(hh, h->seats, chain.attempt, sizeof(s->chain.attempt), s);
	person_add(h, s);
	roster_add(roster, s);
	if (attempt > h->last_attempt)
		h->last_attempt = attempt;
	return s;
}

void
seat_free(struct hall *h, struct seat *s)
{
	HASH_DEL(h->seats, s);
	attempt_fini(&s->attempt);
	paper_free(s->paper);
	free(s->score);
	profile_fini(&s->profile);
	free(s->scripts);
	free(s->number);
	free(s->name);
	free(s->place);
	free(s->help);
	buf_fini(&s->messages);
	free(s);
}

struct seat *
seat_find(struct hall *h, uint64_t attempt)
{
	struct seat *s;

	HASH_FIND(hh, h->seats, &attempt, sizeof(attempt), s);
	return s;
}

void
seat_pack(struct buf *b, const struct seat *s)
{
	char hex[2 * SHA256_LEN + 1];

	out_open(b, NULL);
	out_word(b, "sitting", s->roster->sitting->ident);
	out_word(b, "number", s->number);
	out_word(b, "name", s->name);
	out_word(b, "room", s->room != NULL ? s->room->ident : NULL);
	out_word(b, "seat", s->place);
	if (s->form > 0)
		out_int(b, "form", s->form);
	if (s->has_code) {
		hash_hex(hex, s->code, SHA256_LEN);
		out_word(b, "code", hex);
	}
	out_close(b);
}

void
seat_store(struct hall *h, struct seat *s)
{
	struct buf b = { 0 };
	char key[24];

	snprintf(
	    key, sizeof(key), "%llu", (unsigned long long)s->chain.attempt);
	seat_pack(&b, s);
	object_put(h, STORE_CANDIDATE, key, &b);
	buf_fini(&b);
}

/* Rooms with people in them are never taken away. */
static void
restore_place(struct seat *s, struct body *b)
{
	const struct sitting *sitting = s->roster->sitting;
	struct slice room = body_text_if(b, "room", 1, IDENT_MAX);
	struct slice place = body_text_if(b, "seat", 1, IDENT_MAX);
	uint16_t i = sitting_find_room(sitting, room);

	if (room.len > 0 && i == sitting->n_rooms)
		body_fail(
		    b, ERR_STATE, "There is no room %.*s.", SLICE_FMT(room));
	s->room =
	    room.len > 0 && i < sitting->n_rooms ? &sitting->rooms[i] : NULL;
	s->place = place.len > 0 ? text_of(place) : NULL;
}

enum err
seat_restore(struct hall *h, const char *key, struct slice bytes)
{
	static const char *const names[] = { "sitting", "number", "name",
		"room", "seat", "form", "code", NULL };
	struct slice number, code;
	struct seat *s = NULL;
	struct roster *roster;
	struct body b;
	char *text;

	body_open(&b, bytes, names);
	roster = roster_find(h, body_text(&b, "sitting", 1, IDENT_MAX));
	number = body_text(&b, "number", 1, IDENT_MAX);
	if (roster != NULL && b.err == ERR_OK) {
		text = text_of(number);
		s = seat_new(h, strtoull(key, NULL, 10), roster, text);
		free(text);
		s->name = text_of(body_text(&b, "name", 1, NAME_MAX_LEN));
		restore_place(s, &b);
		s->form = (uint16_t)body_int_if(&b, "form", 0, FORMS_MAX, 0);
		code = body_text_if(&b, "code", 1, 2 * SHA256_LEN);
		s->has_code = hash_unhex(s->code, SHA256_LEN, code);
	}
	return body_close(&b) == ERR_OK && s != NULL ? ERR_OK : ERR_STATE;
}

/* ---- what it is sat by ---- */

const struct bank *
seat_bank(const struct seat *s)
{
	return s->roster->bank->bank;
}

const struct programme_route *
seat_route(const struct seat *s)
{
	return &s->roster->programme->programme->routes[s->attempt.route];
}

const struct sitting_route *
seat_timing(const struct seat *s)
{
	return &s->roster->sitting->routes[s->attempt.route];
}

const struct paper *
seat_paper(struct seat *s)
{
	const struct attempt_plan *plan = s->attempt.plan;
	struct paper_list list = { 0 };
	uint16_t i;

	if (s->paper != NULL || plan == NULL || plan->items == NULL)
		return s->paper;
	list.n_sections = plan->n_sections;
	list.n_items = plan->n_items;
	list.items = plan->items;
	for (i = 0; i < plan->n_sections; i++)
		list.ends[i] = (uint16_t)(plan->sections[i].first +
					  plan->sections[i].count);
	if (paper_restore(&s->paper, seat_bank(s), &list, s->attempt.seed) !=
	    ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: the bank has no such items",
		    (unsigned long long)s->chain.attempt);
	return s->paper;
}

struct wall
seat_window_closes(const struct seat *s)
{
	return wall_add(entitlement_window_closes(s->attempt.entitlement,
			    s->roster->sitting, s->attempt.route),
	    s->roster->given_ms);
}

struct wall
seat_last_entry(const struct seat *s)
{
	return wall_add(
	    sitting_last_entry(s->roster->sitting), s->roster->given_ms);
}

/* Time in which the server was away does not count against beginning. */
enum err
seat_may_open(const struct seat *s, struct wall now, const char **rule,
    struct wall *earliest)
{
	int64_t opens = s->roster->sitting->opens.ms;
	int64_t judged = now.ms - s->roster->given_ms;

	if (judged < opens && now.ms >= opens)
		judged = opens;
	else if (now.ms < opens)
		judged = now.ms;
	return attempt_may_open(&s->attempt, s->roster->sitting,
	    (struct wall){ judged }, rule, earliest);
}

struct attempt_plan
seat_plan(const struct seat *s, const struct paper *paper)
{
	const struct sitting *sitting = s->roster->sitting;
	const struct sitting_route *r = seat_timing(s);
	struct attempt_plan plan = { .grace_ms = sitting->grace_ms,
		.late_ms = sitting->late == LATE_ACCEPT ? sitting->late_ms : 0,
		.n_sections = r->n_sections,
		.n_items = paper_n_items(paper),
		.form = s->form };
	uint16_t i;

	for (i = 0; i < plan.n_sections; i++) {
		struct plan_section *to = &plan.sections[i];

		paper_section(paper, i, &to->first, &to->count);
		to->linear = r->sections[i].navigation == NAVIGATION_LINEAR;
		to->time_ms = entitlement_section_ms(s->attempt.entitlement, r, i);
		to->break_ms = r->sections[i].break_ms;
	}
	return plan;
}

void
seat_drawn(struct attempt_drawn *drawn, const struct seat *s,
    const struct paper *paper)
{
	struct buf screens = { 0 };
	uint16_t i;

	for (i = 0; i < paper_n_items(paper); i++) {
		drawn->items[i] = (uint16_t)paper_item(paper, i);
		paper_view(&screens, paper, seat_bank(s), i);
		buf_put_u8(&screens, '}');
	}
	hash_sha256(drawn->screens, buf_slice(&screens));
	buf_fini(&screens);
}
