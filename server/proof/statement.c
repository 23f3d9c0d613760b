#include "proof/statement.h"

#include <string.h>

#define FIRST STATEMENT_KIND "\n"
#define BY "by "

static bool
has_prefix(struct slice s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && memcmp(s.at, prefix, len) == 0;
}

/* So that no part of it can be taken for a note of its own. */
static bool
is_text(struct slice s)
{
	size_t i;

	if (s.len == 0 || s.at[0] == '\n' || s.at[s.len - 1] != '\n')
		return false;
	for (i = 1; i < s.len; i++)
		if (s.at[i] == '\n' && s.at[i - 1] == '\n')
			return false;
	return true;
}

enum err
statement_put(struct buf *out, const struct statement *s,
    const struct note_signer *signer)
{
	char at[WALL_TEXT_MAX];
	struct buf text = { 0 };
	enum err e;

	if (!is_text(s->text))
		return ERR_INVALID;
	buf_printf(&text, FIRST "%.*s\n%s\n" BY "%.*s\n%.*s",
	    SLICE_FMT(s->origin), wall_format(at, s->at), SLICE_FMT(s->by),
	    SLICE_FMT(s->text));
	e = note_sign(out, buf_slice(&text), signer);
	buf_fini(&text);
	return e;
}

static bool
parse_time(struct wall *at, struct slice line)
{
	char text[WALL_TEXT_MAX];

	if (line.len >= sizeof(text))
		return false;
	memcpy(text, line.at, line.len);
	text[line.len] = '\0';
	return wall_parse(at, text);
}

enum err
statement_parse(struct statement *out, const struct note *note)
{
	struct slice rest = note->text, kind, at;
	struct statement s;

	if (!note_line(&kind, &rest) || !slice_is(kind, STATEMENT_KIND) ||
	    !note_line(&s.origin, &rest) || !note_line(&at, &rest) ||
	    !parse_time(&s.at, at) || !note_line(&s.by, &rest) ||
	    !has_prefix(s.by, BY) || !is_text(rest))
		return ERR_SYNTAX;
	s.by.at += strlen(BY);
	s.by.len -= strlen(BY);
	s.text = rest;
	*out = s;
	return ERR_OK;
}

bool
statement_is(struct slice bytes)
{
	return has_prefix(bytes, FIRST);
}
