#include "examctl/figures.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

#define FORMAT "exam-figures-1"
#define PROC_MAX (1 << 20)
/* examd.conf(5): of one process, by default */
#define CONNECTIONS 24000

/* ---- the machine ---- */

/* What stands behind "name:" in a file of /proc, without blanks; "": nothing.
 */
static void
proc_value(char *value, size_t room, const char *path, const char *name)
{
	struct buf text = { 0 };
	const char *at;

	value[0] = '\0';
	if (file_read(&text, path, PROC_MAX) == ERR_OK) {
		buf_put_u8(&text, '\0');
		at = strstr(text.at, name);
		at = at != NULL ? strchr(at, ':') : NULL;
		if (at != NULL) {
			at += 1 + strspn(at + 1, " \t");
			snprintf(
			    value, room, "%.*s", (int)strcspn(at, "\n"), at);
		}
	}
	buf_fini(&text);
}

static long
cores(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN);
}

void
figures_machine(char text[MACHINE_TEXT_MAX])
{
	char model[MACHINE_TEXT_MAX - 32];

	proc_value(model, sizeof(model), "/proc/cpuinfo", "model name");
	snprintf(text, MACHINE_TEXT_MAX, "%s, %ld cores",
	    model[0] != '\0' ? model : "processor", cores());
}

enum err
figures_free(struct plan_machine *out, const char *path, struct diag *d)
{
	struct plan_machine m = { .cores = (double)cores() };
	struct statvfs disk;
	struct rlimit files;
	char memory[64];
	double kib = 0;

	proc_value(memory, sizeof(memory), "/proc/meminfo", "MemAvailable");
	if (sscanf(memory, "%lf kB", &kib) != 1) {
		diag_add(d, 0, "/proc/meminfo", "does not say MemAvailable");
		return ERR_SYS;
	}
	if (statvfs(path, &disk) != 0 ||
	    getrlimit(RLIMIT_NOFILE, &files) != 0) {
		diag_add(d, 0, path, "%s", strerror(errno));
		return ERR_SYS;
	}
	m.memory = kib * 1024;
	m.disk = (double)disk.f_bavail * (double)disk.f_frsize;
	m.descriptors =
	    files.rlim_max < CONNECTIONS ? (double)files.rlim_max : CONNECTIONS;
	*out = m;
	return ERR_OK;
}

/* ---- the file ---- */

/* X(member of the file, member of struct plan_figures) */
#define MEMBERS(X)                                                             \
	X("enter_hall_us", enter.hall)                                         \
	X("enter_net_us", enter.net)                                           \
	X("save_hall_us", save.hall)                                           \
	X("save_net_us", save.net)                                             \
	X("bell_hall_us", bell.hall)                                           \
	X("bell_net_us", bell.net)                                             \
	X("candidate_bytes", candidate_bytes)                                  \
	X("event_bytes", event_bytes)                                          \
	X("sync_us", sync_us)                                                  \
	X("restart_ms", restart_ms)                                            \
	X("event_restart_us", event_restart_us)

json_t *
figures_json(const struct plan_figures *f)
{
	json_t *out = json_object();

#define X(name, member) json_object_set_new(out, name, json_real(f->member));
	MEMBERS(X)
#undef X
	return out;
}

static bool
take(double *out, const json_t *from, const char *name, struct diag *d)
{
	const json_t *value = json_object_get(from, name);

	if (!json_is_number(value) || json_number_value(value) < 0) {
		diag_add(d, 0, name, "must be a number, and not negative");
		return false;
	}
	*out = json_number_value(value);
	return true;
}

static enum err
take_all(struct plan_figures *out, const json_t *from, struct diag *d)
{
	struct plan_figures f;
	bool good = true;

#define X(name, member) good = take(&f.member, from, name, d) && good;
	MEMBERS(X)
#undef X
	if (!good)
		return ERR_INVALID;
	*out = f;
	return ERR_OK;
}

enum err
figures_write(const char *path, const struct plan_figures *f,
    unsigned candidates, struct wall now, struct diag *d)
{
	char made[WALL_TEXT_MAX], machine[MACHINE_TEXT_MAX];
	struct buf text = { 0 };
	json_t *file;
	char *lines;
	enum err e;

	figures_machine(machine);
	file = json_pack("{sssssssssiso}", "format", FORMAT, "made",
	    wall_format(made, now), "machine", machine, "version", EXAM_VERSION,
	    "candidates", (int)candidates, "figures", figures_json(f));
	lines = json_dumps(file, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
	buf_printf(&text, "%s\n", lines);
	e = file_replace_safely(path, buf_slice(&text), 0644);
	if (e != ERR_OK)
		diag_add(d, 0, path, "%s", strerror(errno));
	free(lines);
	json_decref(file);
	buf_fini(&text);
	return e;
}

/* Are they of this machine, this version, and not old? */
static enum err
compare(const char *made, const char *machine, const char *version,
    struct wall now, struct diag *d, struct diag *warnings)
{
	char here[MACHINE_TEXT_MAX];
	struct wall at;

	figures_machine(here);
	if (strcmp(machine, here) != 0) {
		diag_add(d, 0, "machine",
		    "the figures are of \"%s\"; this is \"%s\": measure here",
		    machine, here);
		return ERR_INVALID;
	}
	if (!wall_parse(&at, made)) {
		diag_add(d, 0, "made", "must be a time");
		return ERR_INVALID;
	}
	if (now.ms - at.ms > DAYS(FIGURES_DAYS))
		diag_add(warnings, 0, "made",
		    "the figures are of %.10s, more than %d days old: measure "
		    "again",
		    made, FIGURES_DAYS);
	if (strcmp(version, EXAM_VERSION) != 0)
		diag_add(warnings, 0, "version",
		    "the figures are of examd %s, this is %s: measure again",
		    version, EXAM_VERSION);
	return ERR_OK;
}

static enum err
take_file(struct plan_figures *f, json_t *file, struct wall now, struct diag *d,
    struct diag *warnings)
{
	const char *format, *made, *machine, *version;
	json_error_t error;
	json_t *figures;
	int candidates;
	enum err e;

	if (json_unpack_ex(file, &error, JSON_STRICT, "{sssssssssiso}",
		"format", &format, "made", &made, "machine", &machine,
		"version", &version, "candidates", &candidates, "figures",
		&figures) != 0) {
		diag_add(d, 0, "", "%s", error.text);
		return ERR_INVALID;
	}
	if (strcmp(format, FORMAT) != 0) {
		diag_add(d, 0, "format", "must be \"%s\"", FORMAT);
		return ERR_INVALID;
	}
	e = compare(made, machine, version, now, d, warnings);
	return e == ERR_OK ? take_all(f, figures, d) : e;
}

enum err
figures_read(struct plan_figures *f, const char *path, struct wall now,
    struct diag *d, struct diag *warnings)
{
	json_error_t error;
	json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	enum err e = ERR_INVALID;

	d->path = warnings->path = path;
	if (file != NULL)
		e = take_file(f, file, now, d, warnings);
	else if (access(path, R_OK) != 0)
		e = ERR_SYS;
	if (e == ERR_SYS)
		diag_add(d, 0, "", "%s; make it with examctl plan --measure",
		    strerror(errno));
	else if (file == NULL)
		diag_add(d, error.line, "", "%s", error.text);
	json_decref(file);
	return e;
}
