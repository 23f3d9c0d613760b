/* account: the staff, their roles and passwords. */
#include "base/user.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/session.h"

static const struct {
	const char *word;
	unsigned bit;
} roles[] = {
#define X(name, word) { word, ROLE_##name },
	STAFF_ROLES(X)
#undef X
};

#define N_ROLES (sizeof(roles) / sizeof(*roles))

struct account *
account_find(struct hall *h, struct slice name)
{
	struct account *a;

	HASH_FIND(hh, h->accounts, name.at, name.len, a);
	return a;
}

struct account *
account_of_uid(struct hall *h, uint32_t uid)
{
	struct account *a, *next;

	HASH_ITER(hh, h->accounts, a, next)
		if (a->local_user != NULL && a->uid == uid && a->roles != 0)
			return a;
	return uid == 0 || uid == h->own_uid ? h->local : NULL;
}

static struct account *
account_new(struct hall *h, struct slice name)
{
	struct account *a = alloc_zero(1, sizeof(*a));

	a->name = text_of(name);
	HASH_ADD_KEYPTR(hh, h->accounts, a->name, strlen(a->name), a);
	return a;
}

void
account_init(struct hall *h)
{
	h->local = account_new(h, SLICE("local"));
	h->local->roles = ROLE_STAFF;
}

void
account_write_roles(struct buf *b, const char *name, unsigned has)
{
	size_t i;

	out_open_array(b, name);
	for (i = 0; i < N_ROLES; i++)
		if ((has & roles[i].bit) != 0)
			out_word(b, NULL, roles[i].word);
	out_close_array(b);
}

static unsigned
role_bit(struct slice word)
{
	size_t i;

	for (i = 0; i < N_ROLES; i++)
		if (slice_is(word, roles[i].word))
			return roles[i].bit;
	return 0;
}

static unsigned
read_roles(struct body *b)
{
	struct slice list[N_ROLES * 2];
	size_t n = body_texts(b, "roles", list, N_ROLES * 2), i;
	unsigned has = 0, bit;

	for (i = 0; i < n; i++) {
		bit = role_bit(list[i]);
		if (bit == 0)
			body_fail(b, ERR_INVALID,
			    "A role is proctor, examiner, registrar or operator.");
		has |= bit;
	}
	return has;
}

static void
account_store(struct hall *h, const struct account *a)
{
	struct buf b = { 0 };

	out_open(&b, NULL);
	out_word(&b, "password", a->password);
	account_write_roles(&b, "roles", a->roles);
	out_word(&b, "local_user", a->local_user);
	out_int(&b, "uid", a->uid);
	out_close(&b);
	object_put(h, STORE_ACCOUNT, a->name, &b);
	buf_fini(&b);
}

enum err
account_restore(struct hall *h, const char *key, struct slice bytes)
{
	static const char *const names[] = { "password", "roles", "local_user",
		"uid", NULL };
	struct account *a = account_new(h, slice_of(key));
	struct slice s;
	struct body b;

	body_open(&b, bytes, names);
	s = body_text_if(&b, "password", 1, 512);
	a->password = s.len > 0 ? text_of(s) : NULL;
	a->roles = read_roles(&b);
	s = body_text_if(&b, "local_user", 1, IDENT_MAX);
	a->local_user = s.len > 0 ? text_of(s) : NULL;
	a->uid = (uint32_t)body_int(&b, "uid", 0, UINT32_MAX);
	return body_close(&b) == ERR_OK ? ERR_OK : ERR_STATE;
}

static void
write_account(struct buf *b, const struct account *a)
{
	out_word(b, "name", a->name);
	account_write_roles(b, "roles", a->roles);
	out_word(b, "local_user", a->local_user);
	out_int(b, "sessions", a->sessions);
}

void
account_list(struct hall *h, struct request *r)
{
	struct account *a, *next;

	out_open_array(reply_begin(h), "accounts");
	HASH_ITER(hh, h->accounts, a, next) {
		if (a == h->local)
			continue;
		out_open(&h->body, NULL);
		write_account(&h->body, a);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

static bool
name_is_plain(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((s.at[i] < 'a' || s.at[i] > 'z') &&
		    (s.at[i] < '0' || s.at[i] > '9') && s.at[i] != '-' &&
		    s.at[i] != '.' && s.at[i] != '_')
			return false;
	return true;
}

/* Hash the password in a helper; account_hashed() goes on. */
static struct errand *
ask_for_hash(struct hall *h, struct request *r, struct slice password,
    struct slice name)
{
	struct errand *e = errand_start(h, r, JOB_PASSWORD_HASH, password);

	if (e != NULL)
		e->object = text_of(name);
	return e;
}

void
account_add(struct hall *h, struct request *r)
{
	static const char *const names[] = { "name", "password", "roles",
		"local_user", NULL };
	struct slice name, password, user;
	struct errand *e;
	unsigned has;
	struct body b;

	body_open(&b, r->frame->body, names);
	name = body_text(&b, "name", 1, IDENT_MAX);
	password = body_text(&b, "password", PASSWORD_MIN, PASSWORD_MAX);
	user = body_text_if(&b, "local_user", 1, IDENT_MAX);
	has = read_roles(&b);
	if (b.err == ERR_OK && !name_is_plain(name))
		body_fail(&b, ERR_INVALID,
		    "A name has the letters a to z, digits, and . _ -");
	if (b.err == ERR_OK && has == 0)
		body_fail(&b, ERR_INVALID, "An account needs at least one role.");
	if (b.err == ERR_OK && account_find(h, name) != NULL)
		body_fail(&b, ERR_CONFLICT, "There is an account %.*s already.",
		    SLICE_FMT(name));
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if ((e = ask_for_hash(h, r, password, name)) != NULL) {
		e->roles = has;
		e->local_user = user.len > 0 ? text_of(user) : NULL;
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* The account of the path; NULL: answered. */
static struct account *
account_of_path(struct hall *h, struct request *r)
{
	struct account *a = account_find(h, r->frame->params[0]);

	if (a != NULL && a != h->local)
		return a;
	reply_refuse(h, r, ERR_UNKNOWN, "There is no account %.*s.",
	    SLICE_FMT(r->frame->params[0]));
	return NULL;
}

void
account_set_password(struct hall *h, struct request *r)
{
	static const char *const names[] = { "password", NULL };
	const struct account *a = account_of_path(h, r);
	struct slice password;
	struct body b;

	if (a == NULL)
		return;
	body_open(&b, r->frame->body, names);
	password = body_text(&b, "password", PASSWORD_MIN, PASSWORD_MAX);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		(void)ask_for_hash(h, r, password, slice_of(a->name));
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* A new password or fewer roles end what is signed in. */
static void
end_sessions(struct hall *h, const struct account *a)
{
	struct session *s, *next;

	HASH_ITER(hh, h->sessions, s, next)
		if (s->account == a)
			session_end(h, s);
		push_end_of(h, a);
}

static void
reply_account(struct hall *h, struct request *r, const struct account *a,
    int status)
{
	write_account(reply_begin(h), a);
	reply_end(h, r, status);
}

static bool
resolve_user(struct hall *h, struct request *r, struct account *a,
    const char *user)
{
	if (user == NULL)
		return true;
	if (!user_uid(&a->uid, user)) {
		reply_refuse(h, r, ERR_INVALID, "This machine has no user %s.",
		    user);
		return false;
	}
	a->local_user = alloc_text(user);
	return true;
}

void
account_hashed(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct account *a = account_find(h, slice_of(e->object));
	struct slice by = slice_of(e->who);
	struct account fresh = { 0 };

	if (status != 0) {
		reply_refuse(h, r, ERR_BUSY, "The password could not be hashed.");
		return;
	}
	if (e->route == ROUTE_ACCOUNT_ADD) {
		if (a != NULL) { /* somebody was faster */
			reply_refuse(h, r, ERR_CONFLICT,
			    "There is an account %s already.", e->object);
			return;
		}
		if (!resolve_user(h, r, &fresh, e->local_user))
			return;
		a = account_new(h, slice_of(e->object));
		a->roles = e->roles;
		a->local_user = fresh.local_user;
		a->uid = fresh.uid;
	}
	free(a->password);
	a->password = text_of(output);
	end_sessions(h, a);
	account_store(h, a);
	journal_admin(h, by, SLICE_NONE, slice_of(a->name), "%s",
	    e->route == ROUTE_ACCOUNT_ADD ? "account added" : "password set");
	reply_account(h, r, a, e->route == ROUTE_ACCOUNT_ADD ? 201 : 200);
}

void
account_set_roles(struct hall *h, struct request *r)
{
	static const char *const names[] = { "roles", NULL };
	struct account *a = account_of_path(h, r);
	unsigned has;
	struct body b;

	if (a == NULL)
		return;
	body_open(&b, r->frame->body, names);
	has = read_roles(&b);
	if (body_close(&b) != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
		return;
	}
	a->roles = has;
	end_sessions(h, a);
	account_store(h, a);
	journal_admin(h, slice_of(r->staff->name), SLICE_NONE, slice_of(a->name),
	    "roles set");
	reply_account(h, r, a, 200);
}
