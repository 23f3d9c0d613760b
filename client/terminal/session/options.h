/*
 * options: what the command line and the environment say.
 */
#ifndef TERMINAL_OPTIONS_H
#define TERMINAL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses, as in exam(1). */
enum {
	EXIT_SUBMITTED = 0,
	EXIT_NOT_SUBMITTED = 1, /* refused, ended otherwise, or left */
	EXIT_USAGE = 2,
	EXIT_NO_CONNECTION = 3,
	EXIT_TAKEN_OVER = 4
};

/* Who puts text that runs from right to left into its visible order. */
enum bidi { BIDI_AUTO, BIDI_CLIENT, BIDI_TERMINAL, N_BIDIS };

struct options {
	const char *server;
	const char *ca_file;	/* NULL: the system's authorities */
	const char *candidate;	/* NULL: ask */
	char *code;		/* NULL: ask; from --code-file, owned */
	char *device;		/* owned */
	char *directory;	/* of unacknowledged answers; owned */
	const char *receipts;	/* folder for them; NULL: the same */
	const char *answers;	/* NULL: a person answers */
	const char *report;	/* where the result is kept, or NULL */
	bool json;
	bool utf8;		/* what the terminal's locale is */
	bool plain; /* line mode */
	enum bidi bidi;
	const char *practice;  /* a bank file; NULL: there is a server */
	const char *programme; /* for practice; NULL: none */
	unsigned items;	       /* of the bank; 0: all */
	uint64_t seed;	       /* of the paper */
	int64_t patience_ms;
};

/*
 * Reads them.  true: go on.  false: *status is the exit status, and what
 * there was to say was said.
 */
bool options_read(struct options *, int *status, int argc, char *argv[]);
void options_fini(struct options *);

#endif
