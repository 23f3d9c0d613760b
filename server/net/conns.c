#include "net/conns.h"

#include "net/net.h"

void
conns_init(struct conns *s, uint32_t most)
{
	uint32_t i;
	int state;

	*s = (struct conns){ .n_slots = most, .n_free = most };
	for (state = 0; state < N_CONN_STATES; state++)
		TAILQ_INIT(&s->in[state]);
	TAILQ_INIT(&s->writers);
	for (i = 0; i < N_STANDINGS; i++) {
		TAILQ_INIT(&s->shakers[i]);
		TAILQ_INIT(&s->askers[i]);
	}
	s->slots = alloc_zero(most, sizeof(struct conn *));
	s->free_slots = alloc_zero(most, sizeof(uint32_t));
	for (i = 0; i < most; i++)
		s->free_slots[i] = most - 1 - i;
}

void
conns_fini(struct conns *s)
{
	conns_tell_all(s, ON_HANGUP);
	conns_reap(s);
	free(s->slots);
	free(s->free_slots);
	*s = (struct conns){ .n_slots = 0 };
}

size_t
conns_count(const struct conns *s)
{
	return s->n_slots - s->n_free - s->count[CONN_DEAD];
}

struct conn *
conns_add(struct net *net, enum conn_state first)
{
	struct conns *s = &net->conns;
	struct conn *c;

	if (s->n_free == 0)
		return NULL;
	c = alloc_zero(1, sizeof(*c));
	c->net = net;
	c->wire.fd = -1;
	c->slot = s->free_slots[--s->n_free];
	s->slots[c->slot] = c;
	c->state = first;
	c->deadline = mono_add(net->now, conn_state_may_last(first));
	TAILQ_INSERT_TAIL(&s->in[first], c, peers);
	s->count[first]++;
	return c;
}

struct conn *
conns_find(const struct conns *s, uint64_t id)
{
	uint32_t slot = (uint32_t)id;
	struct conn *c = slot < s->n_slots ? s->slots[slot] : NULL;

	return c != NULL && c->id == id ? c : NULL;
}

uint64_t
conns_name(struct conns *s, const struct conn *c)
{
	if (++s->generation == 0)
		s->generation = 1;
	return (uint64_t)s->generation << 32 | c->slot;
}

/* A guest at the hall counts until its answer is there. */
static void
count_asking(struct conns *s, struct conn *c, enum conn_state to)
{
	if (c->asking)
		s->asking--;
	c->asking = to == CONN_WAITING && conn_is_guest(c);
	if (c->asking)
		s->asking++;
}

static void
leave_queue(struct conn *c)
{
	if (c->queued_in != NULL)
		TAILQ_REMOVE(c->queued_in, c, queue);
	c->queued_in = NULL;
}

static void
join_queue(struct conn *c, struct conn_list *queue)
{
	c->queued_in = queue;
	TAILQ_INSERT_TAIL(queue, c, queue);
}

void
conns_move(struct conns *s, struct conn *c, enum conn_state to, struct mono now)
{
	if (conns_is_in_line(s, c))
		leave_queue(c);
	count_asking(s, c, to);
	TAILQ_REMOVE(&s->in[c->state], c, peers);
	s->count[c->state]--;
	c->state = to;
	c->deadline = mono_add(now, conn_state_may_last(to));
	TAILQ_INSERT_TAIL(&s->in[to], c, peers);
	s->count[to]++;
}

void
conns_want_turn(struct conns *s, struct conn *c)
{
	if (c->queued_in == &s->writers)
		return;
	leave_queue(c);
	join_queue(c, &s->writers);
}

void
conns_line_up(struct conns *s, struct conn *c)
{
	enum standing w = crowd_remembers(&c->guest) ? NEIGHBOUR : NEWCOMER;

	if (c->queued_in == NULL)
		join_queue(c, c->state == CONN_HANDSHAKE ? &s->shakers[w]
							 : &s->askers[w]);
}

bool
conns_is_in_line(const struct conns *s, const struct conn *c)
{
	return c->queued_in != NULL && c->queued_in != &s->writers;
}

/* The first of a queue, taken out of it; NULL: nobody is there. */
static struct conn *
take_turn(struct conn_list *queue)
{
	struct conn *c = TAILQ_FIRST(queue);

	if (c != NULL)
		leave_queue(c);
	return c;
}

void
conns_tell_all(struct conns *s, enum conn_event ev)
{
	uint32_t i;

	for (i = 0; i < s->n_slots; i++)
		if (s->slots[i] != NULL)
			conn_step(s->slots[i], ev);
}

void
conns_write(struct conns *s)
{
	struct conn *c;

	while ((c = take_turn(&s->writers)) != NULL)
		if (c->state != CONN_DEAD)
			conn_flush(c);
}

/* Neighbours of who is signed in go first; but each second is a newcomer, so
 * that they are not kept out. */
static struct conn *
take_next(struct conn_list line[N_STANDINGS], size_t i)
{
	enum standing first = i % 2 == 0 ? NEIGHBOUR : NEWCOMER;
	struct conn *c = take_turn(&line[first]);

	return c != NULL ? c : take_turn(&line[N_STANDINGS - 1 - first]);
}

static bool
is_empty(const struct conn_list line[N_STANDINGS])
{
	return TAILQ_EMPTY(&line[NEIGHBOUR]) && TAILQ_EMPTY(&line[NEWCOMER]);
}

/* Has one of the askers a turn? */
static bool
may_ask(const struct conns *s)
{
	return s->asking < GUESTS_ASKING_MAX && !is_empty(s->askers);
}

void
conns_serve_guests(struct conns *s)
{
	struct conn *c;
	size_t i;

	for (i = 0; i < GUESTS_HEARD_A_TURN && may_ask(s); i++)
		conn_step(take_next(s->askers, i), ON_TURN);
	for (i = 0; i < HANDSHAKES_A_TURN; i++)
		if ((c = take_next(s->shakers, s->shaken++)) != NULL)
			conn_step(c, ON_TURN);
}

bool
conns_at_rest(const struct conns *s)
{
	return TAILQ_EMPTY(&s->writers) && is_empty(s->shakers) && !may_ask(s);
}

/*
 * Within one state everybody may stay equally long, so the list is in order
 * of deadline and only its head needs a look.
 */
void
conns_expire(struct conns *s, struct mono now)
{
	struct conn *c;
	int state;

	for (state = 0; state < CONN_DEAD; state++)
		while ((c = TAILQ_FIRST(&s->in[state])) != NULL &&
		    mono_reached(now, c->deadline))
			conn_step(c, ON_TIMEOUT);
}

struct mono
conns_deadline(const struct conns *s)
{
	struct mono first = MONO_NEVER;
	struct conn *c;
	int state;

	for (state = 0; state < CONN_DEAD; state++)
		if ((c = TAILQ_FIRST(&s->in[state])) != NULL &&
		    c->deadline.ms < first.ms)
			first = c->deadline;
	return first;
}

static void
bury(struct conns *s, struct conn *c)
{
	TAILQ_REMOVE(&s->in[CONN_DEAD], c, peers);
	s->count[CONN_DEAD]--;
	leave_queue(c);
	s->slots[c->slot] = NULL;
	s->free_slots[s->n_free++] = c->slot;
	wire_close(&c->wire);
	buf_fini(&c->in);
	buf_fini(&c->out);
	free(c);
}

void
conns_reap(struct conns *s)
{
	struct conn *c;

	while ((c = TAILQ_FIRST(&s->in[CONN_DEAD])) != NULL)
		bury(s, c);
}
