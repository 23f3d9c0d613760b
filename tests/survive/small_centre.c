#include "small_centre.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "test.h"

#define LOOK_MS 100

/* ---- its life ---- */

static void
add_to_conf(const struct server *s, const char *lines)
{
	int fd = open(s->conf, O_WRONLY | O_APPEND | O_CLOEXEC);

	if (fd < 0 || file_write_fd(fd, slice_of(lines)) != ERR_OK)
		case_fails("%s cannot be written", s->conf);
	close(fd);
}

void
small_centre_open(struct small_centre *c, unsigned mib, const char *more)
{
	struct server *s = &c->centre.server;
	char ballast[SERVER_PATH_MAX + 16];

	*c = (struct small_centre){ .crowd = { .acks = -1 } };
	centre_init(&c->centre, "uuuuuu");
	assert_int_equal(server_stop(s), 0);
	snprintf(ballast, sizeof(ballast), "%s/ballast", s->data);
	unlink(ballast); /* it is larger than the disk */
	small_disk_mount(&c->disk, s->data, mib);
	add_to_conf(s, more);
	sync(); /* what was here before is not what is tried */
	server_start(s);
	crowd_init(&c->crowd, &c->centre);
	crowd_start(&c->crowd);
}

void
small_centre_close(struct small_centre *c)
{
	crowd_stop(&c->crowd);
	if (crowd_check_journals(&c->crowd) != 0)
		case_fails("the journal has saves that nobody sent");
	crowd_fini(&c->crowd);
	assert_int_equal(server_stop(&c->centre.server), 0);
	small_disk_unmount(&c->disk);
	centre_fini(&c->centre);
}

/* ---- listening ---- */

static bool
log_says(struct server *s, const char *words)
{
	struct buf b = { 0 };
	struct stat st;
	bool says;

	if (stat(s->log, &st) != 0 || st.st_size <= s->heard)
		return false;
	if (file_read(&b, s->log, SIZE_MAX / 2) != ERR_OK)
		case_fails("%s cannot be read", s->log);
	buf_put_u8(&b, '\0');
	says = strstr(b.at + s->heard, words) != NULL;
	buf_fini(&b);
	if (says)
		server_hear_log(s, words);
	return says;
}

static bool
crowd_speaks(const struct crowd *c)
{
	return poll(&(struct pollfd){ c->acks, POLLIN, 0 }, 1, LOOK_MS) > 0;
}

void
small_centre_hear(struct small_centre *c, const char *words,
    void (*meanwhile)(struct small_centre *))
{
	while (!log_says(&c->centre.server, words)) {
		if (meanwhile != NULL)
			meanwhile(c);
		if (crowd_speaks(&c->crowd))
			crowd_take_many(&c->crowd, 1);
	}
}

void
small_centre_check_is_told(struct small_centre *c)
{
	json_decref(ask(c->crowd.ones[0].sitter.wire, METHOD_GET, "/v1/attempt",
	    NULL, 503));
}
