#include "sitter.h"

#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "test.h"

#define PATIENCE_MS SECONDS(60)

void
sitter_init(struct sitter *s, struct centre *c, size_t n, const char *device)
{
	json_t *reply;

	*s = (struct sitter){ .ticket = &c->tickets[n],
		.wire = wire_new(c->candidates) };
	reply = ask(s->wire, METHOD_POST, "/v1/session",
	    json_pack("{s:s,s:s,s:s}", "candidate", s->ticket->number, "code",
		s->ticket->code, "device", device), 201);
	snprintf(s->token, sizeof(s->token), "%s", text_in(reply, "token"));
	wire_set_token(s->wire, s->token);
	json_decref(reply);
}

void
sitter_fini(struct sitter *s)
{
	if (s->stream != NULL)
		stream_free(s->stream);
	wire_free(s->wire);
}

void
sitter_enter(struct sitter *s)
{
	json_decref(ask(s->wire, METHOD_POST, "/v1/attempt/open",
	    json_pack("{s:b}", "accept_rules", 1), 200));
	json_decref(ask(s->wire, METHOD_POST, "/v1/attempt/sections/1/enter",
	    NULL, 200));
}

json_t *
sitter_attempt(struct sitter *s)
{
	return ask(s->wire, METHOD_GET, "/v1/attempt", NULL, 200);
}

int64_t
remaining_in(const json_t *attempt)
{
	return number_in(json_object_get(attempt, "clock"), "remaining_ms");
}

/* ---- answers ---- */

static json_t *
part_of(const json_t *interaction, unsigned n)
{
	const json_t *choices = json_object_get(interaction, "choices");
	char text[16];

	if (choices != NULL)
		return json_pack("[i]",
		    (int)(n % json_array_size(choices)) + 1);
	snprintf(text, sizeof(text), "%u", n);
	return json_pack("[s]", text);
}

json_t *
sitter_response(const json_t *item, unsigned n)
{
	const json_t *interaction;
	json_t *response = json_array();
	size_t i;

	json_array_foreach (json_object_get(item, "interactions"), i,
	    interaction)
		json_array_append_new(response, part_of(interaction, n));
	return response;
}

json_t *
sitter_save(struct sitter *s, int item, int64_t seq, json_t *response,
    int status)
{
	char path[64];

	snprintf(path, sizeof(path), "/v1/attempt/answers/%d", item);
	return ask(s->wire, METHOD_PUT, path, json_pack("{s:I,s:o}", "seq",
	    (json_int_t)seq, "response", response), status);
}

/* ---- events ---- */

static void
wait_for(struct stream *s)
{
	int64_t ms = stream_deadline(s).ms - clock_boottime();
	struct pollfd fd = { stream_fd(s), stream_events(s), 0 };

	poll(&fd, 1, ms < 0 ? 0 : ms > SECONDS(1) ? 1000 : (int)ms);
}

json_t *
stream_hear(struct stream *s, const char *name)
{
	int64_t until = clock_boottime() + PATIENCE_MS;
	enum stream_news news;
	struct sse_event e;

	while (clock_boottime() < until) {
		news = stream_advance(s, &e);
		if (news == STREAM_REFUSED)
			break;
		if (news == STREAM_NOTHING)
			wait_for(s);
		else if (news == STREAM_EVENT && slice_is(e.name, name))
			return json_loadb(e.data.at, e.data.len, 0, NULL);
	}
	fail_msg("no event \"%s\" came", name);
	return NULL;
}

json_t *
sitter_hear(struct sitter *s, struct centre *c, const char *name)
{
	if (s->stream == NULL)
		s->stream = stream_new(c->candidates, "/v1/events", s->token,
		    0);
	return stream_hear(s->stream, name);
}
