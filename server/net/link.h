/*
 * link: the socketpair to the hall, with buffers on this side, so that
 * neither end ever waits for the other.
 *
 * What is put is sent by link_flush(), once a turn, saves before everything
 * else.  A closed link takes what is put and forgets it.
 */
#ifndef NET_LINK_H
#define NET_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "exam/frame.h"

struct link;

struct link *link_new(void); /* closed */
void link_free(struct link *);

/* Takes the descriptor.  Anything of an earlier link is gone. */
void link_open(struct link *, int fd);
void link_close(struct link *);
bool link_is_open(const struct link *);
int link_fd(const struct link *); /* -1: closed */

enum link_order { LINK_SAVES, LINK_OTHERS };

void link_put_request(struct link *, const struct frame_request *,
    enum link_order);
void link_put_gone(struct link *, uint64_t conn);
/* Bytes the hall has not taken yet. */
size_t link_backlog(const struct link *);

/* ERR_OK: all is written.  ERR_BUSY: again when the link is writable.
 * ERR_SYS: the hall has ended. */
MUST_CHECK enum err link_flush(struct link *);

/* One read.  ERR_BUSY: nothing there.  ERR_SYS: the hall has ended. */
MUST_CHECK enum err link_read(struct link *);
/* The next frame that is whole; rest is valid until link_read().
 * ERR_BUSY: none.  ERR_SYNTAX, ERR_TOO_BIG: the hall is broken. */
MUST_CHECK enum err link_next(enum frame_kind *, struct slice *rest,
    struct link *);

#endif
