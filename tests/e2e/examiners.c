#include "examiners.h"

#include "sample.h"
#include "test.h"

struct opinion {
	int32_t percent; /* of what each criterion can give */
	int32_t less;	 /* thousandths, for the first of them */
};

json_t *
examiners_scripts(const struct examiners *e, const char *sitting)
{
	char path[64];
	json_t *reply, *list;

	snprintf(path, sizeof(path), "/v1/sittings/%s/scripts", sitting);
	reply = ask(e->first, METHOD_GET, path, NULL, 200);
	list = json_incref(json_object_get(reply, "scripts"));
	json_decref(reply);
	return list;
}

static json_t *
rubric_of(struct wire *w, const char *script)
{
	char path[64];
	json_t *reply, *rubric;

	snprintf(path, sizeof(path), "/v1/scripts/%s", script);
	reply = ask(w, METHOD_GET, path, NULL, 200);
	rubric = json_incref(json_object_get(reply, "rubric"));
	json_decref(reply);
	return rubric;
}

/* Marks for each criterion, and their sum. */
static json_t *
criteria_of(int32_t *sum, const json_t *rubric, struct opinion opinion)
{
	json_t *criteria = json_object();
	const json_t *line;
	size_t i;

	*sum = 0;
	json_array_foreach (rubric, i, line) {
		int32_t marks = sample_thousandths(line, "max_marks", 0) *
			opinion.percent / 100 -
		    (i == 0 ? opinion.less : 0);

		json_object_set_new(criteria, text_in(line, "criterion"),
		    json_real(marks / 1000.0));
		*sum += marks;
	}
	return criteria;
}

/* Returns the thousandths given; the script is in this state then. */
static int32_t
give(struct wire *w, const char *script, struct opinion opinion,
    const char *state)
{
	json_t *rubric = rubric_of(w, script), *reply;
	char path[64];
	int32_t sum;

	snprintf(path, sizeof(path), "/v1/scripts/%s/marks", script);
	reply = ask(w, METHOD_PUT, path, json_pack("{s:o,s:s}", "criteria",
	    criteria_of(&sum, rubric, opinion), "words", "by the rubric"), 200);
	assert_string_equal(text_in(reply, "state"), state);
	json_decref(reply);
	json_decref(rubric);
	return sum;
}

int32_t
examiners_mark(const struct examiners *e, const char *script,
    enum opinions opinions)
{
	static const struct opinion of_first[] = { [EQUAL] = { 50, 0 },
		[NEAR] = { 100, 0 }, [APART] = { 100, 0 } };
	static const struct opinion of_second[] = { [EQUAL] = { 50, 0 },
		[NEAR] = { 100, 500 }, [APART] = { 0, 0 } };
	int32_t first = give(e->first, script, of_first[opinions], "waiting");
	int32_t second = give(e->second, script, of_second[opinions],
	    opinions == APART ? "differs" : "settled");
	int32_t apart = first > second ? first - second : second - first;

	assert_int_equal(apart > e->tolerance, opinions == APART);
	if (opinions == APART)
		return give(e->third, script, (struct opinion){ 50, 0 },
		    "settled");
	return (first + second + 1) / 2;
}
