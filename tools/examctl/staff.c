/* Staff accounts. */
#include <string.h>

#include "exam/limits.h"
#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/prompt.h"
#include "examctl/say.h"
#include "examctl/tell.h"
#include "examctl/session.h"

static bool
is_role(const char *word)
{
#define X(name, text)                                                          \
	if (strcmp(word, text) == 0)                                           \
		return true;
	STAFF_ROLES(X)
#undef X
	return false;
}

/* The words after the name; NULL: one is no role, and it has been said. */
static json_t *
roles_of(const struct call *call)
{
	json_t *roles = json_array();
	size_t i;

	for (i = 1; i < call->n_arguments; i++) {
		if (!is_role(call->arguments[i])) {
			complain("\"%s\" is no role: proctor, examiner, "
				 "registrar, operator",
			    call->arguments[i]);
			json_decref(roles);
			return NULL;
		}
		json_array_append_new(roles, json_string(call->arguments[i]));
	}
	return roles;
}

static enum outcome
ask_new_password(struct buf *password)
{
	struct buf again = { 0 };
	enum outcome outcome = MISUSED;

	if (!prompt_can_ask() || !prompt_secret(password, "New password: "))
		complain("no new password: give --new-password-file FILE");
	else if (!prompt_secret(&again, "The same again: ") ||
	    strcmp(password->at, again.at) != 0)
		complain("these were not the same; nothing was done");
	else
		outcome = DONE;
	buf_fini(&again);
	return outcome;
}

static enum outcome
new_password(struct buf *password, const struct call *call)
{
	const char *file = call->options[OPTION_NEW_PASSWORD_FILE];
	struct diag d = { .path = "examctl" };
	enum outcome outcome = DONE;

	if (file == NULL)
		outcome = ask_new_password(password);
	else if (password_from_file(password, file, &d) != ERR_OK) {
		complain("%.*s", (int)d.text.len - 1, d.text.at);
		outcome = MISUSED;
	}
	diag_fini(&d);
	if (outcome == DONE && strlen(password->at) < PASSWORD_MIN) {
		complain("a password has at least %d characters",
		    PASSWORD_MIN);
		outcome = REFUSED;
	}
	return outcome;
}

static void
say_done(const json_t *account, const char *done)
{
	say("%s: %s\n", member_text(account, "name"), done);
}

static void
say_added(const json_t *account)
{
	say_done(account, "added");
}

static void
say_password_changed(const json_t *account)
{
	say_done(account, "the password is changed");
}

static void
say_roles_set(const json_t *account)
{
	say_done(account, json_array_size(json_object_get(account, "roles")) > 0
			      ? "the roles are set"
			      : "the account is closed");
}

enum outcome
run_staff_add(struct call *call)
{
	const char *local_user = call->options[OPTION_LOCAL_USER];
	struct ask request = { .route = ROUTE_ACCOUNT_ADD };
	json_t *roles = roles_of(call);
	struct buf password = { 0 };
	enum outcome outcome = MISUSED;

	if (roles == NULL)
		return MISUSED;
	outcome = new_password(&password, call);
	if (outcome == DONE) {
		request.body = json_pack("{sssssO}", "name",
		    call->arguments[0], "password", password.at, "roles",
		    roles);
		if (local_user != NULL)
			json_object_set_new(request.body, "local_user",
			    json_string(local_user));
		outcome = tell_reply(call, &request, say_added);
	}
	json_decref(roles);
	buf_fini(&password);
	return outcome;
}

enum outcome
run_staff_password(struct call *call)
{
	struct ask request = { .route = ROUTE_ACCOUNT_PASSWORD,
		.params = { call->arguments[0] } };
	struct buf password = { 0 };
	enum outcome outcome = new_password(&password, call);

	if (outcome == DONE) {
		request.body = json_pack("{ss}", "password", password.at);
		outcome = tell_reply(call, &request, say_password_changed);
	}
	buf_fini(&password);
	return outcome;
}

enum outcome
run_staff_roles(struct call *call)
{
	struct ask request = { .route = ROUTE_ACCOUNT_ROLES,
		.params = { call->arguments[0] } };
	json_t *roles = roles_of(call);

	if (roles == NULL)
		return MISUSED;
	request.body = json_pack("{so}", "roles", roles);
	return tell_reply(call, &request, say_roles_set);
}

static void
put_account(struct table *t, const json_t *a)
{
	const char *local_user = member_text(a, "local_user");
	struct buf roles = { 0 };

	list_words(&roles, json_object_get(a, "roles"));
	buf_put_u8(&roles, '\0');
	table_cell(t, member_text(a, "name"));
	table_cell(t, roles.at);
	table_cell(t, *local_user != '\0' ? local_user : "-");
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(a, "sessions"));
	buf_fini(&roles);
}

static void
say_accounts(const json_t *reply)
{
	static const struct column columns[] = { { "NAME", COLUMN_LEFT },
		{ "ROLES", COLUMN_LEFT }, { "LOCAL USER", COLUMN_LEFT },
		{ "SESSIONS", COLUMN_RIGHT } };
	struct table *t =
	    table_new(columns, sizeof(columns) / sizeof(*columns));
	const json_t *a;
	size_t i;

	json_array_foreach(json_object_get(reply, "accounts"), i, a)
	    put_account(t, a);
	say_table(t, "no accounts");
}

enum outcome
run_staff_list(struct call *call)
{
	struct ask request = { .route = ROUTE_ACCOUNTS };

	return tell_reply(call, &request, say_accounts);
}
