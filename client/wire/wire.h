/*
 * wire: how the terminal programs talk to examd.
 *
 * A struct wire_server says where the server is and whom to trust; it is
 * shared by every connection and outlives them.  A struct wire is one
 * HTTPS/1.1 connection with at most one request under way.  It connects when
 * asked something, keeps the connection, and asks once more on a fresh one
 * when a kept connection turns out to be dead: every route of examd may be
 * resent (exam/routes.h), those of kind KEY with the same key.
 *
 *	blocking	wire_call()
 *	in a loop	wire_start(); then poll(2) on wire_fd() for
 *			wire_events(), until wire_deadline() at the latest, and
 *			wire_advance(), until it is not WIRE_BUSY any more
 *
 * A program that makes a server ignores SIGPIPE from then on.  TLS 1.2 or
 * later; the certificate must lead to the given authority and name
 * the host or the IP address.  There is no way around that.  Every step has a
 * time-out (limits.h).  Names are resolved when first needed, which may block
 * as long as the resolver does; later connections use the same addresses.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include <jansson.h>

#include "exam/err.h"
#include "exam/routes.h"
#include "exam/slice.h"
#include "exam/time.h"

#define WIRE_WHY_MAX 256 /* a sentence for people */
#define WIRE_KEY_LEN 32	 /* an Idempotency-Key: 128 random bits in hex */

struct wire_server;

/*
 * address: "https://HOST[:PORT]", "HOST[:PORT]" with HOST a name, an IPv4 or
 * a bracketed IPv6 address (port 443 if none is given), or "unix:PATH" for the
 * administration socket, which is plain HTTP.  ca_file: PEM certificates to
 * trust; NULL: the system's.
 * ERR_INVALID: the address is none, or the file holds no certificate; why
 * says so.
 */
MUST_CHECK enum err wire_server_new(struct wire_server **,
    char why[WIRE_WHY_MAX], const char *address, const char *ca_file);
void wire_server_free(struct wire_server *);
/*
 * From now on a server that demands a certificate is shown this one: PEM, the
 * client's first, then its intermediates; key: its private key, PEM, without a
 * passphrase.  A Unix socket demands none.
 * ERR_INVALID: one is not there or no PEM, or they do not belong together; why
 * says so.
 */
MUST_CHECK enum err wire_server_present(struct wire_server *,
    char why[WIRE_WHY_MAX], const char *certificate, const char *key);
/* "exam.example.org:443" or the path of the socket; lives as the server. */
const char *wire_server_name(const struct wire_server *);

struct wire_request {
	enum http_method method;
	const char *path;	  /* with its query, encoded */
	const char *key;	  /* Idempotency-Key, or NULL */
	const char *content_type; /* NULL: application/json */
	struct slice body;	  /* SLICE_NONE: none */
	int64_t reply_ms; /* how long the reply may take; 0: WIRE_REPLY_MS */
};

struct wire_reply {
	int status;
	int retry_after;   /* seconds; 0: the server did not say */
	json_t *json;	   /* NULL unless the body is JSON */
	struct slice body; /* lives as the reply */
	char *bytes;	   /* what body points into */
};
/* Frees what the reply owns; { 0 } is an empty one. */
void wire_reply_fini(struct wire_reply *);
static inline bool
wire_reply_good(const struct wire_reply *r)
{
	return r->status >= 200 && r->status < 300;
}

struct wire;

struct wire *wire_new(struct wire_server *);
void wire_free(struct wire *);
/* Sent with every request from now on as Authorization: Bearer; copied.
 * NULL: none. */
void wire_set_token(struct wire *, const char *token);

/*
 * Asks and waits.  ERR_OK: the server replied, with whatever status; the
 * caller owns the reply.  ERR_SYS: no connection, or it ended before the
 * reply.  ERR_SYNTAX: what came is not a reply of examd.  wire_why() says what
 * happened, in a sentence without its full stop.
 */
MUST_CHECK enum err wire_call(struct wire *, struct wire_reply *,
    const struct wire_request *);
/* The same with a body from JSON, which stays the caller's; NULL: none. */
MUST_CHECK enum err wire_call_json(struct wire *, struct wire_reply *,
    enum http_method, const char *path, const char *key, const json_t *);
const char *wire_why(const struct wire *);
/* Did the last connection fail because the server's certificate is not
 * trusted?  Trying again will not mend that. */
bool wire_is_untrusted(const struct wire *);
/* Did it fail because the server demands a certificate of its clients, and
 * wire_server_present() has given none? */
bool wire_lacks_certificate(const struct wire *);

enum wire_state {
	WIRE_IDLE,   /* nothing was asked */
	WIRE_BUSY,   /* poll and advance again */
	WIRE_DONE,   /* *reply is there and the caller's; told once */
	WIRE_FAILED, /* wire_why(); told once, then idle */
};

/* Copies the request.  The wire must be idle. */
void wire_start(struct wire *, const struct wire_request *);
enum wire_state wire_advance(struct wire *, struct wire_reply *);
/* Forgets the request under way, if any, with its connection. */
void wire_abandon(struct wire *);
int wire_fd(const struct wire *); /* -1: nothing to wait for */
short wire_events(const struct wire *);
struct mono wire_deadline(const struct wire *); /* CLOCK_BOOTTIME */

/* A fresh Idempotency-Key. */
void wire_key(char key[WIRE_KEY_LEN + 1]);

#endif
