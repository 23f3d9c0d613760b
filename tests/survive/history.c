#include "history.h"

#include <string.h>

#include "campaign.h"

/* ---- recovery ---- */

static bool
see_event(void *ctx, const struct store_event *e)
{
	struct buf *b = ctx;

	buf_put_u64(b, e->position);
	buf_put_u64(b, e->attempt);
	buf_put_u64(b, e->previous);
	buf_put_u32(b, e->number);
	buf_put_u16(b, e->kind);
	buf_put_i64(b, e->at.wall.ms);
	buf_put_i64(b, e->at.mono.ms);
	buf_put(b, e->hash, HASH_LEN);
	buf_put(b, e->salt, SALT_LEN);
	buf_put_blob(b, e->payload);
	return true;
}

static bool
see_snapshot(void *ctx, const struct store_snapshot *s)
{
	struct buf *b = ctx;

	buf_put_u64(b, s->attempt);
	buf_put_u64(b, s->head);
	buf_put_blob(b, s->state);
	return true;
}

static bool
see_object(void *ctx, const char *key, struct slice body)
{
	struct buf *b = ctx;

	buf_put_blob(b, slice_of(key));
	buf_put_blob(b, body);
	return true;
}

static void
must(enum err e, const char *what)
{
	if (e != ERR_OK)
		case_fails("%s: %s", what, err_text(e));
}

static void
digest(struct recovered *r, struct store *s)
{
	struct store_clock clock;
	struct buf b = { 0 };
	int kind;

	must(store_each_event(s, 0, see_event, &b), "the journal");
	must(store_each_snapshot(s, see_snapshot, &b), "the snapshots");
	for (kind = 0; kind < N_STORE_KINDS; kind++)
		must(
		    store_each_object(s, (enum store_kind)kind, see_object, &b),
		    "the objects");
	must(store_last_clock(s, &clock), "the clock");
	buf_put_i64(&b, clock.at.wall.ms);
	buf_put_i64(&b, clock.at.mono.ms);
	buf_put_i64(&b, clock.boottime);
	buf_put_u64(&b, store_mark(s));
	hash_sha256(r->digest, buf_slice(&b));
	r->position = store_last_position(s);
	buf_fini(&b);
}

static void
answer_nobody(void *ctx)
{
	(void)ctx;
}

static void
help_nobody(void *ctx, uint64_t id, enum hall_job job, struct slice input)
{
	(void)ctx, (void)id, (void)job, (void)input;
}

/* Folds the journal, which verifies its chain. */
static void
open_hall(
    struct store *store, const char *directory, const struct scene *clocks)
{
	struct hall_setup setup = { .store = store,
		.directory = directory,
		.pepper = SLICE(SCENE_PEPPER),
		.version = "recovery",
		.clock_synchronised = true,
		.wires = { answer_nobody, help_nobody, NULL } };
	struct diag diag = { .path = directory };
	struct store_clock last;
	struct hall *hall;

	must(store_last_clock(store, &last), "the clock");
	snprintf(setup.boot_id, sizeof(setup.boot_id), "after the cut");
	hall_setup_clock(&setup, &last, SECONDS(20),
	    wall_add(clocks->now.wall, SECONDS(30)));
	if (hall_new(&hall, &setup, &diag) != ERR_OK)
		case_fails("the hall does not start: %.*s",
		    SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	hall_free(hall);
}

void
recover(
    struct recovered *out, const char *directory, const struct scene *clocks)
{
	struct diag diag = { .path = directory };
	struct store *store;

	if (store_open(&store,
		&(struct store_options){ .directory = directory },
		&diag) != ERR_OK)
		case_fails("the store does not open: %.*s",
		    SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	digest(out, store);
	open_hall(store, directory, clocks);
}

/* ---- what happened ---- */

void
history_fini(struct history *h)
{
	free(h->states);
	free(h->told);
	*h = (struct history){ .n_states = 0 };
}

void
history_add_state(struct history *h, const struct committed *c)
{
	if (h->n_states == h->states_room) {
		h->states_room = h->states_room * 2 + 64;
		h->states =
		    alloc_resize(h->states, h->states_room, sizeof(*h->states));
	}
	h->states[h->n_states++] = *c;
}

void
history_add_told(struct history *h, size_t step, uint64_t position)
{
	if (h->n_told > 0 && h->told[h->n_told - 1].position >= position)
		return;
	if (h->n_told == h->told_room) {
		h->told_room = h->told_room * 2 + 64;
		h->told = alloc_resize(h->told, h->told_room, sizeof(*h->told));
	}
	h->told[h->n_told++] = (struct told){ step, position };
}

void
history_copy(struct history *h, const struct history *from, size_t step)
{
	size_t i;

	*h = (struct history){ .n_states = 0 };
	for (i = 0; i < from->n_states && from->states[i].step <= step; i++)
		history_add_state(h, &from->states[i]);
	for (i = 0; i < from->n_told && from->told[i].step <= step; i++)
		history_add_told(h, from->told[i].step, from->told[i].position);
}

static uint64_t
told_by(const struct history *h, size_t step)
{
	uint64_t position = 0;
	size_t i;

	for (i = 0; i < h->n_told && h->told[i].step <= step; i++)
		position = h->told[i].position;
	return position;
}

/* ---- the law ---- */

void
history_check(const struct history *h, size_t step, const struct recovered *r)
{
	uint64_t told = told_by(h, step);
	size_t i;

	if (r->position < told)
		case_fails("lost: at step %zu the journal had been told up to "
			   "%llu, recovery has %llu",
		    step, (unsigned long long)told,
		    (unsigned long long)r->position);
	for (i = 0; i < h->n_states; i++) {
		if (memcmp(h->states[i].state.digest, r->digest, SHA256_LEN) ==
		    0)
			return;
		if (h->states[i].step >= step)
			break;
	}
	case_fails("altered: at step %zu recovery has what was never "
		   "committed; its journal ends at %llu",
	    step, (unsigned long long)r->position);
}
