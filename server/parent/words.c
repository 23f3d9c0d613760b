#include "parent/words.h"

#include <stdint.h>

/* Take the next line off what is left, without its end. */
static struct slice
take_line(struct words *w)
{
	const char *end = memchr(w->text.at, '\n', w->text.len);
	size_t len = end != NULL ? (size_t)(end - w->text.at) : w->text.len;
	size_t used = end != NULL ? len + 1 : len;
	struct slice line = { w->text.at, len };

	w->text = (struct slice){ w->text.at + used, w->text.len - used };
	w->line++;
	if (len > 0 && line.at[len - 1] == '\r')
		line.len--;
	return line;
}

static bool
is_text(struct slice line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if ((unsigned char)line.at[i] < ' ' && line.at[i] != '\t')
			return false;
	return true;
}

/*
 * Take the word that *at stands on; it is unquoted in place and ended, *at
 * moves behind it.  NULL: a quote has no end.
 */
static char *
take_word(char **at)
{
	char *word = *at, *from = *at, *to = *at;
	bool quoted = false;

	for (; *from != '\0'; from++) {
		if (!quoted && (*from == ' ' || *from == '\t')) {
			from++;
			break;
		}
		if (*from == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && *from == '\\' &&
		    (from[1] == '"' || from[1] == '\\'))
			from++;
		*to++ = *from;
	}
	*at = from;
	*to = '\0';
	return quoted ? NULL : word;
}

/* Returns what is wrong with the line, or NULL. */
static const char *
split(struct words *w)
{
	char *at = w->copy, *word;

	while (*(at += strspn(at, " \t")) != '\0' && *at != '#') {
		if ((word = take_word(&at)) == NULL)
			return "a quote is not closed";
		if (w->n == CONFIG_WORDS_MAX)
			return "too many values";
		w->list[w->n++] = word;
	}
	return NULL;
}

static const char *
read_line(struct words *w)
{
	struct slice line = take_line(w);

	if (!is_text(line))
		return "holds a control character";
	w->copy = alloc_zero(line.len + 1, 1);
	memcpy(w->copy, line.at, line.len);
	return split(w);
}

bool
words_next(struct words *w, struct diag *d)
{
	const char *wrong;

	for (;;) {
		free(w->copy);
		w->copy = NULL;
		w->n = 0;
		if (w->text.len == 0)
			return false;
		if ((wrong = read_line(w)) != NULL)
			diag_add(d, w->line, "", "%s", wrong);
		else if (w->n > 0)
			return true;
	}
}
