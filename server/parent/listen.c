#include "parent/listen.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MOMENT_MS 10
#define KIND (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)

static bool
set_on(int fd, int level, int option)
{
	const int on = 1;

	return setsockopt(fd, level, option, &on, sizeof(on)) == 0;
}

/* A bound socket, or -1. */
static int
bind_tcp(const struct address *a, bool shared)
{
	int fd = socket(a->at.any.sa_family, KIND, 0);

	if (fd < 0)
		return -1;
	if (set_on(fd, SOL_SOCKET, SO_REUSEADDR) &&
	    (!shared || set_on(fd, SOL_SOCKET, SO_REUSEPORT)) &&
	    (a->at.any.sa_family != AF_INET6 ||
		set_on(fd, IPPROTO_IPV6, IPV6_V6ONLY)) &&
	    bind(fd, &a->at.any, a->len) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A moment, while there is patience left; *tries counts them. */
static bool
wait_a_moment(int *tries)
{
	if (++*tries > LISTEN_PATIENCE_MS / MOMENT_MS)
		return false;
	poll(NULL, 0, MOMENT_MS);
	return true;
}

static int
bind_patiently(const struct address *a, bool shared)
{
	int fd, tries = 0;

	do
		fd = bind_tcp(a, shared);
	while (fd < 0 && errno == EADDRINUSE && wait_a_moment(&tries));
	return fd;
}

static void
tell(struct diag *d, const struct address *a)
{
	const char *why = strerror(errno);
	char text[ADDRESS_TEXT_MAX];

	diag_add(d, 0, address_format(text, a), "cannot listen: %s", why);
}

enum err
listen_is_ours(const struct address *a, struct diag *d)
{
	int fd = bind_patiently(a, false);

	if (fd < 0) {
		tell(d, a);
		return ERR_CONFLICT;
	}
	close(fd);
	return ERR_OK;
}

enum err
listen_tcp(int *fd, struct address *a, bool shared, struct diag *d)
{
	struct address bound = *a;
	int s = bind_patiently(a, shared);

	if (s >= 0 && listen(s, SOMAXCONN) == 0 &&
	    getsockname(s, &bound.at.any, &bound.len) == 0) {
		*fd = s;
		*a = bound;
		return ERR_OK;
	}
	tell(d, a);
	if (s >= 0)
		close(s);
	return ERR_SYS;
}

static bool
answers(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, KIND, 0);
	bool yes;

	if (fd < 0)
		return true;
	yes = connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0 ||
	    errno == EAGAIN;
	close(fd);
	return yes;
}

/* Nobody but the owner may ever connect, not even between bind and chmod. */
static bool
bind_private(int fd, const struct sockaddr_un *at)
{
	mode_t before = umask(0177);
	bool done = bind(fd, (const struct sockaddr *)at, sizeof(*at)) == 0;

	umask(before);
	return done;
}

enum err
listen_local(int *fd, const char *path, struct diag *d)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int s, tries = 0;

	if (strlen(path) >= sizeof(at.sun_path)) {
		diag_add(d, 0, path, "is longer than %zu bytes, which a socket's "
		    "path must not be; choose a shorter data-directory",
		    sizeof(at.sun_path) - 1);
		return ERR_SYS;
	}
	memcpy(at.sun_path, path, strlen(path));
	while (answers(&at))
		if (!wait_a_moment(&tries)) {
			diag_add(d, 0, path, "somebody already listens there");
			return ERR_CONFLICT;
		}
	unlink(path);
	s = socket(AF_UNIX, KIND, 0);
	if (s >= 0 && bind_private(s, &at) && listen(s, SOMAXCONN) == 0) {
		*fd = s;
		return ERR_OK;
	}
	diag_add(d, 0, path, "cannot listen: %s", strerror(errno));
	if (s >= 0)
		close(s);
	return ERR_SYS;
}
