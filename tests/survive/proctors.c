/*
 * proctors: what staff do, each act with a number in its words, by which
 * watch.c knows whether it was done once.
 */
#include <string.h>

#include "sim.h"
#include "story.h"

static struct message *
write_act(struct sim *s, uint32_t who, enum route route)
{
	struct message *m = network_write(s, who, route);

	m->staff = true;
	m->by = (enum sim_staff)sim_pick(s, 0, 1);
	m->act = watch_act(s);
	snprintf(m->key, sizeof(m->key), "a%u", m->act);
	snprintf(m->param, sizeof(m->param), "%llu",
	    (unsigned long long)sim_attempt(s, who));
	return m;
}

/* {…"reason","words"}; more begins the body. */
static void
act(struct sim *s, uint32_t who, enum route route, const char *more)
{
	struct message *m = write_act(s, who, route);

	snprintf(m->body, sizeof(m->body),
	    "{%s\"reason\":\"technical\",\"words\":\"act %u\"}", more, m->act);
	network_send(s, m);
}

void
proctors_let_in(struct sim *s, uint32_t who)
{
	const struct sitter *p = &s->people[who];
	struct message *m;

	if (p->sitting->check_in && p->owed.state == ATTEMPT_EXPECTED) {
		m = write_act(s, who, ROUTE_CHECK_IN);
		snprintf(m->body, sizeof(m->body), "{\"document\":\"act %u\"}",
		    m->act);
		network_send(s, m);
	} else {
		m = write_act(s, who, ROUTE_ADMIT);
		snprintf(
		    m->body, sizeof(m->body), "{\"words\":\"act %u\"}", m->act);
		network_send(s, m);
	}
}

void
proctors_move_device(struct sim *s, uint32_t who)
{
	act(s, who, ROUTE_MOVE_DEVICE, "");
}

static void
resume_later(struct sim *s, uint32_t who)
{
	queue_put(&s->queue, s->machine.now + sim_pick(s, 2000, 60000),
	    COMES_RESUMPTION, who);
}

void
proctors_resume(struct sim *s, uint32_t who)
{
	if (s->people[who].owed.state != ATTEMPT_PAUSED)
		return;
	act(s, who, ROUTE_RESUME, "");
	resume_later(s, who);
}

static void
message(struct sim *s, uint32_t who)
{
	struct message *m = write_act(s, who, ROUTE_MESSAGE);

	snprintf(m->body, sizeof(m->body), "{\"text\":\"act %u\"}", m->act);
	network_send(s, m);
}

static void
broadcast(struct sim *s, uint32_t who)
{
	struct message *m = write_act(s, who, ROUTE_BROADCAST);

	snprintf(
	    m->param, sizeof(m->param), "%s", s->people[who].sitting->ident);
	snprintf(m->body, sizeof(m->body), "{\"text\":\"to all\"}");
	m->act = 0;
	network_send(s, m);
}

static void
propose(struct sim *s, uint32_t who)
{
	struct message *m = write_act(s, who, ROUTE_PROPOSE);

	m->by = STAFF_ANNA;
	snprintf(m->body, sizeof(m->body),
	    "{\"act\":\"reopen\",\"object\":\"%llu\",\"minutes\":%d,"
	    "\"reason\":\"technical\",\"words\":\"act %u\"}",
	    (unsigned long long)sim_attempt(s, who), sim_pick(s, 0, 3), m->act);
	network_send(s, m);
}

static void
move_seat(struct sim *s, uint32_t who)
{
	if (s->people[who].sitting->rooms)
		act(s, who, ROUTE_SEAT,
		    sim_chance(s, 500) ? "\"room\":\"r1\","
				       : "\"room\":\"r2\",");
}

static void
read_timeline(struct sim *s, uint32_t who)
{
	struct message *m = write_act(s, who, ROUTE_TIMELINE);

	m->act = 0;
	m->key[0] = '\0';
	network_send(s, m);
}

static void
act_while_it_goes_on(struct sim *s, uint32_t who)
{
	int n = sim_pick(s, s->quiet ? 65 : 0, 99);

	if (s->people[who].owed.state == ATTEMPT_PAUSED && n % 2 == 0) {
		act(s, who, ROUTE_RESUME, "");
	} else if (n < 30) {
		act(s, who, ROUTE_PAUSE, "");
		resume_later(s, who);
	} else if (n < 55) {
		act(s, who, ROUTE_EXTEND,
		    sim_chance(s, 500) ? "\"minutes\":1," : "\"minutes\":2,");
	} else if (n < 65) {
		act(s, who, ROUTE_MOVE_DEVICE, "");
	} else if (n < 72) {
		act(s, who, ROUTE_INCIDENT, "");
	} else if (n < 80) {
		message(s, who);
	} else if (n < 85) {
		move_seat(s, who);
	} else if (n < 95) {
		read_timeline(s, who);
	} else if (n == 95) {
		act(s, who, ROUTE_TERMINATE, "");
	} else if (n == 96 && sim_chance(s, 100)) {
		broadcast(s, who);
	} else {
		act(s, who, ROUTE_REOPEN, "");
	}
}

void
proctors_act(struct sim *s)
{
	uint32_t who = rng_below(&s->c->rng, s->n_people);
	struct sitter *p = &s->people[who];
	int64_t each =
	    MINUTES(20) * 100 / ((int64_t)s->n_people * s->mix->acts);

	queue_put(&s->queue, s->machine.now + sim_pick(s, 1, 2 + (int)each),
	    COMES_PROCTOR, 0);
	if (owed_is_closed(&p->owed) && !s->quiet) {
		if (sim_chance(s, 500))
			act(s, who, ROUTE_REOPEN, "");
		else
			propose(s, who);
		p->gone = false;
		queue_put(&s->queue, s->machine.now + 5000, COMES_THOUGHT, who);
	} else if (owed_is_open(&p->owed)) {
		act_while_it_goes_on(s, who);
	}
}

/* What one proposed another confirms, with the same number. */
static void
confirm(struct sim *s, uint32_t who, uint32_t number, int64_t proposal)
{
	struct message *m = network_write(s, who, ROUTE_CONFIRM);

	m->staff = true;
	m->by = STAFF_BEN;
	m->act = number;
	snprintf(m->key, sizeof(m->key), "b%u", number);
	snprintf(m->param, sizeof(m->param), "%lld", (long long)proposal);
	network_send(s, m);
}

/* The device that waited has the attempt, or nobody has. */
static void
hand_over(struct sitter *p)
{
	p->signed_in = p->waits;
	if (p->waits)
		memcpy(p->token, p->waiting, TOKEN_LEN);
	p->waits = false;
}

void
proctors_hear(
    struct sim *s, const struct message *m, const struct scene_reply *reply)
{
	if (m->route == ROUTE_PROPOSE && reply->status == 201)
		confirm(s, m->who, m->act,
		    text_number(buf_slice(&reply->text), "\"proposal\":"));
	else if (m->route == ROUTE_MOVE_DEVICE && reply->status == 200)
		hand_over(&s->people[m->who]);
}
