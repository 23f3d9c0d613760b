#include "proto/problem.h"

#include "proto/out.h"

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
	if (p->rule != NULL)
		out_word(b, "rule", p->rule);
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
	out_time(b, "server_time", now);
	out_close(b);
}
