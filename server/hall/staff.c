/* staff: how they sign in and out. */
#include <utlist.h>

#include "base/log.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/session.h"
#include "hall/throttle.h"

#define ACCOUNT_SESSIONS_MAX 16 /* more devices than a person has */

/* What a name that nobody has is checked against, so that it takes as long:
 * the Argon2id hash of bytes that were thrown away. */
#define NOBODYS_PASSWORD                                                       \
	"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHR0aGF0bm9vbmVoYXM$"          \
	"V3b5gU1JkTqg2VAFQ1EexhDD1yYHcWiIHJtOaUJlb6U"

/* By a helper; staff_checked() hears what came of it. */
static void
check_password(struct hall *h, struct request *r, struct slice name,
    struct slice password)
{
	const struct account *a = account_find(h, name);
	struct buf input = { 0 };
	struct errand *e;

	buf_put_text(&input, a != NULL && a->password != NULL
		? a->password : NOBODYS_PASSWORD);
	buf_put_u8(&input, 0);
	buf_put_slice(&input, password);
	e = errand_start(h, r, JOB_PASSWORD_CHECK, buf_slice(&input));
	if (e != NULL) {
		e->object = text_of(name);
		memcpy(e->address, r->frame->address, sizeof(e->address));
	}
	explicit_bzero(input.at, input.len);
	buf_fini(&input);
}

void
staff_sign_in(struct hall *h, struct request *r)
{
	static const char *const names[] = { "name", "password", NULL };
	struct slice name, password;
	struct body b;

	body_open(&b, r->frame->body, names);
	name = body_text(&b, "name", 1, IDENT_MAX);
	password = body_text(&b, "password", 1, PASSWORD_MAX);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if (throttle_is_empty(h, r->frame->address, name)) {
		reply_refuse(h, r, ERR_FULL,
		    "Too many wrong passwords for this name; try again in a "
		    "few seconds.");
	} else {
		check_password(h, r, name, password);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

static struct session *
oldest_of(struct hall *h, const struct account *a)
{
	struct session *s, *oldest = NULL;

	DL_FOREACH(h->staff_sessions, s)
		if (s->account == a &&
		    (oldest == NULL || s->at.ms < oldest->at.ms))
			oldest = s;
	return oldest;
}

/* For one more session of the account. */
static void
make_room(struct hall *h, const struct account *a)
{
	while (a->sessions >= ACCOUNT_SESSIONS_MAX)
		session_end(h, oldest_of(h, a));
}

void
staff_checked(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct account *a = account_find(h, slice_of(e->object));
	uint8_t token[TOKEN_LEN];
	struct session *s;

	if (status != 0 || !slice_is(output, "yes") || a == NULL ||
	    a->password == NULL || a->roles == 0) {
		log_line(LOG_NOTICE, "staff sign-in failed name=%.64s",
		    e->object);
		throttle_charge(h, e->address, slice_of(e->object));
		reply_refuse(h, r, ERR_SIGN_IN,
		    "Check the name and the password.");
		return;
	}
	make_room(h, a);
	s = session_new(h, token);
	s->account = a;
	session_begin(h, s);
	journal_admin(
	    h, slice_of(a->name), SLICE_NONE, SLICE_NONE, "signed in");
	reply_begin(h);
	session_write_token(&h->body, token);
	out_word(&h->body, "name", a->name);
	account_write_roles(&h->body, "roles", a->roles);
	session_reply(h, r, token);
}

void
staff_sign_out(struct hall *h, struct request *r)
{
	if (r->session != NULL)
		session_end(h, r->session);
	session_reply_ended(h, r);
}
