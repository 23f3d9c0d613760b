/* Statements: who signed one, when, and at whose word. */
#include "proof/statement.h"

#include "exam-verify/check.h"

static void
check_said(const struct check *c, const struct keys *keys,
    const struct note *note, const struct statement *s)
{
	char at[WALL_TEXT_MAX];

	if (!slice_is(s->origin, keys->origin))
		finding_add(c->findings, c->file, "origin",
		    "is not that of the keys, %s", keys->origin);
	check_signed_by_given(c, "statement", keys, note);
	finding_note(c->findings, c->file,
	    "statement of %.*s, asked for by %.*s at %s",
	    SLICE_FMT(s->origin), SLICE_FMT(s->by), wall_format(at, s->at));
}

void
check_statement(const struct check *c, struct slice bytes)
{
	struct statement s;
	struct keys keys;
	struct note note;

	if (note_parse(&note, bytes) != ERR_OK ||
	    statement_parse(&s, &note) != ERR_OK)
		finding_unreadable(
		    c->findings, c->file, "is no signed statement");
	else if (!check_given_keys(&keys, c->trust))
		finding_unreadable(c->findings, c->file,
		    "is a statement; say whose with --key or --keys, it does "
		    "not hold a key itself");
	else
		check_said(c, &keys, &note, &s);
}
