/* What is logged, and what is not: standard error is a file, a pipe or a socket
 * that the test reads. */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "exam/limits.h"
#include "exam/time.h"
#include "test.h"

#define FLOOD 5000
#define TEXT_MAX (4 << 20)

static int real_stderr;

static void
log_to(int fd)
{
	dup2(fd, STDERR_FILENO);
	log_open("test", LOG_INFO);
}

static void
log_to_nobody(void)
{
	dup2(real_stderr, STDERR_FILENO);
	log_open("test", LOG_INFO);
}

static int
open_file(void)
{
	int fd = open("/tmp", O_RDWR | O_TMPFILE | O_APPEND, 0600);

	assert_true(fd >= 0);
	log_to(fd);
	return fd;
}

/* All that was told so far. */
static struct buf
read_file(int fd)
{
	struct buf b = { 0 };

	lseek(fd, 0, SEEK_SET);
	assert_int_equal(file_read_fd(&b, fd, TEXT_MAX), ERR_OK);
	buf_put_u8(&b, '\0');
	return b;
}

static unsigned
count(const char *text, const char *words)
{
	unsigned n = 0;

	while ((text = strstr(text, words)) != NULL) {
		text++;
		n++;
	}
	return n;
}

static void
flood(enum log_level level)
{
	unsigned i;

	for (i = 0; i < FLOOD; i++)
		log_line(level, "flood");
}

/* Everything that anybody can still read. */
static size_t
empty(int fd)
{
	char room[4096];
	ssize_t n;
	size_t sum = 0;

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while ((n = read(fd, room, sizeof(room))) > 0)
		sum += (size_t)n;
	return sum;
}

/* ---- claims ---- */

static void
a_line_has_its_priority_and_one_line(void **state)
{
	int fd = open_file();
	struct buf b;

	(void)state;
	log_line(LOG_NOTICE, "two\nlines and a tab\t%d", 7);
	log_line(LOG_DEBUG, "too little");
	b = read_file(fd);
	assert_string_equal(b.at, "<5>test: two lines and a tab 7\n");
	buf_fini(&b);
	close(fd);
	log_to_nobody();
}

static void
a_flood_is_cut_to_its_quota_and_counted(void **state)
{
	int64_t began = clock_boottime() / 1000, seconds;
	unsigned said, dropped = 0;
	int fd = open_file();
	struct buf b;

	(void)state;
	flood(LOG_INFO);
	seconds = clock_boottime() / 1000 - began + 1;
	b = read_file(fd);
	said = count(b.at, "flood");
	assert_in_range(
	    said, LOG_LINES_A_SECOND, (uint64_t)(seconds * LOG_LINES_A_SECOND));
	/* An error still has room, and brings the count with it. */
	log_line(LOG_ERROR, "an error");
	buf_fini(&b);
	b = read_file(fd);
	assert_int_equal(count(b.at, "an error"), 1);
	assert_non_null(strstr(b.at, "lines dropped"));
	if (seconds == 1) {
		assert_int_equal(
		    sscanf(strstr(b.at, "<4>"), "<4>test: %u", &dropped), 1);
		assert_int_equal(said + dropped, FLOOD);
	}
	buf_fini(&b);
	close(fd);
	log_to_nobody();
}

static void
errors_have_a_quota_of_their_own(void **state)
{
	int64_t began = clock_boottime() / 1000, seconds;
	int fd = open_file();
	struct buf b;

	(void)state;
	flood(LOG_ERROR);
	log_line(LOG_INFO, "a fact");
	seconds = clock_boottime() / 1000 - began + 1;
	b = read_file(fd);
	assert_in_range(count(b.at, "flood"), LOG_LINES_A_SECOND,
	    (uint64_t)(seconds * LOG_LINES_A_SECOND));
	assert_int_equal(count(b.at, "a fact"), 1);
	buf_fini(&b);
	close(fd);
	log_to_nobody();
}

static void
what_is_shed_is_counted_and_warnings_go_on(void **state)
{
	int fd = open_file(), i;
	struct buf b;

	(void)state;
	log_shed(true);
	for (i = 0; i < 7; i++)
		log_line(LOG_NOTICE, "a notice");
	log_line(LOG_WARNING, "a warning");
	log_shed(false);
	log_line(LOG_INFO, "a fact");
	b = read_file(fd);
	assert_string_equal(b.at, "<4>test: 7 lines dropped\n"
				  "<4>test: a warning\n<6>test: a fact\n");
	buf_fini(&b);
	close(fd);
	log_to_nobody();
}

/* It would hang, and time out, if a line were waited for. */
static void
nobody_waits_for_a_reader_that_sleeps(void **state)
{
	int ends[2];
	size_t size;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	log_to(ends[1]);
	size = (size_t)fcntl(ends[0], F_SETPIPE_SZ, 4096);
	flood(LOG_INFO);
	assert_int_equal(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
	assert_in_range(empty(ends[0]), 1, size);
	log_line(LOG_ERROR, "an error");
	assert_true(empty(ends[0]) > sizeof("<3>test: an error"));
	log_to_nobody();
	close(ends[0]);
	close(ends[1]);
}

static void
nobody_waits_for_a_journal_that_sleeps(void **state)
{
	int ends[2], room = 4096;

	(void)state;
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	log_to(ends[1]);
	flood(LOG_INFO);
	assert_true(empty(ends[0]) > 0);
	log_line(LOG_ERROR, "an error");
	assert_true(empty(ends[0]) > sizeof("<3>test: an error"));
	log_to_nobody();
	close(ends[0]);
	close(ends[1]);
}

static void
a_log_on_a_full_disk_is_given_up(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC), file;
	struct buf b;

	(void)state;
	assert_true(fd >= 0);
	log_to(fd);
	log_line(LOG_INFO, "a fact");
	close(fd);
	file = open("/tmp", O_RDWR | O_TMPFILE | O_APPEND, 0600);
	log_to(file);
	log_line(LOG_INFO, "another");
	b = read_file(file);
	assert_string_equal(b.at, "<6>test: another\n");
	buf_fini(&b);
	close(file);
	log_to_nobody();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_priority_and_one_line),
		cmocka_unit_test(a_flood_is_cut_to_its_quota_and_counted),
		cmocka_unit_test(errors_have_a_quota_of_their_own),
		cmocka_unit_test(what_is_shed_is_counted_and_warnings_go_on),
		cmocka_unit_test(nobody_waits_for_a_reader_that_sleeps),
		cmocka_unit_test(nobody_waits_for_a_journal_that_sleeps),
		cmocka_unit_test(a_log_on_a_full_disk_is_given_up),
	};

	real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
