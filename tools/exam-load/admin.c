#include "exam-load/admin.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "exam-load/reply.h"
#include "exam/limits.h"
#include "exam/routes.h"

#define READ_STEP (64u << 10)

void
admin_init(struct admin *admin, const char *path)
{
	*admin = (struct admin){ .path = path, .fd = -1 };
}

void
admin_fini(struct admin *admin)
{
	if (admin->fd >= 0)
		close(admin->fd);
	admin->fd = -1;
	buf_fini(&admin->in);
}

static enum err
connect_to(struct admin *admin)
{
	const struct timeval patience = { CROWD_ADMIN_MS / 1000, 0 };
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	if (admin->path == NULL || strlen(admin->path) >= sizeof(at.sun_path))
		return ERR_STATE;
	memcpy(at.sun_path, admin->path, strlen(admin->path));
	admin->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (admin->fd < 0)
		return ERR_SYS;
	(void)setsockopt(
	    admin->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(
	    admin->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return connect(admin->fd, (const struct sockaddr *)&at, sizeof(at)) == 0
		   ? ERR_OK
		   : ERR_SYS;
}

static enum err
send_get(struct admin *admin, const char *path)
{
	struct buf request = { 0 };
	ssize_t sent;
	bool whole;

	buf_printf(
	    &request, "GET %s HTTP/1.1\r\nHost: exam-load\r\n\r\n", path);
	sent = send(admin->fd, request.at, request.len, MSG_NOSIGNAL);
	whole = sent == (ssize_t)request.len;
	buf_fini(&request);
	return whole ? ERR_OK : ERR_SYS;
}

/* One whole reply. */
static enum err
receive(struct admin *admin, struct reply *reply)
{
	enum err e = ERR_BUSY;
	size_t len;

	buf_clear(&admin->in);
	while (e == ERR_BUSY) {
		ssize_t n = recv(admin->fd, buf_reserve(&admin->in, READ_STEP),
		    READ_STEP, 0);

		if (n <= 0)
			return ERR_SYS;
		admin->in.len += (size_t)n;
		e = reply_next(
		    &len, reply, buf_slice(&admin->in), CROWD_RECORD_MAX);
	}
	return e;
}

enum err
admin_get(json_t **reply, struct admin *admin, const char *path)
{
	enum err e = admin->fd < 0 ? connect_to(admin) : ERR_OK;
	struct reply r = { 0 };
	json_t *json = NULL;

	if (e == ERR_OK)
		e = send_get(admin, path);
	if (e == ERR_OK)
		e = receive(admin, &r);
	if (e == ERR_OK && r.status == 200)
		json = json_loadb(r.body.at, r.body.len, 0, NULL);
	if (e != ERR_OK || r.close)
		admin_fini(admin);
	if (json == NULL)
		return e != ERR_OK ? e : ERR_STATE;
	*reply = json;
	return ERR_OK;
}

void
admin_journal(struct journal *journal, struct admin *admin)
{
	json_t *status, *of;

	*journal = (struct journal){ 0 };
	if (admin->path == NULL ||
	    admin_get(&status, admin, route_facts[ROUTE_STATUS].path) != ERR_OK)
		return;
	of = json_object_get(status, "journal");
	*journal = (struct journal){
		.known = of != NULL,
		.events = json_integer_value(json_object_get(of, "events")),
		.commits = json_integer_value(json_object_get(of, "commits")),
		.checkpoints =
		    json_integer_value(json_object_get(of, "checkpoints")),
		.sync_us =
		    json_integer_value(json_object_get(status, "sync_us")),
		.sync_us_max =
		    json_integer_value(json_object_get(status, "sync_us_max")),
	};
	json_decref(status);
}
