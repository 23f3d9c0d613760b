#include "campaign_file.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/file.h"

#define STATE_MAX 4096

static size_t
n_tallies(const struct campaign *c)
{
	size_t n = 0;

	while (n < TALLIES_MAX && c->tallies[n] != NULL)
		n++;
	return n;
}

/* ---- reading ---- */

static enum err
refuse(const char *path, unsigned line, const char *word)
{
	fprintf(stderr,
	    "%s:%u: is no state of this campaign: \"%s\" and its "
	    "numbers belong here\n",
	    path, line, word);
	return ERR_SYNTAX;
}

/* One more number of the text; false: there is none. */
static bool
take_number(uint64_t *out, char **text)
{
	char *end;

	errno = 0;
	*out = strtoull(*text, &end, 10);
	if (end == *text || errno != 0)
		return false;
	*text = end;
	return true;
}

static bool
take_numbers(uint64_t *out, size_t n, char *text)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!take_number(&out[i], &text))
			return false;
	return *text == '\0';
}

struct wanted {
	const char *word;
	uint64_t *to;
	size_t n;
};

/* The line WORD NUMBER ... at *rest, which moves behind it. */
static bool
take_line(char **rest, const struct wanted *w)
{
	char *line = strsep(rest, "\n");
	size_t len = strlen(w->word);

	return line != NULL && strncmp(line, w->word, len) == 0 &&
	       take_numbers(w->to, w->n, line + len);
}

static enum err
read_lines(
    struct progress *p, const struct campaign *c, const char *path, char *text)
{
	struct wanted lines[] = { { "seed", &p->seed, 1 },
		{ "cases", &p->cases, 1 }, { "milliseconds", &p->ms, 1 },
		{ "failed", &p->failed, 1 }, { "failures", p->failures, 0 },
		{ "done", p->done, n_tallies(c) } };
	char *rest = text, *line = strsep(&rest, "\n");
	unsigned i;

	if (strncmp(line, "campaign ", 9) != 0 ||
	    strcmp(line + 9, c->name) != 0)
		return refuse(path, 1, c->name);
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		if (lines[i].to == p->failures)
			lines[i].n = p->failed;
		if (lines[i].n > FAILURES_MAX || !take_line(&rest, &lines[i]))
			return refuse(path, i + 2, lines[i].word);
	}
	return ERR_OK;
}

enum err
progress_load(struct progress *out, const struct campaign *c, const char *path)
{
	struct progress p = { 0 };
	struct buf b = { 0 };
	enum err e = file_read(&b, path, STATE_MAX);

	if (e != ERR_OK) {
		fprintf(stderr, "%s: %s\n", path,
		    e == ERR_SYS ? strerror(errno) : "is no state");
	} else {
		buf_put_u8(&b, '\0');
		e = read_lines(&p, c, path, b.at);
	}
	buf_fini(&b);
	if (e == ERR_OK)
		*out = p;
	return e;
}

/* ---- writing ---- */

static enum err
replace(const char *path, struct buf *b)
{
	enum err e = file_replace(path, buf_slice(b), 0644);

	if (e != ERR_OK)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	buf_fini(b);
	return e;
}

static void
put_numbers(struct buf *b, const char *word, const uint64_t *numbers, size_t n)
{
	size_t i;

	buf_printf(b, "\n%s", word);
	for (i = 0; i < n; i++)
		buf_printf(b, " %" PRIu64, numbers[i]);
}

enum err
progress_save(
    const struct progress *p, const struct campaign *c, const char *path)
{
	struct buf b = { 0 };

	buf_printf(&b,
	    "campaign %s\nseed %" PRIu64 "\ncases %" PRIu64
	    "\nmilliseconds %" PRIu64 "\nfailed %" PRIu64,
	    c->name, p->seed, p->cases, p->ms, p->failed);
	put_numbers(&b, "failures", p->failures, p->failed);
	put_numbers(&b, "done", p->done, n_tallies(c));
	buf_put_text(&b, "\n");
	return replace(path, &b);
}

void
progress_tell(struct buf *b, const struct progress *p, const struct campaign *c)
{
	size_t i;

	for (i = 0; i < n_tallies(c); i++)
		buf_printf(b, "%" PRIu64 " %s, ", p->done[i], c->tallies[i]);
	buf_printf(b, "%" PRIu64 " cases, %" PRIu64 " failed, %" PRIu64 " s",
	    p->cases, p->failed, p->ms / 1000);
}

void
progress_tell_replay(
    struct buf *b, const struct campaign *c, uint64_t seed, uint64_t number)
{
	buf_printf(b, "%s/run %s --seed %" PRIu64 " --case %" PRIu64,
	    c->folder != NULL ? c->folder : "tests/survive", c->name, seed,
	    number);
}

enum err
progress_report(const struct progress *p, const struct campaign *c,
    const char *words, const char *path)
{
	struct buf b = { 0 };
	uint64_t i;

	buf_printf(&b, "%s, seed %" PRIu64 ": %s\n", c->name, p->seed, words);
	progress_tell(&b, p, c);
	buf_put_text(&b, "\n");
	for (i = 0; i < p->failed; i++) {
		buf_put_text(&b, "failed: ");
		progress_tell_replay(&b, c, p->seed, p->failures[i]);
		buf_put_text(&b, "\n");
	}
	return replace(path, &b);
}
