#include "rehearse/actor.h"

#include <inttypes.h>
#include <string.h>

#include "proto/out.h"
#include "rehearse/respond.h"

#define REHEARSED "\"reason\":\"organisation\",\"words\":\"rehearsal\""

void
actor_init(struct actor *a, struct roll_candidate *who, uint64_t seed,
    uint32_t index, struct wall begins)
{
	*a = (struct actor){ .who = who,
		.step = STEP_TICKET,
		.then = STEP_DONE,
		.at = begins,
		.state = who->state,
		.heap_index = SIZE_MAX };
	intent_numbers(&a->rng, seed, index);
}

void
actor_fini(struct actor *a)
{
	paper_free(a->paper);
	explicit_bzero(a->code, sizeof(a->code));
	explicit_bzero(a->token, sizeof(a->token));
}

bool
actor_is_open(const struct actor *a)
{
	return a->paper != NULL && a->step != STEP_DONE;
}

/* ---- asking ---- */

static const struct {
	enum stage_port port;
	enum route route;
} steps[STEP_DONE] = {
#define X(name, port, route) { STAGE_##port, ROUTE_##route },
	STEPS(X)
#undef X
};

static void
put_sign_in(struct buf *body, const struct actor *a)
{
	out_open(body, NULL);
	out_word(body, "candidate", a->who->number);
	out_word(body, "code", a->code);
	out_word(body, "device",
	    a->step == STEP_RETURN ? "another one" : "rehearsal");
	out_close(body);
}

static void
put_answer(struct buf *body, struct actor *a, const struct cast *c)
{
	struct buf response = { 0 };
	uint16_t item = (uint16_t)(a->item - 1);

	if (rng_below(&a->rng, 100) < a->intent.right)
		respond_right(
		    &response, c->roll->bank, a->paper, item, &a->rng);
	else
		respond_any(&response, c->roll->bank, a->paper, item, &a->rng);
	out_open(body, NULL);
	out_int(body, "seq", ++a->seq);
	out_raw(body, "response", buf_slice(&response));
	out_close(body);
	buf_fini(&response);
}

static void
put_body(struct buf *body, struct actor *a, const struct cast *c)
{
	switch (a->step) {
	case STEP_TICKET:
	case STEP_MOVE:
		buf_put_text(body, "{" REHEARSED "}");
		break;
	case STEP_TRY:
	case STEP_SIGN_IN:
	case STEP_RETURN:
		put_sign_in(body, a);
		break;
	case STEP_CHECK_IN:
		buf_put_text(body, "{\"document\":\"rehearsal\"}");
		break;
	case STEP_ADMIT:
		buf_put_text(body, "{}");
		break;
	case STEP_OPEN:
		buf_put_text(body, "{\"accept_rules\":true}");
		break;
	case STEP_ANSWER:
	case STEP_LAST:
	case STEP_LATE:
		put_answer(body, a, c);
		break;
	case STEP_NEXT:
		buf_printf(body, "{\"from\":%u}", a->item);
		break;
	case STEP_SUBMIT:
		buf_put_text(body, "{\"confirm\":true}");
		break;
	case STEP_TRY_LOOK:
	case STEP_TRY_OUT:
	case STEP_LISTEN:
	case STEP_ENTER:
	case STEP_PAPER:
	case STEP_LOOK:
	case STEP_CLOSE:
	case STEP_DONE:
		break;
	}
}

/* What the path names: the attempt, a section, an item. */
static void
put_param(char param[24], const struct actor *a)
{
	uint64_t n = a->who->attempt;

	if (a->step == STEP_ENTER)
		n = a->section + 1u;
	else if (a->step == STEP_CLOSE)
		n = a->section;
	else if (steps[a->step].route == ROUTE_ANSWER)
		n = a->item;
	snprintf(param, 24, "%" PRIu64, n);
}

void
actor_ask(struct actor *a, struct cast *c, struct stage *stage, uint64_t conn)
{
	struct frame_request f = { .route = steps[a->step].route,
		.conn = a->step == STEP_LISTEN ? conn + 1 : conn };
	char param[24], key[32];
	struct buf body = { 0 };

	if (a->step == STEP_RETURN)
		stage_gone(stage, conn + 1);
	put_param(param, a);
	put_body(&body, a, c);
	f.body = buf_slice(&body);
	if (strchr(route_facts[f.route].path, '{') != NULL)
		f.params[0] = slice_of(param);
	if (route_facts[f.route].resend == RESEND_KEY) {
		snprintf(key, sizeof(key), "rehearsal-%" PRIu64, ++c->n_keys);
		f.key = slice_of(key);
	}
	f.has_token =
	    steps[a->step].port == STAGE_CANDIDATES && f.route != ROUTE_SIGN_IN;
	if (f.has_token)
		memcpy(f.token, a->token, TOKEN_LEN);
	a->waits = true;
	stage_ask(stage, steps[a->step].port, &f);
	buf_fini(&body);
}
