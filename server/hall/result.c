/* result: marks of closed attempts, and who may see them when. */
#include "base/log.h"
#include "hall/state.h"

/* Thousandths that an item can give here. */
static int64_t
most_marks(const struct seat *s, const struct item *item)
{
	return item->max_marks -
	    (marking_counts(s) ? 0 : item_hand_marks(item));
}

/* What processing gives for the item, and what people gave. */
static int64_t
score_one(struct seat *s, const struct paper *paper, uint16_t i)
{
	int32_t marks;

	if (score_item(&marks, seat_bank(s), paper, i,
		answer_response(&s->attempt.answers[i])) != ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: item %u could not be marked",
		    (unsigned long long)s->chain.attempt, i + 1u);
	return (int64_t)marks + marking_given(s, i);
}

/* Marks of one section: its items' thousandths, not below 0.  What is on trial
 * does not count. */
static void
score_section(struct section_score *to, struct seat *s,
    const struct paper *paper, const struct plan_section *p)
{
	const struct item *item;
	uint16_t i;

	for (i = p->first; i < p->first + p->count; i++) {
		item = bank_item(seat_bank(s), paper_item(paper, i));
		if (item->pretest)
			continue;
		to->max_marks += most_marks(s, item);
		to->marks += score_one(s, paper, i);
	}
	if (to->marks < 0)
		to->marks = 0;
}

static void
score_attempt(struct score *score, struct seat *s, const struct paper *paper)
{
	const struct programme_route *route = seat_route(s);
	const struct attempt_plan *plan = s->attempt.plan;
	uint32_t weights[SECTIONS_MAX] = { 0 };
	uint16_t i;

	*score = (struct score){ .n_sections = plan->n_sections,
		.cut = route->cut };
	for (i = 0; i < plan->n_sections; i++) {
		score->sections[i].cut = route->sections[i].cut;
		weights[i] = route->sections[i].weight;
		score_section(&score->sections[i], s, paper, &plan->sections[i]);
	}
	score_total(score, weights);
}

static void
result_store(struct hall *h, const struct seat *s)
{
	const struct score *score = s->score;
	struct buf b = { 0 };
	char key[24];
	uint16_t i;

	buf_put_u16(&b, score->n_sections);
	for (i = 0; i < score->n_sections; i++) {
		const struct section_score *p = &score->sections[i];

		buf_put_i64(&b, p->marks);
		buf_put_i64(&b, p->max_marks);
		buf_put_u32(&b, (uint32_t)p->percent);
		buf_put_u32(&b, (uint32_t)p->cut);
		buf_put_u8(&b, p->passed);
	}
	buf_put_u32(&b, (uint32_t)score->percent);
	buf_put_u32(&b, (uint32_t)score->cut);
	buf_put_u8(&b, score->passed);
	for (i = 0; i < s->n_scripts; i++)
		buf_put_u16(&b, s->scripts[i]);
	snprintf(key, sizeof(key), "%llu", (unsigned long long)s->chain.attempt);
	object_put(h, STORE_RESULT, key, &b);
	buf_fini(&b);
}

/* What is left of the bytes: two for each script. */
static bool
restore_scripts(struct seat *s, struct cursor *c)
{
	uint16_t i;

	if (c->bad || c->left % 2 != 0 || c->left / 2 > PAPER_ITEMS_MAX)
		return false;
	s->n_scripts = (uint16_t)(c->left / 2);
	s->scripts = alloc_resize(s->scripts, s->n_scripts + 1u,
	    sizeof(*s->scripts));
	for (i = 0; i < s->n_scripts; i++)
		s->scripts[i] = cursor_u16(c);
	return cursor_done(c);
}

enum err
result_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct seat *s = seat_find(h, strtoull(key, NULL, 10));
	struct cursor c = cursor_on(bytes);
	struct score score = { .n_sections = cursor_u16(&c) };
	uint16_t i;

	if (s == NULL || score.n_sections > SECTIONS_MAX)
		return ERR_STATE;
	for (i = 0; i < score.n_sections; i++) {
		struct section_score *p = &score.sections[i];

		p->marks = cursor_i64(&c);
		p->max_marks = cursor_i64(&c);
		p->percent = (int32_t)cursor_u32(&c);
		p->cut = (int32_t)cursor_u32(&c);
		p->passed = cursor_u8(&c) != 0;
	}
	score.percent = (int32_t)cursor_u32(&c);
	score.cut = (int32_t)cursor_u32(&c);
	score.passed = cursor_u8(&c) != 0;
	if (!restore_scripts(s, &c))
		return ERR_STATE;
	free(s->score);
	s->score = alloc_copy(&score, sizeof(score));
	return ERR_OK;
}

/* An attempt that was terminated before it was opened has no marks; what waits
 * for markers is stored, but is no result yet. */
void
result_score(struct hall *h, struct seat *s)
{
	const struct paper *paper = seat_paper(s);
	struct event e = { .kind = EVENT_SCORED };
	struct score score;

	if (paper == NULL || s->attempt.answers == NULL)
		return;
	marking_find(s, paper);
	score_attempt(&score, s, paper);
	free(s->score);
	s->score = alloc_copy(&score, sizeof(score));
	e.number = (uint32_t)score.percent;
	e.code = score.passed;
	if (marking_settled(s) == s->n_scripts)
		journal_note(h, s, &e);
	result_store(h, s);
}

void
result_release(struct hall *h, struct seat *s, struct slice by)
{
	struct event e = { .kind = EVENT_RELEASED, .by = by };

	if (s->score == NULL || !s->attempt.scored || s->attempt.released)
		return;
	journal_note(h, s, &e);
	push_state(h, s);
}

/* What was scored before a reopening, or waits for markers, is no result. */
static bool
has_marks(const struct seat *s)
{
	return s->score != NULL && attempt_is_closed(&s->attempt) &&
	    marking_settled(s) == s->n_scripts;
}

static bool
waits_for_markers(const struct seat *s)
{
	return s->score != NULL && attempt_is_closed(&s->attempt) &&
	    marking_settled(s) < s->n_scripts;
}

/* ---- the candidate's own ---- */

static void
write_section(struct buf *b, const struct seat *s, uint16_t i)
{
	const struct section_score *p = &s->score->sections[i];

	out_open(b, NULL);
	out_int(b, "section", i + 1);
	out_word(b, "title", seat_route(s)->sections[i].title);
	out_thousandths(b, "marks", p->marks);
	out_thousandths(b, "max_marks", p->max_marks);
	out_thousandths(b, "percent", p->percent);
	out_thousandths(b, "cut", p->cut);
	out_int(b, "weight", seat_route(s)->sections[i].weight);
	out_bool(b, "passed", p->passed);
	out_close(b);
}

static void
write_sections(struct buf *b, const struct seat *s)
{
	uint16_t i;

	out_open_array(b, "sections");
	for (i = 0; has_marks(s) && i < s->score->n_sections; i++)
		write_section(b, s, i);
	out_close_array(b);
}

void
candidate_result(struct hall *h, struct request *r)
{
	const struct seat *s = r->seat;
	struct buf *b;

	if (!s->attempt.released || s->score == NULL) {
		reply_problem(h, r, &(struct problem){ .err = ERR_TOO_EARLY,
			.rule = "result.released",
			.detail = "The result has not been released yet." });
		return;
	}
	b = reply_begin(h);
	out_word(b, "candidate", s->number);
	out_word(b, "sitting", s->roster->sitting->ident);
	out_word(b, "credential", s->roster->programme->programme->credential);
	out_word(b, "route", route_name_text(s->attempt.route));
	out_word(b, "state", attempt_state_word(s->attempt.state));
	out_bool(b, "passed", s->score->passed);
	out_thousandths(b, "percent", s->score->percent);
	out_thousandths(b, "cut", s->score->cut);
	write_sections(b, s);
	seat_write_receipt(b, "receipt", s);
	reply_end(h, r, 200);
}

/* ---- the body's list ---- */

static void
write_row(struct buf *b, const struct seat *s)
{
	out_open(b, NULL);
	out_int(b, "attempt", (int64_t)s->chain.attempt);
	out_word(b, "candidate", s->number);
	out_word(b, "name", s->name);
	out_word(b, "route", route_name_text(s->attempt.route));
	out_word(b, "state", attempt_state_word(s->attempt.state));
	if (has_marks(s)) {
		out_thousandths(b, "percent", s->score->percent);
		out_bool(b, "passed", s->score->passed);
	} else {
		out_null(b, "percent");
		out_null(b, "passed");
	}
	write_sections(b, s);
	out_int(b, "scripts", attempt_is_closed(&s->attempt) ? s->n_scripts : 0);
	out_int(b, "scripts_settled",
	    attempt_is_closed(&s->attempt) ? marking_settled(s) : 0);
	out_int(b, "late", s->attempt.n_late);
	out_bool(b, "released", s->attempt.released);
	seat_write_receipt(b, "receipt", s);
	out_close(b);
}

void
result_digest(char hex[2 * SHA256_LEN + 1], const struct roster *roster)
{
	uint8_t hash[SHA256_LEN];
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		write_row(&b, roster->seats[i]);
	hash_sha256(hash, buf_slice(&b));
	hash_hex(hex, hash, SHA256_LEN);
	buf_fini(&b);
}

/* RFC 4180; a leading = + - @ is a formula to a spreadsheet, so it gets a
 * quote before it. */
static void
csv_text(struct buf *b, const char *text)
{
	const char *p;

	buf_put(b, "\"", 1);
	if (strchr("=+-@", *text) != NULL && *text != '\0')
		buf_put(b, "'", 1);
	for (p = text; *p != '\0'; p++)
		buf_put(b, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
	buf_put(b, "\"", 1);
}

/* As in JSON, but nothing where that has null. */
static void
csv_receipt(struct buf *b, const struct seat *s)
{
	struct buf value = { 0 };

	seat_write_receipt(&value, NULL, s);
	if (!slice_is(buf_slice(&value), "null"))
		buf_put_slice(b, buf_slice(&value));
	buf_fini(&value);
}

static void
csv_percent(struct buf *b, int32_t percent)
{
	buf_printf(b, "%d.%03d", percent / 1000, percent % 1000);
}

/* The most sections that a route of the sitting has. */
static uint16_t
most_sections(const struct roster *roster)
{
	uint16_t most = 0, n;
	int i;

	for (i = 0; i < N_ROUTE_NAMES; i++) {
		n = roster->sitting->routes[i].n_sections;
		if (roster->sitting->routes[i].offered && n > most)
			most = n;
	}
	return most;
}

static void
csv_head(struct buf *b, uint16_t n_sections)
{
	uint16_t i;

	buf_put_text(b, "attempt,candidate,name,route,state,percent,result");
	for (i = 1; i <= n_sections; i++)
		buf_printf(b, ",section_%u_percent", i);
	buf_put_text(b, ",late,released,receipt\r\n");
}

static void
csv_marks(struct buf *b, const struct seat *s, uint16_t n_sections)
{
	uint16_t i;

	if (has_marks(s))
		csv_percent(b, s->score->percent);
	buf_printf(b, ",%s", waits_for_markers(s) ? "marking" :
		!has_marks(s)			 ? "" :
		s->score->passed		 ? "passed" :
						   "not passed");
	for (i = 0; i < n_sections; i++) {
		buf_put(b, ",", 1);
		if (has_marks(s) && i < s->score->n_sections)
			csv_percent(b, s->score->sections[i].percent);
	}
}

static void
csv_row(struct buf *b, const struct seat *s, uint16_t n_sections)
{
	buf_printf(b, "%llu,", (unsigned long long)s->chain.attempt);
	csv_text(b, s->number);
	buf_put(b, ",", 1);
	csv_text(b, s->name);
	buf_printf(b, ",%s,%s,", route_name_text(s->attempt.route),
	    attempt_state_word(s->attempt.state));
	csv_marks(b, s, n_sections);
	buf_printf(b, ",%u,%s,", s->attempt.n_late,
	    s->attempt.released ? "true" : "false");
	csv_receipt(b, s);
	buf_put_text(b, "\r\n");
}

static void
reply_csv(struct hall *h, struct request *r, const struct roster *roster)
{
	struct frame_reply reply = { .status = 200, .type = BODY_CSV };
	uint16_t n_sections = most_sections(roster);
	size_t i;

	buf_clear(&h->body);
	csv_head(&h->body, n_sections);
	for (i = 0; i < roster->n_seats; i++)
		csv_row(&h->body, roster->seats[i], n_sections);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

void
result_list(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	struct buf *b;
	size_t i;

	if (roster == NULL)
		return;
	if (slice_is(r->frame->query, "format=csv")) {
		reply_csv(h, r, roster);
		return;
	}
	b = reply_begin(h);
	out_word(b, "sitting", roster->sitting->ident);
	out_word(b, "results", roster_results_word(roster));
	out_open_array(b, "rows");
	for (i = 0; i < roster->n_seats; i++)
		write_row(b, roster->seats[i]);
	out_close_array(b);
	reply_end(h, r, 200);
}

static void
release_room(struct hall *h, struct roster *roster, struct slice by)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		result_release(h, roster->seats[i], by);
	if (roster->results == RESULTS_RELEASED)
		return;
	journal_admin(h, by, SLICE_NONE, slice_of(roster->sitting->ident),
	    "results released");
	roster->results = RESULTS_RELEASED;
	roster_store(h, roster);
}

void
result_release_all(struct hall *h, struct request *r)
{
	static const char *const names[] = { NULL };
	struct roster *roster = roster_of_path(h, r);
	struct body b;

	if (roster == NULL)
		return;
	body_open(&b, r->frame->body, names);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if (roster->results < RESULTS_CONFIRMED) {
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = "results.confirmed",
			.detail = "Results are released after one person has "
				  "proposed and another has confirmed them." });
	} else {
		release_room(h, roster, slice_of(r->staff->name));
		roster_write(reply_begin(h), roster);
		reply_end(h, r, 200);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
