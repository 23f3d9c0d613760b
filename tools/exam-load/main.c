#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "exam-load/options.h"
#include "exam-load/report.h"

enum exit_status { EXIT_WELL = 0, EXIT_BROKEN = 1, EXIT_USAGE = 2,
	EXIT_NOBODY = 3 };

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

static void *
resize(void *p, size_t n)
{
	return alloc_resize(p, n, 1);
}

static enum exit_status
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
	return written ? EXIT_WELL : EXIT_BROKEN;
}

static enum exit_status
tell(const struct options *o, const struct crowd *crowd)
{
	enum exit_status status = EXIT_WELL;
	struct buf out = { 0 };
	json_t *json;

	if (o->json) {
		json = report_json(crowd);
		json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
		putchar('\n');
		json_decref(json);
	} else {
		report_table(&out, crowd);
		fwrite(out.at, 1, out.len, stdout);
		buf_fini(&out);
	}
	if (o->record != NULL)
		status = write_record(o->record, crowd);
	return report_is_clean(crowd) ? status : EXIT_BROKEN;
}

static enum exit_status
run(struct options *o, struct link_target *target,
    const struct tickets *tickets)
{
	struct crowd crowd;
	enum exit_status status = EXIT_NOBODY;

	if (o->crowd.connections == 0)
		o->crowd.connections = tickets->n;
	if (o->crowd.connections > tickets->n) {
		fprintf(stderr, "exam-load: there are %zu tickets only\n",
		    tickets->n);
		return EXIT_USAGE;
	}
	o->crowd.progress = isatty(STDERR_FILENO) == 1;
	target->base = alloc_checked(event_base_new());
	if (crowd_run(&crowd, &o->crowd, target, tickets) == ERR_OK)
		status = tell(o, &crowd);
	else
		fputs("exam-load: nobody could enter\n", stderr);
	crowd_fini(&crowd);
	event_base_free(target->base);
	return status;
}

static enum exit_status
prepare_and_run(struct options *o)
{
	enum exit_status status = EXIT_USAGE;
	struct tickets tickets = { 0 };
	struct link_target target;
	struct diag d = { 0 };
	char why[256];

	if (tickets_read(&tickets, o->tickets, &d) != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	else if (link_target_init(&target, why, o->server, o->ca,
		     !o->anywhere) != ERR_OK)
		fprintf(stderr, "exam-load: %s\n", why);
	else {
		status = run(o, &target, &tickets);
		link_target_fini(&target);
	}
	tickets_fini(&tickets);
	diag_fini(&d);
	return status;
}

int
main(int argc, char *argv[])
{
	enum exit_status status = EXIT_WELL;
	struct buf words = { 0 };
	struct options o;

	(void)signal(SIGPIPE, SIG_IGN);
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
