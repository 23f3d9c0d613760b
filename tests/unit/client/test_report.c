#include "test.h"

#include "report/report.h"

#define RESULT                                                                 \
	"{\"candidate\":\"C-1\",\"name\":\"Ada <&> L\",\"sitting\":\"s\","     \
	"\"sitting_title\":\"Winter\",\"opens\":\"2026-12-01T08:00:00.000Z\"," \
	"\"zone\":\"Europe/Madrid\",\"practice\":false,"                       \
	"\"credential\":\"CTSS\",\"title\":\"Specialist\",\"body\":\"BCI\","   \
	"\"route\":\"full\",\"state\":\"submitted\",\"passed\":false,"         \
	"\"percent\":65.125,\"cut\":70,\"receipt\":\"17-1-ab\","               \
	"\"sections\":[{\"section\":1,\"title\":\"Networks\",\"marks\":13,"    \
	"\"max_marks\":20,\"percent\":65,\"cut\":60,\"weight\":1,"             \
	"\"passed\":true,\"topics\":["                                         \
	"{\"topic\":\"Routing\",\"items\":4,\"marks\":2,\"max_marks\":4,"      \
	"\"percent\":50},"                                                     \
	"{\"topic\":\"Names\",\"items\":4,\"marks\":1,\"max_marks\":4,"        \
	"\"percent\":25},"                                                     \
	"{\"topic\":\"Cables\",\"items\":4,\"marks\":3,\"max_marks\":4,"       \
	"\"percent\":75},"                                                     \
	"{\"topic\":null,\"items\":3,\"marks\":0,\"max_marks\":3,"             \
	"\"percent\":0}]}],"                                                   \
	"\"resit\":{\"from\":\"2026-12-15T12:00:00.000Z\","                    \
	"\"attempts_left\":2}}"

static void
make(struct report *r, const char *text)
{
	json_t *result = json_loads(text, 0, NULL);

	assert_non_null(result);
	assert_int_equal(report_make(r, result), ERR_OK);
	json_decref(result);
}

/* The report as a string, to be freed. */
static char *
written(void (*write)(struct buf *, const struct report *), const char *text)
{
	struct report r;
	struct buf b = { 0 };

	make(&r, text);
	write(&b, &r);
	buf_put_u8(&b, '\0');
	report_fini(&r);
	return b.at;
}

static void
assert_has(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("\"%s\" is not in\n%s", what, text);
}

static void
the_text_says_who_what_and_how_it_ended(void **state)
{
	char *text = written(report_text, RESULT);

	(void)state;
	assert_has(text, "Score report, CTSS\n==================\n");
	assert_has(text, "Candidate       Ada <&> L\n");
	assert_has(text, "Opened          Tue 1 Dec 2026 09:00 CET\n");
	assert_has(text, "Not passed\n65.12 % in total; 70 %");
	assert_has(text, "Networks  13 of 20  65.00 %  60 %     reached\n");
	assert_has(text, "You may sit again from Tue 15 Dec 2026 13:00 CET.");
	assert_has(text, "allows you 2 more.");
	free(text);
}

static void
weak_topics_are_named_the_weakest_first_and_others_not(void **state)
{
	char *text = written(report_text, RESULT), *advice;

	(void)state;
	advice = strstr(text, "What to improve");
	assert_non_null(advice);
	assert_has(advice, "1. Names (25 %)\n2. Routing (50 %)\n\n");
	assert_null(strstr(advice, "Cables"));
	assert_null(strstr(advice, "Other topics"));
	assert_has(text,
	    "Other topics  ....................  0 % of 3 marks\n"
	    "Other topics: those with fewer than 3 items here, told ");
	free(text);
}

static void
topics_that_are_not_told_are_mentioned(void **state)
{
	char *text = written(report_text,
	    "{\"percent\":50,\"cut\":50,\"passed\":true,\"sections\":[{"
	    "\"title\":\"All\",\"marks\":2,\"max_marks\":4,\"percent\":50,"
	    "\"cut\":0,\"passed\":true,\"topics\":[{\"topic\":\"Names\","
	    "\"items\":3,\"marks\":1,\"max_marks\":3,\"percent\":33}]}]}");

	(void)state;
	assert_has(text, "Topics with fewer than 3 items here are not told");
	free(text);
}

static void
html_shows_names_as_text(void **state)
{
	char *html = written(report_html, RESULT);

	(void)state;
	assert_has(html, "<dd>Ada &lt;&amp;&gt; L</dd>");
	assert_null(strstr(html, "<&>"));
	assert_has(html, "<meter min=\"0\" max=\"100\" value=\"25\">");
	assert_has(html, "</table>");
	assert_null(strstr(html, "<script"));
	free(html);
}

static void
a_pdf_is_one_and_comes_again(void **state)
{
	struct report r;
	struct buf b = { 0 };
	int i;

	(void)state;
	make(&r, RESULT);
	for (i = 0; i < 2; i++) {
		buf_clear(&b);
		assert_int_equal(report_pdf(&b, &r), ERR_OK);
		assert_true(b.len > 2000);
		assert_memory_equal(b.at, "%PDF-1.", 7);
	}
	report_pdf_end();
	report_fini(&r);
	buf_fini(&b);
}

static void
what_is_no_result_makes_no_report(void **state)
{
	static const char *const texts[] = { "{}", "{\"percent\":1}",
		"{\"percent\":1,\"cut\":1,\"passed\":true}",
		"{\"percent\":\"1\",\"cut\":1,\"passed\":true,\"sections\":0}" };
	struct report r;
	json_t *result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		result = json_loads(texts[i], 0, NULL);
		assert_int_equal(report_make(&r, result), ERR_INVALID);
		report_fini(&r);
		json_decref(result);
	}
}

static void
who_has_passed_is_not_told_to_sit_again(void **state)
{
	char *text = written(report_text,
	    "{\"percent\":100,\"cut\":70,\"passed\":true,\"sections\":[],"
	    "\"credential\":\"X\",\"resit\":null}");

	(void)state;
	assert_has(text, "\nPassed\n");
	assert_has(text, "No topic is below");
	assert_null(strstr(text, "Sitting again"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_says_who_what_and_how_it_ended),
		cmocka_unit_test(
		    weak_topics_are_named_the_weakest_first_and_others_not),
		cmocka_unit_test(topics_that_are_not_told_are_mentioned),
		cmocka_unit_test(html_shows_names_as_text),
		cmocka_unit_test(a_pdf_is_one_and_comes_again),
		cmocka_unit_test(what_is_no_result_makes_no_report),
		cmocka_unit_test(who_has_passed_is_not_told_to_sit_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
