#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "net/hear.h"
#include "net/net.h"
#include "net/tls.h"

void
net_stop(struct net *n, int status)
{
	n->over = true;
	n->status = status;
}

void
net_tell_parent(struct net *n, enum control_kind kind)
{
	struct control_message m = { .kind = kind, .fd = -1 };

	if (control_send(CONTROL_FD, &m) != ERR_OK) {
		log_line(LOG_ERROR, "the parent does not listen");
		net_stop(n, 1);
	}
}

static void
renew_certificate(struct net *n, struct slice pem)
{
	SSL_CTX *tls;

	if (tls_open(&tls, pem, n->options) != ERR_OK) {
		log_line(LOG_ERROR,
		    "certificate, key and authorities cannot be used; %s",
		    n->tls == NULL ? "there is none" : "the old ones stay");
		if (n->tls == NULL)
			net_stop(n, 1);
		return;
	}
	SSL_CTX_free(n->tls);
	n->tls = tls;
}

static void
add_listener(struct net *n, const struct control_message *m)
{
	bool known = m->arg == LISTENER_TCP || m->arg == LISTENER_LOCAL;

	if (m->fd >= 0 && known && !n->draining &&
	    listeners_add(n, m->fd, (enum listener)m->arg) == ERR_OK)
		return;
	log_line(LOG_ERROR, "the parent sent a listener that cannot be used");
	if (m->fd >= 0)
		close(m->fd);
}

static void
drain(struct net *n)
{
	if (n->draining)
		return;
	n->draining = true;
	n->drained_by = mono_add(n->now, DRAIN_MS);
	listeners_close(n);
	conns_tell_all(&n->conns, ON_DRAIN);
}

static void
hear_parent(struct net *n, const struct control_message *m)
{
	switch (m->kind) {
	case CONTROL_LISTEN:
		add_listener(n, m);
		return;
	case CONTROL_HALL:
		net_open_hall(n, m->fd);
		return;
	case CONTROL_CERTIFICATE:
		renew_certificate(n, m->body);
		break;
	case CONTROL_LOG:
		log_limit((enum log_level)m->arg);
		log_shed(m->status != 0);
		break;
	case CONTROL_DRAIN:
		drain(n);
		break;
	case CONTROL_NET:
	case CONTROL_READY:
	case CONTROL_BROKEN:
	case CONTROL_HELPER:
	case CONTROL_HELPER_DONE:
	case CONTROL_CERTIFICATE_ENDS:
	case CONTROL_KINDS:
		log_line(LOG_WARNING, "message %d is not for a net",
		    (int)m->kind);
		break;
	}
	if (m->fd >= 0)
		close(m->fd);
}

/* Everything needed is here: nothing more is opened, and guests may come. */
static void
become_ready(struct net *n)
{
	const struct listeners *l = &n->listeners;
	size_t i;

	if (!n->ready && (l->n == 0 || !link_is_open(n->link)))
		return;
	for (i = 0; i < l->n && !n->ready; i++)
		if (l->at[i].kind == LISTENER_TCP && n->tls == NULL)
			return;
	if (!n->ready && n->options->sandbox &&
	    sandbox_enter(SANDBOX_NET) != ERR_OK) {
		log_line(LOG_ERROR, "the sandbox cannot be entered");
		net_stop(n, 1);
		return;
	}
	listeners_open(n);
	if (!n->ready)
		net_tell_parent(n, CONTROL_READY);
	n->ready = true;
}

static void
on_control(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;
	struct control_message m;
	enum err e;

	(void)what;
	net_look_at_clock(n);
	while ((e = control_receive(fd, &m, n->room)) == ERR_OK ||
	    e == ERR_SYNTAX)
		if (e == ERR_OK) {
			hear_parent(n, &m);
			OPENSSL_cleanse(n->room, m.body.len);
		}
	if (e != ERR_BUSY) {
		log_line(LOG_ERROR, "the parent is gone");
		net_stop(n, 1);
	}
	if (!n->over && !n->draining)
		become_ready(n);
}

void
net_listen_to_parent(struct net *n)
{
	evutil_make_socket_nonblocking(CONTROL_FD);
	n->control = alloc_checked(event_new(n->base, CONTROL_FD,
	    EV_READ | EV_PERSIST, on_control, n));
	event_add(n->control, NULL);
}
