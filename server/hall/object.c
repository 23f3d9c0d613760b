/* object: small things that many files here use. */
#include "hall/commands.h"

void
object_put(struct hall *h, enum store_kind kind, const char *key,
    const struct buf *b)
{
	store_put_object(h->store, kind, key, buf_slice(b));
}

void
object_delete(struct hall *h, enum store_kind kind, const char *key)
{
	store_put_object(h->store, kind, key, SLICE_NONE);
}

char *
text_of(struct slice s)
{
	char *text = alloc_bytes(s.len + 1);

	if (s.len > 0)
		memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	return text;
}

char *
text_join(const char *a, const char *between, const char *b)
{
	struct buf joined = { 0 };

	buf_put_text(&joined, a);
	buf_put_text(&joined, between);
	buf_put_text(&joined, b);
	buf_put_u8(&joined, 0);
	return joined.at;
}

bool
number_read(uint64_t *out, struct slice s)
{
	uint64_t n = 0;
	size_t i;

	if (s.len < 1 || s.len > 18 || (s.at[0] == '0' && s.len > 1))
		return false;
	for (i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(s.at[i] - '0');
	}
	*out = n;
	return true;
}

/* ---- acts and their reasons ---- */

static const char *const reasons[] = { "identity", "technical", "medical",
	"disturbance", "misconduct", "accommodation", "candidate-request",
	"organisation", "mistake", "other" };

bool
reason_is_known(struct slice word)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (slice_is(word, reasons[i]))
			return true;
	return false;
}

void
act_read(struct body *b, struct act *act)
{
	act->reason = body_text(b, "reason", 1, IDENT_MAX);
	act->words = body_text(b, "words", 1, WORDS_MAX);
	if (b->err == ERR_OK && !reason_is_known(act->reason))
		body_fail(b, ERR_INVALID,
		    "\"reason\" is one of identity, technical, medical, "
		    "disturbance, misconduct, accommodation, candidate-request, "
		    "organisation, mistake, other.");
}

void
act_event(struct event *e, const struct request *r, const struct act *act)
{
	e->by = slice_of(r->staff->name);
	e->reason = act->reason;
	e->text = act->words;
}
