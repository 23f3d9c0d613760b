/*
 * command: what was asked for on the command line.
 *
 * The commands are one table (commands.c), the options one list (below); the
 * parser, the help and the checks follow from them.  Options may stand
 * anywhere after the program's name, "--" ends them.
 */
#ifndef EXAMCTL_COMMAND_H
#define EXAMCTL_COMMAND_H

#include <stddef.h>
#include <stdint.h>

#include "exam/buf.h"
#include "exam/err.h"

/* X(NAME, option, value it takes or NULL, help) */
#define OPTIONS(X)                                                             \
	X(HELP, "help", NULL, "say what can be asked for")                     \
	X(VERSION, "version", NULL, "say which version this is")               \
	X(JSON, "json", NULL, "print the server's JSON")                       \
	X(DATA, "data", "DIR", "the data directory ($EXAMD_DATA)")             \
	X(SOCKET, "socket", "PATH",                                            \
	    "the administration socket (DIR/admin.sock)")                      \
	X(SERVER, "server", "HOST:PORT",                                       \
	    "the staff port of a server, over TLS ($EXAMCTL_SERVER)")          \
	X(CA, "ca", "FILE", "the authority to trust ($EXAMCTL_CA)")            \
	X(CERTIFICATE, "certificate", "FILE",                                  \
	    "to show to a server that demands one ($EXAMCTL_CERTIFICATE)")     \
	X(CERTIFICATE_KEY, "certificate-key", "FILE",                          \
	    "its private key ($EXAMCTL_CERTIFICATE_KEY)")                      \
	X(USER, "user", "NAME", "the staff account ($EXAMCTL_USER)")           \
	X(PASSWORD_FILE, "password-file", "FILE",                              \
	    "its password, else $EXAMCTL_PASSWORD or a question")              \
	X(NAMES, "name", "NAME[,NAME...]",                                     \
	    "more host names and addresses for the certificate")               \
	X(CANDIDATES, "candidates", "ADDRESS:PORT",                            \
	    "where candidates connect (127.0.0.1:8443)")                       \
	X(STAFF, "staff", "ADDRESS:PORT",                                      \
	    "where staff connect (127.0.0.1:8444)")                            \
	X(LOCAL_USER, "local-user", "LOGIN",                                   \
	    "the person's login on the server's machine")                      \
	X(NEW_PASSWORD_FILE, "new-password-file", "FILE",                      \
	    "the new password, else it is asked for twice")                    \
	X(PROGRAMME, "programme", "FILE", "check it against this programme")   \
	X(BANK, "bank", "FILE", "check it against this bank")                  \
	X(ALL, "all", NULL, "every item of a file, every attempt")             \
	X(KEY, "key", NULL,                                                    \
	    "with key, marks, rubric and rationale; of a file only")           \
	X(BACKUP, "backup", "DIR", "use this backup, not a running server")    \
	X(CONFIG, "config", "FILE", "the server's configuration")              \
	X(EXPECTED, "expected", "N|SITTING=N|SITTING=FILE[,...]",              \
	    "so many candidates, or those of this file")                       \
	X(FIGURES, "figures", "FILE",                                          \
	    "what was measured of this machine (figures.json)")                \
	X(MEASURE, "measure", NULL, "measure this machine first")              \
	X(REHEARSE, "rehearse", NULL, "hold it, and sign what was seen")       \
	X(SECONDS, "seconds", "N", "how long people arrive, and write")        \
	X(SEED, "seed", "N", "what simulated candidates do follows from it")   \
	X(KEEP, "keep", NULL, "leave the copy that was played on")             \
	X(KEYS, "keys", NULL, "print the public keys instead")                 \
	X(EVERY, "every", "MINUTES", "stay, and look so often")                \
	X(CSV, "csv", NULL, "print comma-separated values")                    \
	X(FORMAT, "format", "FORM", "text, html or pdf")                       \
	X(TO, "to", "PATH", "write there: a new file, or a new directory")     \
	X(RECIPIENT, "recipient", "AGE1",                                      \
	    "who alone can read it: a public key of age, or @FILE with it")    \
	X(SERVER_NAME, "server-name", "HOST:PORT",                             \
	    "what candidates type to reach the server, for the tickets")       \
	X(TEXT, "text", NULL, "print a sheet of tickets to cut (default)")     \
	X(WATCH, "watch", NULL, "stay and follow what changes")                \
	X(DOCUMENT, "document", "TEXT", "which identity document was seen")    \
	X(SITTING, "sitting", "SITTING", "everybody in this sitting")          \
	X(ROOM, "room", "ROOM", "this room of the sitting")                    \
	X(SEAT, "seat", "N", "this seat, else the first that is free")         \
	X(MINUTES, "minutes", "N", "give so many minutes back")                \
	X(REASON, "reason", "CODE", "why, one of the list below")              \
	X(WORDS, "words", "TEXT", "why, in words, for the record")             \
	X(PROPOSE, "propose", NULL, "propose it to a second person")           \
	X(YES, "yes", NULL, "do not ask again")

struct option_facts {
	const char *text;
	const char *value; /* what it takes, for people; NULL: nothing */
	const char *help;
};

enum option_name {
#define X(name, text, value, help) OPTION_##name,
	OPTIONS(X)
#undef X
	    N_OPTIONS
};

#define TAKES(name) (UINT64_C(1) << OPTION_##name)

/* How a command ended; the exit status. */
enum outcome { DONE = 0, REFUSED = 1, MISUSED = 2, NO_CONNECTION = 3 };

#define ANY_NUMBER 255

struct call;
typedef enum outcome command_run(struct call *);

struct command {
	const char *words;     /* "staff add" */
	const char *arguments; /* "NAME [ROLE...]", for people; a reason, where
				  it takes one, is needed and not said here */
	uint8_t least, most;   /* arguments; ANY_NUMBER: no limit */
	uint64_t options;      /* TAKES(…) | …; help is always taken */
	command_run *run;
	const char *help; /* one line */
};

extern const struct option_facts option_facts[N_OPTIONS];
extern const struct command commands[];
extern const size_t n_commands;

struct connection; /* ask.h */

/* One run of the program.  Strings are borrowed from the command line; the
 * connection is opened by the first request (ask.h). */
struct call {
	const struct command *command; /* NULL: only --help or --version */
	const char *group; /* "bank --help" is about all that begin so */
	const char *options[N_OPTIONS]; /* NULL: not given; no value: "" */
	const char **arguments;
	size_t n_arguments;
	struct connection *connection; /* NULL: not needed yet */
};

/*
 * Read the words after the program's name.  ERR_INVALID: complaint says what is
 * wrong, in one line.  call_fini() either way.
 */
MUST_CHECK enum err call_parse(struct call *, struct buf *complaint, int argc,
    char *const argv[]);
void call_fini(struct call *);

static inline bool
call_has(const struct call *call, enum option_name name)
{
	return call->options[name] != NULL;
}

/* help.c: of the command, of the group, or the list of all. */
void command_help(struct buf *, const struct call *);
/* "examctl pause ATTEMPT --reason CODE --words TEXT" */
void command_usage(struct buf *, const struct command *);
/* "check, load or list": what can follow; false: it is no group. */
bool command_group(struct buf *, const char *word);

#endif
