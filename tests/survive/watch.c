/*
 * watch: what must hold, at every reply and every row of the journal.
 *
 *	what was told is in the journal, once, with the same words ever after
 *	the verdict told is that of folding the journal, and it is just
 *	nobody is shown less time than they are owed, or more than was given
 *	no item leaves outside its section, and no key ever
 *	an act of the staff that is sent again is done once
 */
#include <string.h>

#include "base/hash.h"
#include "sim.h"
#include "story.h"

#define ITEM_SIGN                                                              \
	"\xc2\xa7" /* before every word of an item, its topic behind */
#define KEY_SIGN "\xc2\xb6"
#define OUTAGE_MOST_MS 1500 /* more than was lost that one may give */
#define SHOWN_MS 20	    /* a turn's own milliseconds */

enum { ACT_DONE = 1, ACT_TOLD = 2 };

/* ---- the journal ---- */

static void
keep(struct sim *s, const struct row *row, uint32_t who, enum verdict v)
{
	struct kept *k;

	if (s->n_kept == s->kept_room) {
		s->kept_room = s->kept_room * 2 + 1024;
		s->kept = alloc_resize(s->kept, s->kept_room, sizeof(*s->kept));
	}
	k = &s->kept[s->n_kept++];
	*k = (struct kept){ .position = row->e.position,
		.who = who,
		.seq = row->e.seq,
		.item = row->e.item,
		.verdict = (uint8_t)v,
		.at = row->at };
	memcpy(k->hash, row->stored->hash, HASH_LEN);
}

static void
judge_save(struct sim *s, const struct row *row, uint32_t who, enum verdict v)
{
	struct sitter *p = &s->people[who];
	int64_t served = machine_served(&s->machine, row->at);
	unsigned just = owed_verdicts(&p->owed, &row->e, served);

	if ((just >> v & 1) == 0)
		story_fails(p->owed.attempt,
		    "item %u seq %u at %.3f is \"%s\" with %lld ms left (just "
		    "would be %#x)",
		    row->e.item + 1u, row->e.seq, (double)row->at / 1000,
		    verdict_word(v), (long long)owed_left(&p->owed, served),
		    just);
	if (v == VERDICT_COUNTED || v == VERDICT_LATE_COUNTED)
		p->owed.seqs[row->e.item] = row->e.seq;
	keep(s, row, who, v);
}

static struct owed_moment
moment_of(const struct sim *s, const struct row *row)
{
	const struct machine *m = &s->machine;

	return (struct owed_moment){ .at = row->at,
		.served = machine_served(m, row->at),
		.loss = m->last_loss,
		.grants = m->lost + OUTAGE_MOST_MS * (int64_t)m->losses };
}

/* "act 17" */
static void
note_act(struct sim *s, const struct row *row)
{
	unsigned long act;
	char words[24];

	snprintf(words, sizeof(words), "%.*s", SLICE_FMT(row->e.text));
	if (sscanf(words, "act %lu", &act) != 1)
		return;
	if (act > s->n_acts || (s->acts[act] & ACT_DONE) != 0)
		story_fails(row->stored->attempt, "act %lu is done twice", act);
	s->acts[act] |= ACT_DONE;
}

static void
check_opened(const struct sitter *p, const struct event *e, int64_t given)
{
	const struct sim_sitting *t = p->sitting;

	if (e->at.wall.ms < t->opens.ms ||
	    e->at.wall.ms >= t->last_entry + given)
		story_fails(p->owed.attempt, "was let in outside the window");
}

static bool
is_of_server(const struct event *e)
{
	return e->kind == EVENT_EXPIRED || e->kind == EVENT_COMPENSATED ||
	       (e->kind == EVENT_SECTION_CLOSED && e->code == CLOSED_BY_TIME) ||
	       (e->kind == EVENT_SECTION_ENTERED && e->code != 0);
}

static void
fold(struct sim *s, const struct row *row, uint32_t who)
{
	struct sitter *p = &s->people[who];
	struct owed_moment m = moment_of(s, row);
	bool was_closed = owed_is_closed(&p->owed);
	enum verdict v;

	if (attempt_apply(&p->fold, &row->e, &v) != ERR_OK)
		story_fails(p->owed.attempt, "%s cannot be folded",
		    event_word(row->e.kind));
	if (row->e.kind == EVENT_OPENED)
		check_opened(p, &row->e, m.grants);
	m.on_break = p->fold.state == ATTEMPT_ON_BREAK;
	if (row->e.kind == EVENT_ANSWERED)
		judge_save(s, row, who, v);
	else
		owed_see(&p->owed, &row->e, &m);
	if (p->fold.state != p->owed.state)
		story_fails(p->owed.attempt, "is %s and should be %s",
		    attempt_state_word(p->fold.state),
		    attempt_state_word(p->owed.state));
	s->n_closed += owed_is_closed(&p->owed);
	s->n_closed -= was_closed;
}

static void
see_row(void *ctx, const struct row *row)
{
	struct sim *s = ctx;
	struct sitter *p = sim_sitter(s, row->stored->attempt);

	if (p == NULL)
		return;
	story_note(row->at, p->owed.attempt, event_word(row->e.kind),
	    row->e.item, row->e.seq);
	if (row->e.by.len > 0)
		note_act(s, row);
	if (is_of_server(&row->e))
		p->changed = s->stride;
	fold(s, row, (uint32_t)(p - s->people));
}

void
watch_journal(struct sim *s)
{
	s->seen_before = s->machine.seen;
	machine_each_row(&s->machine, see_row, s);
}

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
	k->told = true;
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
	if ((s->acts[m->act] & ACT_DONE) == 0)
		story_fails(sim_attempt(s, m->who),
		    "act %u (%s) is acknowledged and not in the journal",
		    m->act, route_facts[m->route].name);
	s->acts[m->act] |= ACT_TOLD;
	s->c->done[s->tallies + 2]++;
}

/* Of what leaves, whoever it goes to. */
static void
check_words(struct slice text, uint64_t attempt, bool may_have_items)
{
	static const char *const never[] = { KEY_SIGN, "\"correct\"",
		"\"rationale\"", "\"key\"", "\"accept\"" };
	size_t i;

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

uint32_t
watch_act(struct sim *s)
{
	if (++s->n_acts >= s->acts_room) {
		s->acts_room = s->acts_room * 2 + 256;
		s->acts = alloc_resize(s->acts, s->acts_room, 1);
	}
	s->acts[s->n_acts] = 0;
	return s->n_acts;
}

/* ---- once more ---- */

struct reading {
	struct sim *s;
	size_t next; /* of what was kept */
};

static bool
read_again(void *ctx, const struct store_event *row)
{
	struct reading *r = ctx;
	const struct kept *k;

	if (row->kind != EVENT_ANSWERED)
		return true;
	k = r->next < r->s->n_kept ? &r->s->kept[r->next++] : NULL;
	if (k == NULL || k->position != row->position ||
	    memcmp(k->hash, row->hash, HASH_LEN) != 0)
		story_fails(row->attempt, "event %llu is another now",
		    (unsigned long long)row->position);
	return true;
}

static void
check_room(struct sim *s)
{
	struct sitter *p;
	uint32_t i;

	for (i = 0; i < s->n_people; i++) {
		p = &s->people[i];
		if (!owed_is_closed(&p->owed))
			story_fails(p->owed.attempt, "is not closed");
		s->c->done[s->tallies]++;
	}
}

/* What is on the disk after a last crash. */
void
watch_everything(struct sim *s)
{
	struct reading r = { .s = s };

	machine_restart(&s->machine, 1000, 0, false);
	watch_journal(s);
	if (store_each_event(s->machine.scene.store, 0, read_again, &r) !=
	    ERR_OK)
		case_fails("the journal cannot be read");
	if (r.next != s->n_kept)
		story_fails(0, "%zu saves of %zu are left", r.next, s->n_kept);
	check_room(s);
	s->c->done[s->tallies + 3] += s->machine.losses;
}

void
watch_fini(struct sim *s)
{
	free(s->kept);
	free(s->acts);
}
