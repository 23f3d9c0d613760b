/* exam: the candidate's terminal client. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "terminal/line/conversation.h"
#include "terminal/session/options.h"
#include "terminal/unattended.h"

/* Questions are in UTF-8, whatever the terminal's locale calls itself. */
static void
choose_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static int
run(const struct options *options)
{
	struct wire_server *server;
	char why[WIRE_WHY_MAX];
	int status;

	if (wire_server_new(&server, why, options->server, options->ca_file) !=
	    ERR_OK) {
		fprintf(stderr, "exam: %s\n", why);
		return EXIT_USAGE;
	}
	status = options->answers != NULL ? unattended_run(server, options) :
					    conversation_run(server, options);
	wire_server_free(server);
	return status;
}

int
main(int argc, char *argv[])
{
	struct options options;
	int status;

	choose_locale();
	if (options_read(&options, &status, argc, argv)) {
		tzset();
		status = run(&options);
	}
	options_fini(&options);
	return status;
}
