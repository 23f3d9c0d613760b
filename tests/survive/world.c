#include "world.h"

#include <string.h>

#include "campaign.h"

#define WAL_LIMIT (64 << 10) /* checkpoints come every few saves */
#define TURNS_MAX 100	     /* until a reply */

/* ---- its life ---- */

void
world_begin(struct world *w, struct rng *rng)
{
	char path[2 * SCENE_PATH_MAX];

	*w = (struct world){ .rng = rng, .cast = *prepared_cast() };
	w->cast.scene = &w->scene;
	scene_make(&w->scene, prepared_scene());
	w->scene.wal_limit = WAL_LIMIT;
	scene_directory(path, &w->scene);
	prepared_write(path);
	scene_start(&w->scene, 1000, false);
}

void
world_end(struct world *w)
{
	scene_close(&w->scene);
}

void
world_go_on(
    struct world *w, const struct world *before, const struct scene *scene)
{
	*w = *before;
	w->scene = *scene;
	w->cast.scene = &w->scene;
}

/* ---- asking ---- */

static int
pick(struct world *w, int low, int high)
{
	return low + (int)rng_below(w->rng, (uint32_t)(high - low + 1));
}

/* Both in one turn. */
static enum err
await(struct world *w, uint64_t first_conn, struct scene_reply *a,
    uint64_t second_conn, struct scene_reply *b)
{
	enum err e;
	int n;

	for (n = 0; n < TURNS_MAX; n++) {
		e = scene_try_turn(&w->scene);
		if (e != ERR_OK)
			return e;
		if (!scene_take(&w->scene, first_conn, a))
			continue;
		if (!scene_take(&w->scene, second_conn, b))
			case_fails("two requests of a turn, one reply");
		return ERR_OK;
	}
	case_fails("no reply came");
}

/* The last position that a timeline shows. */
static void
note_told(struct world *w, const json_t *timeline)
{
	const json_t *events = json_object_get(timeline, "events"), *e;
	uint64_t at;
	size_t i;

	w->told_moment = w->clock != NULL ? *w->clock : 0;
	json_array_foreach(events, i, e)
	{
		at = (uint64_t)json_integer_value(json_object_get(e, "event"));
		if (at > w->told)
			w->told = at;
	}
}

static const struct cast_candidate *
candidate(const struct world *w, int who)
{
	return &w->cast.candidates[who];
}

/* The request, and beside it the timeline of who it concerns.  The reply is the
 * caller's. */
static enum err
do_act(struct world *w, int who, const struct scene_request *r,
    struct scene_reply *reply)
{
	struct scene_reply timeline;
	uint64_t conn = scene_put(&w->scene, r);
	uint64_t beside = scene_put(&w->scene,
	    &(struct scene_request){ ROUTE_TIMELINE, .slot = SLOT_STAFF,
		.local = true, .params = { candidate(w, who)->attempt } });
	enum err e = await(w, conn, reply, beside, &timeline);

	if (e != ERR_OK)
		return e;
	note_told(w, timeline.body);
	scene_reply_fini(&timeline);
	return ERR_OK;
}

static enum err
do_and_forget(struct world *w, int who, const struct scene_request *r)
{
	struct scene_reply reply;
	enum err e = do_act(w, who, r, &reply);

	if (e == ERR_OK)
		scene_reply_fini(&reply);
	return e;
}

static enum err
ask_as(struct world *w, int who, enum route route, int param, const char *body)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", param);
	return do_and_forget(w, who,
	    &(struct scene_request){ route,
		.token = cast_device(candidate(w, who), NULL)->token,
		.params = { text }, .body = slice_of(body),
		.ago_ms = pick(w, 0, 500) });
}

/* ---- saving ---- */

static int64_t
event_of(const json_t *reply)
{
	return json_integer_value(json_object_get(reply, "event"));
}

static const char *
verdict_of(const json_t *reply)
{
	const char *v = json_string_value(json_object_get(reply, "verdict"));

	return v != NULL ? v : "";
}

static void
hold_against(const struct world_save *s, const json_t *reply)
{
	if (s->event != 0 && (event_of(reply) != s->event ||
				 strcmp(verdict_of(reply), s->verdict) != 0))
		case_fails("item %s %s: was acknowledged as event %lld, %s; "
			   "now as %lld, %s",
		    s->item, s->body, (long long)s->event, s->verdict,
		    (long long)event_of(reply), verdict_of(reply));
}

static void
note_save(struct world *w, struct world_save *s, const json_t *reply)
{
	size_t i;

	s->event = event_of(reply);
	s->moment = w->told_moment;
	snprintf(s->verdict, sizeof(s->verdict), "%s", verdict_of(reply));
	for (i = 0; i < w->n_saves; i++)
		if (w->saves[i].event == s->event)
			return;
	if (w->n_saves < WORLD_SAVES_MAX)
		w->saves[w->n_saves++] = *s;
}

/* w->asked is on its way until it is answered. */
static enum err
send(struct world *w, const struct world_save *s)
{
	struct scene_reply reply;
	enum err e;

	w->asked = *s;
	e = do_act(w, s->who,
	    &(struct scene_request){ ROUTE_ANSWER,
		.token = cast_device(candidate(w, s->who), NULL)->token,
		.params = { s->item }, .body = slice_of(s->body) },
	    &reply);
	if (e != ERR_OK)
		return e;
	if (reply.status == 200) {
		hold_against(s, reply.body);
		note_save(w, &w->asked, reply.body);
	}
	w->asked.body[0] = '\0';
	scene_reply_fini(&reply);
	return ERR_OK;
}

static enum err
save(struct world *w, int who)
{
	static const char *const choices[] = { "[[1]]", "[[2]]", "[[]]" };
	static const char *const texts[] = { "[[\"DNS\"]]", "[[]]",
		"[[\"a text beyond eight bytes\"]]" };
	/* The first section has half of them. */
	int item =
	    pick(w, 1, pick(w, 0, 3) > 0 ? PREPARED_ITEMS / 2 : PREPARED_ITEMS);
	uint32_t *seq = &w->seqs[who][item - 1];
	struct world_save s = { .who = who };
	int i = pick(w, 0, 2);

	*seq += (uint32_t)pick(w, 0, 4) > 0;
	snprintf(s.item, sizeof(s.item), "%d", item);
	snprintf(s.body, sizeof(s.body), "{\"seq\":%u,\"response\":%s}",
	    *seq > 0 ? *seq : 1, item % 4 == 0 ? texts[i] : choices[i]);
	return send(w, &s);
}

enum err
world_resend(struct world *w)
{
	struct world_save s = w->asked;

	if (s.body[0] == '\0') {
		if (w->n_saves == 0)
			return ERR_OK;
		s = w->saves[w->n_saves - 1];
	}
	return send(w, &s);
}

/* ---- acts ---- */

static enum err
act_of_candidate(struct world *w)
{
	int who = pick(w, 0, PREPARED_PEOPLE - 1);

	switch (pick(w, 0, 29)) {
	case 0:
		return ask_as(w, who, ROUTE_ENTER, pick(w, 1, 4), "");
	case 1:
		return ask_as(w, who, ROUTE_CLOSE, pick(w, 1, 4), "");
	case 2:
		return ask_as(w, who, ROUTE_NEXT, 0,
		    pick(w, 0, 1) == 0 ? "{\"from\":5}" : "{\"from\":6}");
	case 3:
	case 4:
		return ask_as(w, who, ROUTE_FLAG, pick(w, 1, PREPARED_ITEMS),
		    pick(w, 0, 1) == 0 ? "{\"flagged\":true}"
				       : "{\"flagged\":false}");
	case 5:
		return ask_as(w, who, ROUTE_HELP, 0, "{\"text\":\"help\"}");
	case 6:
		if (pick(w, 0, 4) == 0)
			return ask_as(
			    w, who, ROUTE_SUBMIT, 0, "{\"confirm\":true}");
		return save(w, who);
	default:
		return save(w, who);
	}
}

#define WHY "\"reason\":\"technical\",\"words\":\"chance\"}"

static enum err
act_of_proctor(struct world *w)
{
	static const struct {
		enum route route;
		const char *body;
	} acts[] = {
		{ ROUTE_PAUSE, "{" WHY },
		{ ROUTE_RESUME, "{" WHY },
		{ ROUTE_EXTEND, "{\"minutes\":1," WHY },
		{ ROUTE_REOPEN, "{" WHY },
		{ ROUTE_MESSAGE, "{\"text\":\"a word\"}" },
	};
	int who = pick(w, 0, PREPARED_PEOPLE - 1), i = pick(w, 0, 4);

	return do_and_forget(w, who,
	    &(struct scene_request){ acts[i].route, .slot = SLOT_STAFF,
		.local = true, .body = slice_of(acts[i].body),
		.params = { candidate(w, who)->attempt } });
}

enum err
world_act_in_turn(struct world *w)
{
	int n = pick(w, 1, 19);

	if (n == 1)
		return world_resend(w);
	return n == 2 ? act_of_proctor(w) : act_of_candidate(w);
}

/* After it a quiet moment, in which checkpoints and snapshots come. */
enum err
world_act(struct world *w)
{
	enum err e;

	if (pick(w, 0, 19) == 0)
		return scene_try_pass(&w->scene, pick(w, 0, 15000));
	e = world_act_in_turn(w);
	return e == ERR_OK ? scene_try_settle(&w->scene) : e;
}

/* ---- laws ---- */

static json_t *
timeline(struct world *w, int who)
{
	struct scene_reply reply;
	json_t *body;

	scene_ask(&w->scene,
	    &(struct scene_request){ ROUTE_TIMELINE, .slot = SLOT_STAFF,
		.local = true, .params = { candidate(w, who)->attempt } },
	    &reply);
	body = json_incref(reply.body);
	scene_reply_fini(&reply);
	return body;
}

static void
check_is_once(const struct world_save *s, const json_t *events)
{
	const json_t *e;
	int item, times = 0;
	size_t i;

	json_array_foreach(events, i, e)
	{
		if (event_of(e) != s->event)
			continue;
		times++;
		if (sscanf(json_string_value(json_object_get(e, "text")),
			"answered item %d", &item) != 1 ||
		    item != atoi(s->item))
			case_fails("event %lld is not of item %s",
			    (long long)s->event, s->item);
	}
	if (times != 1)
		case_fails("item %s %s was acknowledged as event %lld and is "
			   "there %d times",
		    s->item, s->body, (long long)s->event, times);
}

static void
check_journals(struct world *w, size_t moment)
{
	json_t *lines[PREPARED_PEOPLE];
	size_t i;
	int who;

	for (who = 0; who < PREPARED_PEOPLE; who++)
		lines[who] = timeline(w, who);
	for (i = 0; i < w->n_saves; i++)
		if (w->saves[i].moment <= moment)
			check_is_once(&w->saves[i],
			    json_object_get(lines[w->saves[i].who], "events"));
	for (who = 0; who < PREPARED_PEOPLE; who++)
		json_decref(lines[who]);
}

/* A resend is told the same only if the response is the same, too.  While the
 * door is shut, or it asks too often, it is told nothing. */
static void
check_answer(struct world *w, const struct world_save *s)
{
	struct scene_reply reply;

	scene_ask(&w->scene,
	    &(struct scene_request){ ROUTE_ANSWER,
		.token = cast_device(candidate(w, s->who), NULL)->token,
		.params = { s->item }, .body = slice_of(s->body) },
	    &reply);
	if (reply.status == 200)
		hold_against(s, reply.body);
	scene_reply_fini(&reply);
}

void
world_check(struct world *w, size_t moment)
{
	size_t i;

	check_journals(w, moment);
	for (i = 0; i < w->n_saves; i++)
		if (w->saves[i].moment <= moment)
			check_answer(w, &w->saves[i]);
}
