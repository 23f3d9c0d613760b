#include "exam-load/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam/limits.h"

#define SECONDS_DEFAULT 10
#define RATE_DEFAULT 1000
#define RATE_MAX 1000000

/* X(letter, name, value or NULL, help) */
#define OPTIONS(X)                                                             \
	X('s', "server", "HOST:PORT", "where candidates connect")              \
	X('c', "ca", "FILE", "the authority to trust")                         \
	X('t', "tickets", "FILE", "from: examctl tickets SITTING --json")      \
	X('n', "connections", "N", "so many candidates (as there are tickets)") \
	X('d', "seconds", "N", "how long to save or to sit there (10)")        \
	X('r', "rate", "N", "paced: saves a second, all together (1000)")      \
	X('p', "pid", "PID", "examd's: report its CPU time and memory")        \
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
parse_number(uint64_t *number, struct buf *complaint, const char *name,
    const char *text, uint64_t least, uint64_t most)
{
	char *end;
	unsigned long long n = strtoull(text, &end, 10);

	if (end == text || *end != '\0' || *text == '-' || n < least ||
	    n > most) {
		buf_printf(complaint, "--%s is a number from %llu to %llu",
		    name, (unsigned long long)least, (unsigned long long)most);
		return ERR_INVALID;
	}
	*number = n;
	return ERR_OK;
}

/* Options whose value is a number. */
static enum err
take_number(struct options *o, struct buf *complaint, int letter,
    const char *text)
{
	uint64_t n = 0;
	enum err e;

	switch (letter) {
	case 'n':
		e = parse_number(&n, complaint, "connections", text, 1,
		    CROWD_MAX);
		o->crowd.connections = (size_t)n;
		return e;
	case 'd':
		e = parse_number(&n, complaint, "seconds", text, 1,
		    CROWD_SECONDS_MAX);
		o->crowd.seconds = (unsigned)n;
		return e;
	case 'r':
		e = parse_number(&n, complaint, "rate", text, 1, RATE_MAX);
		o->crowd.rate = (unsigned)n;
		return e;
	case 'p':
		e = parse_number(&n, complaint, "pid", text, 1, INT32_MAX);
		o->crowd.parent = (pid_t)n;
		return e;
	default:
		return parse_number(&o->crowd.seed, complaint, "seed", text, 0,
		    INT64_MAX);
	}
}

static enum err
take_option(struct options *o, struct buf *complaint, int letter)
{
	switch (letter) {
	case 's':
		o->server = optarg;
		return ERR_OK;
	case 'c':
		o->ca = optarg;
		return ERR_OK;
	case 't':
		o->tickets = optarg;
		return ERR_OK;
	case 'o':
		o->record = optarg;
		return ERR_OK;
	case 'j':
		o->json = true;
		return ERR_OK;
	case 'a':
		o->anywhere = true;
		return ERR_OK;
	case 'h':
		o->help = true;
		return ERR_OK;
	case 'v':
		o->version = true;
		return ERR_OK;
	case '?':
	case ':':
		buf_put_text(complaint, "an option is unknown or has no value");
		return ERR_INVALID;
	default:
		return take_number(o, complaint, letter, optarg);
	}
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

enum err
options_parse(struct options *options, struct buf *complaint, int argc,
    char *const argv[])
{
	struct options o = { .crowd = { .seconds = SECONDS_DEFAULT,
				 .rate = RATE_DEFAULT,
				 .seed = 1 } };
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
	}
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
	    "\nExit status: 0 all is well, 1 something was lost, altered or "
	    "refused,\n2 usage, 3 nobody could enter.\n");
}
