#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/alloc.h"
#include "fake_server.h"
#include "terminal/session/session.h"
#include "terminal/unattended.h"

/* A candidate and the server they are connected to. */
struct pair {
	struct fake *fake;
	struct wire_server *server;
	struct session *session;
	char directory[128];
	int told[NEWS_ENDED + 1];
	char last[256]; /* the last text that was told */
	enum verdict verdict;
};

static void
sign_in(struct pair *p)
{
	p->session = session_new(p->server, p->directory, "a test");
	session_sign_in(p->session, "C-1", "0000");
}

static int
set_up(void **state)
{
	struct pair *p = alloc_zero(1, sizeof(*p));
	char address[160], why[WIRE_WHY_MAX];

	p->fake = fake_new();
	fake_start(p->fake);
	snprintf(address, sizeof(address), "unix:%s", p->fake->path);
	snprintf(p->directory, sizeof(p->directory), "%s/state",
	    p->fake->root);
	*state = p;
	return wire_server_new(&p->server, why, address, NULL) == ERR_OK ? 0 :
									   -1;
}

static int
tear_down(void **state)
{
	struct pair *p = *state;

	session_free(p->session);
	wire_server_free(p->server);
	fake_free(p->fake);
	free(p);
	return 0;
}

static void
step(struct pair *p)
{
	struct pollfd fds[SESSION_FDS];
	struct news news;
	int64_t ms;
	size_t n;

	session_advance(p->session);
	while (session_news(p->session, &news)) {
		p->told[news.kind]++;
		if (*news.text != '\0')
			snprintf(p->last, sizeof(p->last), "%s", news.text);
		if (news.kind == NEWS_SAVED)
			p->verdict = news.verdict;
		free(news.text);
	}
	n = session_poll(p->session, fds);
	ms = session_deadline(p->session).ms - clock_boottime();
	poll(fds, n, ms < 0 ? 0 : ms > 100 ? 100 : (int)ms);
}

/* Until so many news of that kind were told; the test's time-out bounds it. */
static void
await(struct pair *p, enum news_kind kind, int n)
{
	while (p->told[kind] < n)
		step(p);
}

static void
enter_section(struct pair *p)
{
	sign_in(p);
	await(p, NEWS_ATTEMPT, 1);
	assert_int_equal(session_ask(p->session, ACT_OPEN, 0, NULL), ERR_OK);
	assert_int_equal(session_ask(p->session, ACT_ENTER, 1, NULL), ERR_OK);
	await(p, NEWS_PAPER, 1);
}

static void
choose(struct pair *p, int item, int choice)
{
	session_answer(p->session, paper_find(session_paper(p->session), item),
	    json_pack("[[i]]", choice));
}

/* The path of a file that is kept for this candidate. */
static bool
find_file(char *path, size_t size, const struct pair *p)
{
	DIR *d = opendir(p->directory);
	struct dirent *e;
	bool found = false;

	assert_non_null(d);
	while (!found && (e = readdir(d)) != NULL) {
		found = e->d_name[0] != '.';
		snprintf(path, size, "%s/%.100s", p->directory, e->d_name);
	}
	closedir(d);
	return found;
}

static int
count_files(const struct pair *p)
{
	DIR *d = opendir(p->directory);
	struct dirent *e;
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static void
a_change_is_told_as_saved_once_the_server_has_it(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	choose(p, 1, 2);
	assert_int_equal(session_unsaved(p->session), 1);
	await(p, NEWS_SAVED, 1);
	assert_string_equal(p->fake->response[1], "[[2]]");
	assert_int_equal(session_unsaved(p->session), 0);
	choose(p, 1, 2);
	assert_int_equal(session_unsaved(p->session), 0);
}

static void
a_lost_reply_brings_the_same_save_again(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	choose(p, 1, 1);
	await(p, NEWS_SAVED, 1);
	p->fake->drop_after = 2;
	choose(p, 1, 3);
	await(p, NEWS_SAVED, 2);
	assert_int_equal(p->fake->seq[1], 2);
	assert_int_equal(p->fake->stored, 2);
	assert_int_equal(p->fake->saves, 4);
	assert_int_equal(p->verdict, VERDICT_COUNTED);
}

static void
a_killed_server_is_waited_for_and_gets_the_rest_in_order(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	fake_stop(p->fake);
	choose(p, 2, 1);
	choose(p, 1, 1);
	choose(p, 2, 3);
	await(p, NEWS_OFFLINE, 1);
	assert_int_equal(session_unsaved(p->session), 2);
	fake_start(p->fake);
	await(p, NEWS_SAVED, 2);
	assert_int_equal(p->told[NEWS_OFFLINE], 1);
	assert_int_equal(p->told[NEWS_ONLINE], 1);
	assert_string_equal(p->fake->response[2], "[[3]]");
	assert_int_equal(p->fake->seq[2], 2);
	assert_int_equal(p->fake->saves, 2);
}

static void
what_a_killed_client_had_not_sent_the_next_one_sends(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	fake_stop(p->fake);
	choose(p, 1, 2);
	session_flag(p->session, paper_find(session_paper(p->session), 3),
	    true);
	session_free(p->session); /* all that a kill leaves is on disk */
	fake_start(p->fake);
	sign_in(p);
	await(p, NEWS_SAVED, 1);
	await(p, NEWS_FLAGGED, 1);
	assert_string_equal(p->fake->response[1], "[[2]]");
	assert_int_equal(p->fake->seq[1], 1);
	assert_true(p->fake->flagged[3]);
	assert_int_equal(count_files(p), 1); /* the sign-in alone is left */
}

static void
who_comes_back_after_a_crash_shows_the_token_of_before(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	assert_string_equal(p->fake->shown, "");
	session_free(p->session); /* all that a kill leaves is on disk */
	sign_in(p);
	await(p, NEWS_SIGNED_IN, 2);
	assert_string_equal(p->fake->shown, "0001");
	session_free(p->session);
	sign_in(p);
	await(p, NEWS_SIGNED_IN, 3);
	assert_string_equal(p->fake->shown, "0002");
}

static void
a_sign_in_is_its_owners_alone_and_goes_with_the_exam(void **state)
{
	struct pair *p = *state;
	struct stat st;
	char path[256];

	enter_section(p);
	assert_true(find_file(path, sizeof(path), p));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(session_ask(p->session, ACT_SUBMIT, 0, NULL), ERR_OK);
	await(p, NEWS_DONE, 3);
	assert_int_equal(count_files(p), 0);
	strcpy(p->fake->state, "in-section"); /* reopened */
	fake_push(p->fake);
	/* What the submission pushed may come first. */
	while (count_files(p) == 0)
		await(p, NEWS_ATTEMPT, p->told[NEWS_ATTEMPT] + 1);
	assert_int_equal(count_files(p), 1);
}

static void
a_sign_in_that_has_ended_is_not_shown_again(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	p->fake->forget = true;
	choose(p, 1, 2);
	await(p, NEWS_ENDED, 1);
	session_free(p->session);
	sign_in(p);
	await(p, NEWS_SIGNED_IN, 2);
	assert_string_equal(p->fake->shown, "");
}

static void
a_message_comes_back_until_it_is_read(void **state)
{
	struct pair *p = *state;

	p->fake->message = 3;
	sign_in(p);
	await(p, NEWS_MESSAGE, 1);
	session_free(p->session);
	sign_in(p);
	await(p, NEWS_MESSAGE, 2);
	session_read_message(p->session, 3);
	session_free(p->session);
	sign_in(p);
	await(p, NEWS_ATTEMPT, p->told[NEWS_ATTEMPT] + 1);
	assert_int_equal(p->told[NEWS_MESSAGE], 2);
	p->fake->message = 4;
	while (p->told[NEWS_ATTEMPT] < 4) /* the stream's first */
		step(p);
	await(p, NEWS_MESSAGE, 3);
}

static void
await_seen(struct pair *p, int event)
{
	while (p->fake->seen != event)
		step(p);
}

/* An act once it was told, a message once it was read, and each once. */
static void
the_server_is_told_what_was_shown_and_no_more(void **state)
{
	struct pair *p = *state;

	p->fake->told = 7;
	sign_in(p);
	await_seen(p, 7);
	p->fake->message = 9;
	fake_push(p->fake);
	await(p, NEWS_MESSAGE, 1);
	await_seen(p, 8);
	session_read_message(p->session, 9);
	await_seen(p, 9);
	p->fake->told = 12;
	fake_push(p->fake);
	await_seen(p, 12);
	assert_int_equal(p->fake->n_seen, 4);
	session_free(p->session);
	sign_in(p);
	await(p, NEWS_ATTEMPT, p->told[NEWS_ATTEMPT] + 2);
	assert_int_equal(p->fake->n_seen, 4);
}

static void
a_device_that_waits_says_nothing_of_what_it_shows(void **state)
{
	struct pair *p = *state;

	p->fake->told = 7;
	p->fake->waiting_device = true;
	sign_in(p);
	await(p, NEWS_ATTEMPT, 2);
	assert_int_equal(p->fake->n_seen, 0);
	p->fake->waiting_device = false;
	fake_push(p->fake);
	await_seen(p, 7);
}

static void
a_busy_server_is_given_the_time_it_asks_for(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	p->fake->busy = 1;
	choose(p, 1, 2);
	await(p, NEWS_SAVED, 1);
	assert_int_equal(p->told[NEWS_OFFLINE], 1);
	assert_int_equal(p->fake->saves, 1);
}

static void
an_answer_that_is_refused_is_told_and_not_sent_again(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	p->fake->refuse = 1;
	choose(p, 1, 2);
	choose(p, 2, 2);
	await(p, NEWS_NOT_SAVED, 1);
	await(p, NEWS_SAVED, 1);
	await(p, NEWS_PAPER, 2);
	assert_int_equal(p->fake->saves, 2);
	assert_false(item_is_answered(paper_find(session_paper(p->session),
	    1)));
}

static void
an_answer_waits_while_the_exam_is_paused(void **state)
{
	struct pair *p = *state;
	int tried;

	enter_section(p);
	strcpy(p->fake->state, "paused");
	choose(p, 1, 2);
	while (session_attempt(p->session)->state != ATTEMPT_PAUSED)
		step(p);
	tried = p->fake->saves;
	fake_push(p->fake);
	await(p, NEWS_ATTEMPT, p->told[NEWS_ATTEMPT] + 1);
	assert_int_equal(session_unsaved(p->session), 1);
	assert_int_equal(p->fake->saves, tried);
	strcpy(p->fake->state, "in-section");
	fake_push(p->fake);
	await(p, NEWS_SAVED, 2); /* once as paused, once as counted */
	assert_int_equal(session_unsaved(p->session), 0);
	assert_int_equal(p->fake->stored, 1);
}

static void
what_the_proctor_does_is_told_at_once(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	while (p->told[NEWS_ATTEMPT] < 4) /* the stream's first */
		step(p);
	p->fake->extended_ms = 600000;
	p->fake->message = 1;
	fake_push(p->fake);
	await(p, NEWS_MESSAGE, 1);
	assert_string_equal(p->last, "Please speak up.");
	fake_push(p->fake);
	await(p, NEWS_ATTEMPT, 6);
	assert_int_equal(p->told[NEWS_MESSAGE], 1);
	assert_int_equal(countdown_left(session_clock(p->session),
			     session_clock(p->session)->set), 2400000);
}

static void
a_session_that_was_taken_over_asks_for_nothing_more(void **state)
{
	struct pair *p = *state;
	int before;

	enter_section(p);
	while (p->told[NEWS_ATTEMPT] < 4)
		step(p);
	p->fake->take_over = true;
	fake_push(p->fake);
	await(p, NEWS_TAKEN_OVER, 1);
	before = p->fake->saves;
	choose(p, 1, 2);
	session_advance(p->session);
	assert_int_equal(session_deadline(p->session).ms, MONO_NEVER.ms);
	assert_int_equal(p->fake->saves, before);
	assert_int_equal(p->fake->sign_ins, 1);
}

static void
a_token_that_is_not_known_any_more_is_not_fought_for(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	p->fake->forget = true;
	choose(p, 1, 2);
	await(p, NEWS_ENDED, 1);
	assert_int_equal(p->told[NEWS_NOT_SAVED], 0);
	assert_int_equal(session_unsaved(p->session), 1);
	assert_int_equal(p->fake->sign_ins, 1);
}

static void
a_call_for_help_that_is_sent_again_keeps_its_key(void **state)
{
	struct pair *p = *state;
	char key[64];

	enter_section(p);
	p->fake->busy = 1;
	assert_int_equal(session_ask(p->session, ACT_HELP, 0, "please"),
	    ERR_OK);
	await(p, NEWS_OFFLINE, 1);
	strcpy(key, p->fake->key);
	await(p, NEWS_DONE, 3);
	assert_int_equal(p->fake->helps, 1);
	assert_int_equal(strlen(key), WIRE_KEY_LEN);
	assert_string_equal(p->fake->key, key);
}

static void
an_act_never_overtakes_an_answer(void **state)
{
	struct pair *p = *state;

	enter_section(p);
	p->fake->drop_before = 2;
	choose(p, 1, 2);
	assert_int_equal(session_ask(p->session, ACT_CLOSE, 1, NULL), ERR_OK);
	await(p, NEWS_DONE, 3);
	assert_string_equal(p->fake->response[1], "[[2]]");
	assert_int_equal(p->verdict, VERDICT_COUNTED);
}

static void
an_unattended_exam_is_submitted_through_every_fault(void **state)
{
	struct pair *p = *state;
	char answers[160];
	struct options options = { .candidate = "C-1", .device = answers,
		.code = answers, .directory = p->directory,
		.answers = answers, .patience_ms = SECONDS(60) };
	FILE *f;

	snprintf(answers, sizeof(answers), "%s/answers", p->fake->root);
	f = fopen(answers, "w");
	assert_non_null(f);
	fputs("{\"accept_rules\":true,\"route\":{\"submit\":true}}", f);
	fclose(f);
	p->fake->drop_before = p->fake->drop_after = 2;
	p->fake->busy = 1;
	p->session = session_new(p->server, p->directory, "a test");
	assert_int_equal(unattended_run(p->session, &options), EXIT_SUBMITTED);
	assert_string_equal(p->fake->state, "submitted");
	assert_string_equal(p->fake->response[1], "[[1]]");
	assert_string_equal(p->fake->response[3], "[[\"an answer\"]]");
	assert_int_equal(p->fake->stored, FAKE_ITEMS);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_change_is_told_as_saved_once_the_server_has_it),
		CASE(a_lost_reply_brings_the_same_save_again),
		CASE(a_killed_server_is_waited_for_and_gets_the_rest_in_order),
		CASE(what_a_killed_client_had_not_sent_the_next_one_sends),
		CASE(who_comes_back_after_a_crash_shows_the_token_of_before),
		CASE(a_sign_in_is_its_owners_alone_and_goes_with_the_exam),
		CASE(a_sign_in_that_has_ended_is_not_shown_again),
		CASE(a_message_comes_back_until_it_is_read),
		CASE(the_server_is_told_what_was_shown_and_no_more),
		CASE(a_device_that_waits_says_nothing_of_what_it_shows),
		CASE(a_busy_server_is_given_the_time_it_asks_for),
		CASE(an_answer_that_is_refused_is_told_and_not_sent_again),
		CASE(an_answer_waits_while_the_exam_is_paused),
		CASE(what_the_proctor_does_is_told_at_once),
		CASE(a_session_that_was_taken_over_asks_for_nothing_more),
		CASE(a_token_that_is_not_known_any_more_is_not_fought_for),
		CASE(a_call_for_help_that_is_sent_again_keeps_its_key),
		CASE(an_act_never_overtakes_an_answer),
		CASE(an_unattended_exam_is_submitted_through_every_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
