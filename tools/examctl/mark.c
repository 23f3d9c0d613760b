/* Marks for a text, criterion by criterion. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/prompt.h"
#include "examctl/say.h"
#include "examctl/tell.h"
#include "examctl/text.h"

static double
marks_of(const json_t *v, const char *name)
{
	return json_number_value(json_object_get(v, name));
}

/* ---- from the command line ---- */

/* A decimal number from the text; false: it is none. */
static bool
read_marks(json_t *criteria, const char *name, const char *text)
{
	char *end;
	double marks = strtod(text, &end);

	if (end == text || *end != '\0')
		return false;
	return json_object_set_new(criteria, name, json_real(marks)) == 0;
}

/* CRITERION=MARKS from the command line. */
static enum outcome
read_arguments(json_t *criteria, const struct call *call)
{
	size_t i;

	for (i = 1; i < call->n_arguments; i++) {
		const char *text = call->arguments[i];
		const char *at = strchr(text, '=');
		char *name;
		bool good;

		if (at == NULL) {
			complain("\"%s\": write it as CRITERION=MARKS", text);
			return MISUSED;
		}
		name = alloc_checked(strndup(text, (size_t)(at - text)));
		good = read_marks(criteria, name, at + 1);
		free(name);
		if (!good) {
			complain("\"%s\": the marks are no number", text);
			return MISUSED;
		}
	}
	return DONE;
}

/* NULL: the rubric has no such criterion. */
static const json_t *
find_criterion(const json_t *rubric, const char *name)
{
	const json_t *c;
	size_t i;

	json_array_foreach(rubric, i,
	    c) if (strcmp(member_text(c, "criterion"), name) == 0) return c;
	return NULL;
}

static enum outcome
check_given(const json_t *rubric, const char *name, double marks)
{
	const json_t *c = find_criterion(rubric, name);
	struct buf all = { 0 };
	size_t i;

	if (c != NULL && marks >= 0 && marks <= marks_of(c, "max_marks"))
		return DONE;
	if (c != NULL) {
		complain("%s=%.10g: it has 0 to %.10g %s", name, marks,
		    marks_of(c, "max_marks"),
		    text_plural(marks_of(c, "max_marks"), "mark", "marks"));
		return MISUSED;
	}
	json_array_foreach(rubric, i, c) buf_printf(
	    &all, "%s%s", i > 0 ? ", " : "", member_text(c, "criterion"));
	complain("the rubric has no criterion \"%s\"; it has %.*s", name,
	    SLICE_FMT(buf_slice(&all)));
	buf_fini(&all);
	return MISUSED;
}

/* Everything that is wrong with what was given. */
static enum outcome
check_arguments(json_t *criteria, const json_t *rubric)
{
	enum outcome outcome = DONE;
	const json_t *c, *marks;
	const char *name;
	size_t i;

	json_object_foreach(criteria, name,
	    marks) if (check_given(rubric, name, json_number_value(marks)) !=
		       DONE) outcome = MISUSED;
	json_array_foreach(rubric, i, c)
	{
		name = member_text(c, "criterion");
		if (json_object_get(criteria, name) != NULL)
			continue;
		complain("\"%s\" has no marks yet: add %s=MARKS, 0 to %.10g",
		    name, name, marks_of(c, "max_marks"));
		outcome = MISUSED;
	}
	return outcome;
}

/* ---- asked for ---- */

static enum outcome
ask_criterion(json_t *criteria, const json_t *rubric, const json_t *c)
{
	const char *name = member_text(c, "criterion");
	struct buf answer = { 0 };
	enum outcome outcome = MISUSED;

	fprintf(stderr, "%s: %s\n", name, member_text(c, "text"));
	while (outcome != DONE) {
		fprintf(stderr, "up to %.10g ", marks_of(c, "max_marks"));
		if (!prompt_line(&answer, "marks: "))
			break;
		if (read_marks(criteria, name, answer.at))
			outcome =
			    check_given(rubric, name, marks_of(criteria, name));
	}
	buf_fini(&answer);
	return outcome;
}

static enum outcome
ask_marks(json_t *criteria, const json_t *rubric, const char *script)
{
	enum outcome outcome = DONE;
	const json_t *c;
	size_t i;

	if (!prompt_can_ask()) {
		complain("give marks as CRITERION=MARKS for each criterion of "
			 "the rubric; examctl script %s shows it",
		    script);
		return MISUSED;
	}
	json_array_foreach(rubric, i, c) if (outcome == DONE) outcome =
	    ask_criterion(criteria, rubric, c);
	return outcome;
}

/* ---- why ---- */

/* Once all markers have given theirs, and see them, who gives marks says why.
 */
static enum outcome
add_words(json_t *body, const struct call *call, const json_t *script)
{
	const char *words = call->options[OPTION_WORDS];
	bool wanted = strcmp(member_text(script, "state"), "waiting") != 0;
	struct buf asked = { 0 };
	enum outcome outcome = DONE;

	if (words == NULL && wanted && prompt_can_ask() &&
	    prompt_line(&asked, "Why these marks, in words: "))
		words = asked.at;
	if (wanted && (words == NULL || *words == '\0')) {
		complain("all markers have given theirs, and you see them: say "
			 "why yours are these with --words TEXT");
		outcome = MISUSED;
	} else if (words != NULL && json_object_set_new(body, "words",
					json_string(words)) != 0) {
		complain("--words is not valid UTF-8");
		outcome = MISUSED;
	}
	buf_fini(&asked);
	return outcome;
}

/* ---- the command ---- */

static void
say_marked(const json_t *script)
{
	const char *state = member_text(script, "state");
	double most = marks_of(script, "max_marks");

	if (strcmp(state, "settled") == 0)
		say("%s is settled: %.10g of %.10g %s\n",
		    member_text(script, "script"), marks_of(script, "marks"),
		    most, text_plural(most, "mark", "marks"));
	else if (strcmp(state, "differs") == 0)
		say("%s is marked; its two markers differ by more than is "
		    "allowed, a third decides\n",
		    member_text(script, "script"));
	else
		say("%s is marked; it waits for its second marker\n",
		    member_text(script, "script"));
}

/* What is to be sent, from the arguments or by asking. */
static enum outcome
make_body(json_t *body, const struct call *call, const json_t *script)
{
	const json_t *rubric = json_object_get(script, "rubric");
	json_t *criteria = json_object();
	enum outcome outcome;

	json_object_set_new(body, "criteria", criteria);
	if (call->n_arguments == 1) {
		outcome = ask_marks(criteria, rubric, call->arguments[0]);
	} else {
		outcome = read_arguments(criteria, call);
		if (outcome == DONE)
			outcome = check_arguments(criteria, rubric);
	}
	return outcome == DONE ? add_words(body, call, script) : outcome;
}

enum outcome
run_mark(struct call *call)
{
	struct ask which = { .route = ROUTE_SCRIPT,
		.params = { call->arguments[0] } };
	struct ask request = { .route = ROUTE_SCRIPT_MARK,
		.params = { call->arguments[0] } };
	enum outcome outcome;
	json_t *script;

	outcome = ask(&script, call, &which);
	if (outcome != DONE)
		return outcome;
	request.body = json_object();
	outcome = make_body(request.body, call, script);
	json_decref(script);
	if (outcome == DONE)
		return tell_reply(call, &request, say_marked);
	json_decref(request.body);
	return outcome;
}
