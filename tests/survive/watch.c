/*
 * watch: what must hold of everything that leaves the hall.
 *
 *	what was told is in the journal, with the same words ever after
 *	nobody is shown less time than they are owed, or more than was given
 *	no item leaves outside its section, and no key ever
 */
#include <string.h>

#include "base/hash.h"
#include "sim.h"
#include "story.h"

#define ITEM_SIGN                                                              \
	"\xc2\xa7" /* before every word of an item, its topic behind */
#define KEY_SIGN "\xc2\xb6"
#define SHOWN_MS 20 /* a turn's own milliseconds */

/* ---- saves that were told ---- */

static struct kept *
kept_at(struct sim *s, int64_t position)
{
	size_t low = 0, high = s->n_kept;

	while (low < high) {
		size_t i = (low + high) / 2;

		if ((int64_t)s->kept[i].position < position)
			low = i + 1;
		else
			high = i;
	}
	return low < s->n_kept && (int64_t)s->kept[low].position == position
		   ? &s->kept[low]
		   : NULL;
}

static void
check_hash(const struct kept *k, uint64_t attempt, struct slice text)
{
	char told[2 * HASH_LEN + 1] = "", hex[2 * HASH_LEN + 1];

	hash_hex(hex, k->hash, HASH_LEN);
	if (!text_word(told, sizeof(told), text, "\"hash\":") ||
	    strncmp(told, hex, strlen(told)) != 0)
		story_fails(attempt, "event %llu has the hash %s, told was %s",
		    (unsigned long long)k->position, hex, told);
}

/* As it was told before, if it was: position and verdict are of one row. */
static void
check_saved(struct sim *s, const struct asked *a, const struct message *m,
    struct slice text)
{
	int64_t position = text_number(text, "\"event\":");
	struct kept *k = kept_at(s, position);
	uint64_t attempt = sim_attempt(s, m->who);
	char verdict[16] = "";

	if (k == NULL || k->who != m->who || k->item != m->item ||
	    k->seq != m->seq)
		story_fails(attempt,
		    "item %u seq %u is acknowledged as event %lld, which it is "
		    "not",
		    m->item + 1u, m->seq, (long long)position);
	(void)text_word(verdict, sizeof(verdict), text, "\"verdict\":");
	if (strcmp(verdict, verdict_word((enum verdict)k->verdict)) != 0)
		story_fails(attempt,
		    "event %lld is told as \"%s\"; the journal says \"%s\"",
		    (long long)position, verdict,
		    verdict_word((enum verdict)k->verdict));
	if (k->position > s->seen_before && k->at != a->at)
		story_fails(attempt, "event %lld arrived at %.3f, not at %.3f",
		    (long long)position, (double)a->at / 1000,
		    (double)k->at / 1000);
	check_hash(k, attempt, text);
	s->c->done[s->tallies + 1]++;
}

/* ---- what is shown ---- */

static void
check_clock(struct sim *s, const struct sitter *p, struct slice text)
{
	const struct owed *o = &p->owed;
	int64_t served = machine_served(&s->machine, s->machine.now);
	int64_t left = owed_left(o, served), most = owed_most(o, served),
		shown = text_number(text, "\"remaining_ms\":");

	if ((!o->has_clock && !o->stands) || !owed_is_open(o))
		return;
	if (shown < left - OWED_SHORT_MS ||
	    shown > (most > 0 ? most : 0) + SHOWN_MS)
		story_fails(o->attempt,
		    "is shown %lld ms, owed are %lld and at most %lld",
		    (long long)shown, (long long)left, (long long)most);
}

static void
check_state(struct sim *s, const struct sitter *p, struct slice text)
{
	char word[16] = "";

	if (p->changed == s->stride)
		return; /* before or after that? */
	(void)text_word(word, sizeof(word), text, "\"state\":");
	if (strcmp(word, attempt_state_word(p->owed.state)) != 0)
		story_fails(p->owed.attempt, "is told \"%s\", is \"%s\"", word,
		    attempt_state_word(p->owed.state));
	check_clock(s, p, text);
}

/* Where there is no way back, one item is on the screen. */
static void
check_one(const struct owed *o, struct slice text)
{
	const char *at = text.at, *end = text.at + text.len;
	int n = 0;

	if (!o->terms.linear[o->section - 1])
		return;
	while ((at = memmem(at, (size_t)(end - at), "\"stem\":", 7)) != NULL) {
		at++;
		n++;
	}
	if (n != 1 || text_number(text, "\"item\":") != o->item + 1)
		story_fails(o->attempt, "item %u alone is due: %.*s",
		    o->item + 1u, SLICE_FMT(text));
}

static void
check_paper(struct sim *s, const struct asked *a, const struct sitter *p,
    struct slice text)
{
	static const char *const topics[] = { "one ", "two ", "three ",
		"four " };
	const struct owed *o = &p->owed;
	int64_t left = owed_most(o, machine_served(&s->machine, a->at));
	const char *at = text.at, *end = text.at + text.len, *topic;

	if (p->changed == s->stride)
		return;
	if (o->state != ATTEMPT_IN_SECTION || left < -SHOWN_MS)
		story_fails(o->attempt,
		    "is given a paper with %lld ms left, %s", (long long)left,
		    attempt_state_word(o->state));
	topic = topics[o->section - 1];
	check_one(o, text);
	while ((at = memmem(at, (size_t)(end - at), ITEM_SIGN, 2)) != NULL) {
		at += 2;
		if ((size_t)(end - at) < strlen(topic) ||
		    memcmp(at, topic, strlen(topic)) != 0)
			story_fails(o->attempt, "is given in section %u: %.20s",
			    o->section, at);
	}
}

/* By the wall clock, which windows are kept in. */
static void
check_turned_away(struct sim *s, const struct asked *a, const struct sitter *p,
    struct slice text)
{
	const struct sim_sitting *t = p->sitting;
	int64_t at = machine_wall(&s->machine, a->at).ms;

	if (at >= t->opens.ms && at < t->last_entry &&
	    memmem(text.at, text.len, "sitting.window", 14) != NULL)
		story_fails(p->owed.attempt, "was not let in in the window");
}

/* "Too late" is said only when it is. */
static void
check_refusal(struct sim *s, const struct asked *a, const struct message *m,
    const struct sitter *p, struct slice text)
{
	int64_t at = m->route == ROUTE_ENTER ? s->machine.now : a->at;
	int64_t left = owed_left(&p->owed, machine_served(&s->machine, at));

	if (memmem(text.at, text.len, "attempt.deadline", 16) != NULL &&
	    left > OWED_SHORT_MS && p->changed != s->stride)
		story_fails(p->owed.attempt, "%s is too late with %lld ms left",
		    route_facts[m->route].name, (long long)left);
}

static void
check_candidates(struct sim *s, const struct asked *a, const struct message *m,
    const struct scene_reply *r)
{
	const struct sitter *p = &s->people[m->who];
	struct slice text = buf_slice(&r->text);

	if (r->status >= 300)
		check_refusal(s, a, m, p, text);
	else if (m->route == ROUTE_ANSWER)
		check_saved(s, a, m, text);
	else if (m->route == ROUTE_PAPER)
		check_paper(s, a, p, text);
	else if (m->route == ROUTE_ATTEMPT || m->route == ROUTE_ENTER ||
		 m->route == ROUTE_CLOSE || m->route == ROUTE_NEXT ||
		 m->route == ROUTE_SUBMIT)
		check_state(s, p, text);
	if (m->route == ROUTE_OPEN && r->status != 200 &&
	    p->changed != s->stride)
		check_turned_away(s, a, p, text);
}

static void
check_act(struct sim *s, const struct message *m, const struct scene_reply *r)
{
	if (m->act == 0 || r->status >= 300 || m->route == ROUTE_PROPOSE ||
	    m->route == ROUTE_SEAT)
		return;
	if (!s->acts[m->act])
		story_fails(sim_attempt(s, m->who),
		    "act %u (%s) is acknowledged and not in the journal",
		    m->act, route_facts[m->route].name);
	s->c->done[s->tallies + 2]++;
}

/* Of what leaves, whoever it goes to. */
static void
check_words(struct slice text, uint64_t attempt, bool may_have_items)
{
	static const char *const never[] = { KEY_SIGN, "\"correct\"",
		"\"rationale\"", "\"key\"", "\"accept\"" };
	size_t i;

	if (text.len == 0)
		return;
	for (i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (memmem(text.at, text.len, never[i], strlen(never[i])) !=
		    NULL)
			story_fails(
			    attempt, "a key leaves: %.*s", SLICE_FMT(text));
	if (!may_have_items && memmem(text.at, text.len, ITEM_SIGN, 2) != NULL)
		story_fails(attempt, "an item leaves: %.*s", SLICE_FMT(text));
}

/* ---- replies ---- */

static void
take_reply(struct sim *s, const struct asked *a, struct scene_reply *r)
{
	struct message *m = &s->messages[a->message];

	story_note(s->machine.now, sim_attempt(s, m->who),
	    route_facts[m->route].name, 0, 0);
	story_note(s->machine.now, sim_attempt(s, m->who),
	    "\tis answered with % (item %)", r->status, m->item);
	check_words(buf_slice(&r->text), sim_attempt(s, m->who),
	    m->route == ROUTE_PAPER && r->status == 200);
	if (m->staff)
		check_act(s, m, r);
	else
		check_candidates(s, a, m, r);
	if (m->done || network_loses_reply(s, m))
		return;
	m->done = true;
	if (m->staff)
		proctors_hear(s, m, r);
	else
		sitter_hear(s, m, r);
}

static const struct asked *
asked_on(const struct sim *s, uint64_t conn)
{
	uint32_t i = s->n_asked;

	while (i > 0 && s->asked[i - 1].conn >= conn)
		i--;
	return i < s->n_asked && s->asked[i].conn == conn ? &s->asked[i] : NULL;
}

void
watch_replies(struct sim *s)
{
	struct scene *scene = &s->machine.scene;
	const struct asked *a;
	size_t i, answered = 0;

	for (i = 0; i < scene->n_replies; i++) {
		a = asked_on(s, scene->replies[i].conn);
		if (a == NULL)
			story_fails(0, "a reply to nobody");
		take_reply(s, a, &scene->replies[i]);
		scene_reply_fini(&scene->replies[i]);
		answered++;
	}
	scene->n_replies = 0;
	if (answered != s->n_asked)
		story_fails(
		    0, "%u asked, %zu were answered", s->n_asked, answered);
	check_words(buf_slice(&scene->pushed), 0, false);
	buf_clear(&scene->pushed);
	network_forget(s);
}
