/* The rooms of a sitting and who proctors them. */
#include "examctl/act.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/tell.h"

static const struct column room_columns[] = { { "ROOM", COLUMN_LEFT },
	{ "TITLE", COLUMN_WIDE }, { "SEATS", COLUMN_RIGHT },
	{ "A ROW", COLUMN_RIGHT }, { "TAKEN", COLUMN_RIGHT },
	{ "PROCTORS", COLUMN_LEFT }, { "YOURS", COLUMN_LEFT },
	{ "STATES", COLUMN_WRAP } };

static void
put_list(struct table *t, const json_t *list)
{
	struct buf words = { 0 };

	list_words(&words, list);
	buf_put_u8(&words, '\0');
	table_cell(t, words.len > 1 ? words.at : "-");
	buf_fini(&words);
}

/* "in-section 3, submitted 1" */
static void
put_states(struct table *t, json_t *states)
{
	struct buf words = { 0 };
	const char *state;
	const json_t *n;

	json_object_foreach(states, state, n)
	    buf_printf(&words, "%s%s %" JSON_INTEGER_FORMAT,
		words.len > 0 ? ", " : "", state, json_integer_value(n));
	buf_put_u8(&words, '\0');
	table_cell(t, words.len > 1 ? words.at : "-");
	buf_fini(&words);
}

static void
put_room(struct table *t, const json_t *room)
{
	json_int_t row_length = member_number(room, "row_length");

	table_cell(t, member_text(room, "room"));
	table_cell(t, member_text(room, "title"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(room, "seats"));
	if (row_length > 0)
		table_cellf(t, "%" JSON_INTEGER_FORMAT, row_length);
	else
		table_cell(t, "-");
	table_cellf(
	    t, "%" JSON_INTEGER_FORMAT, member_number(room, "candidates"));
	put_list(t, json_object_get(room, "proctors"));
	table_cell(t, member_is_true(room, "mine") ? "yes" : "no");
	put_states(t, json_object_get(room, "states"));
}

static struct table *
room_table(void)
{
	return table_new(
	    room_columns, sizeof(room_columns) / sizeof(*room_columns));
}

static void
say_rooms(const json_t *reply)
{
	const json_t *chiefs = json_object_get(reply, "chiefs"), *room;
	json_int_t without = member_number(reply, "without_room");
	struct table *t = room_table();
	struct buf words = { 0 };
	size_t i, n = 0;

	json_array_foreach(json_object_get(reply, "rooms"), i, room)
	{
		put_room(t, room);
		n++;
	}
	say_table(t, "this sitting has no rooms; every proctor sees all of it");
	if (json_array_size(chiefs) > 0) {
		list_words(&words, chiefs);
		say("chiefs: %.*s\n", SLICE_FMT(buf_slice(&words)));
		buf_fini(&words);
	}
	if (n > 0 && without > 0)
		say("candidates without a room: %" JSON_INTEGER_FORMAT
		    "; import them again\n",
		    without);
}

enum outcome
run_rooms(struct call *call)
{
	struct ask request = { .route = ROUTE_ROOMS,
		.params = { call->arguments[0] } };

	return tell_reply(call, &request, say_rooms);
}

static void
say_one(const json_t *room)
{
	struct table *t = room_table();

	put_room(t, room);
	say_table(t, "");
}

enum outcome
run_rooms_set_proctors(struct call *call)
{
	struct ask request = { .route = ROUTE_ROOM_PROCTORS,
		.params = { call->arguments[0], call->arguments[1] } };
	json_t *names = json_array();
	size_t i;

	for (i = 2; i < call->n_arguments; i++)
		json_array_append_new(names, json_string(call->arguments[i]));
	request.body = json_pack("{so}", "proctors", names);
	return act_and_tell(call, &request, say_one);
}
