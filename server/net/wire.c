#include "net/wire.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exam/limits.h"

enum err
wire_secure(struct wire *w, SSL_CTX *tls)
{
	w->ssl = SSL_new(tls);
	if (w->ssl == NULL || SSL_set_fd(w->ssl, w->fd) != 1) {
		ERR_clear_error();
		return ERR_FULL;
	}
	SSL_set_accept_state(w->ssl);
	return ERR_OK;
}

/* What the library notes on its way to a success, a lack of memory that it
 * could do without, must not count against the next connection. */
static void
forget_errors(void)
{
	if (ERR_peek_error() != 0)
		ERR_clear_error();
}

static enum wire_says
of_tls(struct wire *w, int returned)
{
	switch (SSL_get_error(w->ssl, returned)) {
	case SSL_ERROR_WANT_READ:
		return WIRE_WANTS_READ;
	case SSL_ERROR_WANT_WRITE:
		return WIRE_WANTS_WRITE;
	case SSL_ERROR_SSL:
	case SSL_ERROR_SYSCALL:
		/* After these the library forbids SSL_shutdown(). */
		SSL_set_quiet_shutdown(w->ssl, 1);
		break;
	default:
		break;
	}
	ERR_clear_error();
	return WIRE_ENDED;
}

static enum wire_says
of_socket(size_t *n, ssize_t returned, enum wire_says again)
{
	if (returned > 0) {
		*n = (size_t)returned;
		return WIRE_DONE;
	}
	if (returned < 0 && (errno == EAGAIN || errno == EINTR))
		return again;
	return WIRE_ENDED;
}

enum wire_says
wire_handshake(struct wire *w)
{
	int ok;

	forget_errors();
	ok = SSL_do_handshake(w->ssl);
	if (ok != 1)
		return of_tls(w, ok);
	SSL_set_read_ahead(w->ssl, 1); /* not before: see wire.h */
	return WIRE_DONE;
}

/* What else the library has taken from the socket: whole records, and perhaps
 * the beginning of one, whose rest the socket will tell about. */
static void
read_pending(size_t *n, struct wire *w, char *room, size_t len)
{
	size_t more;
	int ok = 1;

	while (ok == 1 && len - *n >= RECORD_MAX &&
	    SSL_has_pending(w->ssl) == 1) {
		ok = SSL_read_ex(w->ssl, room + *n, len - *n, &more);
		*n += ok == 1 ? more : 0;
	}
	w->ended = ok != 1 && of_tls(w, ok) == WIRE_ENDED;
}

enum wire_says
wire_read(size_t *n, struct wire *w, char *room, size_t len)
{
	int ok;

	if (w->ssl == NULL)
		return of_socket(n, recv(w->fd, room, len, 0), WIRE_WANTS_READ);
	if (w->ended)
		return WIRE_ENDED;
	forget_errors();
	ok = SSL_read_ex(w->ssl, room, len, n);
	if (ok != 1)
		return of_tls(w, ok);
	read_pending(n, w, room, len);
	return WIRE_DONE;
}

enum wire_says
wire_write(size_t *n, struct wire *w, struct slice s)
{
	int ok;

	if (w->ssl == NULL)
		return of_socket(n, send(w->fd, s.at, s.len, MSG_NOSIGNAL),
		    WIRE_WANTS_WRITE);
	forget_errors();
	ok = SSL_write_ex(w->ssl, s.at, s.len, n);
	return ok == 1 ? WIRE_DONE : of_tls(w, ok);
}

void
wire_finish(struct wire *w)
{
	if (w->ssl != NULL) {
		SSL_shutdown(w->ssl);
		ERR_clear_error();
	}
	shutdown(w->fd, SHUT_WR);
}

enum wire_says
wire_discard(struct wire *w, char *room, size_t len)
{
	size_t n;

	return of_socket(&n, recv(w->fd, room, len, 0), WIRE_WANTS_READ);
}

void
wire_close(struct wire *w)
{
	SSL_free(w->ssl);
	if (w->fd >= 0)
		close(w->fd);
	*w = (struct wire){ .fd = -1 };
}
