#include "test.h"

#include <stdio.h>

#include "exam/buf.h"
#include "practice/practice.h"

#define BANK "question-banks/practice.bank.json"

static struct practice *
make(const struct practice_options *o)
{
	struct diag d = { .path = o->bank };
	struct practice *p = NULL;
	enum err e = practice_new(&p, &d, o);

	assert_int_equal(d.count, 0);
	assert_int_equal(e, ERR_OK);
	diag_fini(&d);
	return p;
}

/* The reply's JSON is the caller's. */
static json_t *
ask(struct practice *p, enum http_method method, const char *path,
    const char *body, int status)
{
	struct wire_request r = {
		.method = method, .path = path, .body = slice_of(body)
	};
	struct wire_reply reply = { 0 };
	json_t *json;

	practice_ask(p, &reply, &r);
	assert_int_equal(reply.status, status);
	json = json_incref(reply.json);
	assert_non_null(json);
	wire_reply_fini(&reply);
	return json;
}

static void
tell(struct practice *p, enum http_method method, const char *path,
    const char *body, int status)
{
	json_decref(ask(p, method, path, body, status));
}

static void
begin(struct practice *p)
{
	tell(p, METHOD_POST, "/v1/session", "{}", 200);
	tell(p, METHOD_POST, "/v1/attempt/open", "{}", 200);
	tell(p, METHOD_POST, "/v1/attempt/sections/1/enter", "", 200);
}

/* The items of the result; the caller's. */
static json_t *
finish(struct practice *p)
{
	json_t *result, *items;

	tell(p, METHOD_POST, "/v1/attempt/submit", "{}", 200);
	result = ask(p, METHOD_GET, "/v1/attempt/result", "", 200);
	items = json_incref(json_object_get(result, "items"));
	json_decref(result);
	return items;
}

static void
put(struct practice *p, int number, const json_t *response)
{
	char *text = json_dumps(response, JSON_COMPACT), path[64];
	struct buf body = { 0 };

	snprintf(path, sizeof(path), "/v1/attempt/answers/%d", number);
	buf_printf(&body, "{\"seq\":1,\"response\":%s}", text);
	buf_put_u8(&body, '\0');
	tell(p, METHOD_PUT, path, body.at, 200);
	buf_fini(&body);
	free(text);
}

static double
number_in(const json_t *json, const char *name)
{
	assert_true(json_is_number(json_object_get(json, name)));
	return json_number_value(json_object_get(json, name));
}

static void
whoever_enters_the_key_gets_all_marks(void **state)
{
	struct practice_options o = { .bank = BANK, .seed = 7 };
	struct practice *p = make(&o);
	json_t *keys, *marked;
	size_t i, n = 0;

	(void)state;
	begin(p);
	keys = finish(p);
	practice_free(p);
	p = make(&o);
	begin(p);
	for (i = 0; i < json_array_size(keys); i++)
		if (json_is_array(
			json_object_get(json_array_get(keys, i), "key")))
			put(p, (int)i + 1,
			    json_object_get(json_array_get(keys, i), "key"));
	marked = finish(p);
	for (i = 0; i < json_array_size(marked); i++) {
		const json_t *item = json_array_get(marked, i);

		assert_true(
		    number_in(item, "marks") == number_in(item, "max_marks"));
		n += number_in(item, "max_marks") > 0;
		if (number_in(item, "max_marks") > 0)
			assert_true(
			    number_in(json_array_get(keys, i), "marks") == 0);
	}
	assert_true(n > 5);
	json_decref(keys);
	json_decref(marked);
	practice_free(p);
}

static void
the_same_seed_gives_the_same_paper_and_another_one_another(void **state)
{
	struct practice_options o = { .bank = BANK, .items = 5, .seed = 1 };
	json_t *papers[3];
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct practice *p;

		o.seed = i < 2 ? 1 : 2;
		p = make(&o);
		begin(p);
		papers[i] = ask(p, METHOD_GET, "/v1/attempt/paper", "", 200);
		json_object_del(papers[i], "server_time");
		assert_int_equal(
		    json_array_size(json_object_get(papers[i], "items")), 5);
		practice_free(p);
	}
	assert_true(json_equal(papers[0], papers[1]));
	assert_false(json_equal(papers[0], papers[2]));
	for (i = 0; i < 3; i++)
		json_decref(papers[i]);
}

/* Items 3 and 4 of the bank are enemies, which one of them says. */
static void
enemies_never_stand_together(void **state)
{
	struct practice_options o = { .bank = "tests/e2e/parts.bank.json" };

	(void)state;
	for (o.seed = 1; o.seed <= 20; o.seed++) {
		struct practice *p = make(&o);
		json_t *paper;

		begin(p);
		paper = ask(p, METHOD_GET, "/v1/attempt/paper", "", 200);
		assert_int_equal(
		    json_array_size(json_object_get(paper, "items")), 3);
		json_decref(paper);
		practice_free(p);
	}
}

static void
nothing_is_shown_or_taken_before_its_time(void **state)
{
	struct practice_options o = { .bank = BANK, .seed = 1 };
	struct practice *p = make(&o);

	(void)state;
	tell(p, METHOD_GET, "/v1/attempt/paper", "", 409);
	tell(p, METHOD_GET, "/v1/attempt/result", "", 409);
	tell(p, METHOD_POST, "/v1/attempt/submit", "{}", 409);
	begin(p);
	tell(p, METHOD_PUT, "/v1/attempt/answers/99",
	    "{\"seq\":1,\"response\":null}", 409);
	tell(p, METHOD_PUT, "/v1/attempt/answers/1",
	    "{\"seq\":1,\"response\":[[99]]}", 422);
	tell(p, METHOD_POST, "/v1/attempt/help", "{\"text\":\"x\"}", 403);
	tell(p, METHOD_GET, "/v1/nothing", "", 404);
	json_decref(finish(p));
	tell(p, METHOD_PUT, "/v1/attempt/answers/1",
	    "{\"seq\":1,\"response\":null}", 409);
	practice_free(p);
}

static void
a_file_that_is_no_bank_is_named_with_its_mistake(void **state)
{
	static const char *const files[] = { "schedules/no-such-file",
		"README.md" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct practice_options o = { .bank = files[i] };
		struct diag d = { .path = "" };
		struct practice *p = NULL;

		assert_int_equal(practice_new(&p, &d, &o), ERR_INVALID);
		assert_null(p);
		assert_true(d.count > 0);
		assert_memory_equal(d.text.at, files[i], strlen(files[i]));
		diag_fini(&d);
	}
}

static void
a_programme_gives_the_sections_of_its_longest_route(void **state)
{
	struct practice_options o = { .bank = "question-banks/ctss.bank.json",
		.programme = "schedules/ctss.programme.json",
		.seed = 3 };
	struct practice *p = make(&o);
	json_t *attempt = ask(p, METHOD_GET, "/v1/attempt", "", 200);

	(void)state;
	assert_int_equal(
	    json_array_size(json_object_get(attempt, "sections")), 4);
	json_decref(attempt);
	begin(p);
	tell(p, METHOD_POST, "/v1/attempt/sections/2/enter", "", 409);
	tell(p, METHOD_POST, "/v1/attempt/sections/1/close", "", 200);
	tell(p, METHOD_POST, "/v1/attempt/sections/2/enter", "", 200);
	practice_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_enters_the_key_gets_all_marks),
		cmocka_unit_test(
		    the_same_seed_gives_the_same_paper_and_another_one_another),
		cmocka_unit_test(enemies_never_stand_together),
		cmocka_unit_test(nothing_is_shown_or_taken_before_its_time),
		cmocka_unit_test(
		    a_file_that_is_no_bank_is_named_with_its_mistake),
		cmocka_unit_test(
		    a_programme_gives_the_sections_of_its_longest_route),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
