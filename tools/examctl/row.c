#include "examctl/row.h"

#include <stdio.h>
#include <string.h>

#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/text.h"

const struct column row_columns[] = {
	{ "ATTEMPT", COLUMN_RIGHT },
	{ "SEAT", COLUMN_LEFT },
	{ "CANDIDATE", COLUMN_LEFT },
	{ "NAME", COLUMN_WIDE },
	{ "ROUTE", COLUMN_SPARE },
	{ "STATE", COLUMN_LEFT },
	{ "SECTION", COLUMN_RIGHT },
	{ "ANSWERED", COLUMN_RIGHT },
	{ "LEFT", COLUMN_RIGHT },
	{ "SAVED", COLUMN_SPARE },
	{ "REMARKS", COLUMN_BELOW },
};
const size_t n_row_columns = sizeof(row_columns) / sizeof(*row_columns);

bool
row_calls(const json_t *row)
{
	return *member_text(row, "help") != '\0' ||
	    member_is_true(row, "waiting_device");
}

/* What a proctor should notice. */
static void
put_remarks(struct buf *out, const json_t *row)
{
	const char *help = member_text(row, "help");
	json_int_t reports = member_number(row, "reports");
	json_int_t incidents = member_number(row, "incidents");

	if (*help != '\0')
		buf_printf(out, "asks: %s; ", help);
	if (member_is_true(row, "waiting_device"))
		buf_put_text(out, "another device waits; ");
	if (json_is_false(json_object_get(row, "connected")))
		buf_put_text(out, "not connected; ");
	if (reports > 0)
		buf_printf(out, "%" JSON_INTEGER_FORMAT " %s; ", reports,
		    text_plural((double)reports, "report", "reports"));
	if (incidents > 0)
		buf_printf(out, "%" JSON_INTEGER_FORMAT " %s; ", incidents,
		    text_plural((double)incidents, "incident", "incidents"));
	if (member_number(row, "extended_ms") > 0)
		buf_printf(out, "+%" JSON_INTEGER_FORMAT " min; ",
		    member_number(row, "extended_ms") / 60000);
	if (out->len >= 2)
		out->len -= 2;
	buf_put_u8(out, '\0');
}

static bool
left_words(char text[SAY_TIME_MAX], const json_t *row, int64_t since_ms)
{
	const json_t *clock = json_object_get(row, "clock");
	int64_t left = member_number(clock, "remaining_ms");

	/* before the first section there is no clock to read */
	if (!member_is_true(clock, "running") && left <= 0) {
		snprintf(text, SAY_TIME_MAX, "-");
		return false;
	}
	if (member_is_true(clock, "running"))
		left -= since_ms;
	duration_words(text, left);
	return true;
}

/* "aula 12", or "12" where there are no rooms. */
static void
put_seat(struct table *t, const json_t *row)
{
	const char *room = member_text(row, "room");
	const char *seat = member_text(row, "seat");

	if (*room != '\0')
		table_cellf(t, "%s %s", room, seat);
	else
		table_cell(t, *seat != '\0' ? seat : "-");
}

void
row_put(struct table *t, const json_t *row, int64_t since_ms)
{
	char left[SAY_TIME_MAX], saved[SAY_TIME_MAX];
	struct buf remarks = { 0 };

	left_words(left, row, since_ms);
	time_of_day(saved, member_text(row, "last_saved"));
	put_remarks(&remarks, row);
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(row, "attempt"));
	put_seat(t, row);
	table_cell(t, member_text(row, "candidate"));
	table_cell(t, member_text(row, "name"));
	table_cell(t, member_text(row, "route"));
	table_cell(t, member_text(row, "state"));
	if (member_number(row, "section") > 0)
		table_cellf(t, "%" JSON_INTEGER_FORMAT,
		    member_number(row, "section"));
	else
		table_cell(t, "-");
	if (member_number(row, "items") > 0)
		table_cellf(t, "%" JSON_INTEGER_FORMAT "/%" JSON_INTEGER_FORMAT,
		    member_number(row, "answered"),
		    member_number(row, "items"));
	else
		table_cell(t, "-");
	table_cell(t, left);
	table_cell(t, saved);
	table_cell(t, remarks.at);
	buf_fini(&remarks);
}

void
row_sentence(struct buf *out, const json_t *row)
{
	struct buf remarks = { 0 };
	char left[SAY_TIME_MAX];

	text_put(out, member_text(row, "candidate"));
	buf_put_u8(out, ' ');
	text_put(out, member_text(row, "name"));
	if (*member_text(row, "room") != '\0') {
		buf_put_text(out, " (");
		text_put(out, member_text(row, "room"));
		buf_put_u8(out, ' ');
		text_put(out, member_text(row, "seat"));
		buf_put_u8(out, ')');
	}
	buf_put_text(out, ": ");
	text_put(out, member_text(row, "state"));
	if (member_number(row, "section") > 0)
		buf_printf(out, ", section %" JSON_INTEGER_FORMAT,
		    member_number(row, "section"));
	if (member_number(row, "items") > 0)
		buf_printf(out,
		    ", %" JSON_INTEGER_FORMAT " of %" JSON_INTEGER_FORMAT
		    " answered",
		    member_number(row, "answered"),
		    member_number(row, "items"));
	if (left_words(left, row, 0))
		buf_printf(out, ", %s left", left);
	put_remarks(&remarks, row);
	if (*remarks.at != '\0') {
		buf_put_text(out, "; ");
		text_put(out, remarks.at);
	}
	buf_put_u8(out, '\n');
	buf_fini(&remarks);
}

void
row_say(const json_t *row)
{
	struct buf out = { 0 };

	row_sentence(&out, row);
	say_buf(&out);
}
