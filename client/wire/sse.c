#include "wire/sse.h"

#include "exam/limits.h"

void
sse_fini(struct sse *s)
{
	buf_fini(&s->in);
	buf_fini(&s->name);
	buf_fini(&s->data);
}

void
sse_feed(struct sse *s, struct slice bytes)
{
	buf_drop(&s->in, s->at);
	s->at = 0;
	buf_put_slice(&s->in, bytes);
}

/* A line ends with LF, CR or CRLF; a CR that is the last byte so far may yet
 * get its LF, so it waits. */
static bool
take_line(struct sse *s, struct slice *line)
{
	size_t i, after;

	for (i = s->at; i < s->in.len; i++)
		if (s->in.at[i] == '\n' || s->in.at[i] == '\r')
			break;
	after = i + 1;
	if (i == s->in.len || (s->in.at[i] == '\r' && after == s->in.len))
		return false;
	if (s->in.at[i] == '\r' && s->in.at[after] == '\n')
		after++;
	*line = (struct slice){ s->in.at + s->at, i - s->at };
	s->at = after;
	return true;
}

static void
read_field(struct sse *s, struct slice line)
{
	const char *colon = memchr(line.at, ':', line.len);
	struct slice name = line, value = SLICE_NONE;

	if (colon != NULL) {
		name.len = (size_t)(colon - line.at);
		value = (struct slice){ colon + 1, line.len - name.len - 1 };
		if (value.len > 0 && value.at[0] == ' ')
			value = (struct slice){ value.at + 1, value.len - 1 };
	}
	if (slice_is(name, "event")) {
		buf_clear(&s->name);
		buf_put_slice(&s->name, value);
	} else if (slice_is(name, "data")) {
		buf_put_slice(&s->data, value);
		buf_put_u8(&s->data, '\n');
	}
}

/* The empty line: what was gathered is an event, unless it has no data. */
static bool
dispatch(struct sse *s, struct sse_event *event)
{
	s->told = true;
	if (s->data.len == 0)
		return false;
	event->name = s->name.len > 0 ? buf_slice(&s->name) : SLICE("message");
	event->data = (struct slice){ s->data.at, s->data.len - 1 };
	return true;
}

enum err
sse_next(struct sse *s, struct sse_event *event)
{
	struct slice line;

	for (;;) {
		if (s->told) {
			buf_clear(&s->name);
			buf_clear(&s->data);
			s->told = false;
		}
		if (!take_line(s, &line))
			break;
		if (line.len > 0)
			read_field(s, line);
		else if (dispatch(s, event))
			return ERR_OK;
	}
	return s->data.len + s->in.len - s->at > SSE_EVENT_MAX ? ERR_TOO_BIG :
								 ERR_BUSY;
}
