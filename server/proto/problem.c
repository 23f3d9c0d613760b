#include "proto/problem.h"

#include "proto/out.h"

/* Where no narrower rule is named. */
static const char *
rule_of(enum err e)
{
	switch (e) {
	case ERR_SYNTAX:
	case ERR_INVALID:
		return "request.body";
	case ERR_SIGN_IN:
		return "session.sign-in";
	case ERR_NO_SESSION:
		return "session.token";
	case ERR_FORBIDDEN:
		return "account.role";
	case ERR_SECOND_PERSON:
		return "proposal.second-person";
	case ERR_UNKNOWN:
	case ERR_METHOD:
		return "request.path";
	case ERR_TOO_EARLY:
	case ERR_TOO_LATE:
		return "sitting.window";
	case ERR_STATE:
		return "attempt.state";
	case ERR_CONFLICT:
		return "object.exists";
	case ERR_DEVICE:
		return "sitting.takeover";
	case ERR_TOO_BIG:
	case ERR_FULL:
		return "server.limit";
	case ERR_KEY_REUSED:
		return "request.idempotency-key";
	case ERR_OK:
	case ERR_BUSY:
	case ERR_IO:
	case ERR_SYS:
		break;
	}
	return "server.state";
}

static void
write_lines(struct buf *b, struct slice lines)
{
	const char *end = lines.at + lines.len, *p = lines.at;

	out_open_array(b, "errors");
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl != NULL ? nl : end;

		if (stop > p)
			out_text(b, NULL,
			    (struct slice){ p, (size_t)(stop - p) });
		p = stop + 1;
	}
	out_close_array(b);
}

void
problem_write_members(struct buf *b, const struct problem *p)
{
	buf_printf(b, "\"type\":\"urn:examd:problem:%s\"", err_type(p->err));
	out_word(b, "title", err_text(p->err));
	out_int(b, "status", err_status(p->err));
	if (p->detail != NULL)
		out_word(b, "detail", p->detail);
	out_word(b, "rule", p->rule != NULL ? p->rule : rule_of(p->err));
	if (p->earliest.ms != 0)
		out_time(b, "earliest", p->earliest);
	if (p->errors.len > 0)
		write_lines(b, p->errors);
}

void
problem_write(struct buf *b, const struct problem *p, struct wall now)
{
	buf_put(b, "{", 1);
	problem_write_members(b, p);
	out_time(b, "at", now);
	out_time(b, "server_time", now);
	out_close(b);
}
