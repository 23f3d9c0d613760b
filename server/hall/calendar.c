/* calendar: programmes, and the sittings in which they are examined. */
#include "hall/state.h"
#include "load/programme.h"
#include "load/schedule.h"
#include "load/zone.h"

/* ---- programmes ---- */

struct programme_version *
programme_find(struct hall *h, struct slice key)
{
	struct programme_version *v;

	HASH_FIND(hh, h->programmes, key.at, key.len, v);
	return v;
}

static void
programme_add(struct hall *h, struct programme *p, char *key)
{
	struct programme_version *v = alloc_zero(1, sizeof(*v));

	v->key = key;
	v->programme = p;
	HASH_ADD_KEYPTR(hh, h->programmes, v->key, strlen(v->key), v);
}

enum err
programme_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct diag diag = { .path = key };
	struct programme *p;
	enum err e = load_programme(&p, bytes, &diag);

	diag_fini(&diag);
	if (e != ERR_OK)
		return ERR_STATE;
	programme_add(h, p, alloc_text(key));
	return ERR_OK;
}

static void
write_programme(struct buf *b, const struct programme *p)
{
	int i;

	out_word(b, "programme", p->ident);
	out_word(b, "version", p->version);
	out_word(b, "credential", p->credential);
	out_word(b, "title", p->title);
	out_word(b, "body", p->body);
	out_open_array(b, "routes");
	for (i = 0; i < N_ROUTE_NAMES; i++) {
		if (!p->routes[i].offered)
			continue;
		out_open(b, NULL);
		out_word(b, "route", route_name_text((enum route_name)i));
		out_int(b, "sections", p->routes[i].n_sections);
		out_close(b);
	}
	out_close_array(b);
}

static int
compare_programmes(const struct programme_version *a,
    const struct programme_version *b)
{
	return strcmp(a->key, b->key);
}

void
programme_list(struct hall *h, struct request *r)
{
	struct programme_version *v, *next;

	HASH_SORT(h->programmes, compare_programmes);
	out_open_array(reply_begin(h), "programmes");
	HASH_ITER(hh, h->programmes, v, next) {
		out_open(&h->body, NULL);
		write_programme(&h->body, v->programme);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
programme_load(struct hall *h, struct request *r)
{
	(void)upload(h, r, JOB_PROGRAMME, "programme");
}

static bool
programme_same(const struct programme *a, const struct programme *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	load_programme_write(&x, a);
	load_programme_write(&y, b);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

void
programme_loaded(struct hall *h, struct request *r, struct errand *e,
    int status, struct slice output)
{
	struct diag diag = { .path = "programme" };
	struct programme_version *v;
	struct programme *p;
	char *key;

	if (status != 0 || load_programme(&p, output, &diag) != ERR_OK) {
		reply_mistakes(h, r, status != 0 ? output : buf_slice(&diag.text));
		diag_fini(&diag);
		return;
	}
	key = text_join(p->ident, "@", p->version);
	v = programme_find(h, slice_of(key));
	if (v != NULL && !programme_same(v->programme, p)) {
		reply_problem(h, r, &(struct problem){ .err = ERR_CONFLICT,
			.rule = "programme.immutable",
			.detail = "This version is loaded already and is different; "
				  "give the new one another version." });
		programme_free(p);
		free(key);
		return;
	}
	write_programme(reply_begin(h), p);
	if (v == NULL) {
		store_put_object(h->store, STORE_PROGRAMME, key, output);
		journal_admin(h, slice_of(e->who), SLICE_NONE, slice_of(key),
		    "programme loaded");
		programme_add(h, p, key);
	} else {
		programme_free(p);
		free(key);
	}
	reply_end(h, r, 201);
}

/* ---- sittings ---- */

/* By opening, then by name. */
static int
compare_rosters(const struct roster *a, const struct roster *b)
{
	const struct sitting *x = a->sitting, *y = b->sitting;

	return x->opens.ms != y->opens.ms ? (x->opens.ms > y->opens.ms) * 2 - 1 :
					    strcmp(x->ident, y->ident);
}

void
sitting_list(struct hall *h, struct request *r)
{
	struct roster *roster, *next;

	HASH_SORT(h->rosters, compare_rosters);
	out_open_array(reply_begin(h), "sittings");
	HASH_ITER(hh, h->rosters, roster, next)
	{
		out_open(&h->body, NULL);
		roster_write(&h->body, roster);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
schedule_load(struct hall *h, struct request *r)
{
	(void)upload(h, r, JOB_SCHEDULE, "schedule");
}

static bool
has_begun(const struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->attempt.plan != NULL)
			return true;
	return false;
}

static bool
has_absent(const struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->attempt.state == ATTEMPT_ABSENT)
			return true;
	return false;
}

static bool
sitting_same(const struct sitting *a, const struct sitting *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	load_sitting_write(&x, a);
	load_sitting_write(&y, b);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

/* Everybody in the room must still get all of their time. */
static void
check_people(
    struct diag *d, const struct roster *roster, const struct sitting *s)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++) {
		const struct seat *seat = roster->seats[i];
		int64_t missing;

		if (!s->routes[seat->attempt.route].offered) {
			diag_add(d, 0, s->ident,
			    "candidate %s is on the route %s, which it no longer "
			    "offers",
			    seat->number, route_name_text(seat->attempt.route));
			continue;
		}
		missing = entitlement_shortfall(seat->attempt.entitlement, s,
		    seat->attempt.route);
		if (missing > 0)
			diag_add(d, 0, s->ident,
			    "candidate %s would be %lld s short; lengthen the "
			    "window or let entry end earlier",
			    seat->number, (long long)((missing + 999) / 1000));
	}
}

static void
count_people(uint32_t n[N_ROUTE_NAMES], const struct roster *roster)
{
	size_t i;

	for (i = 0; roster != NULL && i < roster->n_seats; i++)
		n[roster->seats[i]->attempt.route]++;
}

/* Whoever is named must be able to proctor. */
static void
check_names(struct hall *h, struct diag *d, const struct sitting *s,
    const char *of, char *const *names, uint16_t n)
{
	const struct account *a;
	uint16_t i;

	for (i = 0; i < n; i++) {
		a = account_find(h, slice_of(names[i]));
		if (a == NULL)
			diag_add(d, 0, s->ident, "%s: there is no account %s",
			    of, names[i]);
		else if ((a->roles & ROLE_PROCTOR) == 0)
			diag_add(d, 0, s->ident,
			    "%s: the account %s is not a proctor's", of,
			    names[i]);
	}
}

static void
check_staff(struct hall *h, struct diag *d, const struct sitting *s)
{
	char of[IDENT_MAX + sizeof("room ")];
	uint16_t i;

	for (i = 0; i < s->n_rooms; i++) {
		snprintf(of, sizeof(of), "room %s", s->rooms[i].ident);
		check_names(
		    h, d, s, of, s->rooms[i].proctors, s->rooms[i].n_proctors);
	}
	check_names(h, d, s, "chiefs", s->chiefs, s->n_chiefs);
}

/* What the file alone cannot tell: does it fit what is loaded? */
static void
check_sitting(struct hall *h, struct diag *d, const struct sitting *s)
{
	char *bank = text_join(s->bank, "@", s->bank_version);
	char *programme = text_join(s->programme, "@", s->programme_version);
	const struct bank_version *b = bank_find_version(h, slice_of(bank));
	const struct programme_version *p = programme_find(h, slice_of(programme));
	const struct roster *roster = roster_find(h, slice_of(s->ident));
	uint32_t papers[N_ROUTE_NAMES] = { 0 };

	count_people(papers, roster);
	if (b == NULL)
		diag_add(d, 0, s->ident, "the bank %s is not loaded", bank);
	else if (b->approved_by == NULL)
		diag_add(d, 0, s->ident,
		    "the bank %s is not approved; one proposes, another confirms",
		    bank);
	if (p == NULL)
		diag_add(d, 0, s->ident, "the programme %s is not loaded",
		    programme);
	if (b != NULL && p != NULL &&
	    load_check_sitting(s, p->programme, b->bank, papers, d) != ERR_OK &&
	    d->count == 0)
		diag_add(d, 0, s->ident, "it does not fit its programme");
	check_staff(h, d, s);
	if (roster != NULL && import_is_into(h, roster))
		diag_add(d, 0, s->ident,
		    "candidates are being imported into it; try again");
	if (roster != NULL && !sitting_same(roster->sitting, s)) {
		if (has_begun(roster))
			diag_add(d, 0, s->ident,
			    "it has begun and can no longer be changed");
		check_people(d, roster, s);
		place_check(d, roster, s);
	}
	free(bank);
	free(programme);
}

static struct roster *
sitting_put(struct hall *h, struct sitting *s, const char *by)
{
	struct roster *roster = roster_find(h, slice_of(s->ident));
	size_t i;

	if (roster == NULL) {
		roster = roster_new(h, s);
	} else {
		HASH_DEL(h->rosters, roster);
		/* a new window has lost nothing yet */
		if (s->opens.ms != roster->sitting->opens.ms)
			roster->given_ms = 0;
		if (!place_rooms_stay(roster->sitting, s))
			push_end_views(h, roster);
		place_carry_over(roster, s);
		sitting_free(roster->sitting);
		roster->sitting = s;
		roster_replaced(h, roster);
		push_review(h, roster);
	}
	if (roster == NULL)
		return NULL; /* checked before: cannot be */
	for (i = 0; i < roster->n_seats; i++) {
		deadline_update(h, roster->seats[i]);
		push_state(h, roster->seats[i]);
		push_row(h, roster->seats[i]);
	}
	roster_store(h, roster);
	journal_admin(h, slice_of(by), SLICE_NONE, slice_of(s->ident),
	    "sitting set: %s to %s %s", s->opens_civil, s->closes_civil, s->zone);
	return roster;
}

static size_t
count_new(struct hall *h, const struct schedule *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		n += roster_find(h, slice_of(list->sittings[i]->ident)) == NULL;
	return n;
}

void
schedule_loaded(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct diag diag = { .path = "schedule" };
	struct schedule list = { 0 };
	size_t i;

	if (status != 0 || load_schedule(&list, output, &diag) != ERR_OK) {
		reply_mistakes(h, r, status != 0 ? output : buf_slice(&diag.text));
		diag_fini(&diag);
		return;
	}
	for (i = 0; i < list.n; i++)
		check_sitting(h, &diag, list.sittings[i]);
	if (diag.count == 0 &&
	    HASH_COUNT(h->rosters) + count_new(h, &list) > SITTINGS_MAX)
		diag_add(&diag, 0, "", "there are too many sittings");
	if (diag.count > 0) {
		reply_mistakes(h, r, buf_slice(&diag.text));
		diag_fini(&diag);
		schedule_fini(&list);
		return;
	}
	out_open_array(reply_begin(h), "sittings");
	for (i = 0; i < list.n; i++) {
		out_word(&h->body, NULL, list.sittings[i]->ident);
		if (sitting_put(h, list.sittings[i], e->who) != NULL)
			list.sittings[i] = NULL; /* the roster's now */
	}
	out_close_array(&h->body);
	reply_end(h, r, 201);
	diag_fini(&diag);
	schedule_fini(&list);
}

/* ---- postponing ---- */

/* The same sitting at a later civil time; the window keeps its length. */
static struct sitting *
postponed(const struct sitting *s, struct slice civil_text, struct body *b)
{
	char text[CIVIL_TEXT_MAX], offset[CIVIL_TEXT_MAX];
	struct wall instants[2];
	struct sitting *to = NULL;
	struct diag diag = { .path = s->ident };
	struct civil civil;
	struct buf line = { 0 };
	int64_t length = s->closes.ms - s->opens.ms;
	int n;

	snprintf(text, sizeof(text), "%.*s", SLICE_FMT(civil_text));
	if (!civil_parse(&civil, text)) {
		body_fail(b, ERR_INVALID,
		    "\"opens\" must be a date and time like 2026-12-01T09:00.");
		return NULL;
	}
	n = zone_resolve(instants, &civil, s->zone);
	if (n != 1) {
		body_fail(b, ERR_INVALID, "In %s this time comes %s that day; "
		    "choose another.", s->zone, n == 0 ? "never" : "twice");
		return NULL;
	}
	load_sitting_write(&line, s);
	if (load_sitting_read(&to, buf_slice(&line), &diag) == ERR_OK) {
		to->opens = instants[0];
		to->closes = wall_add(instants[0], length);
		free(to->opens_civil);
		free(to->closes_civil);
		to->opens_civil = alloc_text(text);
		to->closes_civil = alloc_text(
		    zone_format_offset(offset, to->closes, s->zone));
	}
	buf_fini(&line);
	diag_fini(&diag);
	return to;
}

void
sitting_postpone(struct hall *h, struct request *r)
{
	static const char *const names[] = { "opens", "reason", "words", NULL };
	struct roster *roster = roster_of_path(h, r);
	struct sitting *to = NULL;
	struct slice opens;
	struct body b;
	struct act act;

	if (roster == NULL)
		return;
	body_open(&b, r->frame->body, names);
	opens = body_text(&b, "opens", 1, CIVIL_TEXT_MAX - 1);
	act_read(&b, &act);
	if (b.err == ERR_OK)
		to = postponed(roster->sitting, opens, &b);
	if (b.err == ERR_OK && to != NULL &&
	    to->opens.ms <= roster->sitting->opens.ms)
		body_fail(&b, ERR_INVALID,
		    "It opens at %s; postponing moves it "
		    "later.",
		    roster->sitting->opens_civil);
	if (b.err == ERR_OK && has_begun(roster))
		body_fail(&b, ERR_STATE,
		    "Somebody has begun; a sitting that has begun cannot be "
		    "postponed.");
	if (b.err == ERR_OK && import_is_into(h, roster))
		body_fail(
		    &b, ERR_STATE, "Candidates are being imported; try again.");
	if (b.err == ERR_OK && has_absent(roster))
		body_fail(&b, ERR_STATE,
		    "Its time is over and candidates are marked absent; make "
		    "another sitting for them.");
	if (b.err != ERR_OK || to == NULL) {
		sitting_free(to);
		reply_refuse(h, r, b.err != ERR_OK ? b.err : ERR_STATE, "%s",
		    b.err != ERR_OK ? b.detail : "The sitting cannot be moved.");
	} else {
		journal_admin(h, slice_of(r->staff->name), act.reason,
		    slice_of(roster->sitting->ident), "postponed: %.*s",
		    SLICE_FMT(act.words));
		roster = sitting_put(h, to, r->staff->name);
		roster_write(reply_begin(h), roster);
		reply_end(h, r, 200);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
