/*
 * rig: a real net process between a fake parent and a fake hall.  Everything
 * blocks, and gives up after RIG_PATIENCE_S; its clients are in client.h.
 */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <sys/types.h>

#include "exam/frame.h"
#include "roles.h"
#include "support/identity.h"

#define RIG_PATIENCE_S 20

struct rig {
	struct net_options options;
	unsigned files; /* RLIMIT_NOFILE of the process; 0: as it is */
	pid_t pid;
	int control, hall;
	int tcp_port;
	struct buf from_hall_link; /* what net said to the hall */
	size_t frame;		   /* of it: the one given out */
};

/* No socket of the rig waits for longer. */
void rig_be_patient(int fd);

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
/* Answer this request, or the next one, with a stream on two topics. */
void rig_send_stream(struct rig *, uint64_t conn, uint64_t first,
    uint64_t second);
uint64_t rig_begin_stream(struct rig *, uint64_t first, uint64_t second);

#endif
