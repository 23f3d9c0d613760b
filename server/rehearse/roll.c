#include "rehearse/roll.h"

#include <string.h>

#include "core/rng.h"
#include "load/programme.h"
#include "load/sitting.h"
#include "proto/read.h"

/* One walk over the objects of a kind. */
struct reading {
	struct roll *roll;
	struct slice wanted; /* the key, or the sitting's name */
	enum err err;
};

/* Owned; NULL: it is missing. */
static char *
text_in(struct body *b, const char *name)
{
	struct slice text = body_text_if(b, name, 1, IDENT_MAX);
	char *copy = NULL;

	if (text.len > 0) {
		copy = alloc_zero(text.len + 1, 1);
		memcpy(copy, text.at, text.len);
	}
	return copy;
}

/* ---- the sitting and what it is made of ---- */

/* The state of its results, the time given back, the seed of its forms and
 * the schedule's own line stand before the line. */
static bool
see_sitting(void *ctx, const char *key, struct slice body)
{
	struct reading *r = ctx;
	struct cursor c = cursor_on(body);
	struct diag diag = { .path = key };

	if (!slice_is(r->wanted, key))
		return true;
	(void)cursor_u8(&c);
	(void)cursor_i64(&c);
	(void)cursor_take(&c, SEED_LEN);
	(void)cursor_blob(&c);
	r->err = c.bad ? ERR_STATE
		       : load_sitting_read(&r->roll->sitting,
			     (struct slice){ c.at, c.left }, &diag);
	diag_fini(&diag);
	return false;
}

static bool
see_bank(void *ctx, const char *key, struct slice body)
{
	struct reading *r = ctx;
	struct cursor c = cursor_on(body);

	if (!slice_is(r->wanted, key))
		return true;
	(void)cursor_i64(&c);
	(void)cursor_blob(&c);
	r->err =
	    c.bad ? ERR_STATE
		  : bank_decode(&r->roll->bank, (struct slice){ c.at, c.left });
	return false;
}

static bool
see_programme(void *ctx, const char *key, struct slice body)
{
	struct reading *r = ctx;
	struct diag diag = { .path = key };

	if (!slice_is(r->wanted, key))
		return true;
	r->err = load_programme(&r->roll->programme, body, &diag);
	diag_fini(&diag);
	return false;
}

static enum err
read_one(struct roll *roll, struct store *store, enum store_kind kind,
    store_see_object *see, struct slice wanted)
{
	struct reading r = { roll, wanted, ERR_OK };
	enum err e = store_each_object(store, kind, see, &r);

	return e == ERR_OK ? r.err : e;
}

static enum err
read_version(struct roll *roll, struct store *store, enum store_kind kind,
    store_see_object *see, const char *ident, const char *version)
{
	struct buf key = { 0 };
	enum err e;

	buf_printf(&key, "%s@%s", ident, version);
	e = read_one(roll, store, kind, see, buf_slice(&key));
	buf_fini(&key);
	return e;
}

static enum err
read_sitting(struct roll *r, struct store *store, const char *ident)
{
	const struct sitting *s;
	enum err e =
	    read_one(r, store, STORE_SITTING, see_sitting, slice_of(ident));

	if (e != ERR_OK)
		return e;
	s = r->sitting;
	if (s == NULL)
		return ERR_UNKNOWN;
	e = read_version(
	    r, store, STORE_BANK, see_bank, s->bank, s->bank_version);
	if (e == ERR_OK)
		e = read_version(r, store, STORE_PROGRAMME, see_programme,
		    s->programme, s->programme_version);
	if (e == ERR_OK && (r->bank == NULL || r->programme == NULL))
		e = ERR_STATE;
	return e;
}

/* ---- people ---- */

static unsigned
roles_in(struct body *b)
{
	static const struct {
		const char *word;
		unsigned bit;
	} roles[] = {
#define X(name, word) { word, ROLE_##name },
		STAFF_ROLES(X)
#undef X
	};
	enum { N_ROLES = sizeof(roles) / sizeof(*roles) };
	struct slice list[N_ROLES];
	size_t n = body_texts(b, "roles", list, N_ROLES), i, k;
	unsigned has = 0;

	for (i = 0; i < n; i++)
		for (k = 0; k < N_ROLES; k++)
			if (slice_is(list[i], roles[k].word))
				has |= roles[k].bit;
	return has;
}

static bool
see_account(void *ctx, const char *key, struct slice body)
{
	static const char *const names[] = { "password", "roles", "local_user",
		"uid", NULL };
	struct reading *r = ctx;
	struct roll *roll = r->roll;
	struct body b;

	body_open(&b, body, names);
	roll->accounts = alloc_resize(
	    roll->accounts, roll->n_accounts + 1, sizeof(*roll->accounts));
	roll->accounts[roll->n_accounts++] = (struct roll_account){
		.name = alloc_text(key),
		.roles = roles_in(&b),
		.signs_in =
		    body_has(&b, "password") || body_has(&b, "local_user"),
	};
	r->err = body_close(&b) == ERR_OK ? ERR_OK : ERR_STATE;
	return r->err == ERR_OK;
}

static void
add_candidate(struct roll *roll, const char *key, struct body *from)
{
	roll->candidates = alloc_resize(roll->candidates,
	    roll->n_candidates + 1, sizeof(*roll->candidates));
	roll->candidates[roll->n_candidates++] = (struct roll_candidate){
		.attempt = strtoull(key, NULL, 10),
		.number = text_in(from, "number"),
		.room = text_in(from, "room"),
		.seat = text_in(from, "seat"),
		.has_ticket = body_has(from, "code"),
		.state = N_ATTEMPT_STATES,
	};
}

static bool
see_candidate(void *ctx, const char *key, struct slice body)
{
	static const char *const names[] = { "sitting", "number", "name",
		"room", "seat", "form", "code", NULL };
	struct reading *r = ctx;
	struct slice sitting;
	struct body b;

	body_open(&b, body, names);
	sitting = body_text(&b, "sitting", 1, IDENT_MAX);
	(void)body_text(&b, "number", 1, IDENT_MAX);
	if (b.err == ERR_OK && slice_equal(sitting, r->wanted))
		add_candidate(r->roll, key, &b);
	r->err = body_close(&b) == ERR_OK ? ERR_OK : ERR_STATE;
	return r->err == ERR_OK;
}

static int
compare_attempts(const void *a, const void *b)
{
	const struct roll_candidate *x = a, *y = b;

	return (x->attempt > y->attempt) - (x->attempt < y->attempt);
}

static enum err
read_people(struct roll *r, struct store *store, const char *sitting)
{
	enum err e = read_one(r, store, STORE_ACCOUNT, see_account, SLICE_NONE);

	if (e == ERR_OK)
		e = read_one(r, store, STORE_CANDIDATE, see_candidate,
		    slice_of(sitting));
	if (r->n_candidates > 1)
		qsort(r->candidates, r->n_candidates, sizeof(*r->candidates),
		    compare_attempts);
	return e;
}

enum err
roll_read(
    struct roll *r, struct store *store, const char *sitting, struct diag *d)
{
	enum err e;

	*r = (struct roll){ 0 };
	e = read_sitting(r, store, sitting);
	if (e == ERR_OK)
		e = read_people(r, store, sitting);
	if (e == ERR_OK)
		e = store_last_clock(store, &r->last);
	if (e == ERR_UNKNOWN)
		diag_add(d, 0, "", "there is no sitting %s", sitting);
	else if (e != ERR_OK)
		diag_add(d, 0, "examd.db",
		    "what belongs to sitting %s cannot be read: %s", sitting,
		    err_text(e));
	if (e != ERR_OK)
		roll_fini(r);
	return e;
}

void
roll_fini(struct roll *r)
{
	size_t i;

	for (i = 0; i < r->n_accounts; i++)
		free(r->accounts[i].name);
	for (i = 0; i < r->n_candidates; i++) {
		free(r->candidates[i].number);
		free(r->candidates[i].room);
		free(r->candidates[i].seat);
	}
	free(r->accounts);
	free(r->candidates);
	if (r->sitting != NULL)
		sitting_free(r->sitting);
	if (r->bank != NULL)
		bank_free(r->bank);
	if (r->programme != NULL)
		programme_free(r->programme);
	*r = (struct roll){ 0 };
}

/* ---- looking ---- */

struct roll_candidate *
roll_of_attempt(const struct roll *r, uint64_t attempt)
{
	struct roll_candidate key = { .attempt = attempt };

	return r->n_candidates == 0
		   ? NULL
		   : bsearch(&key, r->candidates, r->n_candidates,
			 sizeof(*r->candidates), compare_attempts);
}

const struct roll_account *
roll_account(const struct roll *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n_accounts; i++)
		if (strcmp(r->accounts[i].name, name) == 0)
			return &r->accounts[i];
	return NULL;
}

uint32_t
roll_n_on(const struct roll *r, enum route_name route)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < r->n_candidates; i++)
		n += r->candidates[i].route == route;
	return n;
}

struct wall
roll_latest_end(const struct roll *r)
{
	struct wall latest = r->sitting->closes;
	size_t i;

	for (i = 0; i < r->n_candidates; i++)
		if (r->candidates[i].closes.ms > latest.ms)
			latest = r->candidates[i].closes;
	return latest;
}
