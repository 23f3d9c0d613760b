/*
 * schedule: a schedule file becomes sittings.
 *
 * A helper has read it; what the file alone cannot tell is checked here, of
 * sittings that are new or others.  Whether their papers can be drawn takes
 * milliseconds a route: helpers look at that too, one after the other for each
 * bank and programme that the file names, while the request waits.  Then, in
 * one turn, the whole is taken or refused.
 */
#include "hall/calendar.h"
#include "hall/certificate.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/place.h"
#include "hall/reply.h"
#include "hall/resit.h"
#include "hall/roster.h"
#include "load/fit.h"
#include "load/schedule.h"

/* Whether a sitting's papers can be drawn. */
enum question { QUESTION_NONE, QUESTION_OPEN, QUESTION_ASKED };

struct loading {
	struct schedule list;
	enum question *questions; /* one for each */
	struct diag misfits;
};

void
schedule_load(struct hall *h, struct request *r)
{
	(void)upload(h, r, JOB_SCHEDULE, "schedule");
}

void
loading_free(struct loading *l)
{
	if (l == NULL)
		return;
	schedule_fini(&l->list);
	free(l->questions);
	diag_fini(&l->misfits);
	free(l);
}

/* ---- what it is checked against ---- */

static bool
is_same(const struct roster *roster, const struct sitting *s)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	load_sitting_write(&x, roster_filed(roster));
	load_sitting_write(&y, s);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

/* Is it there already, as the file has it? */
static bool
is_known(struct hall *h, const struct sitting *s)
{
	const struct roster *roster = roster_find(h, slice_of(s->ident));

	return roster != NULL && is_same(roster, s);
}

static const struct bank_version *
bank_of(struct hall *h, const struct sitting *s)
{
	char *key = text_join(s->bank, "@", s->bank_version);
	const struct bank_version *v = bank_find_version(h, slice_of(key));

	free(key);
	return v;
}

static const struct programme_version *
programme_of(struct hall *h, const struct sitting *s)
{
	char *key = text_join(s->programme, "@", s->programme_version);
	const struct programme_version *v = programme_find(h, slice_of(key));

	free(key);
	return v;
}

/* ---- can the papers be drawn? ---- */

static void
count_people(uint32_t n[N_ROUTE_NAMES], const struct roster *roster)
{
	size_t i;

	for (i = 0; roster != NULL && i < roster->n_seats; i++)
		n[roster->seats[i]->attempt.route]++;
}

static void
put_question(struct hall *h, struct buf *b, const struct sitting *s)
{
	uint32_t papers[N_ROUTE_NAMES] = { 0 };

	count_people(papers, roster_find(h, slice_of(s->ident)));
	load_fit_put_sitting(b, s, papers);
}

/* The first that has not been asked and can be; NULL: none. */
static const struct sitting *
next_question(struct hall *h, const struct loading *l)
{
	const struct sitting *s;
	size_t i;

	for (i = 0; i < l->list.n; i++) {
		s = l->list.sittings[i];
		if (l->questions[i] == QUESTION_OPEN && bank_of(h, s) != NULL &&
		    programme_of(h, s) != NULL)
			return s;
	}
	return NULL;
}

/* About this sitting and all others of its bank and programme. */
static void
ask(struct hall *h, struct errand *e, struct loading *l,
    const struct sitting *first)
{
	const struct bank_version *bank = bank_of(h, first);
	const struct programme_version *programme = programme_of(h, first);
	struct buf questions = { 0 }, input = { 0 };
	size_t i;

	for (i = 0; i < l->list.n; i++) {
		const struct sitting *s = l->list.sittings[i];

		if (l->questions[i] != QUESTION_OPEN || bank_of(h, s) != bank ||
		    programme_of(h, s) != programme)
			continue;
		put_question(h, &questions, s);
		l->questions[i] = QUESTION_ASKED;
	}
	load_fit_put(
	    &input, programme->programme, bank->bank, buf_slice(&questions));
	e->loading = l;
	errand_ask_again(h, e, JOB_FIT, buf_slice(&input));
	buf_fini(&questions);
	buf_fini(&input);
}

/* ---- the rest of what the file alone cannot tell ---- */

/* Everybody in the room must still get all of their time. */
static void
check_time(struct diag *d, const struct sitting *s, const struct seat *seat)
{
	int64_t missing;

	if (!s->routes[seat->attempt.route].offered) {
		diag_add(d, 0, s->ident,
		    "candidate %s is on the route %s, which it no longer "
		    "offers",
		    seat->number, route_name_text(seat->attempt.route));
		return;
	}
	missing = entitlement_shortfall(
	    seat->attempt.entitlement, s, seat->attempt.route);
	if (missing > 0)
		diag_add(d, 0, s->ident,
		    "candidate %s would be %lld s short; lengthen the "
		    "window or let entry end earlier",
		    seat->number, (long long)((missing + 999) / 1000));
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

/* Both are known, and nobody has looked at them together. */
static bool
is_unanswered(struct hall *h, const struct sitting *s, enum question question)
{
	return question != QUESTION_ASKED && bank_of(h, s) != NULL &&
	       programme_of(h, s) != NULL;
}

static void
check_content(struct hall *h, struct diag *d, const struct sitting *s,
    enum question question)
{
	const struct bank_version *b = bank_of(h, s);

	if (b == NULL)
		diag_add(d, 0, s->ident, "the bank %s@%s is not loaded",
		    s->bank, s->bank_version);
	else if (b->approved_by == NULL)
		diag_add(d, 0, s->ident,
		    "the bank %s is not approved; one proposes, another "
		    "confirms",
		    b->key);
	if (programme_of(h, s) == NULL)
		diag_add(d, 0, s->ident, "the programme %s@%s is not loaded",
		    s->programme, s->programme_version);
	if (is_unanswered(h, s, question))
		diag_add(d, 0, s->ident,
		    "it was changed while the file was checked; load it again");
}

/* One takes the place of the roster's. */
static void
check_change(struct hall *h, struct diag *d, const struct roster *roster,
    const struct sitting *s)
{
	size_t i;

	if (import_is_into(h, roster))
		diag_add(d, 0, s->ident,
		    "candidates are being imported into it; try again");
	if (roster_has_begun(roster))
		diag_add(d, 0, s->ident,
		    "it has begun and can no longer be changed");
	for (i = 0; i < roster->n_seats; i++) {
		check_time(d, s, roster->seats[i]);
		resit_check_move(h, d, roster->seats[i]);
	}
	place_check(d, roster, s);
}

/* All that come, so that they are seen together. */
static void
announce(struct hall *h, const struct loading *l, bool begin)
{
	const struct sitting *s;
	struct roster *roster;
	size_t i;

	for (i = 0; i < l->list.n; i++) {
		s = l->list.sittings[i];
		roster = roster_find(h, slice_of(s->ident));
		if (roster != NULL)
			roster->coming =
			    begin && !is_same(roster, s) ? s : NULL;
	}
}

static void
check_all(struct hall *h, struct diag *d, const struct loading *l)
{
	const struct roster *roster;
	size_t i, n = HASH_COUNT(h->rosters);

	announce(h, l, true);
	for (i = 0; i < l->list.n; i++) {
		const struct sitting *s = l->list.sittings[i];

		roster = roster_find(h, slice_of(s->ident));
		if (roster != NULL && roster->coming == NULL)
			continue; /* it stays as it is */
		n += roster == NULL;
		check_content(h, d, s, l->questions[i]);
		check_staff(h, d, s);
		if (roster != NULL)
			check_change(h, d, roster, s);
	}
	announce(h, l, false);
	if (n > SITTINGS_MAX)
		diag_add(d, 0, "", "there are too many sittings");
	buf_put_slice(&d->text, buf_slice(&l->misfits.text));
	d->count += l->misfits.count;
}

/* ---- the whole ---- */

static void
put_all(struct hall *h, struct loading *l, const char *by)
{
	size_t i;

	for (i = 0; i < l->list.n; i++) {
		if (is_known(h, l->list.sittings[i]))
			continue;
		sitting_put(h, l->list.sittings[i], by);
		l->list.sittings[i] = NULL; /* the roster's now */
	}
	certificate_warn(h);
}

static void
finish(struct hall *h, struct request *r, struct errand *e, struct loading *l)
{
	struct diag diag = { .path = "schedule" };
	size_t i;

	check_all(h, &diag, l);
	if (diag.count > 0) {
		reply_mistakes(h, r, buf_slice(&diag.text));
	} else {
		out_open_array(reply_begin(h), "sittings");
		for (i = 0; i < l->list.n; i++)
			out_word(&h->body, NULL, l->list.sittings[i]->ident);
		out_close_array(&h->body);
		put_all(h, l, e->who);
		reply_end(h, r, 201);
	}
	diag_fini(&diag);
	loading_free(l);
}

static void
go_on(struct hall *h, struct request *r, struct errand *e, struct loading *l)
{
	const struct sitting *next = next_question(h, l);

	if (next != NULL)
		ask(h, e, l, next);
	else
		finish(h, r, e, l);
}

void
schedule_loaded(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct diag diag = { .path = "schedule" };
	struct loading *l = alloc_zero(1, sizeof(*l));
	size_t i;

	if (status != 0 || load_schedule(&l->list, output, &diag) != ERR_OK) {
		reply_mistakes(
		    h, r, status != 0 ? output : buf_slice(&diag.text));
		loading_free(l);
	} else {
		l->questions = alloc_zero(l->list.n, sizeof(*l->questions));
		for (i = 0; i < l->list.n; i++)
			if (!is_known(h, l->list.sittings[i]))
				l->questions[i] = QUESTION_OPEN;
		go_on(h, r, e, l);
	}
	diag_fini(&diag);
}

void
schedule_fitted(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct loading *l = e->loading;

	if (status != 0 && output.len == 0) {
		reply_refuse(h, r, ERR_BUSY,
		    "The helper for this request broke; try again.");
		return;
	}
	e->loading = NULL;
	if (status != 0) {
		buf_put_slice(&l->misfits.text, output);
		l->misfits.count++;
	}
	go_on(h, r, e, l);
}
