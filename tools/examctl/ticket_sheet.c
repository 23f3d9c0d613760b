#include "examctl/ticket_sheet.h"

#include <stdio.h>
#include <string.h>

#include "examctl/member.h"
#include "examctl/text.h"
#include "load/zone.h"

#define CARD_WIDTH 72
#define CARDS_A_PAGE 3

static void
put_rule(struct buf *out)
{
	size_t i;

	buf_put_text(out, "- ");
	for (i = 1; i < CARD_WIDTH / 2; i++)
		buf_put_text(out, "- ");
	out->len--;
	buf_put_u8(out, '\n');
}

static void
put_field(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "  %-18s", name);
	text_wrap(out, *value != '\0' ? value : "-", 20, CARD_WIDTH);
}

/* "Tue 1 Dec 2026 09:00 CET (Europe/Madrid)" */
static void
put_time(struct buf *out, const char *name, const json_t *ticket,
    const char *member)
{
	const char *zone = member_text(ticket, "zone");
	char text[ZONE_TEXT_MAX], whole[ZONE_TEXT_MAX + ZONE_NAME_MAX + 4];
	struct wall wall;

	if (!wall_parse(&wall, member_text(ticket, member)))
		return;
	snprintf(whole, sizeof(whole), "%s (%s)", zone_format(text, wall, zone),
	    zone);
	put_field(out, name, whole);
}

/* "Aula Magna (aula), seat 12" */
static void
put_place(struct buf *out, const json_t *ticket)
{
	const char *room = member_text(ticket, "room");
	const char *seat = member_text(ticket, "seat");
	struct buf place = { 0 };

	if (*room != '\0') {
		buf_printf(&place, "%s (%s), seat %s",
		    member_text(ticket, "room_title"), room, seat);
		buf_put_u8(&place, '\0');
		put_field(out, "room", place.at);
		buf_fini(&place);
	} else if (*seat != '\0') {
		put_field(out, "seat", seat);
	}
}

/* "CTSS winter (winter)" */
static void
put_title(struct buf *out, const char *heading, const json_t *ticket)
{
	struct buf title = { 0 };

	buf_printf(&title, "%s (%s)", member_text(ticket, "title"),
	    member_text(ticket, "sitting"));
	buf_put_u8(&title, '\0');
	put_field(out, heading, title.at);
	buf_fini(&title);
}

/* "1 h 52 min 30 s" */
static void
put_time_allowed(struct buf *out, const json_t *ticket)
{
	json_int_t seconds = member_number(ticket, "time_ms") / 1000;
	struct buf text = { 0 };

	if (seconds >= 3600)
		buf_printf(
		    &text, "%" JSON_INTEGER_FORMAT " h ", seconds / 3600);
	buf_printf(&text, "%" JSON_INTEGER_FORMAT " min", seconds / 60 % 60);
	if (seconds % 60 != 0)
		buf_printf(&text, " %" JSON_INTEGER_FORMAT " s", seconds % 60);
	buf_put_u8(&text, '\0');
	put_field(out, "time allowed", text.at);
	buf_fini(&text);
}

static void
put_beginning(struct buf *out, const char *server)
{
	struct buf text = { 0 };

	buf_printf(&text,
	    "To begin, open https://%s/ in a browser, or type: exam --server "
	    "%s",
	    server, server);
	buf_put_u8(&text, '\0');
	buf_put_text(out, "  ");
	text_wrap(out, text.at, 2, CARD_WIDTH);
	buf_fini(&text);
}

static void
put_card(struct buf *out, const char *heading, const char *server,
    const json_t *ticket)
{
	put_title(out, heading, ticket);
	buf_put_u8(out, '\n');
	put_field(out, "name", member_text(ticket, "name"));
	put_field(out, "route", member_text(ticket, "route"));
	put_place(out, ticket);
	put_time(out, "opens", ticket, "opens");
	put_time(out, "closes", ticket, "closes");
	put_time_allowed(out, ticket);
	buf_put_u8(out, '\n');
	if (server != NULL)
		put_field(out, "server", server);
	put_field(out, "candidate number", member_text(ticket, "candidate"));
	put_field(out, "access code", member_text(ticket, "code"));
	buf_put_u8(out, '\n');
	if (server != NULL)
		put_beginning(out, server);
	buf_put_text(out,
	    "  Keep the code to yourself; bring your identity document.\n");
	put_rule(out);
}

void
ticket_sheet_text(struct buf *out, const char *heading, const char *server,
    const json_t *tickets)
{
	const json_t *ticket;
	size_t i;

	json_array_foreach (tickets, i, ticket) {
		if (i > 0 && i % CARDS_A_PAGE == 0)
			buf_put_u8(out, '\f');
		put_card(out, heading, server, ticket);
	}
}

static void
put_csv(struct buf *out, const char *value, const char *end)
{
	bool quoted = strpbrk(value, ",\"\r\n") != NULL;

	if (quoted)
		buf_put_u8(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"')
			buf_put_u8(out, '"');
		buf_put(out, value, 1);
	}
	if (quoted)
		buf_put_u8(out, '"');
	buf_put_text(out, end);
}

void
ticket_sheet_csv(struct buf *out, const json_t *tickets)
{
	static const char *const members[] = { "candidate", "name", "route",
		"code", "opens", "closes", "zone", "room", "seat" };
	const size_t n = sizeof(members) / sizeof(*members);
	const json_t *ticket;
	size_t i, k;

	buf_put_text(out, "attempt,candidate,name,route,code,opens,closes,"
			  "zone,room,seat\r\n");
	json_array_foreach (tickets, i, ticket) {
		buf_printf(out, "%" JSON_INTEGER_FORMAT ",",
		    member_number(ticket, "attempt"));
		for (k = 0; k < n; k++)
			put_csv(out, member_text(ticket, members[k]),
			    k + 1 < n ? "," : "\r\n");
	}
}
