/* Reads the arguments and becomes what they say; decides nothing. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "parent/helpers.h"
#include "parent/parent.h"
#include "roles.h"

#define USAGE 2

static const char usage_text[] =
    "usage: examd [-t] [-c FILE] [--accept-rollback REASON]\n"
    "       examd --rehearse [-c FILE] [--seed N] [--keep] BACKUP SITTING\n"
    "       examd --help | --version\n"
    "\n"
    "  -c, --config FILE  read this configuration instead of\n"
    "                     " EXAM_CONFIG_PATH "\n"
    "  -t, --test         check the configuration and the certificate, then exit\n"
    "      --accept-rollback REASON\n"
    "                     start although the data are older than what was\n"
    "                     signed; the reason is journalled\n"
    "      --rehearse     play a sitting on a copy of a backup, print a report\n"
    "\n"
    "See examd(8) and examd.conf(5).\n";

static int
usage(void)
{
	fputs(usage_text, stderr);
	return USAGE;
}

/* The parent writes these numbers; anything else is not from it. */
static int64_t
number(const char *text)
{
	return strtoll(text, NULL, 10);
}

static void
begin(const char *part, const char *process, enum log_level level)
{
	log_open(part, level);
	prctl(PR_SET_NAME, process);
	sandbox_hide_memory();
}

static int
be_hall(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "log-level", required_argument, NULL, 'l' },
		{ "directory", required_argument, NULL, 'd' },
		{ "wal-limit", required_argument, NULL, 'w' },
		{ "ballast", required_argument, NULL, 'b' },
		{ "accept-rollback", required_argument, NULL, 'a' },
		{ "certificate-ends", required_argument, NULL, 'c' },
		{ "certificate-must-last", no_argument, NULL, 'm' },
		{ "no-sandbox", no_argument, NULL, 'o' },
		{ 0 },
	};
	struct hall_options hall = { .sandbox = true };
	enum log_level level = LOG_INFO;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'l')
			level = (enum log_level)number(optarg);
		else if (c == 'd')
			hall.directory = optarg;
		else if (c == 'w')
			hall.wal_limit = number(optarg);
		else if (c == 'b')
			hall.ballast = number(optarg);
		else if (c == 'a')
			hall.accept_rollback = optarg;
		else if (c == 'c')
			hall.certificate_ends = number(optarg);
		else if (c == 'm')
			hall.certificate_must_last = true;
		else if (c == 'o')
			hall.sandbox = false;
		else
			return usage();
	if (hall.directory == NULL || optind < argc)
		return usage();
	begin("hall", "examd-hall", level);
	return hall_run(&hall);
}

static int
be_net(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "log-level", required_argument, NULL, 'l' },
		{ "port", required_argument, NULL, 'p' },
		{ "connections", required_argument, NULL, 'n' },
		{ "per-address", required_argument, NULL, 'a' },
		{ "proxy-from", required_argument, NULL, 'x' },
		{ "tls12", no_argument, NULL, '2' },
		{ "no-sandbox", no_argument, NULL, 'o' },
		{ 0 },
	};
	struct net_options net = { .sandbox = true };
	enum log_level level = LOG_INFO;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'l')
			level = (enum log_level)number(optarg);
		else if (c == 'p')
			net.port = strcmp(optarg, "staff") == 0 ? PORT_STAFF :
								  PORT_CANDIDATE;
		else if (c == 'n')
			net.connections = (uint32_t)number(optarg);
		else if (c == 'a')
			net.per_address = (uint32_t)number(optarg);
		else if (c == 'x')
			net.proxy_from = optarg;
		else if (c == '2')
			net.tls12 = true;
		else if (c == 'o')
			net.sandbox = false;
		else
			return usage();
	if (net.connections == 0 || optind < argc)
		return usage();
	begin(net.port == PORT_STAFF ? "net-staff" : "net-candidates",
	    "examd-net", level);
	return net_run(&net);
}

static int
be_helper(int argc, char *argv[])
{
	enum helper_job work;

	if (argc < 2 || helper_by_name(&work, argv[1]) != ERR_OK)
		return usage();
	begin("helper", "examd-helper", LOG_NOTICE);
	return helper_run(work,
	    argc < 3 || strcmp(argv[2], "--no-sandbox") != 0);
}

/* Without -c nothing is known of the server it is for. */
static int
be_rehearsal(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 's' },
		{ "keep", no_argument, NULL, 'k' },
		{ 0 },
	};
	struct rehearsal_options rehearsal = { .seed = 1 };
	char *end = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		if (c == 'c')
			rehearsal.config = optarg;
		else if (c == 's')
			rehearsal.seed = strtoull(optarg, &end, 10);
		else if (c == 'k')
			rehearsal.keep = true;
		else
			return usage();
	if (argc - optind != 2 || (end != NULL && *end != '\0'))
		return usage();
	rehearsal.backup = argv[optind];
	rehearsal.sitting = argv[optind + 1];
	log_open("rehearsal", LOG_ERROR);
	sandbox_hide_memory();
	return rehearsal_run(&rehearsal);
}

static int
be_parent(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "test", no_argument, NULL, 't' },
		{ "accept-rollback", required_argument, NULL, 'a' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ 0 },
	};
	const char *config = EXAM_CONFIG_PATH;
	const char *accept_rollback = NULL;
	bool check = false;
	int c;

	while ((c = getopt_long(argc, argv, "c:t", options, NULL)) != -1)
		if (c == 'c')
			config = optarg;
		else if (c == 't')
			check = true;
		else if (c == 'a')
			accept_rollback = optarg;
		else if (c == 'h')
			return fputs(usage_text, stdout) < 0;
		else if (c == 'v')
			return puts("examd " EXAM_VERSION) < 0;
		else
			return usage();
	if (optind < argc || (accept_rollback != NULL && check))
		return usage();
	if (accept_rollback != NULL && *accept_rollback == '\0') {
		fputs("examd: --accept-rollback needs a reason in words; it is "
		      "journalled\n",
		    stderr);
		return USAGE;
	}
	return check ? parent_check(config)
		     : parent_run(config, accept_rollback);
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*be)(int argc, char *argv[]);
	} roles[] = { { "hall", be_hall }, { "net", be_net },
		{ "helper", be_helper }, { "--rehearse", be_rehearsal } };
	size_t i;

	hash_begin();
	for (i = 0; argc > 1 && i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(argv[1], roles[i].name) == 0)
			return roles[i].be(argc - 1, argv + 1);
	return be_parent(argc, argv);
}
