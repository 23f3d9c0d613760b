/* recover: from the disk to a running hall, and its end. */
#include "base/log.h"
#include "hall/announce.h"
#include "hall/certificate.h"
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/errand.h"
#include "hall/hall.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/retell.h"
#include "hall/roster.h"
#include "hall/seat.h"
#include "hall/session.h"
#include "hall/throttle.h"

struct loader {
	struct hall *h;
	const char *what;
	enum err (*restore)(struct hall *, const char *key, struct slice body);
	char failed[128];
};

static bool
load_one(void *ctx, const char *key, struct slice body)
{
	struct loader *l = ctx;

	if (l->restore(l->h, key, body) == ERR_OK)
		return true;
	snprintf(l->failed, sizeof(l->failed), "%s", key);
	return false;
}

static enum err
restore_reply(struct hall *h, const char *key, struct slice body)
{
	reply_restore(h, key, body);
	return ERR_OK;
}

/* In this order: each refers only to what comes before. */
static const struct {
	enum store_kind kind;
	const char *what;
	enum err (*restore)(struct hall *, const char *key, struct slice body);
} objects[] = {
	{ STORE_ACCOUNT, "account", account_restore },
	{ STORE_BANK, "bank", bank_restore },
	{ STORE_APPROVAL, "approval", bank_restore_approval },
	{ STORE_PROGRAMME, "programme", programme_restore },
	{ STORE_SITTING, "sitting", roster_restore },
	{ STORE_CANDIDATE, "candidate", seat_restore },
	{ STORE_RESULT, "result", result_restore },
	{ STORE_SESSION, "session", session_restore },
	{ STORE_PROPOSAL, "proposal", proposal_restore },
	{ STORE_REPLY, "reply", restore_reply },
	{ STORE_IMPORT, "import", import_restore },
	{ STORE_ANNOUNCEMENT, "announcement", announcement_restore },
};

static enum err
load_objects(struct hall *h, struct diag *d)
{
	size_t i;

	for (i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		struct loader l = { h, objects[i].what, objects[i].restore, "" };
		enum err e = store_each_object(h->store, objects[i].kind,
		    load_one, &l);

		if (e == ERR_OK && l.failed[0] == '\0')
			continue;
		diag_add(d, 0, objects[i].what,
		    "%s cannot be read; restore the last backup",
		    l.failed[0] != '\0' ? l.failed : "the table");
		return e != ERR_OK ? e : ERR_STATE;
	}
	return ERR_OK;
}

struct folding {
	struct hall *h;
	enum err err;
	uint64_t position, n;
};

static bool
see_snapshot(void *ctx, const struct store_snapshot *s)
{
	struct folding *f = ctx;

	f->err = journal_restore(f->h, s);
	f->position = s->head;
	return f->err == ERR_OK;
}

static bool
see_event(void *ctx, const struct store_event *e)
{
	struct folding *f = ctx;

	f->err = journal_replay(f->h, e);
	f->position = e->position;
	f->n++;
	return f->err == ERR_OK;
}

static enum err
load_journal(struct hall *h, struct diag *d)
{
	struct folding f = { .h = h };
	enum err e = store_each_snapshot(h->store, see_snapshot, &f);

	if (e == ERR_OK && f.err == ERR_OK)
		e = store_each_event(h->store, store_mark(h->store), see_event,
		    &f);
	if (e == ERR_OK)
		e = f.err;
	if (e == ERR_INVALID)
		diag_add(d, 0, "journal",
		    "what is stored of event %llu is whole, but cannot be "
		    "followed by this examd: it was written by another "
		    "version. Install that one; if the schema was upgraded, the "
		    "database as it was is examd.db.before-N beside it",
		    (unsigned long long)f.position);
	else if (e != ERR_OK)
		diag_add(d, 0, "journal",
		    "event %llu does not follow from those before it: the file "
		    "was changed or is damaged; restore the last backup",
		    (unsigned long long)f.position);
	else
		log_line(LOG_INFO, "journal of %llu events, %llu folded",
		    (unsigned long long)store_last_position(h->store),
		    (unsigned long long)f.n);
	return e;
}

/* ---- what memory keeps beside the attempt ---- */

static bool
see_help(void *ctx, const struct store_event *row)
{
	struct seat *s = ctx;
	struct event e;

	if (row->kind != EVENT_HELP_ASKED ||
	    event_decode(&e, row->kind, row->payload) != ERR_OK)
		return true;
	s->help = text_of(e.text);
	return false;
}

static enum err
settle_seat(struct hall *h, struct seat *s)
{
	const struct attempt *a = &s->attempt;

	if (!result_fits(s))
		return ERR_STATE;
	if (attempt_is_closed(a)) {
		attempt_forget_answers(&s->attempt);
		return ERR_OK;
	}
	if (attempt_is_open(a))
		h->n_open++;
	deadline_update(h, s);
	return a->help_open ?
	    journal_walk(h, &s->chain, s->chain.head, see_help, s) :
	    ERR_OK;
}

static int
compare_attempts(const void *a, const void *b)
{
	const struct seat *const *x = a, *const *y = b;

	return ((*x)->chain.attempt > (*y)->chain.attempt) -
	    ((*x)->chain.attempt < (*y)->chain.attempt);
}

/* The store's order is that of its keys, not the one in which things came. */
static void
settle_order(struct hall *h)
{
	struct roster *r, *next;

	HASH_ITER(hh, h->rosters, r, next)
	if (r->n_seats > 1)
		qsort(
		    r->seats, r->n_seats, sizeof(*r->seats), compare_attempts);
	reply_settle(h);
}

static enum err
settle(struct hall *h)
{
	struct seat *s, *next;
	enum err e = ERR_OK;

	settle_order(h);
	HASH_ITER(hh, h->seats, s, next)
		if (e == ERR_OK)
			e = settle_seat(h, s);
	return e;
}

static int64_t
away_since(const struct store_clock *last, const char *boot_id,
    int64_t boottime, struct wall wall)
{
	int64_t away;

	if (last->at.mono.ms == 0)
		return 0;
	if (strcmp(last->boot_id, boot_id) == 0 && boottime >= last->boottime)
		return boottime - last->boottime;
	away = wall.ms - last->at.wall.ms;
	if (away >= 0)
		return away;
	log_line(LOG_WARNING, "the wall clock is %lld s before the last sign of "
	    "life; set it", (long long)-away / 1000);
	return 0;
}

void
hall_setup_clock(struct hall_setup *setup, const struct store_clock *last,
    int64_t boottime, struct wall wall)
{
	setup->last = last->at.wall;
	setup->away_ms = away_since(last, setup->boot_id, boottime, wall);
	setup->anchor.boottime = boottime;
	setup->anchor.mono.ms = last->at.mono.ms == 0 ?
	    wall.ms :
	    last->at.mono.ms + setup->away_ms;
	setup->now = (struct instant){ wall, setup->anchor.mono };
}

static struct hall *
hall_make(const struct hall_setup *setup)
{
	struct hall *h = alloc_zero(1, sizeof(*h));

	h->store = setup->store;
	h->wires = setup->wires;
	buf_put_slice(&h->pepper, setup->pepper);
	h->directory = alloc_text(setup->directory);
	h->version = alloc_text(setup->version);
	h->own_uid = setup->own_uid;
	h->pid = setup->pid;
	h->anchor = setup->anchor;
	memcpy(h->boot_id, setup->boot_id, sizeof(h->boot_id));
	h->clock_synchronised = setup->clock_synchronised;
	h->certificate_ends = setup->certificate_ends;
	h->now = h->started = setup->now;
	h->next_heartbeat = setup->now.mono;
	TAILQ_INIT(&h->replies_by_age);
	journal_init(h);
	account_init(h);
	return h;
}

/* What could not be read or saved, the store has said in the log. */
static enum err
go_on(struct hall *h, int64_t away_ms, struct diag *d)
{
	enum err e = settle(h);

	if (e != ERR_OK) {
		diag_add(d, 0, "", "the journal of an attempt cannot be read");
		return e;
	}
	import_go_on(h, true);
	deadline_compensate(h, away_ms, "the server was away");
	e = commit_start(h);
	if (e != ERR_OK)
		diag_add(d, 0, "", "the time away cannot be recorded");
	return e;
}

enum err
hall_new(struct hall **out, const struct hall_setup *setup, struct diag *d)
{
	struct hall *h = hall_make(setup);
	enum err e;

	body_begin();
	e = load_objects(h, d);
	if (e == ERR_OK)
		e = load_journal(h, d);
	if (e == ERR_OK && setup->certificate_must_last)
		e = certificate_may_start(h, d);
	if (e == ERR_OK)
		e = evidence_open(h, setup, d);
	if (e == ERR_OK)
		e = go_on(h, setup->away_ms, d);
	if (e != ERR_OK) {
		hall_free(h);
		return e;
	}
	evidence_publish(h);
	certificate_warn(h);
	*out = h;
	return ERR_OK;
}

/* ---- the end ---- */

static void
free_content(struct hall *h)
{
	struct bank_version *b, *next_b;
	struct programme_version *p, *next_p;
	struct account *a, *next_a;

	HASH_ITER(hh, h->banks, b, next_b) {
		HASH_DEL(h->banks, b);
		bank_free(b->bank);
		free(b->key);
		free(b->loaded_by);
		free(b->approved_by);
		free(b->proposed_by);
		free(b);
	}
	HASH_ITER(hh, h->programmes, p, next_p) {
		HASH_DEL(h->programmes, p);
		programme_free(p->programme);
		free(p->key);
		free(p);
	}
	HASH_ITER(hh, h->accounts, a, next_a) {
		HASH_DEL(h->accounts, a);
		free(a->name);
		free(a->password);
		free(a->local_user);
		free(a);
	}
}

static void
free_people(struct hall *h)
{
	struct session *session, *next_session;
	struct stream *stream, *next_stream;
	struct seat *seat, *next_seat;
	struct person *person, *next_person;
	struct roster *roster, *next_room;

	HASH_ITER(hh, h->sessions, session, next_session) {
		HASH_DEL(h->sessions, session);
		free(session);
	}
	HASH_ITER(hh, h->streams, stream, next_stream) {
		HASH_DEL(h->streams, stream);
		free(stream);
	}
	HASH_ITER(hh, h->seats, seat, next_seat)
		seat_free(h, seat);
	HASH_ITER(hh, h->persons, person, next_person) {
		HASH_DEL(h->persons, person);
		free(person->number);
		free(person);
	}
	HASH_ITER(hh, h->rosters, roster, next_room)
	roster_free(h, roster);
}

static void
free_requests(struct hall *h)
{
	struct proposal *p, *next_p;
	struct errand *e, *next_e;
	struct kept_reply *k, *next_k;

	import_free_all(h);
	retell_free_all(h);
	HASH_ITER(hh, h->errands, e, next_e)
		errand_free(h, e);
	HASH_ITER(hh, h->proposals, p, next_p) {
		HASH_DEL(h->proposals, p);
		free(p->object);
		free(p->by);
		free(p->second);
		free(p->reason);
		free(p->words);
		free(p);
	}
	HASH_ITER(hh, h->replies, k, next_k) {
		HASH_DEL(h->replies, k);
		free(k->key);
		buf_fini(&k->body);
		free(k);
	}
	throttle_free(h);
}

void
hall_free(struct hall *h)
{
	unsigned i;

	if (h == NULL)
		return;
	free_requests(h);
	free_people(h);
	free_content(h);
	for (i = 0; i < HALL_NETS_MAX; i++)
		buf_fini(&h->nets[i].out);
	if (h->backup != NULL)
		store_backup_free(h->backup);
	metrics_free(h);
	evidence_close(h);
	store_close(h->store);
	for (i = 0; i < N_PORTS; i++)
		buf_fini(&h->descriptions[i]);
	buf_fini(&h->pepper);
	buf_fini(&h->body);
	buf_fini(&h->payload);
	buf_fini(&h->response);
	free(h->heap);
	free(h->pushes);
	free(h->formed);
	free(h->directory);
	free(h->version);
	free(h);
}
