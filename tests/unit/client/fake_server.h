/*
 * fake_server: a server for one candidate, in a process of its own, on a Unix
 * socket, that fails when it is told to.  What it knows is in shared memory,
 * so it survives being killed and started again, and the test can look.
 */
#ifndef CLIENT_FAKE_SERVER_H
#define CLIENT_FAKE_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define FAKE_ITEMS 3 /* a choice, several choices, a text */

struct fake {
	/* what happened */
	char response[FAKE_ITEMS + 1][64];
	int64_t seq[FAKE_ITEMS + 1];
	bool flagged[FAKE_ITEMS + 1];
	int saves, stored, sign_ins, helps;
	char key[64];	   /* of the last call for help */
	char shown[16];	   /* the token shown at the last sign-in */
	char state[16];	   /* of the attempt, as on the wire */
	int section;	   /* 0: none is open */
	bool section_done, waiting_device;
	int extended_ms, message;
	int told, seen;	   /* events; told 0: the message is the last */
	int n_seen;	   /* how often that was said */
	int64_t clock;	   /* server_time of the last reply */
	/* what goes wrong; each is used up */
	int drop_before;   /* saves that are lost with their connection */
	int drop_after;	   /* saves that are stored, but not acknowledged */
	int busy;	   /* requests that get 503 */
	int refuse;	   /* this item's saves get 422 */
	bool forget;	   /* every token is unknown */
	bool take_over;	   /* the stream tells this next */
	pid_t pid;
	char path[108], root[64];
};

struct fake *fake_new(void);
void fake_free(struct fake *);
void fake_start(struct fake *);
void fake_stop(struct fake *); /* kills it */
/* Makes it push the attempt, or taken-over, to the streams. */
void fake_push(struct fake *);

#endif
