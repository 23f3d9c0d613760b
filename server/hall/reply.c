/* reply: what leaves, and what is kept so that a resend hears the same. */
#include <stdarg.h>
#include <stdio.h>
#include <utlist.h>

#include "hall/commands.h"
#include "hall/reply.h"
#include "hall/seat.h"

/* A resend comes within minutes; a day covers a closed laptop. */
#define REPLY_KEPT_MS DAYS(1)
#define REPLIES_KEPT_MAX 20000
#define SEAT_KEY "attempt/"
#define SEAT_REPLIES_MAX 64 /* a candidate has a few requests under way */

struct buf *
reply_begin(struct hall *h)
{
	buf_clear(&h->body);
	buf_put(&h->body, "{", 1);
	return &h->body;
}

void
reply_send(struct hall *h, struct request *r, struct frame_reply *reply)
{
	struct net *net = &h->nets[r->slot];

	if (r->gone)
		return;
	if (reply->body.len > FRAME_MAX - 4096) {
		reply_refuse(h, r, ERR_TOO_BIG, "The answer is larger than a "
		    "reply may be; divide the sitting.");
		return;
	}
	metrics_replied(h, r, reply->status);
	reply->conn = r->frame->conn;
	frame_put_reply(&net->out, reply);
}

static void
send_body(struct hall *h, struct request *r, int status, enum body_type type)
{
	struct frame_reply reply = { .status = (uint16_t)status, .type = type,
		.body = buf_slice(&h->body) };

	if (status == 429 || status == 503)
		reply.retry_after = 1;
	reply_send(h, r, &reply);
}

void
reply_end(struct hall *h, struct request *r, int status)
{
	out_time(&h->body, "server_time", h->now.wall);
	out_close(&h->body);
	reply_keep(h, r, (uint16_t)status);
	send_body(h, r, status, BODY_JSON);
}

void
reply_problem(struct hall *h, struct request *r, const struct problem *p)
{
	buf_clear(&h->body);
	problem_write(&h->body, p, h->now.wall);
	send_body(h, r, err_status(p->err), BODY_PROBLEM);
}

void
reply_refuse(struct hall *h, struct request *r, enum err e, const char *fmt, ...)
{
	char detail[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	reply_problem(h, r, &(struct problem){ .err = e, .detail = detail });
}

/* What a net has not taken yet holds up the saves behind it. */
bool
reply_is_crowded(struct hall *h, struct request *r)
{
	if (hall_out(h, r->slot)->len <= REPLIES_PENDING_MAX)
		return false;
	reply_refuse(h, r, ERR_BUSY,
	    "Much is being sent already; ask again in a second.");
	return true;
}

/* ---- kept replies ---- */

static void
kept_free(struct hall *h, struct kept_reply *k)
{
	if (!k->secret)
		object_delete(h, STORE_REPLY, k->key);
	if (k->seat != NULL) {
		DL_DELETE(k->seat->replies, k);
		k->seat->n_replies--;
		h->n_seat_replies--;
	}
	HASH_DEL(h->replies, k);
	TAILQ_REMOVE(&h->replies_by_age, k, entry);
	free(k->key);
	buf_fini(&k->body);
	free(k);
}

/* Too many: the oldest goes, but of the candidates' as long as they have the
 * larger half, so that they cannot push out the staff's. */
static struct kept_reply *
kept_superfluous(struct hall *h)
{
	struct kept_reply *k = TAILQ_FIRST(&h->replies_by_age);

	if (h->n_seat_replies > REPLIES_KEPT_MAX / 2)
		while (k->seat == NULL)
			k = TAILQ_NEXT(k, entry);
	return k;
}

void
reply_forget_old(struct hall *h)
{
	struct kept_reply *k;
	int n;

	for (n = 0; n < 64; n++) {
		k = TAILQ_FIRST(&h->replies_by_age);
		if (k == NULL)
			return;
		if (h->now.wall.ms - k->at.ms >= REPLY_KEPT_MS)
			kept_free(h, k);
		else if (HASH_COUNT(h->replies) > REPLIES_KEPT_MAX)
			kept_free(h, kept_superfluous(h));
		else
			return;
	}
}

static struct kept_reply *
kept_find(struct hall *h, const char *key)
{
	struct kept_reply *k;

	HASH_FIND_STR(h->replies, key, k);
	return k;
}

/* To those of its seat, of which only the newest stay. */
static void
kept_append_seat(struct hall *h, struct kept_reply *k)
{
	DL_APPEND(k->seat->replies, k);
	h->n_seat_replies++;
	if (++k->seat->n_replies > SEAT_REPLIES_MAX)
		kept_free(h, k->seat->replies);
}

static void
kept_append(struct hall *h, struct kept_reply *k)
{
	TAILQ_INSERT_TAIL(&h->replies_by_age, k, entry);
	if (k->seat != NULL)
		kept_append_seat(h, k);
}

static void
kept_add(struct hall *h, struct kept_reply *k)
{
	HASH_ADD_KEYPTR(hh, h->replies, k->key, strlen(k->key), k);
	kept_append(h, k);
}

static void
kept_store(struct hall *h, const struct kept_reply *k)
{
	struct buf b = { 0 };

	buf_put_u16(&b, (uint16_t)k->route);
	buf_put(&b, k->digest, SHA256_LEN);
	buf_put_u16(&b, k->status);
	buf_put_i64(&b, k->at.ms);
	buf_put_blob(&b, buf_slice(&k->body));
	object_put(h, STORE_REPLY, k->key, &b);
	buf_fini(&b);
}

void
reply_keep(struct hall *h, struct request *r, uint16_t status)
{
	struct kept_reply *k;

	if (r->reply_key == NULL || status >= 300 ||
	    kept_find(h, r->reply_key) != NULL)
		return;
	k = alloc_zero(1, sizeof(*k));
	k->key = alloc_text(r->reply_key);
	k->route = r->frame->route;
	memcpy(k->digest, r->digest, SHA256_LEN);
	k->status = status;
	k->at = h->now.wall;
	k->secret = r->secret;
	k->seat = r->seat;
	buf_put_slice(&k->body, buf_slice(&h->body));
	kept_add(h, k);
	if (!k->secret)
		kept_store(h, k);
}

/* NULL: a reply to the staff. */
static struct seat *
seat_of_key(struct hall *h, const char *key)
{
	const size_t len = strlen(SEAT_KEY);

	return strncmp(key, SEAT_KEY, len) == 0 ?
	    seat_find(h, strtoull(key + len, NULL, 10)) :
	    NULL;
}

void
reply_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct kept_reply *k = alloc_zero(1, sizeof(*k));
	struct slice digest;

	k->route = (enum route)cursor_u16(&c);
	digest = cursor_take(&c, SHA256_LEN);
	k->status = cursor_u16(&c);
	k->at.ms = cursor_i64(&c);
	buf_put_slice(&k->body, cursor_blob(&c));
	if (!cursor_done(&c)) {
		buf_fini(&k->body);
		free(k);
		return; /* a resend is then judged anew */
	}
	memcpy(k->digest, digest.at, SHA256_LEN);
	k->key = alloc_text(key);
	k->seat = seat_of_key(h, key);
	HASH_ADD_KEYPTR(hh, h->replies, k->key, strlen(k->key), k);
}

static int
compare_ages(const struct kept_reply *a, const struct kept_reply *b)
{
	return (a->at.ms > b->at.ms) - (a->at.ms < b->at.ms);
}

void
reply_settle(struct hall *h)
{
	struct kept_reply *k, *next;

	HASH_SORT(h->replies, compare_ages);
	HASH_ITER(hh, h->replies, k, next)
		kept_append(h, k);
}

/* What the request asks for, apart from its key. */
static void
digest_of(struct request *r)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		buf_put_blob(&b, r->frame->params[i]);
	buf_put_slice(&b, r->frame->body);
	hash_sha256(r->digest, buf_slice(&b));
	buf_fini(&b);
}

static bool
is_under_way(struct hall *h, const char *key)
{
	struct errand *e, *next;

	HASH_ITER(hh, h->errands, e, next)
		if (e->reply_key != NULL && strcmp(e->reply_key, key) == 0)
			return true;
	return false;
}

bool
reply_is_first(struct hall *h, struct request *r)
{
	struct kept_reply *k;
	char who[IDENT_MAX * 2 + 32];

	if (route_facts[r->frame->route].resend != RESEND_KEY ||
	    r->frame->key.len == 0)
		return true;
	if (r->seat != NULL)
		snprintf(who, sizeof(who), SEAT_KEY "%llu %.*s",
		    (unsigned long long)r->seat->chain.attempt,
		    SLICE_FMT(r->frame->key));
	else
		snprintf(who, sizeof(who), "staff/%.64s %.*s",
		    r->staff != NULL ? r->staff->name : "",
		    SLICE_FMT(r->frame->key));
	r->reply_key = alloc_text(who);
	digest_of(r);
	if (is_under_way(h, r->reply_key)) {
		reply_refuse(h, r, ERR_BUSY, "The first request with this "
		    "Idempotency-Key is still under way.");
		return false;
	}
	k = kept_find(h, r->reply_key);
	if (k == NULL)
		return true;
	if (k->route != r->frame->route ||
	    !hash_equal(k->digest, r->digest, SHA256_LEN)) {
		reply_refuse(h, r, ERR_KEY_REUSED,
		    "This Idempotency-Key belongs to an earlier, different "
		    "request; use a new one.");
		return false;
	}
	buf_clear(&h->body);
	buf_put_slice(&h->body, buf_slice(&k->body));
	send_body(h, r, k->status, BODY_JSON);
	return false;
}

void
reply_resume(struct hall *h, struct request *r, struct frame_request *frame,
    struct errand *e)
{
	const struct net *net = &h->nets[e->slot];

	*frame = (struct frame_request){ .conn = e->conn, .route = e->route };
	*r = (struct request){ .slot = e->slot, .frame = frame, .at = h->now,
		.staff = e->account, .reply_key = e->reply_key };
	memcpy(r->digest, e->digest, SHA256_LEN);
	/* The work is done all the same. */
	r->gone = !net->up || net->generation != e->generation;
}
