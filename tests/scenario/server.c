/* Time, and what happens to the machine. */
#include <string.h>

#include "load/zone.h"
#include "story.h"

static void
end_of_line(struct line *l)
{
	if (line_more(l))
		line_fail(l, "\"%s\" is not understood here", line_word(l));
}

/* begin 2026-03-28T12:00 zone Europe/Madrid [on kinds]
 * [bank not approved] */
static void
begin(struct story *s, struct line *l)
{
	const char *when = line_word(l), *zone, *bank;
	bool approved;
	struct wall at;

	if (s->begun || !line_if(l, "zone"))
		line_fail(l, "it says, once: begin TIME zone NAME");
	zone = line_word(l);
	if (!zone_exists(zone))
		line_fail(l, "there is no zone %s", zone);
	snprintf(s->zone, sizeof(s->zone), "%s", zone);
	l->zone = s->zone;
	if (!line_time_parse(&at, l, when))
		line_fail(l, "\"%s\" is not a time", when);
	bank = line_if(l, "on") ? line_word(l) : "small";
	approved = !(line_if_two(l, "bank", "not") && line_if(l, "approved"));
	scene_open(&s->scene, at);
	s->begun = true;
	cast_open(&s->cast, &s->scene, bank, approved);
}

static void
wait_until(struct story *s, struct line *l)
{
	int64_t ms = line_time(l).ms - s->scene.now.wall.ms;

	if (ms < 0)
		line_fail(l, "that is %lld ms ago", (long long)-ms);
	scene_pass(&s->scene, ms);
}

static void
restart(struct story *s, struct line *l)
{
	int64_t ms = line_if(l, "after") ? line_duration(l) : 0;

	if (s->scene.hall != NULL)
		line_fail(l, "it is running; crash or stop it first");
	scene_start(&s->scene, ms, line_if(l, "rebooted"));
}

/* crash importing: in the middle of an import, after its certain commit. */
static void
crash_in_import(struct story *s, struct line *l)
{
	const char *sitting = line_word(l);
	int64_t n = line_number(l, 1, CANDIDATES_IMPORT_MAX), i;
	int64_t turns = line_if(l, "turns") ? line_number(l, 1, 1000) : 0;
	struct scene_request r = { ROUTE_CANDIDATES, .slot = SLOT_STAFF,
		.local = true, .params = { sitting } };
	struct buf body = { 0 };

	buf_put_text(&body, "number,name,route\n");
	for (i = 1; i <= n; i++)
		buf_printf(&body, "I-%lld,Number %lld,upgrade\n", (long long)i,
		    (long long)i);
	r.body = buf_slice(&body);
	(void)scene_put(&s->scene, &r);
	for (i = 0; i < turns; i++)
		scene_turn(&s->scene);
	scene_crash(&s->scene);
	buf_fini(&body);
}

bool
server_says(struct story *s, struct line *l)
{
	l->at = 0;
	if (line_if(l, "begin"))
		begin(s, l);
	else if (line_if(l, "at"))
		wait_until(s, l);
	else if (line_if(l, "after"))
		scene_pass(&s->scene, line_duration(l));
	else if (line_if(l, "stall"))
		scene_stall(&s->scene, line_duration(l));
	else if (line_if_two(l, "wall", "clock"))
		scene_step_wall(&s->scene, line_duration(l));
	else if (line_if_two(l, "crash", "importing"))
		crash_in_import(s, l);
	else if (line_if(l, "crash"))
		scene_crash(&s->scene);
	else if (line_if(l, "stop"))
		scene_stop(&s->scene);
	else if (line_if(l, "restart"))
		restart(s, l);
	else
		return false;
	end_of_line(l);
	return true;
}
