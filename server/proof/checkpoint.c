#include "proof/checkpoint.h"

#include <inttypes.h>

#include "proof/code.h"

static void
put_text(struct buf *b, const struct checkpoint *c)
{
	char at[WALL_TEXT_MAX];

	buf_printf(b, "%s\n%" PRIu64 "\n", c->origin, c->size);
	code_put_base64(b, (struct slice){ (const char *)c->root, SHA256_LEN });
	buf_printf(b, "\n%s\n", wall_format(at, c->at));
}

enum err
checkpoint_put(
    struct buf *b, const struct checkpoint *c, const struct note_signer *signer)
{
	struct buf text = { 0 };
	enum err e;

	put_text(&text, c);
	e = note_sign(b, buf_slice(&text), signer);
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
	return strlen(text) == line.len && wall_parse(at, text);
}

/* Read it, and see that we would write just this. */
enum err
checkpoint_parse(struct checkpoint *out, const struct note *n)
{
	struct slice rest = n->text, origin, size, root, at;
	struct checkpoint c = { 0 };
	struct buf again = { 0 };
	enum err e = ERR_OK;

	if (!note_line(&origin, &rest) || !note_line(&size, &rest) ||
	    !note_line(&root, &rest) || !note_line(&at, &rest) ||
	    !note_name_is_valid(origin) || size.len > 20 ||
	    code_get_base64_of(c.root, SHA256_LEN, root) != ERR_OK ||
	    !parse_time(&c.at, at))
		return ERR_SYNTAX;
	memcpy(c.origin, origin.at, origin.len);
	c.size = strtoull(size.at, NULL, 10);
	put_text(&again, &c);
	if (!slice_equal(buf_slice(&again), n->text))
		e = ERR_SYNTAX;
	buf_fini(&again);
	if (e == ERR_OK)
		*out = c;
	return e;
}
