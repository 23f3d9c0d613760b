/*
 * server: a real examd, on free ports, in a data directory that goes with it.
 *
 * Its log is a file, ROOT/log; what cannot be done fails the test.
 */
#ifndef SUPPORT_SERVER_H
#define SUPPORT_SERVER_H

#include <sys/types.h>

#define SERVER_PATH_MAX 96
#define SERVER_ADDRESS_MAX 32
#define SERVER_PARTS_MAX 8

struct server {
	char root[SERVER_PATH_MAX]; /* of files of the test, too */
	char data[SERVER_PATH_MAX], conf[SERVER_PATH_MAX];
	char ca[SERVER_PATH_MAX], log[SERVER_PATH_MAX];
	char candidates[SERVER_ADDRESS_MAX]; /* 127.0.0.1:PORT */
	char staff[SERVER_ADDRESS_MAX];
	char socket[SERVER_PATH_MAX + 8]; /* unix:PATH, for wire */
	pid_t pid;			  /* 0: it does not run */
	long heard;			  /* so much of the log */
};

/* A data directory by examctl init, on ports that nobody else uses. */
void server_init(struct server *);
/* Another one's place for a data directory, with the same ports. */
void server_init_beside(struct server *, const struct server *,
    const char *name);
/* Ends it, if it runs, and removes its files. */
void server_fini(struct server *);

/* Returns when it has said "ready". */
void server_start(struct server *);
/* SIGTERM; returns the exit status. */
int server_stop(struct server *);
/* kill -9 to the parent, which takes the others with it. */
void server_kill(struct server *);

/* The process that runs as `examd ROLE ...`, with this word among its
 * arguments; 0: none just now. */
pid_t server_part(const struct server *, const char *role, const char *word);
#define server_hall(s) server_part(s, "hall", NULL)
#define server_net(s) server_part(s, "net", "candidate")

/* kill -9; returns when it is dead. */
void server_kill_part(pid_t);

/* Waits until the log has these words on a line that was not waited for. */
void server_hear_log(struct server *, const char *words);

/* ROOT/NAME; room is of SERVER_PATH_MAX. */
const char *server_path(char *room, const struct server *, const char *name);
void server_write_file(const struct server *, const char *name,
    const char *text);

#endif
