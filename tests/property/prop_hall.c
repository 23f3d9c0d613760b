/*
 * Laws of the whole hall, on random scripts of candidates and proctors with
 * crashes at any moment:
 *
 *	what a crash leaves is what people saw before it
 *	every acknowledged save is in the journal exactly once, and a resend is
 *	told the same
 *	folding the journal from its beginning gives the state of the live hall
 */
#include "test.h"

#include <string.h>

#include "base/log.h"
#include "core/attempt.h"
#include "support/property.h"
#include "support/scene_cast.h"

#define RUNS 40
#define ACTS 120
#define PEOPLE 3
#define SAVES_MAX ACTS

/* A save that was acknowledged. */
struct saved {
	int who;
	char item[12], body[128];
	int64_t event;
	char verdict[16];
};

struct world {
	struct scene scene;
	struct cast cast;
	struct rng rng;
	struct saved saves[SAVES_MAX];
	size_t n_saves;
	uint32_t seqs[PEOPLE][8];
};

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"s\",\"title\":\"S\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00\",\"closes\":\"2026-05-04T10:00\","
    "\"late_answers\":{\"accept_within_seconds\":20},"
    "\"takeover\":\"free\",\"check_in\":false,\"admission\":false,\"routes\":{"
    "\"upgrade\":{\"sections\":[{\"minutes\":5,\"break_minutes\":1},"
    "{\"minutes\":5,\"navigation\":\"linear\"}]},"
    "\"full\":{\"minutes\":12,\"sections\":[{\"break_minutes\":1},{},{},{}]}}}]}";

static const char people[] = "number,name,route,factor\n"
			     "C-1,One,upgrade,1\nC-2,Two,upgrade,1.5\n"
			     "C-3,Three,full,1\n";

static void
must(struct world *w, enum route route, const char *param, struct slice body)
{
	struct scene_reply reply;

	cast_must(&w->cast, "anna", &(struct scene_request){ route,
		.params = { param }, .body = body }, &reply);
	scene_reply_fini(&reply);
}

static void
world_open(struct world *w, unsigned run)
{
	struct wall nine;
	struct scene_reply reply;
	int i;

	memset(w, 0, sizeof(*w));
	property_begin(&w->rng, run);
	assert_true(wall_parse(&nine, "2026-05-04T09:00:00Z"));
	scene_open(&w->scene, nine);
	cast_open(&w->cast, &w->scene, "small", true);
	must(w, ROUTE_SCHEDULE_LOAD, NULL, slice_of(schedule));
	must(w, ROUTE_CANDIDATES, "s", slice_of(people));
	cast_take_tickets(&w->cast, "s");
	for (i = 0; i < PEOPLE; i++) {
		cast_sign_in(&w->cast, &w->cast.candidates[i], "desk", NULL,
		    NULL, &reply);
		scene_reply_fini(&reply);
	}
}

static void
world_close(struct world *w)
{
	cast_close(&w->cast);
	scene_close(&w->scene);
}

/* ---- acts ---- */

static int
pick(struct world *w, int low, int high)
{
	return property_int(&w->rng, low, high);
}

static const uint8_t *
token(struct world *w, int who)
{
	return cast_device(&w->cast.candidates[who], NULL)->token;
}

/* Refused or not: whatever is possible may be asked at any time. */
static void
ask_as(struct world *w, int who, enum route route, int param,
    const char *body)
{
	struct scene_reply reply;
	char text[16];

	snprintf(text, sizeof(text), "%d", param);
	scene_ask(&w->scene, &(struct scene_request){ route,
		.token = token(w, who), .params = { text },
		.body = slice_of(body), .ago_ms = pick(w, 0, 3000) }, &reply);
	scene_reply_fini(&reply);
}

static void
ask_save(struct world *w, const struct saved *s, int64_t ago_ms,
    struct scene_reply *reply)
{
	scene_ask(&w->scene, &(struct scene_request){ ROUTE_ANSWER,
		.token = token(w, s->who), .params = { s->item },
		.body = slice_of(s->body), .ago_ms = ago_ms }, reply);
}

static int64_t
event_of(const struct scene_reply *reply)
{
	return json_integer_value(json_object_get(reply->body, "event"));
}

static const char *
verdict_of(const struct scene_reply *reply)
{
	return json_string_value(json_object_get(reply->body, "verdict"));
}

/* The same save again, whatever has happened since. */
static void
resend(struct world *w)
{
	const struct saved *s;
	struct scene_reply reply;

	if (w->n_saves == 0)
		return;
	s = &w->saves[pick(w, 0, (int)w->n_saves - 1)];
	ask_save(w, s, 0, &reply);
	if (reply.status == 200) {
		assert_int_equal(event_of(&reply), s->event);
		assert_string_equal(verdict_of(&reply), s->verdict);
	}
	scene_reply_fini(&reply);
}

static bool
is_known(const struct world *w, int64_t event)
{
	size_t i;

	for (i = 0; i < w->n_saves; i++)
		if (w->saves[i].event == event)
			return true;
	return false;
}

static void
save(struct world *w, int who)
{
	static const char *const responses[] = { "[[1]]", "[[2]]", "[[]]", "null",
		"[[\"DNS\"]]", "[[1,2]]", "[[\"a text beyond eight bytes\"]]" };
	int item = pick(w, 1, 8);
	uint32_t *seq = &w->seqs[who][item - 1];
	struct saved s = { .who = who };
	struct scene_reply reply;

	*seq += (uint32_t)pick(w, 0, 2);
	snprintf(s.item, sizeof(s.item), "%d", item);
	snprintf(s.body, sizeof(s.body), "{\"seq\":%u,\"response\":%s}",
	    *seq > 0 ? *seq : 1, responses[pick(w, 0, 6)]);
	ask_save(w, &s, pick(w, 0, 4000), &reply);
	if (reply.status == 200 && !is_known(w, event_of(&reply))) {
		s.event = event_of(&reply);
		snprintf(s.verdict, sizeof(s.verdict), "%s", verdict_of(&reply));
		w->saves[w->n_saves++] = s;
	}
	scene_reply_fini(&reply);
}

static void
act_of_candidate(struct world *w)
{
	int who = pick(w, 0, PEOPLE - 1);
	char body[32];

	switch (pick(w, 0, 15)) {
	case 0:
		ask_as(w, who, ROUTE_OPEN, 0, "{\"accept_rules\":true}");
		break;
	case 1:
		ask_as(w, who, ROUTE_ENTER, pick(w, 1, 4), "");
		break;
	case 2:
		ask_as(w, who, ROUTE_CLOSE, pick(w, 1, 4), "");
		break;
	case 3:
		ask_as(w, who, ROUTE_NEXT, 0,
		    pick(w, 0, 1) == 0 ? "{\"from\":5}" : "{\"from\":6}");
		break;
	case 4:
		ask_as(w, who, ROUTE_FLAG, pick(w, 1, 8),
		    pick(w, 0, 1) == 0 ? "{\"flagged\":true}" :
					 "{\"flagged\":false}");
		break;
	case 5:
		ask_as(w, who, ROUTE_HELP, 0, "{\"text\":\"help\"}");
		break;
	case 6:
		if (pick(w, 0, 5) == 0)
			ask_as(w, who, ROUTE_SUBMIT, 0, "{\"confirm\":true}");
		break;
	case 7:
		snprintf(body, sizeof(body), "{\"event\":%d}", pick(w, 1, 400));
		ask_as(w, who, ROUTE_SEEN, 0, body);
		break;
	default:
		save(w, who);
	}
}

#define WHY "\"reason\":\"technical\",\"words\":\"chance\"}"

static void
act_of_proctor(struct world *w)
{
	static const struct {
		enum route route;
		const char *body;
	} acts[] = {
		{ ROUTE_PAUSE, "{" WHY },
		{ ROUTE_RESUME, "{" WHY },
		{ ROUTE_RESUME, "{" WHY },
		{ ROUTE_EXTEND, "{\"minutes\":1," WHY },
		{ ROUTE_REOPEN, "{" WHY },
		{ ROUTE_MESSAGE, "{\"text\":\"a word\"}" },
		{ ROUTE_MOVE_DEVICE, "{" WHY },
	};
	size_t i = (size_t)pick(w, 0, 5);
	struct scene_reply reply;

	cast_ask(&w->cast, cast_staff(&w->cast, "anna"), &(struct scene_request){
		acts[i].route, .body = slice_of(acts[i].body),
		.params = { w->cast.candidates[pick(w, 0, PEOPLE - 1)].attempt } },
	    &reply);
	scene_reply_fini(&reply);
}

/* ---- laws ---- */

static void
nothing_is_lost(struct world *w)
{
	char *told = cast_compare_disk(&w->cast);

	if (told != NULL)
		print_error("%s\n", told);
	assert_null(told);
}

/* How often the event is in the timeline, as an answer. */
static int
times_in_timeline(struct world *w, const struct saved *s)
{
	struct scene_reply reply;
	const json_t *e;
	int n = 0;
	size_t i;

	scene_ask(&w->scene, &(struct scene_request){ ROUTE_TIMELINE,
		.slot = SLOT_STAFF, .local = true,
		.params = { w->cast.candidates[s->who].attempt } }, &reply);
	json_array_foreach(json_object_get(reply.body, "events"), i, e)
		n += json_integer_value(json_object_get(e, "event")) ==
			s->event &&
		    strcmp(json_string_value(json_object_get(e, "kind")),
			"answered") == 0;
	scene_reply_fini(&reply);
	return n;
}

static void
every_save_is_kept_once(struct world *w)
{
	size_t i;

	for (i = 0; i < w->n_saves; i++)
		assert_int_equal(times_in_timeline(w, &w->saves[i]), 1);
}

/* ---- the journal, folded from its beginning ---- */

struct fold {
	uint64_t attempt;
	struct attempt state;
};

static bool
fold_event(void *ctx, const struct store_event *row)
{
	struct fold *f = ctx;
	enum verdict unused;
	struct event e;

	if (row->attempt != f->attempt)
		return true;
	assert_int_equal(event_decode(&e, row->kind, row->payload), ERR_OK);
	e.at = row->at;
	e.position = row->position;
	assert_int_equal(attempt_apply(&f->state, &e, &unused), ERR_OK);
	return true;
}

struct snapshot {
	struct store *store;
	int n;
};

static void
pack_closed_alike(struct attempt *a, struct buf *b)
{
	if (attempt_is_closed(a))
		attempt_forget_answers(a);
	attempt_pack(a, b);
}

/* The chain's hash and number, position, number and hash of the event that the
 * last receipt is of; then the attempt. */
#define SNAPSHOT_HEAD (HASH_LEN + 4 + 8 + 4 + HASH_LEN)

static bool
fold_is_the_snapshot(void *ctx, const struct store_snapshot *row)
{
	struct snapshot *all = ctx;
	struct fold f = { .attempt = row->attempt };
	struct attempt live;
	struct buf a = { 0 }, b = { 0 };

	if (row->attempt == 0)
		return true;
	attempt_init(&f.state);
	assert_int_equal(store_each_event(all->store, 0, fold_event, &f), ERR_OK);
	assert_int_equal(
	    attempt_unpack(&live, (struct slice){ row->state.at + SNAPSHOT_HEAD,
				      row->state.len - SNAPSHOT_HEAD }),
	    ERR_OK);
	pack_closed_alike(&f.state, &a);
	pack_closed_alike(&live, &b);
	assert_true(slice_equal(buf_slice(&a), buf_slice(&b)));
	attempt_fini(&f.state);
	attempt_fini(&live);
	buf_fini(&a);
	buf_fini(&b);
	all->n++;
	return true;
}

/* A planned end has written a snapshot of everybody. */
static void
the_journal_says_it_all(struct world *w)
{
	struct diag diag = { .path = "journal" };
	struct snapshot all = { 0 };
	char path[SCENE_PATH_MAX * 2];

	scene_stop(&w->scene);
	snprintf(path, sizeof(path), "%s/%u", w->scene.folder,
	    w->scene.generation);
	assert_int_equal(store_open(&all.store,
			     &(struct store_options){ .directory = path },
			     &diag), ERR_OK);
	assert_int_equal(store_each_snapshot(all.store, fold_is_the_snapshot,
			     &all), ERR_OK);
	assert_int_equal(all.n, PEOPLE);
	store_close(all.store);
	diag_fini(&diag);
}

static void
crash(struct world *w)
{
	nothing_is_lost(w);
	scene_crash(&w->scene);
	scene_start(&w->scene, pick(w, 0, 20000), pick(w, 0, 3) == 0);
}

static void
act(struct world *w)
{
	int n = pick(w, 0, 39);

	if (n == 0)
		crash(w);
	else if (n == 1)
		scene_stall(&w->scene, pick(w, 0, 5000));
	else if (n == 2)
		scene_step_wall(&w->scene, pick(w, -3000, 3000));
	else if (n < 10)
		scene_pass(&w->scene, pick(w, 0, 30000));
	else if (n < 14)
		act_of_proctor(w);
	else if (n < 18)
		resend(w);
	else
		act_of_candidate(w);
}

static void
a_crash_at_any_moment_loses_nothing_that_was_acknowledged(void **state)
{
	struct world *w = *state;
	unsigned run;
	int i;

	for (run = 0; run < RUNS; run++) {
		world_open(w, run);
		for (i = 0; i < ACTS; i++)
			act(w);
		crash(w);
		every_save_is_kept_once(w);
		the_journal_says_it_all(w);
		world_close(w);
	}
}

static int
make_world(void **state)
{
	*state = alloc_zero(1, sizeof(struct world));
	return 0;
}

static int
free_world(void **state)
{
	free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_crash_at_any_moment_loses_nothing_that_was_acknowledged,
		    make_world, free_world),
	};

	log_limit(LOG_ERROR);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
