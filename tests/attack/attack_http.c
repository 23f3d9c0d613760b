/*
 * http: streams of requests, of the table and made from it, are read by examd's
 * parser, and go through nginx and HAProxy to a server that reads with it, too.
 *
 * Whatever is taken when it comes directly, each proxy refuses, or forwards as
 * the same request: the same method, target, fields and body, in the same
 * order, and nothing between.  And behind a proxy there is no request that the
 * proxy did not make: each has the one field that it adds.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "http_made.h"
#include "http_relay.h"
#include "http_requests.h"
#include "http_stream.h"
#include "survive/campaign.h"

#define STREAMS 100 /* a case */
#define SKIPPED 77

enum tally { TALLY_STREAMS, TALLY_TAKEN, TALLY_REFUSED, TALLY_FORWARDED };

/* What is read directly. */
struct direct {
	struct buf taken[SEEN_MAX];
	size_t n;
	bool is_open; /* what follows was neither taken nor dropped */
};

static void
read_direct(struct direct *d, struct slice bytes)
{
	struct stream_request r;
	enum http_verdict v;

	*d = (struct direct){ .n = 0 };
	while ((v = stream_next(&r, &bytes)) == HTTP_WHOLE && d->n < SEEN_MAX) {
		stream_tell_meaning(&d->taken[d->n++], &r);
		if (r.head.close)
			return;
	}
	d->is_open = v == HTTP_REFUSED || bytes.len > 0;
}

static void
free_direct(struct direct *d)
{
	while (d->n > 0)
		buf_fini(&d->taken[--d->n]);
}

static void
tell(const char *who, const struct buf *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		fprintf(
		    stderr, "%s: %.*s\n", who, SLICE_FMT(buf_slice(&list[i])));
	if (n == 0)
		fprintf(stderr, "%s: nothing\n", who);
}

_Noreturn static void
fail(const char *words, const struct direct *d, const struct relayed *all,
    struct slice bytes)
{
	struct buf b = { 0 };
	size_t k;

	stream_tell_bytes(&b, bytes);
	fprintf(stderr, "sent: %.*s\n", SLICE_FMT(buf_slice(&b)));
	tell("directly", d->taken, d->n);
	for (k = 0; k < N_PROXIES; k++)
		tell(proxy_names[k], all[k].seen, all[k].n);
	case_fails("%s", words);
}

static bool
is_the_same(const struct direct *d, const struct relayed *r)
{
	size_t i;

	for (i = 0; i < r->n && i < d->n; i++)
		if (!slice_equal(
			buf_slice(&d->taken[i]), buf_slice(&r->seen[i])))
			return false;
	return r->n <= d->n || d->is_open;
}

static void
try_stream(struct campaign_case *c, struct slice bytes)
{
	struct relayed all[N_PROXIES];
	struct direct d;
	bool ended;
	size_t k;

	read_direct(&d, bytes);
	ended = relay(all, bytes);
	if (!ended)
		fail("a proxy waits for ever", &d, all, bytes);
	for (k = 0; k < N_PROXIES; k++) {
		if (all[k].is_smuggled)
			fail("a request was smuggled", &d, all, bytes);
		if (!is_the_same(&d, &all[k]))
			fail(proxy_names[k], &d, all, bytes);
		c->done[TALLY_FORWARDED] += all[k].n;
	}
	c->done[TALLY_STREAMS]++;
	c->done[TALLY_TAKEN] += d.n;
	c->done[TALLY_REFUSED] += d.is_open ? 1 : 0;
	relay_fini(all);
	free_direct(&d);
}

/* The table comes first, as it is. */
static void
play(struct campaign_case *c)
{
	uint64_t before = c->done[TALLY_FORWARDED];
	const struct request_case *known;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < STREAMS; i++) {
		known = request_case(c->number * STREAMS + i);
		if (known != NULL)
			buf_put_slice(&b, known->bytes);
		else
			http_make(&b, &c->rng);
		try_stream(c, buf_slice(&b));
		buf_clear(&b);
	}
	buf_fini(&b);
	if (c->done[TALLY_FORWARDED] == before)
		case_fails("nothing came through");
}

int
main(int argc, char *argv[])
{
	static const struct campaign http = { .name = "http",
		.folder = "tests/attack",
		.tallies = { "streams", "requests taken", "streams refused",
		    "requests forwarded" },
		.count = 2000,
		.patience_s = 60,
		.prepare = proxies_start,
		.play = play,
		.clear = proxies_stop };

	if (!proxies_are_there()) {
		puts("skipped: needs the packages haproxy and nginx-light");
		return SKIPPED;
	}
	return campaign_run(&http, argc, argv);
}
