#include "sim.h"

#include <string.h>

#include "story.h"

#define STRIDE_MIN 50
#define STRIDE_MAX 400	      /* less than what anybody may be short */
#define PATIENCE_MS HOURS(12) /* in true time, for a case to end */

int
sim_pick(struct sim *s, int low, int high)
{
	return low + (int)rng_below(&s->c->rng, (uint32_t)(high - low + 1));
}

bool
sim_chance(struct sim *s, int of_1000)
{
	return (int)rng_below(&s->c->rng, 1000) < of_1000;
}

struct sitter *
sim_sitter(struct sim *s, uint64_t attempt)
{
	uint64_t i = attempt - s->first_attempt;

	return attempt >= s->first_attempt && i < s->n_people ? &s->people[i]
							      : NULL;
}

uint64_t
sim_attempt(const struct sim *s, uint32_t who)
{
	return s->first_attempt + who;
}

int64_t
text_number(struct slice text, const char *name)
{
	size_t len = strlen(name);
	const char *at =
	    text.len > 0 ? memmem(text.at, text.len, name, len) : NULL;
	const char *end = text.at + text.len;
	int64_t n = 0;

	if (at == NULL || at + len == end || at[len] < '0' || at[len] > '9')
		return -1;
	for (at += len; at < end && *at >= '0' && *at <= '9'; at++)
		n = n * 10 + (*at - '0');
	return n;
}

bool
text_word(char *out, size_t room, struct slice text, const char *name)
{
	const char *at = text.len > 0
			     ? memmem(text.at, text.len, name, strlen(name))
			     : NULL;
	size_t n = 0;

	if (at == NULL)
		return false;
	at += strlen(name);
	if (at >= text.at + text.len || *at++ != '"')
		return false;
	while (at < text.at + text.len && *at != '"' && n + 1 < room)
		out[n++] = *at++;
	out[n] = '\0';
	return true;
}

/* ---- a stride ---- */

static void
come(struct sim *s, const struct coming *c)
{
	switch ((enum sim_coming)c->kind) {
	case COMES_THOUGHT:
		sitter_think(s, c->which);
		break;
	case COMES_MESSAGE:
		network_deliver(s, c);
		break;
	case COMES_AGAIN:
		network_again(s, c->which);
		break;
	case COMES_PROCTOR:
		proctors_act(s);
		break;
	case COMES_RESUMPTION:
		proctors_resume(s, c->which);
		break;
	case COMES_MISHAP:
		s->mishap = true;
		break;
	}
}

static void
hear_everybody(struct sim *s)
{
	struct coming c;

	while (queue_take(&c, &s->queue, s->machine.now))
		come(s, &c);
}

/* In the commit of a turn in which somebody asked something. */
static bool
disk_fails(struct sim *s)
{
	return s->n_asked > 0 && !s->quiet &&
	       sim_pick(s, 1, s->mix->mishaps_s * 10) == 1;
}

static void
turn(struct sim *s)
{
	if (machine_turn(&s->machine, disk_fails(s)) != ERR_OK) {
		mishap_of_disk(s);
		return;
	}
	machine_settle(&s->machine);
	watch_journal(s);
	watch_replies(s);
}

/* Everybody could have finished: from now on nobody is given more. */
static bool
is_over(const struct sim *s)
{
	int64_t now = s->machine.now;
	int i;

	for (i = 0; i < s->mix->sittings; i++)
		if (now < s->sittings[i].over)
			return false;
	return true;
}

static void
stride(struct sim *s)
{
	s->stride++;
	s->quiet = is_over(s);
	machine_pass(&s->machine, s->stride_ms);
	watch_journal(s);
	if (s->mishap)
		mishap_happen(s);
	s->mishap = false;
	hear_everybody(s);
	if (s->n_asked > 0)
		turn(s);
}

/* ---- a case ---- */

void
sim_begin(struct sim *s, struct campaign_case *c, size_t tallies,
    const struct sim_mix *mix)
{
	*s = (struct sim){ .c = c,
		.tallies = tallies,
		.mix = mix,
		.free_message = UINT32_MAX };
	s->stride_ms = sim_pick(s, STRIDE_MIN, STRIDE_MAX);
	machine_begin(&s->machine);
	if (sim_chance(s, 500))
		s->machine.drift = sim_pick(s, -200, 200);
	centre_make(s);
}

static void
begin_thoughts(struct sim *s)
{
	struct machine *m = &s->machine;
	uint32_t i;

	for (i = 0; i < s->n_people; i++)
		queue_put(&s->queue,
		    m->now + sim_pick(s, 0, 4 * s->mix->pace_ms), COMES_THOUGHT,
		    i);
	if (s->mix->acts > 0)
		queue_put(&s->queue, m->now + 1000, COMES_PROCTOR, 0);
	queue_put(&s->queue, m->now + SECONDS((int64_t)s->mix->mishaps_s),
	    COMES_MISHAP, 0);
}

void
sim_run(struct sim *s)
{
	begin_thoughts(s);
	while (s->n_closed < s->n_people) {
		if (s->machine.now > PATIENCE_MS)
			story_fails(sim_attempt(s, 0),
			    "%u of %u attempts never end",
			    s->n_people - s->n_closed, s->n_people);
		stride(s);
	}
}

void
sim_end(struct sim *s)
{
	int i;

	for (i = 0; i < s->mix->sittings; i++)
		if (sim_chance(s, 300))
			centre_publish(s, &s->sittings[i]);
	watch_everything(s);
	machine_end(&s->machine);
	centre_free(s);
	network_fini(s);
	watch_fini(s);
	queue_fini(&s->queue);
}
