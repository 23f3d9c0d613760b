#include "support/faulty_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exam/buf.h"

#define FILES_MAX 16

struct faulty_file {
	sqlite3_file base;
	int number; /* among the names recorded, or -1 */
	sqlite3_file *real;
};

struct step {
	enum fault what;
	int file;
	int64_t offset; /* or the size, of a truncate */
	struct buf bytes;
};

static sqlite3_vfs *real, faulty;

static struct {
	enum fault what;
	int left, rc;
	bool lasting, armed, struck;
} order;

static char full_while[512];

static struct {
	bool on;
	char names[FILES_MAX][256];
	struct faulty_file *open[FILES_MAX];
	int n_names;
	struct step *steps;
	size_t n, room;
} tape;

/* SQLITE_OK, or what the order says this call must give. */
static int
fate(enum fault what)
{
	if (!order.armed || order.what != what)
		return SQLITE_OK;
	if (order.left > 0)
		order.left--;
	if (order.left > 0 || (order.struck && !order.lasting))
		return SQLITE_OK;
	order.struck = true;
	return order.rc;
}

static int
die_or(int rc)
{
	if (rc == FAULT_DIE)
		_exit(9);
	return rc;
}

static struct faulty_file *
of(sqlite3_file *f)
{
	return (struct faulty_file *)(void *)f;
}

static void
remember(enum fault what, int file, int64_t offset, const void *bytes, size_t n)
{
	struct step *s;

	if (!tape.on || file < 0)
		return;
	if (tape.n == tape.room) {
		tape.room = tape.room * 2 + 64;
		tape.steps = (struct step *)alloc_resize(tape.steps, tape.room,
		    sizeof(*tape.steps));
	}
	s = &tape.steps[tape.n++];
	*s = (struct step){ what, file, offset, { 0 } };
	buf_put(&s->bytes, bytes, n);
}

static int
file_number(const char *path)
{
	const char *name = path != NULL ? strrchr(path, '/') : NULL;
	int i;

	if (name == NULL)
		return -1;
	for (i = 0; i < tape.n_names; i++)
		if (strcmp(tape.names[i], name + 1) == 0)
			return i;
	if (i == FILES_MAX)
		return -1;
	snprintf(tape.names[i], sizeof(tape.names[i]), "%s", name + 1);
	tape.n_names++;
	return i;
}

static int
close_file(sqlite3_file *f)
{
	struct faulty_file *file = of(f);

	if (file->number >= 0)
		tape.open[file->number] = NULL;
	return file->real->pMethods->xClose(file->real);
}

static int
read_file(sqlite3_file *f, void *to, int n, sqlite3_int64 offset)
{
	int rc = die_or(fate(FAULT_READ));

	if (rc != SQLITE_OK)
		return rc;
	return of(f)->real->pMethods->xRead(of(f)->real, to, n, offset);
}

static bool
is_full(sqlite3_file *real_file, sqlite3_int64 end)
{
	sqlite3_int64 size = 0;

	if (full_while[0] == '\0' || access(full_while, F_OK) != 0)
		return false;
	real_file->pMethods->xFileSize(real_file, &size);
	return end > size;
}

static int
write_file(sqlite3_file *f, const void *from, int n, sqlite3_int64 offset)
{
	sqlite3_file *to = of(f)->real;
	int rc = fate(FAULT_WRITE);

	if (rc == SQLITE_OK && is_full(to, offset + n))
		rc = SQLITE_FULL;
	if (rc != SQLITE_OK) {
		(void)to->pMethods->xWrite(to, from, n / 2, offset);
		return die_or(rc);
	}
	remember(FAULT_WRITE, of(f)->number, offset, from, (size_t)n);
	return to->pMethods->xWrite(to, from, n, offset);
}

static int
truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = die_or(fate(FAULT_TRUNCATE));

	if (rc != SQLITE_OK)
		return rc;
	remember(FAULT_TRUNCATE, of(f)->number, size, NULL, 0);
	return of(f)->real->pMethods->xTruncate(of(f)->real, size);
}

static int
sync_file(sqlite3_file *f, int flags)
{
	int rc = die_or(fate(FAULT_SYNC));

	if (rc != SQLITE_OK)
		return rc;
	rc = of(f)->real->pMethods->xSync(of(f)->real, flags);
	if (rc == SQLITE_OK)
		remember(FAULT_SYNC, of(f)->number, 0, NULL, 0);
	return rc;
}

static int
size_file(sqlite3_file *f, sqlite3_int64 *size)
{
	return of(f)->real->pMethods->xFileSize(of(f)->real, size);
}

static int
lock_file(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xLock(of(f)->real, level);
}

static int
unlock_file(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xUnlock(of(f)->real, level);
}

static int
check_lock(sqlite3_file *f, int *locked)
{
	return of(f)->real->pMethods->xCheckReservedLock(of(f)->real, locked);
}

static int
control_file(sqlite3_file *f, int op, void *arg)
{
	return of(f)->real->pMethods->xFileControl(of(f)->real, op, arg);
}

static int
sector_size(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}

static int
characteristics(sqlite3_file *f)
{
	return of(f)->real->pMethods->xDeviceCharacteristics(of(f)->real);
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = sync_file,
	.xFileSize = size_file,
	.xLock = lock_file,
	.xUnlock = unlock_file,
	.xCheckReservedLock = check_lock,
	.xFileControl = control_file,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
};

static int
open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags,
    int *out)
{
	struct faulty_file *file = of(f);
	int rc;

	(void)vfs;
	file->real = (sqlite3_file *)(void *)(file + 1);
	file->number = file_number(path);
	rc = real->xOpen(real, path, file->real, flags, out);
	file->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
	if (rc == SQLITE_OK && file->number >= 0)
		tape.open[file->number] = file;
	return rc;
}

static int
delete_file(sqlite3_vfs *vfs, const char *path, int sync)
{
	int rc = die_or(fate(FAULT_DELETE));

	(void)vfs;
	return rc != SQLITE_OK ? rc : real->xDelete(real, path, sync);
}

void
faulty_install(void)
{
	real = sqlite3_vfs_find(NULL);
	faulty = *real;
	faulty.zName = "faulty";
	faulty.pNext = NULL;
	faulty.szOsFile = (int)sizeof(struct faulty_file) + real->szOsFile;
	faulty.xOpen = open_file;
	faulty.xDelete = delete_file;
	sqlite3_vfs_register(&faulty, 1);
}

void
faulty_remove(void)
{
	sqlite3_vfs_unregister(&faulty);
	faulty_disarm();
	faulty_forget();
	faulty_full_while(NULL);
}

void
faulty_arm(enum fault what, int nth, int rc, bool lasting)
{
	order.what = what;
	order.left = nth;
	order.rc = rc;
	order.lasting = lasting;
	order.armed = true;
	order.struck = false;
}

void
faulty_disarm(void)
{
	order.armed = false;
}

bool
faulty_struck(void)
{
	return order.struck;
}

void
faulty_full_while(const char *path)
{
	snprintf(full_while, sizeof(full_while), "%s", path != NULL ? path : "");
}

void
faulty_forget(void)
{
	size_t i;

	for (i = 0; i < tape.n; i++)
		buf_fini(&tape.steps[i].bytes);
	free(tape.steps);
	tape.steps = NULL;
	tape.n = tape.room = 0;
	tape.on = false;
}

/* What a file holds already counts as one write, synced. */
static void
remember_content(int number)
{
	sqlite3_file *f = tape.open[number]->real;
	sqlite3_int64 size = 0;
	struct buf b = { 0 };

	f->pMethods->xFileSize(f, &size);
	if (size > 0)
		f->pMethods->xRead(f, buf_reserve(&b, (size_t)size), (int)size,
		    0);
	remember(FAULT_WRITE, number, 0, b.at, (size_t)size);
	remember(FAULT_SYNC, number, 0, NULL, 0);
	buf_fini(&b);
}

void
faulty_record(void)
{
	int i;

	faulty_forget();
	tape.on = true;
	for (i = 0; i < tape.n_names; i++)
		if (tape.open[i] != NULL)
			remember_content(i);
}

size_t
faulty_steps(void)
{
	return tape.n;
}

static void
apply(FILE *f, const struct step *s)
{
	int ok = 0;

	if (s->what == FAULT_TRUNCATE)
		ok = ftruncate(fileno(f), s->offset);
	else if (s->what == FAULT_WRITE && s->bytes.len > 0 &&
	    pwrite(fileno(f), s->bytes.at, s->bytes.len, s->offset) < 0)
		ok = -1;
	if (ok != 0)
		abort();
}

static bool
survives(enum cut how, bool synced, size_t step)
{
	switch (how) {
	case CUT_KEEPS_ALL:
		return true;
	case CUT_KEEPS_SYNCED:
		return synced;
	case CUT_KEEPS_SOME:
		return synced || step % 2 == 0;
	}
	return false;
}

static void
cut_file(FILE *f, int number, size_t step, enum cut how)
{
	size_t i, synced = 0;

	for (i = 0; i < step; i++)
		if (tape.steps[i].file == number &&
		    tape.steps[i].what == FAULT_SYNC)
			synced = i;
	for (i = 0; i < step; i++)
		if (tape.steps[i].file == number &&
		    survives(how, i <= synced, i))
			apply(f, &tape.steps[i]);
}

void
faulty_cut(const char *directory, size_t step, enum cut how)
{
	char path[1024];
	FILE *f;
	int i;

	tape.on = false;
	for (i = 0; i < tape.n_names; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, tape.names[i]);
		if (strstr(tape.names[i], "-journal") != NULL)
			continue;
		f = fopen(path, "w+");
		if (f == NULL)
			abort();
		cut_file(f, i, step, how);
		fclose(f);
	}
}
