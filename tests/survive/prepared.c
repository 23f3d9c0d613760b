#include "prepared.h"

#include <string.h>

#include "base/file.h"

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"s\",\"title\":"
    "\"S\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"%s\",\"closes\":\"%s\","
    "\"late_answers\":{\"accept_within_seconds\":20},"
    "\"takeover\":\"free\",\"check_in\":false,\"admission\":false,\"routes\":{"
    "\"upgrade\":{\"sections\":[{\"minutes\":5,\"break_minutes\":1},"
    "{\"minutes\":5,\"navigation\":\"linear\"}]},"
    "\"full\":{\"minutes\":12,\"sections\":[{\"break_minutes\":1},{},{},{}]}}}]"
    "}";

static const char people[] = "number,name,route,factor\n"
			     "C-1,One,upgrade,1\nC-2,Two,upgrade,1.5\n"
			     "C-3,Three,full,1\n";

static struct {
	struct scene scene; /* it was stopped */
	struct cast cast;
	struct buf database;
} ready;

static void
must(enum route route, const char *param, struct slice body)
{
	struct scene_reply reply;

	cast_must(&ready.cast, "anna",
	    &(struct scene_request){ route, .params = { param }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

static void
must_candidate(
    size_t who, enum route route, const char *param, const char *body)
{
	const struct cast_candidate *c = &ready.cast.candidates[who];
	struct scene_reply reply;

	scene_ask(&ready.scene,
	    &(struct scene_request){ route,
		.token = cast_device(c, NULL)->token, .params = { param },
		.body = slice_of(body) },
	    &reply);
	if (reply.status != 200)
		scene_broken("%s: %.*s", route_facts[route].name,
		    SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
}

static void
take_seats(void)
{
	struct scene_reply reply;
	size_t i;

	for (i = 0; i < PREPARED_PEOPLE; i++) {
		cast_sign_in(&ready.cast, &ready.cast.candidates[i], "desk",
		    NULL, NULL, &reply);
		scene_reply_fini(&reply);
		must_candidate(i, ROUTE_OPEN, NULL, "{\"accept_rules\":true}");
		must_candidate(i, ROUTE_ENTER, "1", "");
	}
}

static void
load_schedule(struct wall now)
{
	char opens[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];
	struct buf b = { 0 };

	now.ms -= now.ms % SECONDS(1);
	wall_format(opens, now);
	wall_format(closes, wall_add(now, HOURS(1)));
	buf_printf(&b, schedule, opens, closes);
	must(ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&b));
	buf_fini(&b);
}

static void
read_database(void)
{
	char path[2 * SCENE_PATH_MAX + 16];

	scene_directory(path, &ready.scene);
	strcat(path, "/examd.db");
	if (file_read(&ready.database, path, SIZE_MAX / 2) != ERR_OK)
		scene_broken("%s cannot be read", path);
}

void
prepared_make(struct wall now)
{
	scene_open(&ready.scene, now);
	cast_open(&ready.cast, &ready.scene, "small", true);
	load_schedule(now);
	must(ROUTE_CANDIDATES, "s", slice_of(people));
	cast_take_tickets(&ready.cast, "s");
	take_seats();
	scene_stop(&ready.scene);
	read_database();
}

void
prepared_clear(void)
{
	cast_close(&ready.cast);
	scene_close(&ready.scene);
	buf_fini(&ready.database);
}

const struct cast *
prepared_cast(void)
{
	return &ready.cast;
}

const struct scene *
prepared_scene(void)
{
	return &ready.scene;
}

void
prepared_write(const char *directory)
{
	char path[2 * SCENE_PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/examd.db", directory);
	if (file_create(path, buf_slice(&ready.database), 0600) != ERR_OK)
		scene_broken("%s cannot be made", path);
}
