#include "terminal/unattended.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "terminal/answers.h"
#include "terminal/session/session.h"

struct unattended {
	const struct options *options; /* lent */
	struct answers answers;
	struct session *session;
	size_t position;  /* of the item to answer next */
	int section;	  /* … in this section */
	bool thinking;
	struct mono until; /* the end of thinking */
	int entered;	  /* sections */
	bool over;
	int status;
};

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static uint32_t
random_number(void)
{
	uint32_t n;

	hash_random(&n, sizeof(n));
	return n;
}

static void
say(const struct unattended *u, const char *text)
{
	size_t n = strlen(text);

	if (n > 0 && text[n - 1] == '\n')
		n--;
	if (n > 0)
		fprintf(stderr, "exam: %s: %.*s\n", u->options->candidate,
		    (int)n, text);
}

static void
finish(struct unattended *u, int status)
{
	u->status = status;
	u->over = true;
}

static void
hear(struct unattended *u, const struct news *n)
{
	switch (n->kind) {
	case NEWS_SIGN_IN_REFUSED:
	case NEWS_REFUSED:
		say(u, n->text);
		finish(u, EXIT_NOT_SUBMITTED);
		break;
	case NEWS_TAKEN_OVER:
	case NEWS_ENDED:
		say(u, "the exam goes on at another device");
		finish(u, EXIT_TAKEN_OVER);
		break;
	case NEWS_ONLINE:
		say(u, "connected again");
		break;
	case NEWS_SAVED:
		if (n->verdict != VERDICT_COUNTED)
			say(u, verdict_words(n->verdict));
		break;
	case NEWS_ATTEMPT:
	case NEWS_NOT_SAVED:
	case NEWS_OFFLINE:
	case NEWS_MESSAGE:
	case NEWS_LOCAL_COPY:
	case NEWS_NO_RECEIPT:
		say(u, n->text);
		break;
	case NEWS_RESULT:
	case NEWS_PICTURE:
	case NEWS_RECEIPT:
	case NEWS_SIGNED_IN:
	case NEWS_PAPER:
	case NEWS_FLAGGED:
	case NEWS_DONE:
		break;
	}
}

static void
ask(struct unattended *u, enum act act, int number)
{
	if (session_ask(u->session, act, number, NULL) != ERR_OK)
		finish(u, EXIT_NOT_SUBMITTED);
}

static void
do_open(struct unattended *u, const struct attempt *a)
{
	if (a->may_open != NULL)
		return;
	if (u->answers.accept_rules) {
		ask(u, ACT_OPEN, 0);
	} else {
		say(u, "the rules are not accepted (accept_rules)");
		finish(u, EXIT_NOT_SUBMITTED);
	}
}

/* Between sections: on, or the end. */
static void
do_enter(struct unattended *u, const struct attempt *a)
{
	const struct section *next = attempt_next_section(a);

	if (next != NULL && u->entered < u->answers.sections) {
		u->entered++;
		ask(u, ACT_ENTER, next->number);
	} else if (u->answers.submit) {
		ask(u, ACT_SUBMIT, 0);
	} else {
		finish(u, EXIT_NOT_SUBMITTED);
	}
}

/* Thinks for a while, once for each item; true: it has been thought. */
static bool
has_thought(struct unattended *u)
{
	int64_t span = u->answers.think_max_ms - u->answers.think_min_ms;

	if (!u->thinking) {
		u->thinking = true;
		u->until = mono_add(now(), u->answers.think_min_ms +
			(int64_t)(random_number() % (uint64_t)(span + 1)));
	}
	if (!mono_reached(now(), u->until))
		return false;
	u->thinking = false;
	return true;
}

static void
answer(struct unattended *u, struct item *item)
{
	json_t *response = answers_response(&u->answers, item, random_number());

	if (response != NULL && !item_is_answered(item))
		session_answer(u->session, item, response);
	else
		json_decref(response);
}

/* One item a call; in a linear section the paper is that item. */
static void
do_section(struct unattended *u)
{
	const struct paper *p = session_paper(u->session);

	if (!session_paper_fits(u->session))
		return;
	if (u->section != p->section) {
		u->section = p->section;
		u->position = 0;
		u->entered += u->entered == 0; /* it was open already */
	}
	if (!p->linear && u->position == p->n_items) {
		ask(u, ACT_CLOSE, p->section);
	} else if (has_thought(u)) {
		answer(u, &p->items[p->linear ? 0 : u->position++]);
		if (p->linear)
			ask(u, ACT_NEXT, p->items[0].number);
	}
}

static void
do_end(struct unattended *u, const struct attempt *a)
{
	if (a->result_released && session_result(u->session) == NULL)
		ask(u, ACT_RESULT, 0);
	else
		finish(u, a->state == ATTEMPT_SUBMITTED ? EXIT_SUBMITTED :
							  EXIT_NOT_SUBMITTED);
}

static void
act(struct unattended *u)
{
	const struct attempt *a = session_attempt(u->session);

	if (u->over || a == NULL || a->waiting_device ||
	    session_acts(u->session) > 0)
		return;
	if (attempt_is_over(a)) {
		if (session_unsaved(u->session) == 0 &&
		    !session_receipt_is_due(u->session))
			do_end(u, a);
	} else if (a->state < ATTEMPT_OPENED) {
		do_open(u, a);
	} else if (a->state == ATTEMPT_IN_SECTION) {
		do_section(u);
	} else if (a->state != ATTEMPT_PAUSED) {
		do_enter(u, a);
	}
}

static void
mind_connection(struct unattended *u)
{
	bool lost = session_offline_ms(u->session) > u->options->patience_ms;

	if (!u->over && (lost || session_untrusted(u->session))) {
		say(u, session_untrusted(u->session)
			   ? "nothing was sent to it; name its authority: --ca "
			     "FILE"
			   : "the server could not be reached");
		finish(u, EXIT_NO_CONNECTION);
	}
}

static void
wait(const struct unattended *u)
{
	struct pollfd fds[SESSION_FDS];
	size_t n = session_poll(u->session, fds);
	int64_t ms = session_deadline(u->session).ms - now().ms;

	if (u->thinking && u->until.ms - now().ms < ms)
		ms = u->until.ms - now().ms;
	if (ms > SECONDS(1)) /* to look at our own patience */
		ms = SECONDS(1);
	poll(fds, n, ms > 0 ? (int)ms : 0);
}

static void
turn(struct unattended *u)
{
	size_t before;
	struct news news;

	session_advance(u->session);
	while (session_news(u->session, &news)) {
		hear(u, &news);
		free(news.text);
	}
	before = session_unsaved(u->session) + session_acts(u->session);
	act(u);
	mind_connection(u);
	if (before == session_unsaved(u->session) + session_acts(u->session) &&
	    !u->over)
		wait(u);
}

static json_t *
verdicts_json(const struct session_counts *counts)
{
	json_t *json = alloc_checked(json_object());
	size_t i;

	for (i = 0; i < N_VERDICTS; i++)
		json_object_set_new(json, verdict_name((enum verdict)i),
		    json_integer((json_int_t)counts->verdicts[i]));
	return json;
}

static void
print_summary(const struct unattended *u)
{
	const struct attempt *a = session_attempt(u->session);
	const struct session_counts *n = session_counts(u->session);
	json_t *result = json_deep_copy(session_result(u->session));
	json_t *json = json_pack("{s:s,s:o,s:s?,s:s?,s:I,s:I,s:o,s:I,s:o}",
	    "candidate", u->options->candidate, "attempt",
	    a != NULL ? json_integer(a->number) : json_null(), "state",
	    a != NULL ? attempt_state_name(a->state) : NULL, "receipt",
	    a != NULL ? a->receipt : NULL, "saves", (json_int_t)n->saves,
	    "acknowledged", (json_int_t)n->acknowledged, "verdicts",
	    verdicts_json(n), "reconnects", (json_int_t)n->reconnects, "result",
	    result != NULL ? result : json_null());

	json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(json);
}

int
unattended_run(struct session *session, const struct options *options)
{
	struct unattended u = { .options = options };
	struct diag d = { .path = options->answers };

	if (answers_load(&u.answers, &d, options->answers) != ERR_OK) {
		fwrite(d.text.at, 1, d.text.len, stderr);
		diag_fini(&d);
		return EXIT_USAGE;
	}
	u.session = session;
	session_sign_in(u.session, options->candidate, options->code);
	while (!u.over)
		turn(&u);
	if (options->json)
		print_summary(&u);
	answers_fini(&u.answers);
	return u.status;
}
