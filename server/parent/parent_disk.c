/*
 * What others do to the disk, and what is done about it: while little is free,
 * logs are shed; a hall that ended because it could not write is started again
 * when it can, however long that takes.  The nets go on and say that nothing is
 * saved.
 */
#include <errno.h>

#include "parent/directory.h"
#include "parent/parent_internal.h"

void
parent_tell_log(const struct parent *p, struct part *part)
{
	part_post(part, (struct control_message){ .kind = CONTROL_LOG,
			    .arg = p->config.level,
			    .status = p->disk.is_low,
			    .fd = -1 });
}

static void
shed_logs(struct parent *p)
{
	size_t i;

	log_shed(p->disk.is_low);
	parent_tell_log(p, &p->hall);
	for (i = 0; i < p->n_nets; i++)
		parent_tell_log(p, &p->nets[i].part);
}

/* Twice as much must be there before it is not low any more. */
static void
look_at_free_bytes(struct parent *p)
{
	int64_t least = p->disk.is_low ? 2 * DISK_LOW_BYTES : DISK_LOW_BYTES;
	int64_t bytes = directory_free_bytes(p->config.directory);
	bool is_low = bytes < least;

	p->disk.look_at = p->now + DISK_LOOK_MS;
	if (is_low == p->disk.is_low)
		return;
	p->disk.is_low = is_low;
	shed_logs(p);
	if (is_low)
		log_line(LOG_WARNING,
		    "%lld MiB are free in %s: make room; until then only "
		    "errors and warnings are logged",
		    (long long)(bytes >> 20), p->config.directory);
	else
		log_line(LOG_NOTICE,
		    "%lld MiB are free in %s: everything is logged again",
		    (long long)(bytes >> 20), p->config.directory);
}

static const char *
remedy(int failure)
{
	switch (failure) {
	case ENOSPC:
		return "make room there";
	case EDQUOT:
		return "make room there, or raise the quota";
	case EROFS:
		return "look for why, then mount it for writing again";
	default:
		return NULL;
	}
}

bool
parent_blames_disk(struct parent *p)
{
	const char *directory = p->config.directory;
	int failure = directory_try_room(directory, DISK_ROOM_BYTES);

	if (remedy(failure) == NULL)
		return false;
	p->disk.waits = true;
	p->disk.try_at = p->now + DISK_ROOM_MS;
	p->disk.retry_at = p->now + DISK_RETRY_MS;
	log_line(LOG_ERROR,
	    "%s: %s: nothing can be saved; %s, and the exam goes on by itself",
	    directory, strerror(failure), remedy(failure));
	return true;
}

static void
try_room(struct parent *p)
{
	bool has_room =
	    directory_try_room(p->config.directory, DISK_ROOM_BYTES) == 0;

	p->disk.try_at = p->now + DISK_ROOM_MS;
	if (!has_room && p->now < p->disk.retry_at)
		return;
	p->disk.waits = false;
	if (has_room)
		log_line(LOG_NOTICE, "%s can be written to again",
		    p->config.directory);
}

void
parent_watch_disk(struct parent *p)
{
	if (p->stage != STAGE_RUN)
		return;
	if (p->now >= p->disk.look_at)
		look_at_free_bytes(p);
	if (p->disk.waits && p->now >= p->disk.try_at)
		try_room(p);
}

int64_t
parent_disk_deadline(const struct parent *p)
{
	if (p->disk.waits && p->disk.try_at < p->disk.look_at)
		return p->disk.try_at;
	return p->disk.look_at;
}
