#include "terminal/session/acts.h"

#include <jansson.h>

static const struct {
	enum route route;
	bool gives_attempt;
} facts[N_ACTS] = {
	[ACT_OPEN] = { ROUTE_OPEN, true },
	[ACT_ENTER] = { ROUTE_ENTER, true },
	[ACT_NEXT] = { ROUTE_NEXT, true },
	[ACT_CLOSE] = { ROUTE_CLOSE, true },
	[ACT_SUBMIT] = { ROUTE_SUBMIT, true },
	[ACT_HELP] = { ROUTE_HELP, false },
	[ACT_REPORT] = { ROUTE_REPORT, false },
	[ACT_RESULT] = { ROUTE_RESULT, false },
	[ACT_PICTURE] = { ROUTE_IMAGE, false },
};

enum err
acts_put(struct acts *a, enum act act, int number, const char *text)
{
	struct act_entry *e = &a->entries[a->n];

	if (a->n == SESSION_ACTS_MAX)
		return ERR_FULL;
	a->n++;
	e->act = act;
	e->number = number;
	e->text = text == NULL ? NULL : alloc_text(text);
	wire_key(e->key);
	return ERR_OK;
}

void
acts_drop_first(struct acts *a)
{
	free(a->entries[0].text);
	a->n--;
	memmove(a->entries, a->entries + 1, a->n * sizeof(*a->entries));
}

void
acts_fini(struct acts *a)
{
	while (a->n > 0)
		acts_drop_first(a);
}

/* The body is members of an object, or none. */
static json_t *
body_json(const struct act_entry *e)
{
	switch (e->act) {
	case ACT_OPEN:
		return json_pack("{s:b}", "accept_rules", 1);
	case ACT_NEXT:
		return json_pack("{s:i}", "from", e->number);
	case ACT_SUBMIT:
		return json_pack("{s:b}", "confirm", 1);
	case ACT_HELP:
		return json_pack("{s:s}", "text", e->text);
	case ACT_REPORT:
		return json_pack("{s:i,s:s}", "item", e->number, "text",
		    e->text);
	case ACT_ENTER:
	case ACT_CLOSE:
	case ACT_RESULT:
	case ACT_PICTURE:
	case N_ACTS:
		break;
	}
	return NULL;
}

/* The route's path with the number in place of its first {parameter}, and the
 * text in that of the second. */
static void
put_path(struct buf *b, const char *path, const struct act_entry *e)
{
	bool second = false;

	while (*path != '\0') {
		size_t n = strcspn(path, "{");

		buf_put(b, path, n);
		path += n;
		if (*path == '\0')
			break;
		if (second)
			buf_put_text(b, e->text);
		else
			buf_printf(b, "%d", e->number);
		second = true;
		path = strchr(path, '}') + 1;
	}
	buf_put_u8(b, '\0');
}

void
acts_request(struct wire_request *r, struct buf *path, struct buf *body,
    const struct acts *a)
{
	const struct act_entry *e = &a->entries[0];
	const struct route_facts *route = &route_facts[facts[e->act].route];
	json_t *json = body_json(e);
	char *text;

	put_path(path, route->path, e);
	if (json != NULL) {
		text = alloc_checked(json_dumps(json, JSON_COMPACT));
		buf_put_text(body, text);
		free(text);
		json_decref(json);
	}
	*r = (struct wire_request){ .method = route->method,
		.path = path->at, .body = buf_slice(body) };
	if (route->resend == RESEND_KEY)
		r->key = e->key;
}

bool
act_gives_attempt(enum act act)
{
	return facts[act].gives_attempt;
}
