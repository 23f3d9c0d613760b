/* What is told of an attempt later: a transcript, a bundle, a replay.  Where a
 * story ends, everybody's must hold. */
#include <string.h>

#include "staff_act.h"
#include "support/verified.h"

#define RECIPIENT                                                              \
	"age1fp7la8wp5n93gj82p6vy2jp8mswzkncyzl0mdww5syepu23qzffqnhrv55"

/* ---- transcripts ---- */

static void
must_hold(struct story *s, struct line *l, struct slice transcript)
{
	struct scene_reply published;
	char *told;

	scene_ask(&s->scene,
	    &(struct scene_request){ ROUTE_CHECKPOINT, .address = 1 },
	    &published);
	told = verified_find(slice_of(json_string_value(
				 json_object_get(published.body, "keys"))),
	    slice_of(json_string_value(
		json_object_get(published.body, "checkpoint"))),
	    transcript);
	if (told != NULL)
		line_fail(l, "the transcript does not hold: %s", told);
	scene_reply_fini(&published);
}

/* takes transcript C-1: it must hold for who trusts keys and head alone. */
static void
take_transcript(struct act *a)
{
	struct scene_reply reply;

	a->request.route = ROUTE_TRANSCRIPT;
	(void)act_on(a);
	act_send(a, &reply);
	if (reply.status == 200)
		must_hold(a->story, a->line, buf_slice(&reply.text));
	outcome(a->story, a->line, &reply);
}

/* takes bundle C-1 [for RECIPIENT] */
static void
take_bundle(struct act *a)
{
	const char *recipient = RECIPIENT;

	(void)act_on(a);
	act_begin_body(a, ROUTE_BUNDLE);
	if (line_if(a->line, "for"))
		recipient = line_word(a->line);
	out_word(&a->body, "recipient", recipient);
	act_finish_with_reason(a);
}

bool
act_on_evidence(struct act *a)
{
	if (line_if_two(a->line, "takes", "transcript")) {
		take_transcript(a);
	} else if (line_if_two(a->line, "takes", "bundle")) {
		take_bundle(a);
	} else if (line_if(a->line, "replays")) {
		a->request.route = ROUTE_REPLAY;
		(void)act_on(a);
		act_finish(a);
	} else {
		return false;
	}
	return true;
}

/* ---- at the end ---- */

static bool
replay_holds(struct story *s, struct line *l, const char *attempt)
{
	struct scene_request request = { .route = ROUTE_REPLAY,
		.params = { attempt } };
	struct scene_reply reply;
	bool closed;

	cast_must(&s->cast, "anna", &request, &reply);
	if (!json_is_true(json_object_get(reply.body, "holds")))
		line_fail(l, "the replay of attempt %s does not hold: %.*s",
		    attempt, SLICE_FMT(buf_slice(&reply.text)));
	closed = strstr("submitted expired terminated absent",
		     json_string_value(json_object_get(reply.body, "state"))) !=
		 NULL;
	scene_reply_fini(&reply);
	return closed;
}

void
evidence_must_hold(struct story *s, struct line *l)
{
	struct scene_request request = { .route = ROUTE_TRANSCRIPT };
	struct scene_reply reply;
	size_t i;

	if (!s->begun || s->scene.hall == NULL)
		return;
	for (i = 0; i < s->cast.n_candidates; i++) {
		request.params[0] = s->cast.candidates[i].attempt;
		if (!replay_holds(s, l, request.params[0]))
			continue;
		cast_must(&s->cast, "anna", &request, &reply);
		must_hold(s, l, buf_slice(&reply.text));
		scene_reply_fini(&reply);
	}
}
