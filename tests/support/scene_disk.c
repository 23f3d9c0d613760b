/* Is what a crash would leave what people see now? */
#include <string.h>

#include "support/scene_cast.h"

/* A stream ends with the server; nothing else may. */
static void
forget_streams(json_t *v)
{
	const char *name;
	json_t *inner;
	size_t i;

	if (json_is_object(v)) {
		(void)json_object_del(v, "connected");
		(void)json_object_del(v, "streams");
		json_object_foreach(v, name, inner)
			forget_streams(inner);
	}
	json_array_foreach(v, i, inner)
		forget_streams(inner);
}

static char *
ask_text(struct scene *s, const struct scene_request *r)
{
	struct scene_reply reply;
	char *text;

	scene_ask(s, r, &reply);
	forget_streams(reply.body);
	text = json_dumps(reply.body, JSON_SORT_KEYS);
	scene_reply_fini(&reply);
	return text;
}

/* NULL: the same on both sides. */
static char *
compare(struct scene *live, struct scene *disk, const struct scene_request *r)
{
	char *a = ask_text(live, r), *b = ask_text(disk, r);
	struct buf told = { 0 };

	if (strcmp(a, b) != 0) {
		buf_printf(&told, "%s %s\n live: %s\n disk: %s",
		    route_facts[r->route].name,
		    r->params[0] != NULL ? r->params[0] : "", a, b);
		buf_put_u8(&told, 0);
	}
	free(a);
	free(b);
	return told.at;
}

static char *
compare_candidate(struct scene *live, struct scene *disk,
    const struct cast_candidate *who)
{
	char *told = compare(live, disk, &(struct scene_request){
		ROUTE_TIMELINE, .slot = SLOT_STAFF, .local = true,
		.params = { who->attempt } });
	size_t i;

	for (i = 0; i < who->n_devices && told == NULL; i++) {
		const uint8_t *token = who->devices[i].token;

		told = compare(live, disk, &(struct scene_request){
			ROUTE_ATTEMPT, .token = token });
		if (told == NULL)
			told = compare(live, disk, &(struct scene_request){
				ROUTE_PAPER, .token = token });
		if (told == NULL)
			told = compare(live, disk, &(struct scene_request){
				ROUTE_RESULT, .token = token });
	}
	return told;
}

/* Once for each sitting: with the first of its candidates. */
static char *
compare_sitting(struct scene *live, struct scene *disk, const struct cast *c,
    size_t candidate)
{
	const char *sitting = c->candidates[candidate].sitting;
	char *told;
	size_t i;

	for (i = 0; i < candidate; i++)
		if (strcmp(c->candidates[i].sitting, sitting) == 0)
			return NULL;
	told = compare(live, disk,
	    &(struct scene_request){ ROUTE_ROOMS, .slot = SLOT_STAFF,
		.local = true, .params = { sitting } });
	if (told != NULL)
		return told;
	return compare(live, disk, &(struct scene_request){ ROUTE_RESULTS,
		.slot = SLOT_STAFF, .local = true, .params = { sitting } });
}

char *
cast_compare_disk(struct cast *c)
{
	static const enum route lists[] = { ROUTE_BANKS, ROUTE_PROGRAMMES,
		ROUTE_SITTINGS, ROUTE_PROPOSALS };
	struct scene disk;
	char *told = NULL;
	size_t i;

	scene_settle(c->scene);
	scene_copy(&disk, c->scene);
	for (i = 0; i < sizeof(lists) / sizeof(*lists) && told == NULL; i++)
		told = compare(c->scene, &disk, &(struct scene_request){
			lists[i], .slot = SLOT_STAFF, .local = true });
	for (i = 0; i < c->n_candidates && told == NULL; i++) {
		told = compare_candidate(c->scene, &disk, &c->candidates[i]);
		if (told == NULL)
			told = compare_sitting(c->scene, &disk, c, i);
	}
	scene_close(&disk);
	return told;
}
