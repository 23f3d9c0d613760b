#include "support/faulty_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/disk_tape.h"

struct faulty_file {
	sqlite3_file base;
	int number; /* among the names recorded, or -1 */
	sqlite3_file *real;
};

static sqlite3_vfs *real, faulty;

static struct {
	enum fault what;
	int left, rc;
	bool lasting, armed, struck;
} order;

static char full_while[512];

static struct disk_tape own;   /* of faulty_record() */
static struct disk_tape *tape; /* NULL: nothing is recorded */
static struct disk_tape names; /* of the files, for their numbers */
static struct faulty_file *opened[TAPE_FILES_MAX];

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
remember(enum tape_kind kind, int file, int64_t offset, struct slice bytes)
{
	if (tape != NULL && file >= 0)
		tape_put(tape, kind, tape_file(tape, names.names[file]), offset,
		    bytes);
}

static int
file_number(const char *path)
{
	const char *name = path != NULL ? strrchr(path, '/') : NULL;

	return name != NULL ? tape_file(&names, name + 1) : -1;
}

static int
close_file(sqlite3_file *f)
{
	struct faulty_file *file = of(f);

	if (file->number >= 0 && opened[file->number] == file)
		opened[file->number] = NULL;
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
	remember(TAPE_WRITE, of(f)->number, offset,
	    (struct slice){ from, (size_t)n });
	return to->pMethods->xWrite(to, from, n, offset);
}

static int
truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = die_or(fate(FAULT_TRUNCATE));

	if (rc != SQLITE_OK)
		return rc;
	remember(TAPE_TRUNCATE, of(f)->number, size, SLICE_NONE);
	return of(f)->real->pMethods->xTruncate(of(f)->real, size);
}

static int
sync_file(sqlite3_file *f, int flags)
{
	int rc = die_or(fate(FAULT_SYNC));

	if (rc != SQLITE_OK) {
		remember(TAPE_FAILED_SYNC, of(f)->number, 0, SLICE_NONE);
		return rc;
	}
	rc = of(f)->real->pMethods->xSync(of(f)->real, flags);
	if (rc == SQLITE_OK)
		remember(TAPE_SYNC, of(f)->number, 0, SLICE_NONE);
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
		opened[file->number] = file;
	return rc;
}

static int
delete_file(sqlite3_vfs *vfs, const char *path, int sync)
{
	int rc = die_or(fate(FAULT_DELETE));

	(void)vfs;
	if (rc != SQLITE_OK)
		return rc;
	/* Nobody syncs it: the old file may be back, or an empty one. */
	remember(TAPE_TRUNCATE, file_number(path), 0, SLICE_NONE);
	return real->xDelete(real, path, sync);
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
	tape_fini(&own);
	tape = NULL;
}

/* What a file holds already counts as one write, synced. */
static void
remember_content(int number)
{
	sqlite3_file *f = opened[number]->real;
	sqlite3_int64 size = 0;
	struct buf b = { 0 };

	f->pMethods->xFileSize(f, &size);
	if (size > 0)
		f->pMethods->xRead(f, buf_reserve(&b, (size_t)size), (int)size,
		    0);
	remember(TAPE_WRITE, number, 0, (struct slice){ b.at, (size_t)size });
	remember(TAPE_SYNC, number, 0, SLICE_NONE);
	buf_fini(&b);
}

void
faulty_record_on(struct disk_tape *onto)
{
	int i;

	tape = onto;
	if (onto == NULL || onto->n > 0)
		return;
	for (i = 0; i < names.n_files; i++)
		if (opened[i] != NULL)
			remember_content(i);
}

void
faulty_record(void)
{
	faulty_forget();
	faulty_record_on(&own);
}

size_t
faulty_steps(void)
{
	return own.n;
}

static bool
keeps(void *how, size_t unit)
{
	switch (*(const enum cut *)how) {
	case CUT_KEEPS_ALL:
		return true;
	case CUT_KEEPS_SYNCED:
		return false;
	case CUT_KEEPS_SOME:
		return unit % 2 == 0;
	}
	return false;
}

void
faulty_cut(const char *directory, size_t step, enum cut how)
{
	struct platter p;

	tape = NULL;
	platter_init(&p, &own);
	platter_advance(&p, step);
	platter_make(&p, directory, keeps, &how);
	platter_fini(&p);
}
