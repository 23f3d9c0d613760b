#include "terminal/session/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "base/hash.h"
#include "exam/buf.h"
#include "exam/limits.h"
#include "terminal/session/state_file.h"

#define DEFAULT_SERVER "localhost"
#define DEFAULT_PATIENCE 300 /* a server's restart and more, s */
#define CODE_MAX 64	     /* with any grouping; a code has 12 characters */

static const char usage[] =
    "usage: exam [--server HOST:PORT] [--ca FILE] [--candidate NUMBER]\n"
    "            [--code-file FILE] [--device TEXT] [--state DIR]\n"
    "            [--receipts DIR]\n"
    "            [--answers FILE [--json]] [--patience SECONDS]\n"
    "            [--report FILE] [--time-zone ZONE] [--plain] [--bidi WHO]\n"
    "       exam --practice FILE [--programme FILE] [--items N] [--seed N]\n"
    "            [--plain] [--bidi WHO]\n"
    "       exam --help | --version\n"
    "\n"
    "Takes an exam.  It asks for the candidate number and the access code on\n"
    "the admission ticket, and says what to do next.\n"
    "\n"
    "  --server HOST:PORT  the exam server (EXAM_SERVER, or localhost)\n"
    "  --ca FILE           the certificates to trust (EXAM_CA, or the "
    "system's)\n"
    "  --candidate NUMBER  do not ask for the candidate number\n"
    "  --code-file FILE    read the access code from this file\n"
    "  --device TEXT       what the proctor sees of this device\n"
    "  --state DIR         keep unsaved answers and the sign-in here\n"
    "  --receipts DIR      keep receipts here, not with the unsaved answers\n"
    "  --answers FILE      answer from this file, unattended\n"
    "  --json              then print a summary as JSON\n"
    "  --patience SECONDS  how long to wait for the server to come back (300)\n"
    "  --report FILE       keep the result, once it is seen, in this new "
    "file:\n"
    "                      .txt or .html\n"
    "  --time-zone ZONE    show times in this zone, as Europe/Madrid\n"
    "  --plain             speak in lines, also on a terminal with a screen\n"
    "  --bidi WHO          who orders text from right to left: client, "
    "terminal\n"
    "  --practice FILE     practise with a question bank, without a server\n"
    "  --programme FILE    with the sections of this programme\n"
    "  --items N           with N items of the bank\n"
    "  --seed N            draw the paper that N stands for, and no other\n"
    "\n"
    "The manual page is exam(1).\n";

enum {
	OPT_SERVER = 256,
	OPT_CA,
	OPT_CANDIDATE,
	OPT_CODE_FILE,
	OPT_DEVICE,
	OPT_STATE,
	OPT_RECEIPTS,
	OPT_ANSWERS,
	OPT_JSON,
	OPT_PATIENCE,
	OPT_REPORT,
	OPT_TIME_ZONE,
	OPT_PLAIN,
	OPT_BIDI,
	OPT_PRACTICE,
	OPT_PROGRAMME,
	OPT_ITEMS,
	OPT_SEED,
	OPT_HELP,
	OPT_VERSION
};

static const struct option all[] = {
	{ "server", required_argument, NULL, OPT_SERVER },
	{ "ca", required_argument, NULL, OPT_CA },
	{ "candidate", required_argument, NULL, OPT_CANDIDATE },
	{ "code-file", required_argument, NULL, OPT_CODE_FILE },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "receipts", required_argument, NULL, OPT_RECEIPTS },
	{ "answers", required_argument, NULL, OPT_ANSWERS },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "patience", required_argument, NULL, OPT_PATIENCE },
	{ "report", required_argument, NULL, OPT_REPORT },
	{ "time-zone", required_argument, NULL, OPT_TIME_ZONE },
	{ "plain", no_argument, NULL, OPT_PLAIN },
	{ "bidi", required_argument, NULL, OPT_BIDI },
	{ "practice", required_argument, NULL, OPT_PRACTICE },
	{ "programme", required_argument, NULL, OPT_PROGRAMME },
	{ "items", required_argument, NULL, OPT_ITEMS },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

static bool
wrong(int *status, const char *what, const char *value)
{
	fprintf(stderr, "exam: %s%s\nFor help: exam --help\n", what, value);
	*status = EXIT_USAGE;
	return false;
}

static char *
trimmed(char *line)
{
	size_t n = strlen(line);

	while (n > 0 && (unsigned char)line[n - 1] <= ' ')
		line[--n] = '\0';
	return alloc_text(line);
}

static bool
read_code(struct options *o, int *status, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[CODE_MAX];
	bool got;

	if (f == NULL) {
		fprintf(stderr, "exam: %s: %s\n", path, strerror(errno));
		*status = EXIT_USAGE;
		return false;
	}
	got = fgets(line, sizeof(line), f) != NULL;
	fclose(f);
	free(o->code);
	o->code = got ? trimmed(line) : alloc_text("");
	explicit_bzero(line, sizeof(line));
	return *o->code != '\0' ||
	    wrong(status, "there is no code in ", path);
}

static bool
read_patience(struct options *o, int *status, const char *text)
{
	char *end;
	long seconds = strtol(text, &end, 10);

	if (end == text || *end != '\0' || seconds < 1 || seconds > 86400)
		return wrong(status, "--patience is seconds, 1 to 86400, not ",
		    text);
	o->patience_ms = SECONDS(seconds);
	return true;
}

/* The C library takes an unknown zone for UTC without a word. */
static bool
read_zone(int *status, const char *zone)
{
	struct buf path = { 0 };
	bool known;
	FILE *f;

	buf_printf(&path, "/usr/share/zoneinfo/%s", zone);
	buf_put_u8(&path, '\0');
	f = strstr(zone, "..") == NULL ? fopen(path.at, "re") : NULL;
	known = f != NULL && fgetc(f) == 'T'; /* TZif, RFC 8536 */
	if (f != NULL)
		fclose(f);
	buf_fini(&path);
	if (!known)
		return wrong(status, "there is no time zone ", zone);
	setenv("TZ", zone, 1);
	return true;
}

static bool
read_bidi(struct options *o, int *status, const char *who)
{
	static const char *const names[N_BIDIS] = { "auto", "client",
		"terminal" };
	int i;

	for (i = 0; i < N_BIDIS; i++)
		if (strcmp(who, names[i]) == 0) {
			o->bidi = (enum bidi)i;
			return true;
		}
	return wrong(status, "--bidi is auto, client or terminal, not ", who);
}

static bool
read_whole(uint64_t *number, int *status, const char *text, uint64_t most)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 ||
	    *number > most)
		return wrong(status, "that is no number, or too large: ", text);
	return true;
}

static bool
read_items(struct options *o, int *status, const char *text)
{
	uint64_t n;

	if (!read_whole(&n, status, text, PAPER_ITEMS_MAX))
		return false;
	o->items = (unsigned)n;
	return n > 0 || wrong(status, "--items is at least 1, not ", text);
}

static bool
has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), len = strlen(ending);

	return n > len && strcmp(name + n - len, ending) == 0;
}

static void
set_text(char **owned, const char *text)
{
	free(*owned);
	*owned = alloc_text(text);
}

static bool
read_option(struct options *o, int *status, int option)
{
	switch (option) {
	case OPT_SERVER:
		o->server = optarg;
		break;
	case OPT_CA:
		o->ca_file = optarg;
		break;
	case OPT_CANDIDATE:
		o->candidate = optarg;
		break;
	case OPT_CODE_FILE:
		return read_code(o, status, optarg);
	case OPT_DEVICE:
		set_text(&o->device, optarg);
		break;
	case OPT_STATE:
		set_text(&o->directory, optarg);
		break;
	case OPT_RECEIPTS:
		o->receipts = optarg;
		break;
	case OPT_ANSWERS:
		o->answers = optarg;
		break;
	case OPT_JSON:
		o->json = true;
		break;
	case OPT_PATIENCE:
		return read_patience(o, status, optarg);
	case OPT_REPORT:
		o->report = optarg;
		return has_ending(optarg, ".txt") ||
		    has_ending(optarg, ".html") ||
		    wrong(status, "--report ends in .txt or .html, not ",
			optarg);
	case OPT_TIME_ZONE:
		return read_zone(status, optarg);
	case OPT_PLAIN:
		o->plain = true;
		break;
	case OPT_BIDI:
		return read_bidi(o, status, optarg);
	case OPT_PRACTICE:
		o->practice = optarg;
		break;
	case OPT_PROGRAMME:
		o->programme = optarg;
		break;
	case OPT_ITEMS:
		return read_items(o, status, optarg);
	case OPT_SEED:
		return read_whole(&o->seed, status, optarg, UINT64_MAX);
	case OPT_HELP:
		fputs(usage, stdout);
		*status = 0;
		return false;
	case OPT_VERSION:
		puts("exam " EXAM_VERSION);
		*status = 0;
		return false;
	default:
		return wrong(status, "that is not how it is called", "");
	}
	return true;
}

static void
name_device(struct options *o)
{
	struct utsname system;
	struct buf text = { 0 };

	if (o->device != NULL)
		return;
	buf_put_text(&text, "exam " EXAM_VERSION " in a terminal");
	if (uname(&system) == 0)
		buf_printf(&text, " on %.60s", system.nodename);
	buf_put_u8(&text, '\0');
	o->device = text.at;
}

static bool
name_directory(struct options *o, int *status)
{
	struct buf path = { 0 };

	if (o->directory != NULL)
		return true;
	if (state_file_directory(&path) != ERR_OK)
		return wrong(status, "HOME is not set; name a folder with ",
		    "--state");
	o->directory = path.at;
	return true;
}

static bool
fits_together(const struct options *o, int *status, bool rest)
{
	if (rest)
		return wrong(status, "there are words after the options", "");
	if (o->practice == NULL && (o->programme != NULL || o->items > 0))
		return wrong(
		    status, "--programme and --items need --practice", "");
	if (o->programme != NULL && o->items > 0)
		return wrong(status,
		    "a programme says how many items there "
		    "are; --items is for practice without one",
		    "");
	if (o->practice != NULL && o->answers != NULL)
		return wrong(status,
		    "--answers is for an exam, not for "
		    "--practice",
		    "");
	if (o->practice != NULL && o->report != NULL)
		return wrong(status, "--report is of a server's result", "");
	if (o->practice != NULL && o->receipts != NULL)
		return wrong(status, "--receipts are of a server", "");
	if (o->json && o->answers == NULL)
		return wrong(status, "--json needs --answers", "");
	if (o->answers != NULL && (o->candidate == NULL || o->code == NULL))
		return wrong(status,
		    "--answers needs --candidate and --code-file", "");
	return true;
}

bool
options_read(struct options *o, int *status, int argc, char *argv[])
{
	const char *server = getenv("EXAM_SERVER");
	int option;

	*o = (struct options){ .server = server != NULL && *server != '\0' ?
		server : DEFAULT_SERVER,
		.ca_file = getenv("EXAM_CA"),
		.patience_ms = SECONDS(DEFAULT_PATIENCE) };
	hash_random(&o->seed, sizeof(o->seed));
	while ((option = getopt_long(argc, argv, "", all, NULL)) != -1)
		if (!read_option(o, status, option))
			return false;
	if (!fits_together(o, status, optind < argc))
		return false;
	name_device(o);
	return name_directory(o, status);
}

void
options_fini(struct options *o)
{
	if (o->code != NULL)
		explicit_bzero(o->code, strlen(o->code));
	free(o->code);
	free(o->device);
	free(o->directory);
}
