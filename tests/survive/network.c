/*
 * network: loses, doubles, delays and reorders, and is cut for some.
 *
 * Whoever asks something asks again until they are answered, with the same
 * words; so does the staff, with the same Idempotency-Key.
 */
#include <string.h>

#include "sim.h"
#include "story.h"

#define TRIES_MAX 8
#define PATIENCE_MS 3000

struct message *
network_write(struct sim *s, uint32_t who, enum route route)
{
	uint32_t i = s->free_message;
	struct message *m;

	if (i != UINT32_MAX) {
		s->free_message = s->messages[i].act;
	} else {
		if (s->n_messages == s->messages_room) {
			s->messages_room = s->messages_room * 2 + 256;
			s->messages = alloc_resize(s->messages,
			    s->messages_room, sizeof(*s->messages));
		}
		i = s->n_messages++;
	}
	m = &s->messages[i];
	*m = (struct message){ .route = route, .who = who };
	return m;
}

static void
let_go(struct sim *s, uint32_t i)
{
	struct message *m = &s->messages[i];

	if (--m->pending > 0)
		return;
	m->act = s->free_message;
	s->free_message = i;
}

static bool
is_cut(const struct sim *s, uint32_t who)
{
	return s->machine.now < s->cut_until && who % s->cut_of == s->cut_is;
}

static int64_t
way(struct sim *s)
{
	return sim_chance(s, 900) ? sim_pick(s, 5, 120)
				  : sim_pick(s, 100, 4000);
}

static void
dispatch(struct sim *s, uint32_t i)
{
	struct message *m = &s->messages[i];
	int64_t at = s->machine.now + way(s);

	if (sim_chance(s, s->mix->loss))
		return;
	if (is_cut(s, m->who) && !m->staff && !s->cut_half) {
		if (sim_chance(s, 500))
			return;
		at += s->cut_until - s->machine.now;
	}
	m->pending++;
	queue_put(&s->queue, at, COMES_MESSAGE, i);
}

static void
send_once(struct sim *s, uint32_t i)
{
	dispatch(s, i);
	if (sim_chance(s, s->mix->loss))
		dispatch(s, i);
	s->messages[i].pending++;
	queue_put(&s->queue,
	    s->machine.now + PATIENCE_MS + sim_pick(s, 0, PATIENCE_MS),
	    COMES_AGAIN, i);
}

void
network_send(struct sim *s, struct message *m)
{
	send_once(s, (uint32_t)(m - s->messages));
}

void
network_again(struct sim *s, uint32_t i)
{
	struct message *m = &s->messages[i];

	if (!m->done && ++m->tries < TRIES_MAX)
		send_once(s, i);
	let_go(s, i);
}

bool
network_loses_reply(struct sim *s, const struct message *m)
{
	return (is_cut(s, m->who) && !m->staff) || sim_chance(s, s->mix->loss);
}

/* ---- to the hall ---- */

static const uint8_t *
token_of(struct sim *s, const struct message *m)
{
	static const char *const names[N_STAFF] = { "anna", "ben" };
	const struct sitter *p = &s->people[m->who];
	struct cast *cast = &s->machine.cast;

	if (m->staff)
		return cast_token(cast, cast_staff(cast, names[m->by]));
	return p->signed_in && !m->second ? p->token : NULL;
}

static void
ask(struct sim *s, uint32_t i, int64_t at)
{
	struct message *m = &s->messages[i];
	struct scene_request r = { m->route,
		.slot = m->staff ? SLOT_STAFF : SLOT_CANDIDATES,
		.token = token_of(s, m), .params = { m->param },
		.key = m->key[0] != '\0' ? m->key : NULL,
		.body = slice_of(m->body), .address = 1,
		.ago_ms = s->machine.now - at };

	if (s->n_asked == s->asked_room) {
		s->asked_room = s->asked_room * 2 + 64;
		s->asked =
		    alloc_resize(s->asked, s->asked_room, sizeof(*s->asked));
	}
	m->pending++;
	s->asked[s->n_asked++] =
	    (struct asked){ scene_put(&s->machine.scene, &r), i, at };
}

/* One thing at a time of each attempt, so that it is known what came of which;
 * what else comes is later. */
void
network_deliver(struct sim *s, const struct coming *c)
{
	const struct message *m = &s->messages[c->which];
	struct sitter *p = &s->people[m->who];
	const struct machine *x = &s->machine;

	if (c->at < x->up_since) { /* while the hall was down: refused */
		let_go(s, c->which);
	} else if (p->touched == s->stride) {
		queue_put(&s->queue, x->now + 1, COMES_MESSAGE, c->which);
	} else {
		p->touched = s->stride;
		ask(s, c->which,
		    c->at < x->lost_at + x->last_loss
			? x->lost_at + x->last_loss
			: c->at);
		let_go(s, c->which);
	}
}

void
network_forget(struct sim *s)
{
	while (s->n_asked > 0)
		let_go(s, s->asked[--s->n_asked].message);
}

void
network_fini(struct sim *s)
{
	free(s->messages);
	free(s->asked);
}
