/* result_list: results as the candidate and the body read them. */
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/marking.h"
#include "hall/reply.h"
#include "hall/resit.h"
#include "hall/roster.h"
#include "hall/seat.h"

/* ---- sections ---- */

/* The members of a score that is shown: never below nothing. */
static void
write_marks(struct buf *b, int64_t marks, int64_t max_marks)
{
	out_thousandths(b, "marks", marks > 0 ? marks : 0);
	out_thousandths(b, "max_marks", max_marks);
}

static void
write_section(struct buf *b, const struct seat *s, uint16_t i)
{
	const struct section_score *p = &s->score->sections[i];

	out_int(b, "section", i + 1);
	out_word(b, "title", seat_route(s)->sections[i].title);
	write_marks(b, p->marks, p->max_marks);
	out_thousandths(b, "percent", p->percent);
	out_thousandths(b, "cut", p->cut);
	out_int(b, "weight", seat_route(s)->sections[i].weight);
	out_bool(b, "passed", p->passed);
}

static void
write_topic(struct buf *b, const struct seat *s, const struct topic_score *t)
{
	int64_t marks = t->marks > 0 ? t->marks : 0;

	out_open(b, NULL);
	if (t->topic == TOPIC_REST)
		out_null(b, "topic");
	else
		out_text(b, "topic", bank_topic(seat_bank(s), t->topic)->title);
	out_int(b, "items", t->n_items);
	write_marks(b, t->marks, t->max_marks);
	out_thousandths(b, "percent", t->max_marks > 0
		? 100000 * marks / t->max_marks
		: 0);
	out_close(b);
}

static void
write_topics(struct buf *b, const struct seat *s, uint16_t section)
{
	uint16_t i;

	out_open_array(b, "topics");
	for (i = 0; i < s->profile.n; i++)
		if (s->profile.topics[i].section == section)
			write_topic(b, s, &s->profile.topics[i]);
	out_close_array(b);
}

static void
write_sections(struct buf *b, const struct seat *s, bool with_topics)
{
	uint16_t i;

	out_open_array(b, "sections");
	for (i = 0; result_is_there(s) && i < s->score->n_sections; i++) {
		out_open(b, NULL);
		write_section(b, s, i);
		if (with_topics)
			write_topics(b, s, i);
		out_close(b);
	}
	out_close_array(b);
}

/* ---- one person's result ---- */

static void
write_person(struct buf *b, const struct seat *s)
{
	const struct programme *p = s->roster->programme->programme;
	const struct sitting *sitting = s->roster->sitting;

	out_word(b, "candidate", s->number);
	out_word(b, "name", s->name);
	out_word(b, "sitting", sitting->ident);
	out_word(b, "sitting_title", sitting->title);
	out_time(b, "opens", sitting->opens);
	out_word(b, "zone", sitting->zone);
	out_bool(b, "practice", sitting->practice);
	out_word(b, "credential", p->credential);
	out_word(b, "title", p->title);
	out_word(b, "body", p->body);
	out_word(b, "route", route_name_text(s->attempt.route));
	out_word(b, "state", attempt_state_word(s->attempt.state));
}

static void
reply_result(struct hall *h, struct request *r, const struct seat *s)
{
	struct buf *b = reply_begin(h);

	write_person(b, s);
	out_bool(b, "passed", s->score->passed);
	out_thousandths(b, "percent", s->score->percent);
	out_thousandths(b, "cut", s->score->cut);
	write_sections(b, s, true);
	resit_write(h, b, s);
	seat_write_receipt(b, "receipt", s);
	reply_end(h, r, 200);
}

void
candidate_result(struct hall *h, struct request *r)
{
	if (r->seat->attempt.released && r->seat->score != NULL)
		reply_result(h, r, r->seat);
	else
		reply_problem(h, r, &(struct problem){ .err = ERR_TOO_EARLY,
			.rule = "result.released",
			.detail = "The result has not been released yet." });
}

/* For the body, also before the release. */
void
attempt_result(struct hall *h, struct request *r)
{
	const struct seat *s = seat_of_path(h, r);

	if (s == NULL)
		return;
	if (result_is_there(s))
		reply_result(h, r, s);
	else
		reply_problem(h, r, &(struct problem){ .err = ERR_STATE,
			.rule = result_waits(s) ? "result.marked"
						: "result.closed",
			.detail = result_waits(s)
			    ? "Texts of this attempt wait for their markers."
			    : "There is no result: the attempt is not closed, "
			      "or was never begun." });
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
	if (result_is_there(s)) {
		out_thousandths(b, "percent", s->score->percent);
		out_bool(b, "passed", s->score->passed);
	} else {
		out_null(b, "percent");
		out_null(b, "passed");
	}
	write_sections(b, s, false);
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

	if (result_is_there(s))
		csv_percent(b, s->score->percent);
	buf_printf(b, ",%s", result_waits(s) ? "marking" :
		!result_is_there(s)			 ? "" :
		s->score->passed		 ? "passed" :
						   "not passed");
	for (i = 0; i < n_sections; i++) {
		buf_put(b, ",", 1);
		if (result_is_there(s) && i < s->score->n_sections)
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
