#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exam/alloc.h"
#include "terminal/session/outbox.h"
#include "terminal/session/outbox_file.h"
#include "terminal/session/state_file.h"

static const struct wall at = { 1795424400123 };

static void
put(struct outbox *o, int item, int64_t seq, int choice)
{
	json_t *response = json_pack("[[i]]", choice);

	outbox_put_answer(o, item, seq, response, at);
	json_decref(response);
}

static void
changes_go_out_in_the_order_they_were_made(void **state)
{
	struct outbox *o = outbox_new();

	(void)state;
	put(o, 3, 1, 2);
	outbox_put_flag(o, 3, true);
	put(o, 1, 1, 4);
	assert_int_equal(outbox_count(o), 3);
	assert_int_equal(outbox_answers(o), 2);
	assert_int_equal(outbox_at(o, 0)->item, 3);
	assert_int_equal(outbox_at(o, 1)->kind, OUTBOX_FLAG);
	assert_int_equal(outbox_at(o, 2)->item, 1);
	assert_null(outbox_at(o, 3));
	outbox_free(o);
}

static void
a_later_change_takes_the_place_of_an_earlier_one(void **state)
{
	struct outbox *o = outbox_new();

	(void)state;
	put(o, 3, 1, 2);
	put(o, 1, 1, 4);
	put(o, 3, 2, 1);
	assert_int_equal(outbox_count(o), 2);
	assert_int_equal(outbox_find(o, OUTBOX_ANSWER, 3)->seq, 2);
	outbox_free(o);
}

static void
an_acknowledgement_never_removes_a_later_change(void **state)
{
	struct outbox *o = outbox_new();
	int64_t sent;

	(void)state;
	put(o, 3, 1, 2);
	put(o, 3, 2, 1);
	outbox_done(o, OUTBOX_ANSWER, 3, 1);
	assert_int_equal(outbox_count(o), 1);
	outbox_done(o, OUTBOX_ANSWER, 3, 2);
	assert_int_equal(outbox_count(o), 0);
	outbox_put_flag(o, 3, true);
	sent = outbox_at(o, 0)->seq;
	outbox_put_flag(o, 3, false);
	outbox_done(o, OUTBOX_FLAG, 3, sent);
	assert_true(json_is_false(outbox_at(o, 0)->value));
	outbox_free(o);
}

static void
what_is_written_is_read_again(void **state)
{
	struct outbox *o = outbox_new(), *again = outbox_new();
	json_t *json, *back;

	(void)state;
	put(o, 3, 7, 2);
	outbox_put_flag(o, 5, true);
	json = outbox_json(o);
	assert_int_equal(outbox_read(again, json), ERR_OK);
	back = outbox_json(again);
	assert_true(json_equal(json, back));
	assert_int_equal(outbox_at(again, 0)->entered_at.ms, at.ms);
	json_decref(json);
	json_decref(back);
	outbox_free(o);
	outbox_free(again);
}

static void
what_we_never_wrote_is_refused_whole(void **state)
{
	static const char no_seq[] =
	    "{\"entries\":[{\"item\":1,\"flagged\":true},{\"item\":1,"
	    "\"seq\":0,\"response\":[[1]],"
	    "\"entered_at\":\"2026-11-22T09:00:00.000Z\"}]}";
	static const char no_time[] =
	    "{\"entries\":[{\"item\":1,\"seq\":1,\"response\":[[1]],"
	    "\"entered_at\":\"now\"}]}";
	static const char *const texts[] = { "{}", "{\"entries\":5}",
		"{\"entries\":[5]}", "{\"entries\":[{\"item\":0}]}", no_seq,
		no_time };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct outbox *o = outbox_new();
		json_t *json = json_loads(texts[i], 0, NULL);

		assert_non_null(json);
		assert_int_equal(outbox_read(o, json), ERR_SYNTAX);
		assert_int_equal(outbox_count(o), 0);
		json_decref(json);
		outbox_free(o);
	}
}

struct place {
	char root[64];
	struct buf directory, path;
};

static int
make_place(void **state)
{
	struct place *p = alloc_zero(1, sizeof(*p));

	strcpy(p->root, "/tmp/test_outbox.XXXXXX");
	if (mkdtemp(p->root) == NULL)
		return -1;
	buf_printf(&p->directory, "%s/deep/exam", p->root);
	buf_put_u8(&p->directory, '\0');
	outbox_file_path(&p->path, p->directory.at, "localhost:8443",
	    "../C 1", 17);
	*state = p;
	return state_file_prepare(p->directory.at) == ERR_OK ? 0 : -1;
}

static int
drop_place(void **state)
{
	struct place *p = *state;
	struct buf command = { 0 };
	int failed;

	buf_printf(&command, "rm -rf '%s'", p->root);
	buf_put_u8(&command, '\0');
	failed = system(command.at);
	buf_fini(&command);
	buf_fini(&p->directory);
	buf_fini(&p->path);
	free(p);
	return failed;
}

static void
no_candidate_number_leaves_the_folder(void **state)
{
	struct place *p = *state;

	assert_string_equal(p->path.at + p->directory.len - 1,
	    "/localhost%3A8443_..%2FC%201_17.json");
}

static void
a_file_is_there_as_long_as_something_waits(void **state)
{
	struct place *p = *state;
	struct outbox *o = outbox_new(), *again = outbox_new();
	struct stat st;

	put(o, 3, 7, 2);
	assert_int_equal(outbox_file_save(o, p->path.at), ERR_OK);
	assert_int_equal(stat(p->path.at, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(outbox_file_load(again, p->path.at), ERR_OK);
	assert_int_equal(outbox_at(again, 0)->seq, 7);
	outbox_done(o, OUTBOX_ANSWER, 3, 7);
	assert_int_equal(outbox_file_save(o, p->path.at), ERR_OK);
	assert_int_not_equal(stat(p->path.at, &st), 0);
	assert_int_equal(outbox_file_save(o, p->path.at), ERR_OK);
	outbox_free(o);
	outbox_free(again);
}

static void
a_missing_file_is_an_empty_outbox(void **state)
{
	struct place *p = *state;
	struct outbox *o = outbox_new();

	assert_int_equal(outbox_file_load(o, p->path.at), ERR_OK);
	assert_int_equal(outbox_count(o), 0);
	outbox_free(o);
}

static void
write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
a_damaged_file_is_kept_aside_and_not_lost(void **state)
{
	struct place *p = *state;
	struct outbox *o = outbox_new();
	struct buf aside = { 0 };

	buf_printf(&aside, "%s.damaged", p->path.at);
	buf_put_u8(&aside, '\0');
	write_text(p->path.at, "{\"entries\":[{\"it");
	assert_int_equal(outbox_file_load(o, p->path.at), ERR_SYNTAX);
	assert_int_equal(access(aside.at, R_OK), 0);
	assert_int_equal(outbox_file_load(o, p->path.at), ERR_OK);
	buf_fini(&aside);
	outbox_free(o);
}

/* A crash while a new version is written leaves a part of it beside. */
static void
a_half_written_version_hides_nothing(void **state)
{
	struct place *p = *state;
	struct outbox *o = outbox_new(), *again = outbox_new();
	struct buf beside = { 0 };

	put(o, 3, 7, 2);
	assert_int_equal(outbox_file_save(o, p->path.at), ERR_OK);
	buf_printf(&beside, "%s.new", p->path.at);
	buf_put_u8(&beside, '\0');
	write_text(beside.at, "{\"entries\":[{\"it");
	assert_int_equal(outbox_file_load(again, p->path.at), ERR_OK);
	assert_int_equal(outbox_count(again), 1);
	put(o, 4, 1, 1);
	assert_int_equal(outbox_file_save(o, p->path.at), ERR_OK);
	buf_fini(&beside);
	outbox_free(o);
	outbox_free(again);
}

/* The writer is killed at no chosen moment; what it had reported is there. */
static void
a_killed_writer_loses_nothing_that_it_kept(void **state)
{
	struct place *p = *state;
	int round, told[2];

	for (round = 0; round < 20; round++) {
		struct outbox *o = outbox_new();
		int64_t seq = 0, last = 0;
		pid_t child;

		assert_int_equal(pipe(told), 0);
		child = fork();
		if (child == 0) {
			for (seq = 1;; seq++) {
				put(o, 3, seq, 2);
				if (outbox_file_save(o, p->path.at) != ERR_OK ||
				    write(told[1], &seq, sizeof(seq)) < 0)
					_exit(1);
			}
		}
		close(told[1]);
		while (last < 1 + round % 7 &&
		    read(told[0], &last, sizeof(last)) == sizeof(last))
			;
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while (read(told[0], &seq, sizeof(seq)) == sizeof(seq))
			last = seq;
		close(told[0]);
		assert_int_equal(outbox_file_load(o, p->path.at), ERR_OK);
		assert_true(outbox_at(o, 0)->seq >= last);
		outbox_free(o);
	}
}

static void
a_folder_that_is_gone_is_told(void **state)
{
	struct outbox *o = outbox_new();

	(void)state;
	put(o, 3, 1, 2);
	assert_int_equal(outbox_file_save(o, "/nowhere/at/all.json"), ERR_SYS);
	outbox_free(o);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, \
    drop_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_go_out_in_the_order_they_were_made),
		cmocka_unit_test(
		    a_later_change_takes_the_place_of_an_earlier_one),
		cmocka_unit_test(
		    an_acknowledgement_never_removes_a_later_change),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(what_we_never_wrote_is_refused_whole),
		IN_PLACE(no_candidate_number_leaves_the_folder),
		IN_PLACE(a_file_is_there_as_long_as_something_waits),
		IN_PLACE(a_missing_file_is_an_empty_outbox),
		IN_PLACE(a_damaged_file_is_kept_aside_and_not_lost),
		IN_PLACE(a_half_written_version_hides_nothing),
		IN_PLACE(a_killed_writer_loses_nothing_that_it_kept),
		cmocka_unit_test(a_folder_that_is_gone_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
