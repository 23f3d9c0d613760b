/* The receipt is fetched once there is one, and kept as a file. */
#include <errno.h>

#include "terminal/session/json.h"
#include "terminal/session/session_state.h"
#include "terminal/session/state_file.h"

#define NAME_BYTES                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."

void
session_keep_receipts(struct session *s, const char *directory)
{
	free(s->receipts);
	s->receipts = alloc_text(directory);
}

bool
session_receipt_is_due(const struct session *s)
{
	const struct attempt *a = s->attempt;

	return s->practice == NULL && a != NULL && a->receipt != NULL &&
	       !a->waiting_device &&
	       (s->receipt == NULL || strcmp(s->receipt, a->receipt) != 0);
}

/* It is not asked for again. */
static void
settle(struct session *s)
{
	free(s->receipt);
	s->receipt = s->attempt->receipt != NULL
			 ? alloc_text(s->attempt->receipt)
			 : NULL;
}

static bool
is_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' &&
	       name[strspn(name, NAME_BYTES)] == '\0';
}

void
session_take_receipt(struct session *s, const json_t *json)
{
	const char *name = json_text(json, "name");
	const char *file = json_text(json, "file");
	struct buf path = { 0 }, why = { 0 };
	enum err e = ERR_SYNTAX;

	buf_printf(&path, "%s/%s", s->receipts, name);
	buf_put_u8(&path, '\0');
	if (is_name(name) && *file != '\0')
		e = state_file_prepare(s->receipts);
	if (e == ERR_OK)
		e = state_file_replace(path.at, file);
	settle(s);
	if (e == ERR_OK) {
		session_tell(s, (struct news){ .kind = NEWS_RECEIPT }, path.at);
	} else {
		buf_printf(&why, "%s: %s", s->receipts,
		    e == ERR_SYS ? strerror(errno)
				 : "the server sent no receipt");
		buf_put_u8(&why, '\0');
		session_tell(
		    s, (struct news){ .kind = NEWS_NO_RECEIPT }, why.at);
	}
	buf_fini(&path);
	buf_fini(&why);
}

void
session_refuse_receipt(struct session *s, const char *text)
{
	settle(s);
	session_tell(s, (struct news){ .kind = NEWS_NO_RECEIPT }, text);
}
