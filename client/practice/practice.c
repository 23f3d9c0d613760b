#include "practice/practice.h"

#include <stdio.h>

#include "base/clock.h"
#include "exam/routes.h"
#include "practice/practice_state.h"
#include "proto/answer.h"
#include "proto/out.h"
#include "proto/problem.h"

#define RULES                                                                  \
	"This is practice: there is no clock, nothing leaves this computer, "  \
	"and nothing is kept when you leave. In the end you see for each "     \
	"item your answer, the key, the marks and why."

/* A request while it is answered. */
struct asked {
	struct slice body;
	unsigned first, second; /* the numbers in its path */
	struct buf out;
};

static void
put_sections(struct buf *b, const struct practice *p)
{
	uint16_t i, j, first, n;

	out_open_array(b, "sections");
	for (i = 0; i < paper_n_sections(p->paper); i++) {
		bool past = p->stage == STAGE_SUBMITTED || i < p->current;
		bool here = i == p->current;
		int answered = 0, flagged = 0;

		paper_section(p->paper, i, &first, &n);
		for (j = first; j < first + n; j++) {
			answered += p->answers[j].response.len > 0;
			flagged += p->answers[j].flagged;
		}
		out_open(b, NULL);
		out_int(b, "section", i + 1);
		out_word(b, "title", practice_section_title(p, i));
		out_int(b, "items", n);
		out_int(b, "first_item", first + 1);
		out_word(b, "navigation", "free");
		out_word(b, "state",
		    past				? "closed"
		    : here && p->stage == STAGE_SECTION ? "current"
		    : here				? "next"
							: "ahead");
		out_int(b, "answered", answered);
		out_int(b, "flagged", flagged);
		out_close(b);
	}
	out_close_array(b);
}

static void
put_exam(struct buf *b, const struct practice *p)
{
	struct slice title = bank_title(p->bank);

	out_open(b, "exam");
	out_word(b, "sitting", "practice");
	if (p->programme != NULL)
		out_word(b, "title", p->programme->title);
	else
		out_text(b, "title", title);
	out_bool(b, "practice", true);
	out_word(b, "timing", "whole");
	out_word(b, "rules", RULES);
	out_close(b);
}

static void
put_attempt(struct buf *b, const struct practice *p)
{
	static const char *const states[] = {
		[STAGE_RULES] = "admitted",
		[STAGE_BETWEEN] = "opened",
		[STAGE_SECTION] = "in-section",
		[STAGE_SUBMITTED] = "submitted",
	};

	out_int(b, "attempt", 1);
	out_open(b, "candidate");
	out_word(b, "number", "practice");
	out_word(b, "name", "Practice");
	out_close(b);
	out_word(b, "device", "current");
	put_exam(b, p);
	out_word(b, "state", states[p->stage]);
	if (p->stage == STAGE_SECTION)
		out_int(b, "section", p->current + 1);
	put_sections(b, p);
	out_bool(b, "result_released", p->stage == STAGE_SUBMITTED);
}

static enum err
do_attempt(struct practice *p, struct asked *a)
{
	put_attempt(&a->out, p);
	return ERR_OK;
}

static enum err
do_sign_in(struct practice *p, struct asked *a)
{
	(void)p;
	out_word(&a->out, "token", "practice");
	return ERR_OK;
}

static enum err
do_open(struct practice *p, struct asked *a)
{
	if (p->stage == STAGE_RULES)
		p->stage = STAGE_BETWEEN;
	return do_attempt(p, a);
}

static enum err
do_enter(struct practice *p, struct asked *a)
{
	if (p->stage != STAGE_BETWEEN || a->first != p->current + 1u)
		return ERR_STATE;
	p->stage = STAGE_SECTION;
	return do_attempt(p, a);
}

static enum err
do_close(struct practice *p, struct asked *a)
{
	if (p->stage != STAGE_SECTION || a->first != p->current + 1u)
		return ERR_STATE;
	p->stage = STAGE_BETWEEN;
	p->current++;
	return do_attempt(p, a);
}

static enum err
do_submit(struct practice *p, struct asked *a)
{
	if (p->stage == STAGE_RULES)
		return ERR_STATE;
	p->stage = STAGE_SUBMITTED;
	return do_attempt(p, a);
}

static enum err
do_paper(struct practice *p, struct asked *a)
{
	uint16_t first, n, i;

	if (p->stage != STAGE_SECTION)
		return ERR_STATE;
	paper_section(p->paper, p->current, &first, &n);
	out_int(&a->out, "section", p->current + 1);
	out_word(&a->out, "navigation", "free");
	out_open_array(&a->out, "items");
	for (i = first; i < first + n; i++) {
		struct buf item = { 0 };

		practice_put_item(&item, p, i);
		out_raw(&a->out, NULL, buf_slice(&item));
		buf_fini(&item);
	}
	out_close_array(&a->out);
	return ERR_OK;
}

/* Is the item that the path names in the section that is open? */
static bool
is_open(const struct practice *p, const struct asked *a)
{
	return p->stage == STAGE_SECTION && a->first >= 1 &&
	       a->first <= paper_n_items(p->paper) &&
	       paper_item_section(p->paper, (uint16_t)(a->first - 1)) ==
		   p->current;
}

static enum err
do_answer(struct practice *p, struct asked *a)
{
	struct answer_request r = { 0 };
	struct practice_answer *to;
	char detail[256];
	enum err e;

	if (!is_open(p, a))
		return ERR_STATE;
	e = answer_read(&r, a->body,
	    bank_item(p->bank, paper_item(p->paper, (uint16_t)(a->first - 1))),
	    detail);
	if (e != ERR_OK) {
		buf_fini(&r.response);
		return e;
	}
	to = &p->answers[a->first - 1];
	buf_fini(&to->response);
	*to = (struct practice_answer){ r.response, r.seq, clock_wall(),
		to->flagged };
	out_int(&a->out, "item", a->first);
	out_int(&a->out, "seq", r.seq);
	out_word(&a->out, "verdict", "counted");
	out_time(&a->out, "saved_at", to->saved_at);
	return ERR_OK;
}

static enum err
do_flag(struct practice *p, struct asked *a)
{
	static const struct slice set = { "{\"flagged\":true}", 16 };

	if (!is_open(p, a))
		return ERR_STATE;
	p->answers[a->first - 1].flagged = slice_equal(a->body, set);
	return ERR_OK;
}

/* There is nobody to tell; the candidate is told that. */
static enum err
do_call(struct practice *p, struct asked *a)
{
	(void)p;
	(void)a;
	return ERR_FORBIDDEN;
}

static enum err
do_result(struct practice *p, struct asked *a)
{
	if (p->stage != STAGE_SUBMITTED)
		return ERR_TOO_EARLY;
	practice_put_result(&a->out, p);
	return ERR_OK;
}

/* An image as it is in the bank; it takes the place of the object. */
static enum err
do_image(struct practice *p, struct asked *a)
{
	const struct item *item;

	if (!is_open(p, a))
		return ERR_STATE;
	item =
	    bank_item(p->bank, paper_item(p->paper, (uint16_t)(a->first - 1)));
	if (a->second < 1 || a->second > item->n_images)
		return ERR_UNKNOWN;
	buf_clear(&a->out);
	buf_put_slice(
	    &a->out, bank_image(p->bank, item->images[a->second - 1])->bytes);
	return ERR_OK;
}

static enum err (*const runs[N_ROUTES])(struct practice *, struct asked *) = {
	[ROUTE_SIGN_IN] = do_sign_in,
	[ROUTE_ATTEMPT] = do_attempt,
	[ROUTE_OPEN] = do_open,
	[ROUTE_ENTER] = do_enter,
	[ROUTE_PAPER] = do_paper,
	[ROUTE_ANSWER] = do_answer,
	[ROUTE_FLAG] = do_flag,
	[ROUTE_HELP] = do_call,
	[ROUTE_REPORT] = do_call,
	[ROUTE_CLOSE] = do_close,
	[ROUTE_SUBMIT] = do_submit,
	[ROUTE_RESULT] = do_result,
};

/* Digits, up to what any path has; *text goes on behind them. */
static unsigned
take_number(const char **text)
{
	unsigned n = 0;

	while (**text >= '0' && **text <= '9' && n < 100000)
		n = n * 10 + (unsigned)(*(*text)++ - '0');
	return n;
}

/* Is it this path, with a number for each {parameter}? */
static bool
is_path(struct asked *a, const char *path, const char *pattern)
{
	unsigned *number = &a->first;

	while (*pattern != '\0') {
		if (*pattern == '{') {
			*number = take_number(&path);
			number = &a->second;
			pattern = strchr(pattern, '}') + 1;
		} else if (*path++ != *pattern++) {
			return false;
		}
	}
	return *path == '\0';
}

static enum err
run(struct practice *p, struct asked *a, const struct wire_request *r)
{
	size_t i;

	for (i = 0; i < N_ROUTES; i++)
		if (runs[i] != NULL && route_facts[i].method == r->method &&
		    is_path(a, r->path, route_facts[i].path))
			return runs[i](p, a);
	if (r->method == METHOD_GET &&
	    is_path(a, r->path, route_facts[ROUTE_IMAGE].path))
		return do_image(p, a);
	return ERR_UNKNOWN;
}

static void
refuse(struct asked *a, enum err e)
{
	struct problem problem = { .err = e };

	if (e == ERR_FORBIDDEN)
		problem.detail = "This is practice; there is nobody who would "
				 "read it.";
	buf_clear(&a->out);
	problem_write(&a->out, &problem, clock_wall());
}

void
practice_ask(
    struct practice *p, struct wire_reply *reply, const struct wire_request *r)
{
	struct asked a = { .body = r->body };
	enum err e;

	out_open(&a.out, NULL);
	e = run(p, &a, r);
	if (e != ERR_OK) {
		refuse(&a, e);
	} else if (a.out.len > 0 && a.out.at[0] == '{') {
		out_time(&a.out, "server_time", clock_wall());
		out_close(&a.out);
	}
	*reply = (struct wire_reply){ .status = err_status(e),
		.bytes = a.out.at,
		.body = buf_slice(&a.out) };
	reply->json = json_loadb(reply->body.at, reply->body.len, 0, NULL);
}
