/*
 * watch_journal: what the journal says, folded as it grows.
 *
 *	the verdict of a save is just
 *	what was told is there after every restart, and at the end, once
 *	an act of the staff that is sent again is done once
 */
#include <string.h>

#include "sim.h"
#include "story.h"

#define OUTAGE_MOST_MS 1500 /* more than was lost that one may give */

/* ---- saves ---- */

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

	return (struct owed_moment){ .served = machine_served(m, row->at),
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
	if (act > s->n_acts || s->acts[act])
		story_fails(row->stored->attempt, "act %lu is done twice", act);
	s->acts[act] = true;
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

uint32_t
watch_act(struct sim *s)
{
	if (++s->n_acts >= s->acts_room) {
		s->acts_room = s->acts_room * 2 + 256;
		s->acts = alloc_resize(s->acts, s->acts_room, sizeof(*s->acts));
	}
	s->acts[s->n_acts] = false;
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
