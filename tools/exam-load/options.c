#include "exam-load/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam/limits.h"

#define TIME_MAX_MS SECONDS(CROWD_SECONDS_MAX)

/* X(letter, name, value or NULL, help) */
#define OPTIONS(X)                                                             \
	X('s', "server", "HOST:PORT", "where candidates connect")              \
	X('c', "ca", "FILE", "the authority to trust")                         \
	X('t', "tickets", "FILE", "from: examctl tickets SITTING --json")      \
	X('n', "connections", "N",                                             \
	    "so many candidates (as there are tickets)")                       \
	X('d', "seconds", "N", "how long; bell: before the end (10; bell 2)")  \
	X('w', "within", "N", "herd: all arrive in so many seconds (0)")       \
	X('r', "rate", "N", "steady, wall: saves a second, all together")      \
	X('k', "think", "N", "... or seconds between two saves of one (5)")    \
	X('q', "answers", "N", "bell: of each candidate (1)")                  \
	X('b', "dashboards", "N", "wall: so many (20)")                        \
	X('l', "plan", "FILE", "day: its phases")                              \
	X('m', "saves", "N", "then no more are begun")                         \
	X('p', "pid", "PID", "examd's: report its CPU time and memory")        \
	X('i', "admin", "SOCKET", "report its journal; check all in it")       \
	X('f', "staff", "HOST:PORT", "where dashboards connect")               \
	X('y', "sitting", "ID", "what they show")                              \
	X('u', "user", "NAME", "who opens them; password: EXAMCTL_PASSWORD")   \
	X('x', "seed", "N", "of the responses and pauses (1)")                 \
	X('o', "record", "FILE", "write every acknowledgement there, CSV")     \
	X('j', "json", NULL, "report as JSON")                                 \
	X('a', "anywhere", NULL, "allow a server that is not this machine")    \
	X('h', "help", NULL, "say this")                                       \
	X('v', "version", NULL, "say which version this is")

static const struct option known[] = {
#define X(letter, name, value, help)                                           \
	{ name, value != NULL ? required_argument : no_argument, NULL, letter },
	OPTIONS(X)
#undef X
	{ NULL, 0, NULL, 0 }
};

static enum err
parse_count(uint64_t *number, struct buf *complaint, const char *name,
    const char *text, uint64_t least, uint64_t most)
{
	char *end;
	unsigned long long n = strtoull(text, &end, 10);

	if (end == text || *end != '\0' || *text < '0' || *text > '9' ||
	    n < least || n > most) {
		buf_printf(complaint, "--%s is a number from %llu to %llu",
		    name, (unsigned long long)least, (unsigned long long)most);
		return ERR_INVALID;
	}
	*number = n;
	return ERR_OK;
}

/* Seconds, perhaps with decimals. */
static enum err
parse_time(int64_t *ms, struct buf *complaint, const char *name,
    const char *text, int64_t least_ms)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end != '\0' || *text < '0' || *text > '9' ||
	    !(seconds * 1000 >= (double)least_ms &&
		seconds * 1000 <= (double)TIME_MAX_MS)) {
		buf_printf(complaint, "--%s is seconds, from %g to %d", name,
		    (double)least_ms / 1000, CROWD_SECONDS_MAX);
		return ERR_INVALID;
	}
	*ms = (int64_t)(seconds * 1000);
	return ERR_OK;
}

/* Numbers of the run itself. */
static enum err
take_run_number(
    struct options *o, struct buf *complaint, int letter, const char *text)
{
	uint64_t n = 0;
	enum err e;

	switch (letter) {
	case 'n':
		e = parse_count(
		    &n, complaint, "connections", text, 1, CROWD_MAX);
		o->crowd.connections = (size_t)n;
		return e;
	case 'm':
		return parse_count(&o->crowd.saves_max, complaint, "saves",
		    text, 1, CROWD_SAVES_MAX);
	case 'p':
		e = parse_count(&n, complaint, "pid", text, 1, INT32_MAX);
		o->crowd.parent = (pid_t)n;
		return e;
	default:
		return parse_count(
		    &o->crowd.seed, complaint, "seed", text, 0, INT64_MAX);
	}
}

/* Numbers of a mode's plan. */
static enum err
take_number(
    struct options *o, struct buf *complaint, int letter, const char *text)
{
	uint64_t n = 0;
	enum err e;

	switch (letter) {
	case 'd':
		return parse_time(
		    &o->numbers.ms, complaint, "seconds", text, 100);
	case 'w':
		return parse_time(&o->within_ms, complaint, "within", text, 0);
	case 'k':
		return parse_time(
		    &o->numbers.think_ms, complaint, "think", text, 1);
	case 'r':
		e = parse_count(&n, complaint, "rate", text, 1, CROWD_RATE_MAX);
		o->numbers.rate = (unsigned)n;
		return e;
	case 'q':
		e = parse_count(
		    &n, complaint, "answers", text, 1, CROWD_ANSWERS_MAX);
		o->numbers.answers = (unsigned)n;
		return e;
	case 'b':
		e = parse_count(
		    &n, complaint, "dashboards", text, 1, CROWD_DASHBOARDS_MAX);
		o->numbers.dashboards = (size_t)n;
		return e;
	default:
		return take_run_number(o, complaint, letter, text);
	}
}

/* Where the text of an option goes; NULL: it is no text. */
static const char **
text_of(struct options *o, int letter)
{
	static const struct {
		int letter;
		size_t offset;
	} texts[] = {
		{ 's', offsetof(struct options, server) },
		{ 'c', offsetof(struct options, ca) },
		{ 't', offsetof(struct options, tickets) },
		{ 'l', offsetof(struct options, plan) },
		{ 'i', offsetof(struct options, admin) },
		{ 'f', offsetof(struct options, staff) },
		{ 'y', offsetof(struct options, sitting) },
		{ 'u', offsetof(struct options, user) },
		{ 'o', offsetof(struct options, record) },
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i].letter == letter)
			return (
			    const char **)(void *)((char *)o + texts[i].offset);
	return NULL;
}

static bool *
flag_of(struct options *o, int letter)
{
	switch (letter) {
	case 'j':
		return &o->json;
	case 'a':
		return &o->anywhere;
	case 'h':
		return &o->help;
	case 'v':
		return &o->version;
	default:
		return NULL;
	}
}

static enum err
take_option(struct options *o, struct buf *complaint, int letter)
{
	const char **text = text_of(o, letter);
	bool *flag = flag_of(o, letter);

	if (letter == '?' || letter == ':') {
		buf_put_text(complaint, "an option is unknown or has no value");
		return ERR_INVALID;
	}
	if (text != NULL)
		*text = optarg;
	else if (flag != NULL)
		*flag = true;
	else {
		o->numbers_given =
		    o->numbers_given || strchr("dwkrqb", letter) != NULL;
		return take_number(o, complaint, letter, optarg);
	}
	return ERR_OK;
}

static enum err
take_mode(struct options *o, struct buf *complaint, const char *word)
{
#define X(name, text, help)                                                    \
	if (strcmp(word, text) == 0) {                                         \
		o->crowd.mode = MODE_##name;                                   \
		return ERR_OK;                                                 \
	}
	MODES(X)
#undef X
	buf_printf(complaint, "there is no mode \"%s\"", word);
	return ERR_INVALID;
}

/* An option that the mode would not use; NULL: there is none. */
static const char *
useless_option(const struct options *o)
{
	enum mode mode = o->crowd.mode;

	if (mode == MODE_DAY)
		return o->numbers_given ? "what a day does is in its --plan"
					: NULL;
	if (o->plan != NULL)
		return "--plan is for the mode day";
	if (o->within_ms >= 0 && mode != MODE_HERD)
		return "--within is for the mode herd";
	if (o->numbers.ms > 0 && mode == MODE_HERD)
		return "a herd arrives --within so many seconds";
	if ((o->numbers.rate > 0 || o->numbers.think_ms > 0) &&
	    mode != MODE_STEADY && mode != MODE_WALL)
		return "--rate and --think are for the modes steady and wall";
	if (o->numbers.rate > 0 && o->numbers.think_ms > 0)
		return "--rate or --think, not both";
	if (o->numbers.answers > 0 && mode != MODE_BELL)
		return "--answers is for the mode bell";
	if (o->numbers.dashboards > 0 && mode != MODE_WALL)
		return "--dashboards is for the mode wall";
	return NULL;
}

static void
set_defaults(struct options *o)
{
	struct order *n = &o->numbers;

	if (o->crowd.saves_max == 0)
		o->crowd.saves_max = CROWD_SAVES_MAX;
	if (o->crowd.mode == MODE_HERD)
		n->ms = o->within_ms > 0 ? o->within_ms : 0;
	else if (n->ms == 0)
		n->ms = SECONDS(o->crowd.mode == MODE_BELL ? 2 : 10);
	if (n->rate == 0 && n->think_ms == 0)
		n->think_ms = SECONDS(5);
	if (n->answers == 0)
		n->answers = 1;
	if (n->dashboards == 0)
		n->dashboards = 20;
}

static enum err
check(struct options *o, struct buf *complaint)
{
	const char *fault = useless_option(o);

	if (o->crowd.mode == MODE_DAY && o->plan == NULL)
		fault = "the mode day needs --plan FILE";
	if (o->crowd.mode == MODE_WALL &&
	    (o->staff == NULL || o->sitting == NULL || o->user == NULL))
		fault = "dashboards need --staff, --sitting and --user";
	if (fault != NULL) {
		buf_put_text(complaint, fault);
		return ERR_INVALID;
	}
	set_defaults(o);
	return ERR_OK;
}

enum err
options_parse(struct options *options, struct buf *complaint, int argc,
    char *const argv[])
{
	struct options o = { .crowd = { .seed = 1 }, .within_ms = -1 };
	enum err e = ERR_OK;
	int letter;

	optind = 0;
	opterr = 0;
	while (e == ERR_OK &&
	    (letter = getopt_long(argc, argv, ":", known, NULL)) != -1)
		e = take_option(&o, complaint, letter);
	if (e != ERR_OK)
		return e;
	if (!o.help && !o.version) {
		if (optind + 1 != argc || o.server == NULL || o.ca == NULL ||
		    o.tickets == NULL) {
			buf_put_text(complaint,
			    "usage: exam-load MODE --server HOST:PORT --ca "
			    "FILE --tickets FILE [--OPTION...]");
			return ERR_INVALID;
		}
		e = take_mode(&o, complaint, argv[optind]);
		if (e == ERR_OK)
			e = check(&o, complaint);
	}
	if (e == ERR_OK)
		*options = o;
	return e;
}

static void
put_option(struct buf *out, const char *name, const char *value,
    const char *help)
{
	char left[40];

	snprintf(left, sizeof(left), "--%s %s", name,
	    value != NULL ? value : "");
	buf_printf(out, "  %-22s %s\n", left, help);
}

void
options_help(struct buf *out)
{
	buf_put_text(out,
	    "usage: exam-load MODE --server HOST:PORT --ca FILE --tickets "
	    "FILE [--OPTION...]\n\n");
#define X(name, text, help) buf_printf(out, "  %-10s %s\n", text, help);
	MODES(X)
#undef X
	buf_put_u8(out, '\n');
#define X(letter, name, value, help) put_option(out, name, value, help);
	OPTIONS(X)
#undef X
	buf_put_text(out,
	    "\nExit status: 0 all is well, 1 something was lost, altered, "
	    "refused or not\nexplained, 2 usage, 3 nobody could enter, 4 "
	    "exam-load itself was too slow for\nthe latencies that it "
	    "reports.\n");
}
