#include "rehearse/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

#define PATH_ROOM (SCRATCH_PATH_MAX + 64)
#define PEPPER_MAX 4096
#define CHUNK (1 << 20)

/* Everything that a hall leaves in its directory, folders last. */
static const char *const left[] = { "examd.db", "examd.db-wal",
	"examd.db-journal", "examd.pid", "ballast", "checkpoints",
	"keys/pepper", "keys/evidence.pem", "keys/evidence.keys",
	"keys/high-water" };

static const char *
path_of(char room[PATH_ROOM], const char *directory, const char *name)
{
	snprintf(room, PATH_ROOM, "%s/%s", directory, name);
	return room;
}

static int64_t
bytes_of(const char *directory, const char *name)
{
	char path[PATH_ROOM];
	struct stat st;

	return stat(path_of(path, directory, name), &st) == 0
		   ? (int64_t)st.st_size
		   : -1;
}

/* A data directory has a log beside its database: half of it would be lost. */
static enum err
look_at_backup(const char *backup, struct diag *d)
{
	char path[PATH_ROOM];

	if (strlen(backup) >= SCRATCH_PATH_MAX)
		diag_add(d, 0, backup, "the path is too long");
	else if (access(path_of(path, backup, "examd.db"), R_OK) != 0 ||
		 access(path_of(path, backup, "keys/pepper"), R_OK) != 0)
		diag_add(d, 0, path, "cannot be read: %s", strerror(errno));
	else if (bytes_of(backup, "examd.db-wal") > 0 ||
		 bytes_of(backup, "examd.pid") >= 0)
		diag_add(d, 0, backup,
		    "is a server's data directory; give a backup of it");
	else
		return ERR_OK;
	return ERR_INVALID;
}

/* The database grows to a few times its size at most. */
static bool
has_room(const char *where, int64_t bytes)
{
	struct statvfs fs;

	return access(where, W_OK | X_OK) == 0 && statvfs(where, &fs) == 0 &&
	       (int64_t)(fs.f_bavail * fs.f_frsize) >=
		   3 * bytes + REHEARSAL_ROOM;
}

static enum err
make_directory(struct scratch *s, int64_t bytes, struct diag *d)
{
	const char *temporary = getenv("TMPDIR");
	const char *places[] = { "/dev/shm",
		temporary != NULL ? temporary : "/tmp" };
	char keys[PATH_ROOM];
	size_t i = 0;

	while (i < 2 && !has_room(places[i], bytes))
		i++;
	if (i == 2) {
		diag_add(d, 0, places[1], "has no room for a scratch copy");
		return ERR_FULL;
	}
	snprintf(
	    s->path, sizeof(s->path), "%s/examd-rehearsal-XXXXXX", places[i]);
	if (mkdtemp(s->path) == NULL ||
	    mkdir(path_of(keys, s->path, "keys"), 0700) != 0) {
		diag_add(d, 0, s->path, "cannot be made: %s", strerror(errno));
		return ERR_SYS;
	}
	return ERR_OK;
}

static enum err
copy_bytes(int to, int from)
{
	struct buf chunk = { 0 };
	enum err e = ERR_OK;
	ssize_t n;

	(void)buf_reserve(&chunk, CHUNK);
	while (e == ERR_OK && (n = read(from, chunk.at, CHUNK)) != 0)
		e = n < 0 ? ERR_SYS
			  : file_write_fd(
				to, (struct slice){ chunk.at, (size_t)n });
	explicit_bzero(chunk.at, CHUNK);
	buf_fini(&chunk);
	return e;
}

static enum err
copy(const struct scratch *s, const char *backup, const char *name,
    struct diag *d)
{
	char path[PATH_ROOM];
	int from = open(path_of(path, backup, name), O_RDONLY | O_CLOEXEC);
	int to = open(path_of(path, s->path, name),
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err e = from >= 0 && to >= 0 ? copy_bytes(to, from) : ERR_SYS;

	if (e != ERR_OK)
		diag_add(d, 0, path, "cannot be copied: %s", strerror(errno));
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return e;
}

enum err
scratch_make(struct scratch *s, const char *backup, struct diag *d)
{
	enum err e = look_at_backup(backup, d);

	*s = (struct scratch){ 0 };
	if (e == ERR_OK)
		e = make_directory(s, bytes_of(backup, "examd.db"), d);
	if (e == ERR_OK)
		e = copy(s, backup, "examd.db", d);
	if (e == ERR_OK)
		e = copy(s, backup, "keys/pepper", d);
	if (e != ERR_OK)
		scratch_remove(s);
	return e;
}

void
scratch_remove(struct scratch *s)
{
	char path[PATH_ROOM];
	size_t i;

	if (s->path[0] == '\0')
		return;
	for (i = 0; i < sizeof(left) / sizeof(*left); i++)
		unlink(path_of(path, s->path, left[i]));
	rmdir(path_of(path, s->path, "keys"));
	rmdir(s->path);
	s->path[0] = '\0';
}

int64_t
scratch_bytes(const struct scratch *s)
{
	return bytes_of(s->path, "examd.db");
}
