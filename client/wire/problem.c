#include "wire/problem.h"

#include <string.h>
#include <time.h>

#include "wire/wire.h"

#define TYPE_PREFIX "urn:examd:problem:"

static const char *
member(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text == NULL ? "" : text;
}

void
problem_put_time(struct buf *b, struct wall w)
{
	time_t t = (time_t)(w.ms / 1000);
	char text[64];
	struct tm tm;

	if (localtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof(text), "%a %d %b %Y %H:%M %Z", &tm) > 0)
		buf_put_text(b, text);
}

/* A sentence ends with a full stop, whoever wrote it. */
static void
put_sentence(struct buf *b, const char *text)
{
	size_t n = strlen(text);

	buf_put_text(b, text);
	if (n > 0 && strchr(".!?", text[n - 1]) == NULL)
		buf_put_u8(b, '.');
}

static void
put_errors(struct buf *b, const json_t *errors)
{
	const char *line;
	size_t i;

	for (i = 0; i < json_array_size(errors); i++)
		if ((line = json_string_value(json_array_get(errors, i))) !=
		    NULL)
			buf_printf(b, "\n%s", line);
}

void
problem_text(struct buf *b, const json_t *json, int status)
{
	const char *words = member(json, "detail");
	struct wall earliest;

	if (*words == '\0')
		words = member(json, "title");
	if (*words != '\0')
		put_sentence(b, words);
	else
		buf_printf(b, "The server answered with status %d.", status);
	if (wall_parse(&earliest, member(json, "earliest"))) {
		buf_put_text(b, " Earliest: ");
		problem_put_time(b, earliest);
		buf_put_u8(b, '.');
	}
	put_errors(b, json_object_get(json, "errors"));
}

void
problem_reply_text(struct buf *b, const struct wire_reply *r)
{
	problem_text(b, r->json, r->status);
}

enum err
problem_err(const json_t *json, int status)
{
	static const enum err all[] = {
#define X(name, code, http, type, text) ERR_##name,
		ERR_LIST(X)
#undef X
	};
	const char *type = member(json, "type");
	bool ours = strncmp(type, TYPE_PREFIX, strlen(TYPE_PREFIX)) == 0;
	size_t i;

	if (status < 400)
		return ERR_OK;
	for (i = 1; ours && i < sizeof(all) / sizeof(*all); i++)
		if (strcmp(type + strlen(TYPE_PREFIX), err_type(all[i])) == 0)
			return all[i];
	for (i = 1; i < sizeof(all) / sizeof(*all); i++)
		if (err_status(all[i]) == status)
			return all[i];
	return status < 500 ? ERR_SYNTAX : ERR_BUSY;
}

enum err
problem_reply_err(const struct wire_reply *r)
{
	return problem_err(r->json, r->status);
}

/* Others name what is in their detail already: the body, the path, the role. */
static bool
is_of_the_exam(const char *rule)
{
	static const char *const of_the_exam[] = { "attempt.deadline",
		"attempt.once", "bank.", "entitlement.", "programme.",
		"proposal.", "result.", "results.", "section.", "sitting.",
		"time." };
	size_t i;

	for (i = 0; i < sizeof(of_the_exam) / sizeof(*of_the_exam); i++)
		if (strncmp(rule, of_the_exam[i], strlen(of_the_exam[i])) == 0)
			return true;
	return false;
}

const char *
problem_rule(const json_t *json)
{
	const char *rule = member(json, "rule");

	return is_of_the_exam(rule) ? rule : "";
}
