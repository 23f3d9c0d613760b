/* client: a candidate's or the staff's end of a connection, with real TLS. */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>

#include "base/openssl.h"
#include "exam/buf.h"
#include "support/identity.h"

#define CLIENT_TOKEN                                                           \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

/* What a candidate sends: the lines of every head, and whole requests. */
#define CLIENT_LINES                                                           \
	"Host: localhost\r\nAuthorization: Bearer " CLIENT_TOKEN "\r\n"
#define CLIENT_ASK "GET /v1/attempt HTTP/1.1\r\n" CLIENT_LINES "\r\n"
#define CLIENT_EVENTS "GET /v1/events HTTP/1.1\r\n" CLIENT_LINES "\r\n"
#define CLIENT_SAVE                                                            \
	"PUT /v1/attempt/answers/3 HTTP/1.1\r\n" CLIENT_LINES                  \
	"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n"          \
	"{\"seq\":1}"

struct rig;

struct client {
	int fd;
	SSL *ssl; /* NULL: bare */
	bool asked; /* for a certificate */
	struct buf in;
};

/* A socket connected to the TCP port. */
int client_connect(const struct rig *);

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

/* The status of the next reply must be this. */
void client_expect(struct client *, unsigned status);
void client_expect_text(const char *reply, const char *text);

/* One that listens to these two topics; conn: as the hall knows it. */
struct client client_open_stream(uint64_t *conn, struct rig *, uint64_t first,
    uint64_t second);

#endif
