/* errand: requests that wait for a helper, and what comes of them. */
#include "hall/calendar.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/reply.h"

static job_done *const done[N_JOBS] = {
	[JOB_BANK] = bank_loaded,
	[JOB_PROGRAMME] = programme_loaded,
	[JOB_SCHEDULE] = schedule_loaded,
	[JOB_FIT] = schedule_fitted,
	[JOB_CANDIDATES] = candidates_parsed,
	[JOB_PASSWORD_HASH] = account_hashed,
	[JOB_PASSWORD_CHECK] = staff_checked,
};

struct errand *
errand_new(struct hall *h, struct request *r, enum hall_job job)
{
	struct errand *e = alloc_zero(1, sizeof(*e));

	e->id = ++h->last_errand;
	e->job = job;
	e->slot = r->slot;
	e->generation = h->nets[r->slot].generation;
	e->conn = r->frame->conn;
	e->route = r->frame->route;
	e->account = r->staff;
	e->who = r->staff != NULL ? alloc_text(r->staff->name) : NULL;
	e->reply_key = r->reply_key;
	r->reply_key = NULL;
	memcpy(e->digest, r->digest, SHA256_LEN);
	HASH_ADD(hh, h->errands, id, sizeof(e->id), e);
	return e;
}

struct errand *
errand_start(struct hall *h, struct request *r, enum hall_job job,
    struct slice input)
{
	struct errand *e;

	if (HASH_COUNT(h->errands) >= HELPER_QUEUE_MAX) {
		reply_refuse(h, r, ERR_BUSY,
		    "Too many files and sign-ins are waiting; try again in a "
		    "moment.");
		return NULL;
	}
	e = errand_new(h, r, job);
	h->wires.helper(h->wires.ctx, e->id, job, input);
	return e;
}

struct errand *
errand_pass_on(struct hall *h, struct errand *e)
{
	struct errand *on = alloc_copy(e, sizeof(*e));

	on->id = ++h->last_errand;
	e->who = e->object = e->local_user = e->reply_key = NULL;
	e->loading = NULL;
	HASH_ADD(hh, h->errands, id, sizeof(on->id), on);
	return on;
}

void
errand_ask_again(
    struct hall *h, struct errand *e, enum hall_job job, struct slice input)
{
	struct errand *on = errand_pass_on(h, e);

	on->job = job;
	h->wires.helper(h->wires.ctx, on->id, job, input);
}

void
errand_free(struct hall *h, struct errand *e)
{
	HASH_DEL(h->errands, e);
	free(e->who);
	free(e->object);
	free(e->local_user);
	free(e->reply_key);
	loading_free(e->loading);
	free(e);
}

void
hall_hear_helper(struct hall *h, uint64_t id, int status, struct slice output)
{
	struct frame_request frame;
	struct request r;
	struct errand *e;

	HASH_FIND(hh, h->errands, &id, sizeof(id), e);
	if (e == NULL)
		return;
	reply_resume(h, &r, &frame, e);
	if (status != 0 && status != 1)
		reply_refuse(h, &r, ERR_BUSY,
		    "The helper for this request broke or took too long; try "
		    "again.");
	else
		done[e->job](h, &r, e, status, output);
	errand_free(h, e);
}
