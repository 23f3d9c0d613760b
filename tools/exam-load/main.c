#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/hash.h"
#include "exam-load/options.h"
#include "exam-load/report.h"

enum exit_status {
	EXIT_WELL = 0,
	EXIT_BROKEN = 1,
	EXIT_USAGE = 2,
	EXIT_NOBODY = 3,
	EXIT_SLOW = 4
};

/* What a run holds; all is let go in the end, whatever was taken. */
struct setting {
	struct options o;
	struct tickets tickets;
	struct link_target target, staff;
	struct event_base *base;
	struct admin admin;
	struct plan plan;
	struct diag diag;
};

static void *
resize(void *p, size_t n)
{
	return alloc_resize(p, n, 1);
}

/* As many descriptors as we may have: one for each connection. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static bool
write_record(const char *path, const struct crowd *crowd)
{
	struct buf out = { 0 };
	FILE *f = fopen(path, "w");
	bool written;

	report_record(&out, crowd);
	written = f != NULL && fwrite(out.at, 1, out.len, f) == out.len;
	if (f != NULL && fclose(f) != 0)
		written = false;
	if (!written)
		perror(path);
	buf_fini(&out);
	return written;
}

static enum exit_status
tell(const struct options *o, const struct crowd *crowd)
{
	struct buf out = { 0 };
	json_t *json;

	if (o->json) {
		json = report_json(crowd);
		json_dumpf(
		    json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
		putchar('\n');
		json_decref(json);
	} else {
		report_table(&out, crowd);
		fwrite(out.at, 1, out.len, stdout);
		buf_fini(&out);
	}
	if (o->record != NULL && !write_record(o->record, crowd))
		return EXIT_BROKEN;
	if (!report_is_clean(crowd))
		return EXIT_BROKEN;
	return report_claims_hold(crowd) ? EXIT_WELL : EXIT_SLOW;
}

static enum exit_status
run(struct setting *s)
{
	const struct crowd_means means = { &s->target, &s->tickets,
		{ s->o.staff != NULL ? &s->staff : NULL, s->o.sitting,
		    s->o.user, getenv("EXAMCTL_PASSWORD") },
		&s->admin };
	struct crowd crowd;
	enum exit_status status = EXIT_NOBODY;

	s->o.crowd.progress = isatty(STDERR_FILENO) == 1;
	if (crowd_run(&crowd, &s->o.crowd, &s->plan, &means) == ERR_OK)
		status = tell(&s->o, &crowd);
	else
		fputs("exam-load: nobody could enter\n", stderr);
	crowd_fini(&crowd);
	return status;
}

static bool
make_plan(struct setting *s)
{
	if (s->o.crowd.mode != MODE_DAY)
		plan_of_mode(&s->plan, s->o.crowd.mode, &s->o.numbers);
	else if (plan_read(&s->plan, s->o.plan, &s->diag) != ERR_OK)
		return false;
	plan_add_check(&s->plan);
	return true;
}

/* NULL: all is there. */
static const char *
what_is_missing(const struct setting *s)
{
	const struct options *o = &s->o;

	if (o->crowd.connections > s->tickets.n)
		return "there are not so many tickets as --connections";
	if (!plan_watches(&s->plan))
		return NULL;
	if (o->staff == NULL || o->sitting == NULL || o->user == NULL)
		return "dashboards need --staff, --sitting and --user";
	return getenv("EXAMCTL_PASSWORD") == NULL
		   ? "dashboards need a password in EXAMCTL_PASSWORD"
		   : NULL;
}

/* Timers to the microsecond, and counted from the moment they are set: what is
 * due is begun then, neither later nor earlier. */
static void
make_base(struct setting *s)
{
	struct event_config *config = alloc_checked(event_config_new());

	(void)event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	(void)event_config_set_flag(config, EVENT_BASE_FLAG_NO_CACHE_TIME);
	s->base = alloc_checked(event_base_new_with_config(config));
	event_config_free(config);
	s->target.base = s->staff.base = s->base;
}

static bool
prepare(struct setting *s)
{
	const struct options *o = &s->o;
	const char *fault;
	char why[256];

	if (tickets_read(&s->tickets, o->tickets, &s->diag) != ERR_OK ||
	    !make_plan(s)) {
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&s->diag.text)));
		return false;
	}
	fault = what_is_missing(s);
	if (fault == NULL &&
	    (link_target_init(
		 &s->target, why, o->server, o->ca, !o->anywhere) != ERR_OK ||
		(o->staff != NULL && link_target_init(&s->staff, why, o->staff,
					 o->ca, !o->anywhere) != ERR_OK)))
		fault = why;
	if (fault != NULL) {
		fprintf(stderr, "exam-load: %s\n", fault);
		return false;
	}
	if (s->o.crowd.connections == 0)
		s->o.crowd.connections = s->tickets.n;
	make_base(s);
	return true;
}

static enum exit_status
prepare_and_run(const struct options *o)
{
	enum exit_status status = EXIT_USAGE;
	struct setting s = { .o = *o };

	admin_init(&s.admin, o->admin);
	if (prepare(&s))
		status = run(&s);
	if (s.base != NULL)
		event_base_free(s.base);
	link_target_fini(&s.target);
	link_target_fini(&s.staff);
	admin_fini(&s.admin);
	tickets_fini(&s.tickets);
	diag_fini(&s.diag);
	return status;
}

int
main(int argc, char *argv[])
{
	enum exit_status status = EXIT_WELL;
	struct buf words = { 0 };
	struct options o;

	(void)signal(SIGPIPE, SIG_IGN);
	hash_begin();
	json_set_alloc_funcs(alloc_bytes, free);
	event_set_mem_functions(alloc_bytes, resize, free);
	raise_limit();
	if (options_parse(&o, &words, argc, argv) != ERR_OK) {
		fprintf(stderr, "exam-load: %.*s\n",
		    SLICE_FMT(buf_slice(&words)));
		status = EXIT_USAGE;
	} else if (o.help) {
		options_help(&words);
		fwrite(words.at, 1, words.len, stdout);
	} else if (o.version)
		printf("exam-load %s\n", EXAM_VERSION);
	else
		status = prepare_and_run(&o);
	buf_fini(&words);
	return (int)status;
}
