/*
 * cast: the people of a scene, and what they are examined on.
 *
 * Staff: anna and ben may do everything that needs no operator, carl, dora and
 * eva are proctors and no more, fay an examiner; olga is the operator.  The bank small@1 and the
 * programme small@1 (tests/scenario/small.*.json) are loaded, the bank is
 * approved unless the scene wants to do that itself.
 */
#ifndef SUPPORT_SCENE_CAST_H
#define SUPPORT_SCENE_CAST_H

#include "support/scene.h"

#define CAST_DEVICES_MAX 8
#define CAST_STAFF_MAX 7

struct cast_device {
	char name[IDENT_MAX];
	uint8_t token[TOKEN_LEN];
};

struct cast_candidate {
	char number[IDENT_MAX], sitting[IDENT_MAX];
	char attempt[24]; /* its number, as paths have it */
	char code[24];	  /* the newest */
	struct cast_device devices[CAST_DEVICES_MAX]; /* newest last */
	size_t n_devices;
};

struct cast_staff {
	const char *name;
	uint8_t token[TOKEN_LEN];
	struct wall since; /* { 0 }: not signed in */
	uint64_t stream;   /* connection of the newest; 0: none */
};

struct cast {
	struct scene *scene;
	struct cast_staff staff[CAST_STAFF_MAX];
	struct cast_candidate *candidates;
	size_t n_candidates;
};

/* bank: "small" or "kinds", files of tests/scenario. */
void cast_open(struct cast *, struct scene *, const char *bank, bool approved);
void cast_close(struct cast *);

/* NULL: nobody has this name. */
struct cast_staff *cast_staff(struct cast *, const char *name);
struct cast_candidate *cast_candidate(struct cast *, const char *number);
/* The device of this name; NULL name: the newest; NULL: none. */
const struct cast_device *cast_device(const struct cast_candidate *,
    const char *name);

/* Of this member of the staff, who is signed in if need be. */
const uint8_t *cast_token(struct cast *, struct cast_staff *);
/* Ask as they do. */
void cast_ask(struct cast *, struct cast_staff *, struct scene_request *,
    struct scene_reply *);
/* What must succeed: anything but 2xx stops the process with the reply. */
void cast_must(struct cast *, const char *name, struct scene_request *,
    struct scene_reply *);

/* Load a file of this route by its path below the source tree. */
void cast_load(struct cast *, const char *name, enum route, const char *path);

/* After an import: issue the tickets of a sitting, and remember who came. */
void cast_take_tickets(struct cast *, const char *sitting);
/* The code of a single ticket, as a reply has it. */
void cast_remember_ticket(struct cast *, const char *sitting,
    const json_t *ticket);

/* Sign in; the token is kept under the device's name if the reply has one.
 * token: shown with it, or NULL. */
void cast_sign_in(struct cast *, struct cast_candidate *, const char *device,
    const char *code, const uint8_t *token, struct scene_reply *);
/*
 * Would a crash now lose anything that people can see?  The attempts, their
 * timelines, the results, the calendar and the proposals are asked for here
 * and of a second hall on what is on disk.  NULL, or what differs (to be
 * freed).
 */
char *cast_compare_disk(struct cast *);

#endif
