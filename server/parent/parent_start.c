#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/socket.h>

#include "parent/certificate.h"
#include "parent/child.h"
#include "parent/parent_internal.h"

struct arguments {
	char *list[CHILD_ARGUMENTS_MAX + 1];
	size_t n;
};

__attribute__((format(printf, 2, 3))) static void
add(struct arguments *a, const char *fmt, ...)
{
	va_list ap;

	if (a->n == CHILD_ARGUMENTS_MAX)
		abort(); /* our own list is longer than our own limit */
	va_start(ap, fmt);
	if (vasprintf(&a->list[a->n++], fmt, ap) < 0)
		alloc_stop();
	va_end(ap);
}

static void
arguments_fini(struct arguments *a)
{
	while (a->n > 0)
		free(a->list[--a->n]);
}

/* Starts it, or after some tries gives up. */
static void
start(struct parent *p, struct part *part, struct arguments *a)
{
	while (p->stage == STAGE_RUN &&
	    part_start(part, a->list, p->lock) != ERR_OK)
		parent_count_failure(p, part);
	if (p->disk.is_low)
		parent_tell_log(p, part);
	arguments_fini(a);
}

static void
start_hall(struct parent *p)
{
	const struct config *c = &p->config;
	struct arguments a = { 0 };

	add(&a, "hall");
	add(&a, "--log-level=%d", (int)c->level);
	add(&a, "--wal-limit=%" PRId64, c->wal_limit);
	add(&a, "--ballast=%" PRId64, c->ballast);
	add(&a, "--directory=%s", c->directory);
	add(&a, "--certificate-ends=%" PRId64,
	    certificate_ends(buf_slice(&p->certificate)).ms);
	if (!p->announced) /* else candidates may be waiting for it */
		add(&a, "--certificate-must-last");
	if (p->accept_rollback != NULL)
		add(&a, "--accept-rollback=%s", p->accept_rollback);
	if (!c->sandbox)
		add(&a, "--no-sandbox");
	start(p, &p->hall, &a);
}

static void
start_net(struct parent *p, struct net *net)
{
	const struct config *c = &p->config;
	struct arguments a = { 0 };

	add(&a, "net");
	add(&a, "--port=%s",
	    net->port == PORT_STAFF ? "staff" : "candidates");
	add(&a, "--log-level=%d", (int)c->level);
	add(&a, "--connections=%u", c->connections);
	add(&a, "--per-address=%u", c->per_address);
	if (c->tls12)
		add(&a, "--tls12");
	if (c->proxy_from != NULL)
		add(&a, "--proxy-from=%s", c->proxy_from);
	if (!c->sandbox)
		add(&a, "--no-sandbox");
	start(p, &net->part, &a);
	net->linked = false;
}

void
parent_post_certificate(struct parent *p, struct net *net)
{
	part_post(&net->part, (struct control_message){
	    .kind = CONTROL_CERTIFICATE, .fd = -1,
	    .body = buf_slice(&p->certificate) });
}

/* The net gets a copy of a socket that stays ours. */
static void
post_listener(struct net *net, enum listener kind, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (copy < 0)
		log_line(LOG_ERROR, "%s: a listener could not be given",
		    net->part.name);
	else
		part_tell(&net->part, CONTROL_LISTEN, kind, copy);
}

static void
equip_net(struct parent *p, struct net *net)
{
	size_t i;

	parent_post_certificate(p, net);
	for (i = 0; i < net->n_sockets; i++)
		post_listener(net, LISTENER_TCP, net->sockets[i]);
	if (net->port == PORT_STAFF)
		post_listener(net, LISTENER_LOCAL, p->local);
}

/* A fresh pair of sockets between the net and the hall. */
static void
link_net(struct parent *p, struct net *net)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
		pair) != 0) {
		log_line(LOG_ERROR, "%s: no link to the hall", net->part.name);
		return;
	}
	part_tell(&p->hall, CONTROL_NET, net->port, pair[0]);
	part_tell(&net->part, CONTROL_HALL, 0, pair[1]);
	net->linked = true;
}

void
parent_make_whole(struct parent *p)
{
	struct net *net;

	if (p->stage == STAGE_RUN && p->hall.pid == 0 && !p->disk.waits)
		start_hall(p);
	if (!p->hall.ready)
		return;
	for (net = p->nets; net < p->nets + p->n_nets; net++) {
		if (p->stage == STAGE_RUN && net->part.pid == 0) {
			start_net(p, net);
			equip_net(p, net);
		}
		if (net->part.pid != 0 && !net->linked)
			link_net(p, net);
	}
}
