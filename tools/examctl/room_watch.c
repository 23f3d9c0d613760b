#include "examctl/room_watch.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "examctl/ask.h"
#include "examctl/member.h"
#include "examctl/row.h"
#include "examctl/say.h"
#include "examctl/text.h"
#include "wire/problem.h"
#include "wire/stream.h"

#define DRAW_MS SECONDS(1)
#define FRAME_LINES 4 /* the head, the titles and the last line */
/* Redrawn in place: no line is folded, what stood behind and below is erased. */
#define FRAME_BEGIN "\033[?7l\033[H"
#define LINE_END "\033[K\n"
#define FRAME_END "\033[K\033[J\033[?7h"
#define CLEAR_SCREEN "\033[2J"

/* What is known of the room: each row, and when it was told. */
struct watch {
	const char *sitting, *room; /* NULL: every room that is seen */
	bool json, table; /* how it is shown; neither: lines */
	bool down;	  /* the server is out of reach */
	json_t *rows;	  /* candidate number: row, with "told" in it */
};

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal_number)
{
	(void)signal_number;
	interrupted = 1;
}

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

/* Those who call or those who do not, as many as there is room for. */
static void
put_rows(struct table *t, const struct watch *w, bool calling, size_t room)
{
	int64_t drawn = now().ms;
	const char *key;
	json_t *row;

	json_object_foreach (w->rows, key, row)
		if (row_calls(row) == calling && table_n_rows(t) < room)
			row_put(t, row, drawn - member_number(row, "told"));
}

/* The first rows, those who call before the others, as the terminal shows them;
 * returns how many lines that are, with the titles. */
static size_t
put_table(struct buf *out, const struct watch *w, size_t n_rows)
{
	struct table *t = table_new(row_columns, n_row_columns);
	size_t i, lines = 0;

	put_rows(t, w, true, n_rows);
	put_rows(t, w, false, n_rows);
	buf_clear(out);
	if (table_n_rows(t) == 0)
		buf_put_text(out, "nobody is registered here\n");
	else
		table_put(out, t, say_width(), say_has_colour());
	table_free(t);
	for (i = 0; i < out->len; i++)
		lines += out->at[i] == '\n';
	return lines;
}

/* As many rows as there is room for; a row may take several lines. */
static size_t
fit_table(struct buf *out, const struct watch *w)
{
	size_t room =
	    say_height() > FRAME_LINES + 1 ? say_height() - FRAME_LINES : 1;
	size_t n = json_object_size(w->rows), lines;

	if (n > room)
		n = room;
	while ((lines = put_table(out, w, n)) > room + 1 && n > 1)
		n--;
	return n;
}

/* Each line as the frame wants it. */
static void
say_lines(struct buf *out)
{
	char *line, *rest;

	out->at[out->len - 1] = '\0'; /* the last line's end */
	for (rest = out->at; (line = strsep(&rest, "\n")) != NULL;)
		say("%s" LINE_END, line);
}

static void
draw(const struct watch *w)
{
	char at[WALL_TEXT_MAX], clock[SAY_TIME_MAX];
	struct buf table = { 0 };
	size_t shown = fit_table(&table, w);

	time_of_day(clock, wall_format(at, clock_wall()));
	say(FRAME_BEGIN "%s%s%s  %s%s" LINE_END LINE_END, w->sitting,
	    w->room != NULL ? ", room " : "", w->room != NULL ? w->room : "",
	    clock, w->down ? "  THE SERVER IS OUT OF REACH, trying again" : "");
	say_lines(&table);
	buf_fini(&table);
	if (shown < json_object_size(w->rows))
		say("%zu more; those who call come first.  ",
		    json_object_size(w->rows) - shown);
	say("Ctrl-C ends." FRAME_END);
	fflush(stdout);
}

static void
say_line(const json_t *row)
{
	char at[WALL_TEXT_MAX], clock[SAY_TIME_MAX];
	struct buf out = { 0 };

	time_of_day(clock, wall_format(at, clock_wall()));
	buf_printf(&out, "%s ", clock);
	row_sentence(&out, row);
	say_buf(&out);
}

/* A row without what moves by itself. */
static json_t *
lasting(json_t *row)
{
	json_t *copy = json_copy(row);

	json_object_del(copy, "clock");
	json_object_del(copy, "told");
	return copy;
}

/* A line for who changed: the whole room is told again after a break.  Of a
 * room just found, those who call. */
static bool
is_news(const struct watch *w, json_t *row)
{
	json_t *known = json_object_get(w->rows,
	    member_text(row, "candidate"));
	json_t *before, *after;
	bool changed;

	if (known == NULL)
		return row_calls(row);
	before = lasting(known);
	after = lasting(row);
	changed = !json_equal(before, after);
	json_decref(before);
	json_decref(after);
	return changed;
}

/* They moved to a room that is not shown. */
static void
take_gone(struct watch *w, const json_t *gone)
{
	const json_t *attempt, *row;
	const char *number;
	void *next;
	json_t *rows = w->rows;
	size_t i;

	json_array_foreach(gone, i, attempt)
	    json_object_foreach_safe(rows, next, number, row)
	{
		if (member_number(row, "attempt") !=
		    json_integer_value(attempt))
			continue;
		if (!w->table)
			say("%s moved to another room\n", number);
		json_object_del(rows, number);
	}
}

/* One event: {"rows":[…]}, with "all" when the stream begins. */
static void
take_rows(struct watch *w, struct slice data)
{
	json_t *event = json_loadb(data.at, data.len, 0, NULL), *row;
	bool first = json_object_size(w->rows) == 0;
	json_t *rows =
	    member_is_true(event, "all") ? json_object() : json_incref(w->rows);
	size_t i;

	take_gone(w, json_object_get(event, "gone"));
	json_array_foreach (json_object_get(event, "rows"), i, row) {
		if (!w->table && is_news(w, row))
			say_line(row);
		json_object_set_new(row, "told",
		    json_integer(now().ms));
		json_object_set(rows, member_text(row, "candidate"), row);
	}
	json_decref(w->rows);
	w->rows = rows;
	json_decref(event);
	if (!w->table && first)
		say("%zu %s; a line follows for each change\n",
		    json_object_size(w->rows),
		    text_plural((double)json_object_size(w->rows), "candidate",
			"candidates"));
	fflush(stdout);
}

static void
take_event(struct watch *w, const struct sse_event *event)
{
	if (!slice_is(event->name, "room"))
		return;
	if (w->json) {
		say("%.*s\n", SLICE_FMT(event->data));
		fflush(stdout);
	} else
		take_rows(w, event->data);
}

static void
tell_down(struct watch *w, bool down)
{
	w->down = down;
	if (!w->table && down)
		complain("the server is out of reach; trying again");
}

/* Everything the stream has now; false: it was refused. */
static bool
take_all(struct watch *w, struct stream *stream)
{
	struct buf why = { 0 };
	struct sse_event event;

	for (;;)
		switch (stream_advance(stream, &event)) {
		case STREAM_NOTHING:
			return true;
		case STREAM_UP:
			tell_down(w, false);
			break;
		case STREAM_EVENT:
			take_event(w, &event);
			break;
		case STREAM_DOWN:
			tell_down(w, true);
			break;
		case STREAM_REFUSED:
			if (w->table)
				say("\n");
			problem_reply_text(&why, stream_reply(stream));
			complain("%.*s", SLICE_FMT(buf_slice(&why)));
			buf_fini(&why);
			return false;
		}
}

/* Until something can be read, the stream wants its turn, or a second is
 * over. */
static void
wait_for(const struct stream *stream)
{
	struct pollfd fd = { stream_fd(stream), stream_events(stream), 0 };
	int64_t left = stream_deadline(stream).ms - now().ms;

	if (left > DRAW_MS)
		left = DRAW_MS;
	(void)poll(&fd, fd.fd >= 0 ? 1 : 0, left > 0 ? (int)left : 0);
}

static enum outcome
follow(struct watch *w, struct stream *stream)
{
	while (!interrupted) {
		if (!take_all(w, stream))
			return REFUSED;
		if (w->table)
			draw(w);
		wait_for(stream);
	}
	return DONE;
}

const char *
room_query(struct buf *query, const struct call *call)
{
	const char *room = call->options[OPTION_ROOM];

	if (room == NULL)
		return NULL;
	buf_put_text(query, "room=");
	text_encode(query, room);
	buf_put_u8(query, '\0');
	return query->at;
}

enum outcome
room_watch(struct call *call, const char *sitting)
{
	const char *params[ROUTE_PARAMS_MAX] = { sitting };
	struct watch w = { .sitting = sitting,
		.room = call->options[OPTION_ROOM] };
	struct sigaction action = { .sa_handler = interrupt };
	struct wire_server *server;
	struct buf path = { 0 }, query = { 0 };
	struct stream *stream;
	enum outcome outcome;
	const char *token;

	outcome = ask_connect(call, &server, &token);
	if (outcome != DONE)
		return outcome;
	w.json = call_has(call, OPTION_JSON);
	w.table = !w.json && say_is_terminal();
	w.rows = json_object();
	/* the poll must end, so no SA_RESTART */
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	ask_path(&path, ROUTE_STAFF_EVENTS, params, room_query(&query, call));
	buf_fini(&query);
	stream = stream_new(server, path.at, token, 0);
	if (w.table)
		say(CLEAR_SCREEN);
	outcome = follow(&w, stream);
	if (w.table)
		say("\n");
	stream_free(stream);
	buf_fini(&path);
	json_decref(w.rows);
	return outcome;
}
