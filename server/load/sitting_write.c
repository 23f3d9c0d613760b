#include "load/rooms.h"
#include "load/sitting.h"

static const char *const navigations[] = { "free", "linear" };
static const char *const takeovers[] = { "free", "proctor" };
static const char *const releases[] = { "held", "at-once" };

static void
write_route(struct buf *b, const struct sitting_route *r)
{
	const struct sitting_section *s;
	uint16_t i;

	buf_put_u8(b, '{');
	if (r->whole_ms > 0)
		buf_printf(b, "\"minutes\":%.10g,", (double)r->whole_ms / 60000);
	buf_put_text(b, "\"sections\":[");
	for (i = 0; i < r->n_sections; i++) {
		s = &r->sections[i];
		buf_printf(b, "%s{", i > 0 ? "," : "");
		if (r->whole_ms == 0)
			buf_printf(b, "\"minutes\":%.10g,",
			    (double)s->time_ms / 60000);
		buf_printf(b, "\"navigation\":\"%s\"",
		    navigations[s->navigation]);
		if (s->break_ms > 0)
			buf_printf(b, ",\"break_minutes\":%.10g",
			    (double)s->break_ms / 60000);
		buf_put_u8(b, '}');
	}
	buf_put_text(b, "]}");
}

static void
write_routes(struct buf *b, const struct sitting *s)
{
	const char *before = ",\"routes\":{";
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		if (!s->routes[r].offered)
			continue;
		buf_printf(b, "%s\"%s\":", before,
		    route_name_text((enum route_name)r));
		write_route(b, &s->routes[r]);
		before = ",";
	}
	buf_put_u8(b, '}');
}

static void
write_conduct(struct buf *b, const struct sitting *s)
{
	if (s->late_entry_ms >= 0)
		buf_printf(b, ",\"late_entry_minutes\":%.10g",
		    (double)s->late_entry_ms / 60000);
	buf_printf(b, ",\"grace_seconds\":%.10g", (double)s->grace_ms / 1000);
	if (s->late == LATE_ACCEPT)
		buf_printf(b,
		    ",\"late_answers\":{\"accept_within_seconds\":%.10g}",
		    (double)s->late_ms / 1000);
	buf_printf(b,
	    ",\"takeover\":\"%s\",\"release\":\"%s\",\"check_in\":%s,"
	    "\"admission\":%s,\"practice\":%s",
	    takeovers[s->takeover], releases[s->release],
	    s->check_in ? "true" : "false", s->admission ? "true" : "false",
	    s->practice ? "true" : "false");
	if (*s->rules != '\0')
		json_put_text(b, ",\"rules\":", s->rules);
	load_rooms_write(b, s);
	buf_put_u8(b, '}');
}

void
load_sitting_write(struct buf *b, const struct sitting *s)
{
	char text[WALL_TEXT_MAX];

	json_put_text(b, "{\"id\":", s->ident);
	json_put_text(b, ",\"title\":", s->title);
	json_put_text(b, ",\"programme\":{\"id\":", s->programme);
	json_put_text(b, ",\"version\":", s->programme_version);
	json_put_text(b, "},\"bank\":{\"id\":", s->bank);
	json_put_text(b, ",\"version\":", s->bank_version);
	json_put_text(b, "},\"zone\":", s->zone);
	json_put_text(b, ",\"opens\":", wall_format(text, s->opens));
	json_put_text(b, ",\"closes\":", wall_format(text, s->closes));
	write_routes(b, s);
	write_conduct(b, s);
}
