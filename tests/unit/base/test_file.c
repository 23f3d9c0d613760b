#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "test.h"

static char directory[] = "/tmp/test_file.XXXXXX";
static char path[64];

static int
make_directory(void **state)
{
	(void)state;
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/file", directory);
	return 0;
}

static int
remove_directory(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(directory);
}

static void
what_replaces_a_file_is_read_back(void **state)
{
	struct buf b = { 0 };
	struct stat s;

	(void)state;
	buf_put_text(&b, "before ");
	assert_int_equal(file_replace(path, SLICE("one"), 0600), ERR_OK);
	assert_int_equal(file_replace(path, SLICE("two\0three"), 0600), ERR_OK);
	assert_int_equal(file_read(&b, path, 100), ERR_OK);
	assert_true(slice_equal(buf_slice(&b), SLICE("before two\0three")));
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	buf_fini(&b);
}

static void
a_file_larger_than_allowed_is_refused(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(file_replace(path, SLICE("12345"), 0600), ERR_OK);
	assert_int_equal(file_read(&b, path, 5), ERR_OK);
	assert_int_equal(file_read(&b, path, 4), ERR_TOO_BIG);
	buf_fini(&b);
}

static void
a_missing_file_says_why(void **state)
{
	struct buf b = { 0 };

	(void)state;
	errno = 0;
	assert_int_equal(file_read(&b, "/nowhere/at/all", 5), ERR_SYS);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(file_replace("/nowhere/at/all", SLICE("x"), 0600),
	    ERR_SYS);
	buf_fini(&b);
}

static void
an_open_file_is_read_from_its_beginning(void **state)
{
	static char large[100000];
	struct buf b = { 0 };
	int fd = memfd_create("file", 0);

	(void)state;
	memset(large, 'x', sizeof(large));
	assert_int_equal(file_write_fd(fd,
			     (struct slice){ large, sizeof(large) }),
	    ERR_OK);
	assert_int_equal(file_read_fd(&b, fd, sizeof(large)), ERR_OK);
	assert_int_equal(b.len, sizeof(large));
	assert_memory_equal(b.at, large, sizeof(large));
	buf_fini(&b);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_replaces_a_file_is_read_back),
		cmocka_unit_test(a_file_larger_than_allowed_is_refused),
		cmocka_unit_test(a_missing_file_says_why),
		cmocka_unit_test(an_open_file_is_read_from_its_beginning),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
