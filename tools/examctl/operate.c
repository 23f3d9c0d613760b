/* What an operator asks of a running server. */
#include <stdio.h>

#include "exam/limits.h"
#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/tell.h"

enum outcome
run_login(struct call *call)
{
	return ask_login(call);
}

enum outcome
run_logout(struct call *call)
{
	return ask_logout(call);
}

static void
say_size(const char *what, const json_t *reply, const char *name)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	double size = (double)member_number(reply, name);
	size_t unit = 0;

	while (size >= 1024 && unit + 1 < sizeof(units) / sizeof(*units)) {
		size /= 1024;
		unit++;
	}
	say("%-12s %.*f %s\n", what, unit > 0 ? 1 : 0, size, units[unit]);
}

static void
say_status(const json_t *s)
{
	const json_t *attempts = json_object_get(s, "attempts");
	const json_t *journal = json_object_get(s, "journal");
	const json_t *clock = json_object_get(s, "clock");
	char started[SAY_TIME_MAX];

	time_words(started, member_text(s, "started"));
	say("%-12s %s, process %" JSON_INTEGER_FORMAT ", since %s\n", "examd",
	    member_text(s, "version"), member_number(s, "pid"), started);
	say("%-12s %" JSON_INTEGER_FORMAT " expected, %" JSON_INTEGER_FORMAT
	    " open, %" JSON_INTEGER_FORMAT " closed\n",
	    "attempts", member_number(attempts, "expected"),
	    member_number(attempts, "open"), member_number(attempts, "closed"));
	say("%-12s %" JSON_INTEGER_FORMAT "\n", "streams",
	    member_number(s, "streams"));
	say("%-12s %" JSON_INTEGER_FORMAT " events, %" JSON_INTEGER_FORMAT
	    " commits, last sync %" JSON_INTEGER_FORMAT " us\n",
	    "journal", member_number(journal, "events"),
	    member_number(journal, "commits"), member_number(s, "sync_us"));
	say_size("database", s, "database_bytes");
	say_size("log", s, "wal_bytes");
	say_size("disk free", s, "disk_free_bytes");
	say("%-12s %s, %" JSON_INTEGER_FORMAT " steps\n", "clock",
	    member_is_true(clock, "synchronised") ? "synchronised"
						  : "NOT synchronised",
	    member_number(clock, "steps"));
}

enum outcome
run_status(struct call *call)
{
	struct ask request = { .route = ROUTE_STATUS };

	return tell_reply(call, &request, say_status);
}

enum outcome
run_metrics(struct call *call)
{
	return tell_raw(call, &(struct ask){ .route = ROUTE_METRICS });
}

static void
say_backup(const json_t *reply)
{
	struct buf files = { 0 };

	list_words(&files, json_object_get(reply, "files"));
	say("%s: %.*s; %" JSON_INTEGER_FORMAT " events\n"
	    "It holds keys and answers: keep it where nobody reads it.\n"
	    "examctl restore makes a data directory of it.\n",
	    member_text(reply, "directory"), SLICE_FMT(buf_slice(&files)),
	    member_number(reply, "events"));
	buf_fini(&files);
}

enum outcome
run_backup(struct call *call)
{
	struct ask request = { .route = ROUTE_BACKUP,
		.body = json_pack("{ss}", "directory", call->arguments[0]) };

	return tell_reply(call, &request, say_backup);
}
