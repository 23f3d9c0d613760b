/* What the files of the parent share, and nobody else: parent.c runs,
 * parent_open.c begins and ends, parent_start.c makes its parts,
 * parent_disk.c looks at the disk, parent_reload.c reads the configuration
 * again. */
#ifndef PARENT_INTERNAL_H
#define PARENT_INTERNAL_H

#include "parent/config.h"
#include "parent/helpers.h"
#include "parent/part.h"
#include "roles.h"

enum stage {
	STAGE_RUN,	   /* what ends is started again */
	STAGE_DRAIN_NETS,  /* nets finish what they were asked */
	STAGE_DRAIN_HALL,  /* the hall commits and ends */
	STAGE_DONE
};

/* The data directory's disk.  Times by CLOCK_BOOTTIME. */
struct disk_watch {
	bool is_low, waits; /* the hall, for room */
	int64_t look_at;    /* how much is free */
	int64_t try_at, retry_at; /* while it waits */
};

/* A net and the sockets it listens on, which outlive it. */
struct net {
	struct part part;
	enum port port;
	int sockets[LISTEN_MAX];
	size_t n_sockets;
	bool linked; /* it and the hall that runs have been given a link */
};

struct parent {
	const char *config_path;
	const char *accept_rollback; /* for the next hall; NULL: nothing */
	struct config config;
	struct buf certificate; /* body of CONTROL_CERTIFICATE */
	char *local_path, *addresses_path;
	int lock, local, signals; /* -1: not open */
	struct part hall;
	struct net *nets; /* the staff's is the last */
	size_t n_nets;
	struct helpers *helpers;
	struct disk_watch disk;
	struct pollfd *polled;
	int64_t now; /* CLOCK_BOOTTIME of this turn */
	enum stage stage;
	int64_t deadline; /* of the stage */
	bool announced;
	int status; /* to exit with */
	char room[CONTROL_BODY_MAX];
};

/* Everything up to the first start; mistakes are said on standard error.
 * parent_close() in either case. */
MUST_CHECK enum err parent_open(struct parent *, const char *config_path);
void parent_close(struct parent *);
/* Says where the server listens: on standard output, in DIR/addresses and to
 * the service manager. */
void parent_announce(const struct parent *);

/* What should run and does not is started; what runs is linked.  A net waits
 * for the hall: before that it would have nothing to say. */
void parent_make_whole(struct parent *);
void parent_post_certificate(struct parent *, struct net *);
/* A part has ended or could not be started.  Too often, and all is stopped. */
void parent_count_failure(struct parent *, struct part *);

/* Once a turn; when it wants the next. */
void parent_watch_disk(struct parent *);
int64_t parent_disk_deadline(const struct parent *);
/* The hall has ended by itself: because nothing can be written?  Then it is not
 * started before something can, and did not fail. */
bool parent_blames_disk(struct parent *);
/* How much the part is to log. */
void parent_tell_log(const struct parent *, struct part *);

/* SIGHUP: certificate and log level, or nothing if there is a mistake. */
void parent_reload(struct parent *);

/* What parent_check() and a reload look at.  Fills both or neither. */
MUST_CHECK enum err parent_read(struct config *, struct buf *certificate,
    struct diag *mistakes, struct diag *warnings);

#endif
