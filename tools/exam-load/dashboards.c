#include "exam-load/dashboards.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "exam-load/candidate.h"
#include "exam-load/reply.h"
#include "exam-load/rows.h"
#include "exam/routes.h"

#define AGAIN_US INT64_C(1000000) /* after one was lost */

enum board_state {
	BOARD_CLOSED,
	BOARD_SIGNING_IN,
	BOARD_ASKING,
	BOARD_READING,
	BOARD_SHOWING
};

struct board {
	struct dashboards *all;
	struct link link;
	struct buf in; /* not whole yet: a reply's head, or a row */
	enum board_state state;
	int64_t *seen_ms; /* of each candidate: the last save shown */
};

/* Saves of one candidate that some dashboard may not show yet. */
struct changes {
	unsigned n; /* of all time; the last CROWD_CHANGES are kept */
	int64_t saved_ms[CROWD_CHANGES], asked_us[CROWD_CHANGES];
};

struct attempt_index {
	uint64_t attempt;
	uint32_t candidate;
};

struct dashboards {
	struct crowd *crowd;
	size_t n, n_index;
	struct board *boards;
	struct changes *changes;     /* of each candidate */
	struct attempt_index *index; /* by attempt */
	char token[TOKEN_TEXT_LEN + 1];
	int64_t again_us; /* not before */
};

/* ---- what is shown ---- */

void
dashboards_note(struct dashboards *d, uint32_t candidate, struct slice saved_at,
    int64_t asked_us)
{
	struct changes *c = &d->changes[candidate];
	char text[WALL_TEXT_MAX];
	struct wall at;

	snprintf(text, sizeof(text), "%.*s", SLICE_FMT(saved_at));
	if (!wall_parse(&at, text))
		return;
	c->saved_ms[c->n % CROWD_CHANGES] = at.ms;
	c->asked_us[c->n % CROWD_CHANGES] = asked_us;
	c->n++;
}

/* The save that has waited longest to be shown, of those up to shown_ms that
 * were not seen; 0: there is none. */
static int64_t
longest_waiting(const struct changes *c, int64_t seen_ms, int64_t shown_ms)
{
	unsigned first = c->n > CROWD_CHANGES ? c->n - CROWD_CHANGES : 0, i;

	for (i = first; i < c->n; i++)
		if (c->saved_ms[i % CROWD_CHANGES] > seen_ms &&
		    c->saved_ms[i % CROWD_CHANGES] <= shown_ms)
			return c->asked_us[i % CROWD_CHANGES];
	return 0;
}

static int
compare_attempts(const void *a, const void *b)
{
	uint64_t x = ((const struct attempt_index *)a)->attempt;
	uint64_t y = ((const struct attempt_index *)b)->attempt;

	return (x > y) - (x < y);
}

static void
see_row(void *owner, uint64_t attempt, struct slice last_saved)
{
	struct board *b = owner;
	struct dashboards *d = b->all;
	const struct attempt_index wanted = { attempt, 0 }, *found;
	char text[WALL_TEXT_MAX];
	struct wall at;
	int64_t asked_us, now;

	found = bsearch(
	    &wanted, d->index, d->n_index, sizeof(wanted), compare_attempts);
	snprintf(text, sizeof(text), "%.*s", SLICE_FMT(last_saved));
	if (found == NULL || !wall_parse(&at, text))
		return;
	asked_us = longest_waiting(
	    &d->changes[found->candidate], b->seen_ms[found->candidate], at.ms);
	b->seen_ms[found->candidate] = at.ms;
	if (asked_us == 0 || b->state != BOARD_SHOWING)
		return;
	now = clock_stopwatch_us();
	latency_add(&crowd_stretch(d->crowd)->shown,
	    now > asked_us ? (uint64_t)(now - asked_us) : 0);
}

uint64_t
dashboards_behind(const struct dashboards *d)
{
	uint64_t behind = 0;
	size_t i, k;

	for (i = 0; i < d->crowd->n; i++) {
		const struct changes *c = &d->changes[i];

		if (c->n == 0)
			continue;
		for (k = 0; k < d->n; k++)
			behind += d->boards[k].seen_ms[i] <
				  c->saved_ms[(c->n - 1) % CROWD_CHANGES];
	}
	return behind;
}

bool
dashboards_are_settled(const struct dashboards *d)
{
	return dashboards_behind(d) == 0;
}

/* ---- their connections ---- */

static void
lose(struct board *b)
{
	link_close(&b->link);
	buf_fini(&b->in);
	b->state = BOARD_CLOSED;
	b->all->again_us = clock_stopwatch_us() + AGAIN_US;
	crowd_trouble(b->all->crowd, TROUBLE_CLOSED, SLICE_NONE);
}

static void
ask_stream(struct board *b)
{
	const char *path = route_facts[ROUTE_STAFF_EVENTS].path;
	size_t before = strcspn(path, "{");
	struct buf request = { 0 };

	buf_printf(&request,
	    "GET %.*s%s%s HTTP/1.1\r\nHost: exam-load\r\n"
	    "Accept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n",
	    (int)before, path, b->all->crowd->proctors.sitting,
	    strchr(path + before, '}') + 1, b->all->token);
	b->state = BOARD_ASKING;
	link_send(&b->link, buf_slice(&request));
	buf_fini(&request);
}

static void
ask_sign_in(struct board *b)
{
	const struct proctors *p = &b->all->crowd->proctors;
	struct buf request = { 0 };
	json_t *body =
	    json_pack("{ssss}", "name", p->user, "password", p->password);
	char *text = json_dumps(body, JSON_COMPACT);

	buf_printf(&request,
	    "POST %s HTTP/1.1\r\nHost: exam-load\r\n"
	    "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
	    route_facts[ROUTE_STAFF_SIGN_IN].path,
	    text != NULL ? strlen(text) : 0, text != NULL ? text : "");
	b->state = BOARD_SIGNING_IN;
	link_send(&b->link, buf_slice(&request));
	explicit_bzero(request.at, request.len);
	buf_fini(&request);
	free(text);
	json_decref(body);
}

static void
board_up(void *owner)
{
	struct board *b = owner;

	if (b->all->token[0] == '\0')
		ask_sign_in(b);
	else
		ask_stream(b);
}

static void
signed_in(struct board *b, const struct reply *r)
{
	struct slice token = reply_member(r->body, "token");

	if (token.len != TOKEN_TEXT_LEN) {
		crowd_trouble(b->all->crowd, TROUBLE_REFUSED, r->body);
		lose(b);
		return;
	}
	memcpy(b->all->token, token.at, token.len);
	ask_stream(b);
}

/* A whole reply; false: it is not what was asked for. */
static bool
take_reply(struct board *b, const struct reply *r)
{
	if (b->state == BOARD_SIGNING_IN) {
		signed_in(b, r);
		return true;
	}
	if (b->state != BOARD_ASKING || r->status != 200 || !r->stream)
		return false;
	b->state = BOARD_READING;
	return true;
}

static void
board_bytes(void *owner, struct slice bytes)
{
	struct board *b = owner;
	struct reply r;
	size_t len = 0;
	enum err e;

	buf_put_slice(&b->in, bytes);
	if (b->state == BOARD_SIGNING_IN || b->state == BOARD_ASKING) {
		e = reply_next(&len, &r, buf_slice(&b->in), SSE_EVENT_MAX);
		if (e == ERR_BUSY)
			return;
		if (e != ERR_OK || !take_reply(b, &r)) {
			crowd_trouble(b->all->crowd, TROUBLE_STRANGE,
			    e == ERR_OK ? r.body : SLICE_NONE);
			lose(b);
			return;
		}
		buf_drop(&b->in, r.stream ? len - r.body.len : len);
	}
	if (b->state < BOARD_READING)
		return;
	if (rows_take(&len, buf_slice(&b->in), see_row, b))
		b->state = BOARD_SHOWING;
	buf_drop(&b->in, len);
}

static void
board_ended(void *owner, enum link_end why)
{
	(void)why;
	lose(owner);
}

static const struct link_calls board_calls = { board_up, board_bytes,
	board_ended };

/* One after the other: each is sent the whole room. */
void
dashboards_tick(struct dashboards *d, int64_t now_us)
{
	size_t i;

	if (now_us < d->again_us)
		return;
	for (i = 0; i < d->n; i++) {
		struct board *b = &d->boards[i];

		if (b->state == BOARD_SHOWING)
			continue;
		if (b->state == BOARD_CLOSED && link_open(&b->link) == ERR_OK)
			b->state = BOARD_SIGNING_IN;
		return;
	}
}

size_t
dashboards_showing(const struct dashboards *d)
{
	size_t i, n = 0;

	for (i = 0; i < d->n; i++)
		n += d->boards[i].state == BOARD_SHOWING;
	return n;
}

/* ---- lifetime ---- */

static void
make_index(struct dashboards *d)
{
	const struct crowd *crowd = d->crowd;
	size_t i;

	d->index = alloc_zero(crowd->n, sizeof(*d->index));
	for (i = 0; i < crowd->n; i++)
		if (crowd->candidates[i].attempt > 0)
			d->index[d->n_index++] = (struct attempt_index){
				crowd->candidates[i].attempt, (uint32_t)i
			};
	qsort(d->index, d->n_index, sizeof(*d->index), compare_attempts);
}

struct dashboards *
dashboards_new(struct crowd *crowd, size_t n)
{
	struct dashboards *d = alloc_zero(1, sizeof(*d));
	size_t i;

	d->crowd = crowd;
	d->n = n;
	d->boards = alloc_zero(n, sizeof(*d->boards));
	d->changes = alloc_zero(crowd->n, sizeof(*d->changes));
	make_index(d);
	for (i = 0; i < n; i++) {
		struct board *b = &d->boards[i];

		b->all = d;
		b->seen_ms = alloc_zero(crowd->n, sizeof(*b->seen_ms));
		link_init(&b->link, crowd->proctors.target, &board_calls, b);
	}
	return d;
}

void
dashboards_free(struct dashboards *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->n; i++) {
		link_close(&d->boards[i].link);
		buf_fini(&d->boards[i].in);
		free(d->boards[i].seen_ms);
	}
	free(d->boards);
	free(d->changes);
	free(d->index);
	explicit_bzero(d->token, sizeof(d->token));
	free(d);
}
