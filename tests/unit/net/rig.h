/*
 * rig: a real net process between a fake parent and a fake hall, and clients
 * with real TLS.  Everything blocks, and gives up after RIG_PATIENCE_S.
 */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <sys/types.h>

#include "exam/frame.h"
#include "base/openssl.h"
#include "roles.h"
#include "support/identity.h"

#define RIG_PATIENCE_S 20
#define RIG_TOKEN                                                              \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

struct rig {
	struct net_options options;
	unsigned files; /* RLIMIT_NOFILE of the process; 0: as it is */
	pid_t pid;
	int control, hall;
	int tcp_port;
	struct buf from_hall_link; /* what net said to the hall */
	size_t frame;		   /* of it: the one given out */
};

/* A net that is ready.  Set options and files before; rig_defaults() first. */
void rig_defaults(struct rig *);
void rig_start(struct rig *);
/* Closes the control socket; returns the exit status. */
int rig_stop(struct rig *);
int rig_wait(struct rig *);

void rig_control(struct rig *, enum control_kind, int fd, struct slice body);
enum control_kind rig_hear(struct rig *);
void rig_send_certificate(struct rig *, const char *name);
/* The same, with authorities (or NULL) whose clients the staff's port takes. */
void rig_send_authorities(struct rig *, const char *name,
    const struct identity *first, const struct identity *second);
/* The hall dies; a new one comes. */
void rig_kill_hall(struct rig *);
void rig_new_hall(struct rig *);
/* A listener on a Unix socket; returns a socket connected to it. */
int rig_open_local(struct rig *);
/* Returns when net has done all it was told by rig_control(). */
void rig_sync(struct rig *);

/* The next frame of net must be this; its slices live until the next call. */
struct frame_request rig_expect_request(struct rig *);
uint64_t rig_expect_gone(struct rig *);
/* Is there nothing from net, now that it has answered something else? */
bool rig_hall_is_quiet(struct rig *);
void rig_reply(struct rig *, uint64_t conn, unsigned status, const char *json);
void rig_send(struct rig *, struct buf *frames); /* and frees them */

struct client {
	int fd;
	SSL *ssl; /* NULL: bare */
	bool asked; /* for a certificate */
	struct buf in;
};

/* A socket connected to the TCP port. */
int rig_connect(const struct rig *);

/* A client at the TCP port; before, as bytes before the handshake. */
bool client_try(struct client *, struct rig *, int max_version,
    struct slice before);
struct client client_open(struct rig *);
/* One that shows this, and behind it a certificate that signed it (or NULL), if
 * it is asked; false: the server hung up. */
bool client_try_as(struct client *, struct rig *, const struct identity *,
    const struct identity *by, int max_version);
struct client client_on(int fd);
void client_close(struct client *);

void client_send(struct client *, const char *text);
void client_send_slice(struct client *, struct slice);
/* One whole reply, by its Content-Length; the caller frees it. */
char *client_reply(struct client *);
char *client_head_reply(struct client *);
/* At least until this text is there; everything so far, freed by the caller. */
char *client_read_until(struct client *, const char *text);
/* Does nothing come but the end? */
bool client_is_ended(struct client *);
/* The common name of the server's certificate. */
void client_server_name(const struct client *, char name[64]);

/* GET /v1/attempt with a token, its answer by the hall, and the reply. */
void client_ask_and_hear(struct rig *, struct client *);

#endif
