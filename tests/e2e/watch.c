#include "watch.h"

#include "sitter.h"
#include "test.h"

static const json_t *
row_of(const json_t *rows, int attempt)
{
	const json_t *row;
	size_t i;

	json_array_foreach (rows, i, row)
		if (number_in(row, "attempt") == attempt)
			return row;
	return NULL;
}

void
watch_answers(struct centre *c, size_t n, int64_t answered)
{
	struct stream *s = stream_new(c->office, "/v1/sittings/room/events",
	    NULL, 0);
	const json_t *row;
	int64_t seen = 0;
	json_t *event;

	while (seen < answered) {
		event = stream_hear(s, "room");
		row = row_of(json_object_get(event, "rows"),
		    c->tickets[n].attempt);
		if (row != NULL)
			seen = number_in(row, "answered");
		json_decref(event);
	}
	stream_free(s);
}
