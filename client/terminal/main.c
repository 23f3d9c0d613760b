/* exam: the candidate's terminal client. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "practice/practice.h"
#include "terminal/keep_report.h"
#include "terminal/line/conversation.h"
#include "terminal/screen/screen.h"
#include "terminal/session/options.h"
#include "terminal/unattended.h"

/* Questions are in UTF-8, whatever the terminal's locale calls itself; false: it
 * calls itself something else. */
static bool
choose_locale(void)
{
	bool agreed = setlocale(LC_CTYPE, "") != NULL &&
	    strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	if (!agreed)
		setlocale(LC_CTYPE, "C.UTF-8");
	return agreed;
}

/* false: *why says why not, or is "". */
static bool
is_screen_possible(const char **why, const struct options *options)
{
	*why = "";
	if (!screen_is_possible(why))
		return false;
	if (!options->utf8)
		*why = "The locale (LC_ALL, LC_CTYPE, LANG) is not one of "
		       "UTF-8";
	return options->utf8;
}

/* On the screen or in lines, until it is over; a candidate may go from one to
 * the other. */
static int
converse(struct session *session, const struct options *options)
{
	int status =
	    options->plain ? SCREEN_LEFT_FOR_LINES : LINES_LEFT_FOR_SCREEN;
	const char *why;

	while (status == SCREEN_LEFT_FOR_LINES ||
	       status == LINES_LEFT_FOR_SCREEN) {
		if (status == LINES_LEFT_FOR_SCREEN &&
		    is_screen_possible(&why, options)) {
			status = screen_run(session, options);
			continue;
		}
		if (status == LINES_LEFT_FOR_SCREEN && *why != '\0')
			printf("%s: line by line, then.\n", why);
		status = conversation_run(session, options);
	}
	return status;
}

static int
practise(const struct options *options)
{
	struct practice_options what = { options->practice, options->programme,
		options->items, options->seed };
	struct diag mistakes = { .path = options->practice };
	struct practice *practice;
	struct session *session;
	int status;

	if (practice_new(&practice, &mistakes, &what) != ERR_OK) {
		fwrite(mistakes.text.at, 1, mistakes.text.len, stderr);
		diag_fini(&mistakes);
		return EXIT_USAGE;
	}
	session = session_new_practice(practice, options->directory);
	status = converse(session, options);
	session_free(session);
	practice_free(practice);
	return status;
}

static int
sit(const struct options *options)
{
	struct wire_server *server;
	struct session *session;
	char why[WIRE_WHY_MAX];
	int status;

	if (wire_server_new(&server, why, options->server, options->ca_file) !=
	    ERR_OK) {
		fprintf(stderr, "exam: %s\n", why);
		return EXIT_USAGE;
	}
	session = session_new(server, options->directory, options->device);
	if (options->receipts != NULL)
		session_keep_receipts(session, options->receipts);
	status = options->answers != NULL ? unattended_run(session, options)
					  : converse(session, options);
	if (options->report != NULL && status == EXIT_SUBMITTED)
		(void)keep_report(options->report, session_result(session));
	session_free(session);
	wire_server_free(server);
	return status;
}

int
main(int argc, char *argv[])
{
	struct options options;
	bool utf8 = choose_locale();
	int status;

	hash_begin();
	json_set_alloc_funcs(alloc_bytes, free);
	if (options_read(&options, &status, argc, argv)) {
		options.utf8 = utf8;
		tzset();
		status = options.practice != NULL ? practise(&options)
						  : sit(&options);
	}
	options_fini(&options);
	return status;
}
