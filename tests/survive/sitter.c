/* sitter: a candidate, at their screen, and what they ask next. */
#include <string.h>

#include "sim.h"
#include "story.h"

#define AT_THE_BELL_MS 700 /* around a deadline */

static void
later(struct sim *s, uint32_t who, int64_t ms)
{
	queue_put(&s->queue, s->machine.now + ms, COMES_THOUGHT, who);
}

/* Now and then at the very end of what is left. */
static void
think_again(struct sim *s, uint32_t who)
{
	const struct sitter *p = &s->people[who];
	int64_t ms = sim_pick(s, (int)p->pace_ms / 4, 2 * (int)p->pace_ms);
	int64_t left =
	    owed_left(&p->owed, machine_served(&s->machine, s->machine.now));

	if (p->owed.state == ATTEMPT_IN_SECTION && left < 2 * ms &&
	    left > AT_THE_BELL_MS)
		ms = left + sim_pick(s, -AT_THE_BELL_MS, AT_THE_BELL_MS);
	later(s, who, ms > 0 ? ms : 1);
}

static struct message *
write_with(struct sim *s, uint32_t who, enum route route, unsigned param)
{
	struct message *m = network_write(s, who, route);

	snprintf(m->param, sizeof(m->param), "%u", param);
	return m;
}

static void
ask(struct sim *s, uint32_t who, enum route route, unsigned param,
    const char *body)
{
	struct message *m = write_with(s, who, route, param);

	snprintf(m->body, sizeof(m->body), "%s", body);
	network_send(s, m);
}

static void
ask_with_key(struct sim *s, uint32_t who, enum route route, const char *body)
{
	struct message *m = write_with(s, who, route, 0);

	snprintf(m->body, sizeof(m->body), "%s", body);
	snprintf(m->key, sizeof(m->key), "c%u", watch_act(s));
	network_send(s, m);
}

/* ---- into the room ---- */

static void
sign_in(struct sim *s, uint32_t who, bool second)
{
	const struct sitter *p = &s->people[who];
	struct message *m = network_write(s, who, ROUTE_SIGN_IN);

	m->second = second;
	snprintf(m->body, sizeof(m->body),
	    "{\"candidate\":\"%s\",\"code\":\"%s\",\"device\":\"%s\"}",
	    p->number, p->code, second ? "other" : "desk");
	network_send(s, m);
}

static bool
is_at_the_door(const struct sitter *p)
{
	return (p->sitting->check_in && p->owed.state == ATTEMPT_EXPECTED) ||
	       (p->sitting->admission && p->owed.state != ATTEMPT_ADMITTED);
}

/* Some come early, and some never. */
static void
begin(struct sim *s, uint32_t who)
{
	const struct sitter *p = &s->people[who];
	int64_t wait = p->sitting->opens.ms - s->machine.scene.now.wall.ms;

	if (wait > SECONDS(3) && sim_chance(s, 900)) {
		later(s, who, wait + sim_pick(s, -500, 20000));
		return;
	}
	if (is_at_the_door(p))
		proctors_let_in(s, who);
	ask(s, who, ROUTE_OPEN, 0, "{\"accept_rules\":true}");
	think_again(s, who);
}

/* ---- in a section ---- */

static uint16_t
some_item(struct sim *s, const struct owed *o)
{
	uint16_t first = o->terms.first[o->section - 1],
		 after = o->terms.first[o->section];

	if (o->terms.linear[o->section - 1] && sim_chance(s, 900))
		return o->item;
	if (sim_chance(s, 950))
		return (uint16_t)sim_pick(s, first, after - 1);
	return (uint16_t)sim_pick(
	    s, 0, o->terms.first[o->terms.n_sections] - 1);
}

/* None of them is a key, and each is another than the one before. */
static const char *
response(uint16_t item, uint32_t seq)
{
	static const char *const texts[] = { "[[\"yes\"]]", "[[]]",
		"[[\"a text beyond eight bytes\"]]" };
	static const char *const choices[] = { "[[1]]", "[[2]]", "[[]]" };

	if (item == 5) /* a number */
		return "[[]]";
	return (item == 3 || item == 7 ? texts : choices)[seq % 3];
}

static void
save(struct sim *s, uint32_t who)
{
	struct sitter *p = &s->people[who];
	uint16_t item = some_item(s, &p->owed);
	struct message *m = write_with(s, who, ROUTE_ANSWER, item + 1u);
	char entered[WALL_TEXT_MAX];

	p->seqs[item] += p->seqs[item] == 0 || sim_chance(s, 900);
	m->item = item;
	m->seq = p->seqs[item];
	if (sim_chance(s, 500))
		snprintf(m->body, sizeof(m->body),
		    "{\"seq\":%u,\"response\":%s}", m->seq,
		    response(item, m->seq));
	else
		snprintf(m->body, sizeof(m->body),
		    "{\"seq\":%u,\"response\":%s,\"entered_at\":\"%s\"}",
		    m->seq, response(item, m->seq),
		    wall_format(
			entered, machine_wall(&s->machine,
				     s->machine.now - sim_pick(s, 0, 900))));
	network_send(s, m);
}

static void
flag(struct sim *s, uint32_t who)
{
	ask(s, who, ROUTE_FLAG, some_item(s, &s->people[who].owed) + 1u,
	    sim_chance(s, 500) ? "{\"flagged\":true}" : "{\"flagged\":false}");
}

static void
go_to_next(struct sim *s, uint32_t who)
{
	char body[32];

	snprintf(
	    body, sizeof(body), "{\"from\":%u}", s->people[who].owed.item + 1u);
	ask(s, who, ROUTE_NEXT, 0, body);
}

static void
look(struct sim *s, uint32_t who)
{
	static const enum route routes[] = { ROUTE_ATTEMPT, ROUTE_PAPER,
		ROUTE_PAPER, ROUTE_RESULT, ROUTE_EVENTS };
	struct sitter *p = &s->people[who];
	enum route route = routes[sim_pick(s, 0, 4)];

	if (route == ROUTE_EVENTS && (p->streams || who % 8 != 0))
		route = ROUTE_ATTEMPT;
	p->streams |= route == ROUTE_EVENTS;
	ask(s, who, route, 0, "");
}

static void
work(struct sim *s, uint32_t who)
{
	const struct sitter *p = &s->people[who];
	const struct owed *o = &p->owed;
	int n = sim_pick(s, 0, 99);

	if (n < 55)
		save(s, who);
	else if (n < 60)
		flag(s, who);
	else if (n < 70)
		look(s, who);
	else if (n < 74)
		ask_with_key(s, who, ROUTE_HELP, "{\"text\":\"help\"}");
	else if (n < 76)
		ask_with_key(
		    s, who, ROUTE_REPORT, "{\"item\":1,\"text\":\"odd\"}");
	else if (n < 78)
		sign_in(s, who, true);
	else if (n < 88 && o->terms.linear[o->section - 1])
		go_to_next(s, who);
	else if (n < 92 && !p->stays)
		ask(s, who, ROUTE_CLOSE, o->section, "");
	else if (n == 99 && !p->stays && sim_chance(s, 100))
		ask(s, who, ROUTE_SUBMIT, 0, "{\"confirm\":true}");
	else
		save(s, who);
}

/* ---- between sections, and after ---- */

static void
go_on(struct sim *s, uint32_t who)
{
	const struct sitter *p = &s->people[who];

	if (p->owed.section < p->owed.terms.n_sections) {
		if (p->owed.state == ATTEMPT_OPENED || sim_chance(s, 300))
			ask(s, who, ROUTE_ENTER, p->owed.section + 1u, "");
	} else if (!p->stays || sim_chance(s, 200)) {
		ask(s, who, ROUTE_SUBMIT, 0, "{\"confirm\":true}");
	}
	if (sim_chance(s, 100))
		look(s, who);
}

/* They still press a key or two. */
static void
linger(struct sim *s, uint32_t who)
{
	struct sitter *p = &s->people[who];

	if (p->owed.section > 0 && sim_chance(s, 300))
		save(s, who);
	else if (sim_chance(s, 300))
		look(s, who);
	p->gone = owed_is_closed(&p->owed) && sim_chance(s, 400);
}

void
sitter_think(struct sim *s, uint32_t who)
{
	struct sitter *p = &s->people[who];
	enum attempt_state state = p->owed.state;

	if (p->gone)
		return;
	if (!p->signed_in) {
		if (p->waits && sim_chance(s, 800))
			proctors_move_device(s, who);
		else
			sign_in(s, who, false);
		think_again(s, who);
	} else if (state == ATTEMPT_EXPECTED || state == ATTEMPT_CHECKED_IN ||
		   state == ATTEMPT_ADMITTED) {
		begin(s, who);
	} else {
		if (p->waits && sim_chance(s, 300))
			proctors_move_device(s, who);
		if (state == ATTEMPT_IN_SECTION)
			work(s, who);
		else if (state == ATTEMPT_OPENED || state == ATTEMPT_ON_BREAK)
			go_on(s, who);
		else
			linger(s, who);
		think_again(s, who);
	}
}

/* ---- what it hears ---- */

static void
take_token(struct sitter *p, const struct scene_reply *reply)
{
	char place[16] = "";

	if ((reply->flags & REPLY_SET_TOKEN) == 0)
		return;
	(void)text_word(
	    place, sizeof(place), buf_slice(&reply->text), "\"device\":");
	p->waits = strcmp(place, "waiting") == 0;
	if (p->waits) {
		memcpy(p->waiting, reply->token, TOKEN_LEN);
	} else {
		memcpy(p->token, reply->token, TOKEN_LEN);
		p->signed_in = true;
	}
}

void
sitter_hear(
    struct sim *s, const struct message *m, const struct scene_reply *reply)
{
	struct sitter *p = &s->people[m->who];

	if (m->route == ROUTE_SIGN_IN)
		take_token(p, reply);
	else if (reply->status == 401)
		p->signed_in = p->streams = false;
}
