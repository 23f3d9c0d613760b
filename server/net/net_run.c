/*
 * net_run: the turn of a net process, and its beginning and end.
 */
#include <sched.h>
#include <signal.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "net/hear.h"
#include "net/net.h"

void
net_look_at_clock(struct net *n)
{
	if (n->looked)
		return;
	n->looked = true;
	n->now = (struct mono){ clock_boottime() };
	n->wall = clock_wall();
	if (n->wall.ms / 1000 != n->date_second) {
		n->date_second = n->wall.ms / 1000;
		reply_date(n->date, n->wall);
	}
}

static void
on_alarm(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;

	(void)fd;
	(void)what;
	n->alarm_at = MONO_NEVER;
	net_look_at_clock(n);
}

/* Wake up when the first deadline is reached. */
static void
set_alarm(struct net *n)
{
	struct mono first = conns_deadline(&n->conns);
	struct timeval in;
	int64_t ms;

	if (n->draining && n->drained_by.ms < first.ms)
		first = n->drained_by;
	if (first.ms >= n->alarm_at.ms)
		return;
	ms = first.ms > n->now.ms ? first.ms - n->now.ms : 0;
	in = (struct timeval){ ms / 1000, ms % 1000 * 1000 };
	event_add(n->alarm, &in);
	n->alarm_at = first;
}

static bool
is_at_rest(const struct net *n)
{
	return conns_at_rest(&n->conns) &&
	    (n->hall_blocked || link_backlog(n->link) == 0);
}

/*
 * Where many wait for the hall, what comes meanwhile is heard together: a turn
 * for each request would cost more than the request.  Where few do, nobody
 * waits for anything.
 */
static void
keep_pace(struct net *n)
{
	int64_t us = n->begun_us + NET_PACE_US - clock_stopwatch_us();
	struct timespec t = { 0, us * 1000 };

	if (us > 0 && n->conns.count[CONN_WAITING] >= NET_PACE_FROM)
		nanosleep(&t, NULL);
}

/*
 * Between two turns of a flood the hall gets the core, where they share one: a
 * commit waits three times for it, each time for as long as the scheduler lets
 * us go on, which is milliseconds.
 */
static void
wait_and_hear(struct net *n)
{
	bool rest = is_at_rest(n);

	set_alarm(n);
	if (rest)
		keep_pace(n);
	else
		sched_yield();
	n->looked = false;
	event_base_loop(n->base,
	    rest ? EVLOOP_ONCE : EVLOOP_ONCE | EVLOOP_NONBLOCK);
	n->begun_us = clock_stopwatch_us();
	net_look_at_clock(n);
}

/* Refused callers are counted here, not told one by one. */
static void
report(struct net *n)
{
	if (n->turned_away == 0 ||
	    !mono_reached(n->now, mono_add(n->told_at, MINUTES(1))))
		return;
	log_line(LOG_WARNING, "%llu callers were turned away by a limit",
	    (unsigned long long)n->turned_away);
	n->turned_away = 0;
	n->told_at = n->now;
}

static void
finish_drain(struct net *n)
{
	if (n->draining && (conns_count(&n->conns) == 0 ||
			       mono_reached(n->now, n->drained_by)))
		net_stop(n, 0);
}

static void
turn(struct net *n)
{
	wait_and_hear(n);
	net_tell_hall(n);
	conns_write(&n->conns);
	conns_serve_guests(&n->conns);
	conns_expire(&n->conns, n->now);
	conns_reap(&n->conns);
	report(n);
	finish_drain(n);
}

static void *
resize(void *p, size_t n)
{
	return alloc_resize(p, n, 1);
}

/* What libevent has no memory for is not heard: then a connection would wait
 * for ever. */
static struct event_base *
open_base(void)
{
	struct event_config *c;
	struct event_base *base;

	event_set_mem_functions(alloc_bytes, resize, free);
	c = alloc_checked(event_config_new());
	event_config_set_flag(c, EVENT_BASE_FLAG_NOLOCK);
	base = alloc_checked(event_base_new_with_config(c));
	event_config_free(c);
	return base;
}

static enum err
open_net(struct net *n, const struct net_options *options)
{
	*n = (struct net){ .options = options };
	if (proxies_read(&n->proxies, options->proxy_from) != ERR_OK) {
		log_line(LOG_ERROR, "proxy addresses cannot be read: %s",
		    options->proxy_from);
		return ERR_INVALID;
	}
	if (options->sandbox)
		sandbox_hide_memory();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* the parent hears it and drains us */
	OPENSSL_init_ssl(0, NULL);
	n->base = open_base();
	n->link = link_new();
	n->crowd = crowd_new(options->per_address);
	n->sessions = crowd_new(SESSION_CONNECTIONS_MAX);
	n->topics = topics_new();
	n->room = alloc_zero(1, NET_ROOM);
	conns_init(&n->conns, options->connections);
	listeners_init(n);
	net_look_at_clock(n);
	n->alarm = alloc_checked(evtimer_new(n->base, on_alarm, n));
	n->alarm_at = MONO_NEVER;
	net_listen_to_parent(n);
	return ERR_OK;
}

static void
close_net(struct net *n)
{
	if (!n->draining)
		listeners_close(n);
	conns_fini(&n->conns);
	net_close_hall(n);
	event_free(n->control);
	event_free(n->alarm);
	event_base_free(n->base);
	link_free(n->link);
	crowd_free(n->crowd);
	crowd_free(n->sessions);
	topics_free(n->topics);
	SSL_CTX_free(n->tls);
	free(n->room);
}

int
net_run(const struct net_options *options)
{
	struct net n;

	if (open_net(&n, options) != ERR_OK)
		return 1;
	while (!n.over)
		turn(&n);
	close_net(&n);
	return n.status;
}
