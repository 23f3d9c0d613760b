/* The tree over the journal, its heads, and what guards them. */
#include "test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "hall/commands.h"
#include "hall/evidence.h"
#include "hall/journal.h"
#include "proof/code.h"
#include "proof/statement.h"
#include "support/record.h"
#include "support/scene.h"

#define NOON (INT64_C(1777896000000)) /* 2026-05-04T12:00Z */
#define MARK "keys/high-water"
#define HISTORY "keys/evidence.keys"
#define PATH_ROOM (2 * SCENE_PATH_MAX + 32)

static int
start(void **state)
{
	struct scene *s = alloc_zero(1, sizeof(*s));

	scene_open(s, (struct wall){ NOON });
	*state = s;
	return 0;
}

static int
end(void **state)
{
	scene_close(*state);
	free(*state);
	return 0;
}

static const struct evidence *
evidence_of(const struct scene *s)
{
	return s->hall->evidence;
}

static void
add_events(struct scene *s, int n)
{
	while (n-- > 0)
		journal_admin(
		    s->hall, SLICE("anna"), SLICE_NONE, SLICE("x"), "act");
	scene_settle(s);
}

/* ---- files ---- */

static char *
path_of(char path[PATH_ROOM], const struct scene *s, const char *name)
{
	char folder[2 * SCENE_PATH_MAX];

	scene_directory(folder, s);
	snprintf(path, PATH_ROOM, "%s/%s", folder, name);
	return path;
}

static void
read_file(struct buf *b, const struct scene *s, const char *name)
{
	char path[PATH_ROOM];

	*b = (struct buf){ 0 };
	assert_int_equal(file_read(b, path_of(path, s, name), 1 << 26), ERR_OK);
}

static void
write_file(const struct scene *s, const char *name, struct slice bytes)
{
	char path[PATH_ROOM];

	assert_int_equal(
	    file_replace(path_of(path, s, name), bytes, 0600), ERR_OK);
}

static void
copy_file(const struct scene *s, const char *from, const char *to)
{
	struct buf b;

	read_file(&b, s, from);
	write_file(s, to, buf_slice(&b));
	buf_fini(&b);
}

static size_t
heads_in_file(const struct scene *s)
{
	struct buf b;
	struct slice rest;
	struct note n;
	size_t heads = 0;

	read_file(&b, s, "checkpoints");
	rest = buf_slice(&b);
	while (note_next(&n, &rest) == ERR_OK)
		heads++;
	buf_fini(&b);
	return heads;
}

static uint64_t
marked_size(const struct scene *s)
{
	struct checkpoint head;
	struct note n;
	struct buf b;

	read_file(&b, s, MARK);
	assert_int_equal(note_parse(&n, buf_slice(&b)), ERR_OK);
	assert_int_equal(keys_verify(NULL, evidence_of(s)->keys, &n), ERR_OK);
	assert_int_equal(checkpoint_parse(&head, &n), ERR_OK);
	buf_fini(&b);
	return head.size;
}

/* ---- requests ---- */

static json_t *
ask(struct scene *s, enum route route, const char *param, const char *body,
    int status)
{
	struct scene_reply reply;
	json_t *v;

	scene_ask(s,
	    &(struct scene_request){ route, .slot = SLOT_STAFF, .local = true,
		.params = { param }, .key = body != NULL ? "key" : NULL,
		.body = body != NULL ? slice_of(body) : SLICE_NONE },
	    &reply);
	assert_int_equal(reply.status, status);
	v = json_incref(reply.body);
	scene_reply_fini(&reply);
	return v;
}

static const char *
member(const json_t *v, const char *name)
{
	return json_string_value(json_object_get(v, name));
}

static void
take_head(struct checkpoint *head, const json_t *v, const struct keys *k)
{
	struct note n;

	assert_int_equal(
	    note_parse(&n, slice_of(member(v, "checkpoint"))), ERR_OK);
	assert_int_equal(keys_verify(NULL, k, &n), ERR_OK);
	assert_int_equal(checkpoint_parse(head, &n), ERR_OK);
}

static void
take_proof(struct tree_proof *p, const json_t *v)
{
	const json_t *one;
	size_t i;

	*p = (struct tree_proof){ 0 };
	json_array_foreach(json_object_get(v, "proof"), i, one)
	    assert_int_equal(code_get_base64_of(p->hashes[p->n++], SHA256_LEN,
				 slice_of(json_string_value(one))),
		ERR_OK);
}

/* ---- the tree ---- */

static bool
add_leaf(void *ctx, const struct store_event *e)
{
	uint8_t leaf[SHA256_LEN];

	tree_leaf(leaf, e->hash);
	tree_append(ctx, leaf, NULL, NULL);
	return true;
}

/* Of the rows of the journal, made from nothing. */
static void
root_of_journal(uint8_t root[SHA256_LEN], const struct scene *s)
{
	struct tree t = { 0 };

	assert_int_equal(
	    store_each_event(s->hall->store, 0, add_leaf, &t), ERR_OK);
	tree_root(root, &t);
}

static void
assert_tree_is_of_journal(const struct scene *s)
{
	uint8_t wanted[SHA256_LEN], root[SHA256_LEN];

	root_of_journal(wanted, s);
	tree_root(root, &evidence_of(s)->tree);
	assert_memory_equal(root, wanted, SHA256_LEN);
}

static void
the_tree_is_that_of_the_rows_and_stays_it_through_a_restart(void **state)
{
	struct scene *s = *state;
	int i;

	for (i = 0; i < 4; i++) {
		add_events(s, 200 * i);
		assert_tree_is_of_journal(s);
		scene_crash(s);
		scene_start(s, SECONDS(1), false);
		assert_tree_is_of_journal(s);
	}
}

/* As schema 3 left it. */
static void
a_database_without_nodes_gets_them_at_its_first_start(void **state)
{
	struct scene *s = *state;
	char path[PATH_ROOM];
	sqlite3 *db;

	add_events(s, 700);
	scene_stop(s);
	assert_int_equal(
	    sqlite3_open(path_of(path, s, "examd.db"), &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "DELETE FROM tree", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	scene_start(s, SECONDS(1), false);
	assert_tree_is_of_journal(s);
	assert_true(store_has_nodes(s->hall->store));
}

/* ---- heads ---- */

static void
a_head_is_published_at_start_and_at_stop_and_each_hour_with_news(void **state)
{
	struct scene *s = *state;

	assert_int_equal(heads_in_file(s), 1);
	scene_pass(s, HOURS(5));
	assert_int_equal(heads_in_file(s), 1);
	add_events(s, 1);
	scene_pass(s, MINUTES(1));
	assert_int_equal(heads_in_file(s), 2);
	add_events(s, 1);
	scene_pass(s, MINUTES(58));
	assert_int_equal(heads_in_file(s), 2);
	scene_pass(s, MINUTES(2));
	assert_int_equal(heads_in_file(s), 3);
	add_events(s, 1);
	scene_stop(s);
	assert_int_equal(heads_in_file(s), 4);
}

static void
a_published_head_grew_out_of_every_one_before(void **state)
{
	struct scene *s = *state;
	struct checkpoint before, now;
	struct tree_proof proof;
	json_t *v;
	char from[24];

	add_events(s, 300);
	scene_pass(s, HOURS(2));
	v = ask(s, ROUTE_STAFF_CHECKPOINT, NULL, NULL, 200);
	take_head(&before, v, evidence_of(s)->keys);
	json_decref(v);
	add_events(s, 400);
	scene_pass(s, HOURS(2));
	snprintf(from, sizeof(from), "%llu", (unsigned long long)before.size);
	v = ask(s, ROUTE_LOG, from, NULL, 200);
	take_head(&now, v, evidence_of(s)->keys);
	take_proof(&proof, v);
	assert_int_equal(now.size, before.size + 400);
	assert_true(tree_verify_prefix(
	    &proof, before.size, now.size, before.root, now.root));
	json_decref(v);
	json_decref(ask(s, ROUTE_LOG, "0", NULL, 404));
	json_decref(ask(s, ROUTE_LOG, "100000", NULL, 404));
}

static void
a_mark_is_made_within_ten_seconds_of_an_event(void **state)
{
	struct scene *s = *state;

	add_events(s, 5);
	scene_pass(s, SECONDS(10));
	assert_int_equal(marked_size(s), store_last_position(s->hall->store));
}

/* ---- rollback ---- */

/* Data as they were some events ago, put in the place of the newer. */
static void
roll_back(struct scene *s)
{
	scene_stop(s);
	copy_file(s, "examd.db", "old.db");
	scene_start(s, SECONDS(1), false);
	add_events(s, 10);
	scene_stop(s);
	copy_file(s, "old.db", "examd.db");
}

static void
older_data_in_the_place_of_newer_are_not_started_with(void **state)
{
	struct scene *s = *state;
	struct diag d = { .path = "scene" };

	roll_back(s);
	assert_int_equal(scene_try_start(s, SECONDS(1), false, &d), ERR_STATE);
	buf_put_u8(&d.text, '\0');
	assert_non_null(strstr(d.text.at, "but 10 were signed at"));
	assert_non_null(strstr(d.text.at, "--accept-rollback"));
	diag_fini(&d);
}

static void
a_rollback_is_accepted_with_a_reason_that_is_journalled(void **state)
{
	struct scene *s = *state;
	struct diag d = { .path = "scene" };

	roll_back(s);
	s->accept_rollback = "the disk of May burnt";
	scene_start(s, SECONDS(1), false);
	s->accept_rollback = NULL;
	assert_int_equal(marked_size(s), store_last_position(s->hall->store));
	scene_crash(s);
	assert_int_equal(scene_try_start(s, SECONDS(1), false, &d), ERR_OK);
	diag_fini(&d);
}

static bool
see_rollback(void *ctx, const struct store_event *row)
{
	struct event e;
	bool *found = ctx;

	if (event_decode(&e, row->kind, row->payload) == ERR_OK &&
	    slice_is(e.data, "rollback"))
		*found =
		    text_within(SLICE("the disk of May burnt"), e.text, true);
	return true;
}

static void
the_reason_stays_in_the_journal(void **state)
{
	struct scene *s = *state;
	bool found = false;

	roll_back(s);
	s->accept_rollback = "the disk of May burnt";
	scene_start(s, SECONDS(1), false);
	assert_int_equal(
	    store_each_event(s->hall->store, 0, see_rollback, &found), ERR_OK);
	assert_true(found);
}

/* As many events, but others. */
static void
a_journal_that_forked_is_not_started_with(void **state)
{
	struct scene *s = *state;
	struct diag d = { .path = "scene" };
	struct buf mark;

	scene_stop(s);
	copy_file(s, "examd.db", "old.db");
	scene_start(s, SECONDS(1), false);
	add_events(s, 10);
	scene_stop(s);
	read_file(&mark, s, MARK);
	copy_file(s, "old.db", "examd.db");
	s->accept_rollback = "to have another journal of the same key";
	scene_start(s, SECONDS(1), false);
	s->accept_rollback = NULL;
	add_events(s, 20);
	scene_stop(s);
	write_file(s, MARK, buf_slice(&mark));
	buf_fini(&mark);
	assert_int_equal(scene_try_start(s, SECONDS(1), false, &d), ERR_STATE);
	buf_put_u8(&d.text, '\0');
	assert_non_null(strstr(d.text.at, "are not those that were signed"));
	diag_fini(&d);
}

static void
a_mark_that_somebody_else_signed_is_not_started_with(void **state)
{
	struct scene *s = *state;
	struct diag d = { .path = "scene" };
	struct checkpoint head = { .size = 0, .at = { NOON } };
	struct note_signer *thief;
	struct buf text = { 0 };

	snprintf(head.origin, sizeof(head.origin), "%s",
	    evidence_of(s)->keys->origin);
	scene_stop(s);
	assert_int_equal(
	    note_signer_make(&thief, slice_of(head.origin)), ERR_OK);
	assert_int_equal(checkpoint_put(&text, &head, thief), ERR_OK);
	write_file(s, MARK, buf_slice(&text));
	assert_int_equal(scene_try_start(s, SECONDS(1), false, &d), ERR_STATE);
	note_signer_free(thief);
	buf_fini(&text);
	diag_fini(&d);
}

/* ---- keys ---- */

static void
keys_that_are_gone_are_not_made_anew(void **state)
{
	struct scene *s = *state;
	struct diag d = { .path = "scene" };
	char path[PATH_ROOM];

	scene_stop(s);
	assert_int_equal(unlink(path_of(path, s, HISTORY)), 0);
	assert_int_equal(scene_try_start(s, SECONDS(1), false, &d), ERR_STATE);
	diag_fini(&d);
}

#define ROTATE "{\"reason\":\"other\",\"words\":\"a new year\"}"

static void
a_new_key_signs_and_the_old_one_has_signed_it_in(void **state)
{
	struct scene *s = *state;
	struct keys *k = alloc_zero(1, sizeof(*k));
	struct diag d = { .path = "keys" };
	struct checkpoint head;
	struct note n;
	size_t which;
	json_t *v = ask(s, ROUTE_LOG_KEY, NULL, ROTATE, 200);

	assert_int_equal(
	    keys_parse(k, slice_of(member(v, "keys")), &d), ERR_OK);
	json_decref(v);
	assert_int_equal(k->n, 2);
	scene_stop(s);
	scene_start(s, SECONDS(1), false);
	v = ask(s, ROUTE_STAFF_CHECKPOINT, NULL, NULL, 200);
	take_head(&head, v, k);
	assert_int_equal(
	    note_parse(&n, slice_of(member(v, "checkpoint"))), ERR_OK);
	assert_int_equal(keys_verify(&which, k, &n), ERR_OK);
	assert_int_equal(which, 1);
	json_decref(v);
	diag_fini(&d);
	free(k);
}

static void
a_statement_says_when_and_who_and_is_signed(void **state)
{
	struct scene *s = *state;
	struct keys *k = alloc_zero(1, sizeof(*k));
	struct diag d = { .path = "keys" };
	struct statement said;
	struct note n;
	json_t *v = ask(s, ROUTE_LOG_STATEMENT, NULL,
	    "{\"text\":\"It carries\\nthe day.\\n\"}", 200);

	assert_int_equal(
	    keys_parse(k, slice_of(member(v, "keys")), &d), ERR_OK);
	assert_int_equal(
	    note_parse(&n, slice_of(member(v, "statement"))), ERR_OK);
	assert_int_equal(keys_verify(NULL, k, &n), ERR_OK);
	assert_int_equal(statement_parse(&said, &n), ERR_OK);
	assert_true(slice_is(said.origin, k->origin));
	assert_true(slice_is(said.text, "It carries\nthe day.\n"));
	assert_true(said.by.len > 0 && said.at.ms > 0);
	json_decref(v);
	diag_fini(&d);
	free(k);
}

/* A paragraph of its own could be a head. */
static void
a_statement_with_an_empty_line_is_refused(void **state)
{
	static const char *const texts[] = { "{\"text\":\"a\\n\\nb\\n\"}",
		"{\"text\":\"\\na\\n\"}", "{\"text\":\"not ended\"}",
		"{\"text\":\"\"}" };
	struct scene *s = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		json_decref(
		    ask(s, ROUTE_LOG_STATEMENT, NULL, texts[i], 422));
}

/* Power went after the history was written, before the secret was. */
static void
a_hand_over_that_was_cut_short_is_finished_at_the_next_start(void **state)
{
	struct scene *s = *state;
	struct buf old;

	read_file(&old, s, "keys/evidence.pem");
	json_decref(ask(s, ROUTE_LOG_KEY, NULL, ROTATE, 200));
	scene_stop(s);
	copy_file(s, "keys/evidence.pem", "keys/evidence.next");
	write_file(s, "keys/evidence.pem", buf_slice(&old));
	buf_fini(&old);
	scene_start(s, SECONDS(1), false);
	assert_true(note_key_equal(note_signer_key(evidence_of(s)->signer),
	    keys_newest(evidence_of(s)->keys)));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    the_tree_is_that_of_the_rows_and_stays_it_through_a_restart),
		TEST(a_database_without_nodes_gets_them_at_its_first_start),
		TEST(
		    a_head_is_published_at_start_and_at_stop_and_each_hour_with_news),
		TEST(a_published_head_grew_out_of_every_one_before),
		TEST(a_mark_is_made_within_ten_seconds_of_an_event),
		TEST(older_data_in_the_place_of_newer_are_not_started_with),
		TEST(a_rollback_is_accepted_with_a_reason_that_is_journalled),
		TEST(the_reason_stays_in_the_journal),
		TEST(a_journal_that_forked_is_not_started_with),
		TEST(a_mark_that_somebody_else_signed_is_not_started_with),
		TEST(keys_that_are_gone_are_not_made_anew),
		TEST(a_new_key_signs_and_the_old_one_has_signed_it_in),
		TEST(a_statement_says_when_and_who_and_is_signed),
		TEST(a_statement_with_an_empty_line_is_refused),
		TEST(
		    a_hand_over_that_was_cut_short_is_finished_at_the_next_start),
	};

	record_begin("evidence");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
