/*
 * parent: assembles the server and keeps it whole; decides nothing.
 *
 * It reads configuration and certificate, binds, starts the hall, the nets and
 * helpers, hands descriptors between them, restarts what dies, and ends them in
 * the order in which nothing is lost: nets first, then the hall.
 */
#ifndef PARENT_H
#define PARENT_H

/* Runs a server until it is told to stop.  Returns the exit status: 0 it was
 * told to stop and did; 1 it could not start, or a part failed too often.
 * accept_rollback: why the data may be older than what was signed; NULL: they
 * may not. */
int parent_run(const char *config_path, const char *accept_rollback);
/* Says on standard error what is wrong with the configuration, the certificate
 * or the data directory.  1: something is. */
int parent_check(const char *config_path);

#endif
