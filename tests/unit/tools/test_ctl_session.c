/* Where examctl finds the server and what to show it. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "examctl/session.h"

static char root[] = "/tmp/test_ctl_session.XXXXXX";
static struct call call;
static struct session session;
static struct diag told;

static enum err
find(void)
{
	session_fini(&session);
	return session_find(&session, &call, &told);
}

static bool
says(const char *words)
{
	buf_put_u8(&told.text, '\0');
	return strstr(told.text.at, words) != NULL;
}

/* ROOT/NAME, which is there. */
static const char *
file(const char *name)
{
	static char paths[2][64];
	static unsigned next;
	char *path = paths[next++ % 2];
	FILE *f;

	snprintf(path, 64, "%s/%s", root, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
	return path;
}

static void
the_certificate_comes_from_the_options_first(void **state)
{
	(void)state;
	setenv("EXAMCTL_SERVER", "host:1", 1);
	setenv("EXAMCTL_CERTIFICATE", "c1", 1);
	setenv("EXAMCTL_CERTIFICATE_KEY", "k1", 1);
	assert_int_equal(find(), ERR_OK);
	assert_string_equal(session.certificate, "c1");
	assert_string_equal(session.key, "k1");
	call.options[OPTION_CERTIFICATE] = "c2";
	call.options[OPTION_CERTIFICATE_KEY] = "k2";
	assert_int_equal(find(), ERR_OK);
	assert_string_equal(session.certificate, "c2");
	assert_string_equal(session.key, "k2");
}

static void
a_certificate_without_its_key_is_refused(void **state)
{
	(void)state;
	call.options[OPTION_SERVER] = "host:1";
	assert_int_equal(find(), ERR_OK);
	assert_null(session.certificate);
	call.options[OPTION_CERTIFICATE] = "c";
	assert_int_equal(find(), ERR_INVALID);
	assert_true(says("--certificate and --certificate-key belong together"));
	call.options[OPTION_CERTIFICATE] = NULL;
	call.options[OPTION_CERTIFICATE_KEY] = "k";
	assert_int_equal(find(), ERR_INVALID);
}

static void
the_local_socket_takes_no_certificate(void **state)
{
	(void)state;
	setenv("EXAMCTL_CERTIFICATE", "c", 1);
	call.options[OPTION_DATA] = "data";
	assert_int_equal(find(), ERR_OK);
	assert_null(session.certificate);
	call.options[OPTION_CERTIFICATE_KEY] = "k";
	assert_int_equal(find(), ERR_INVALID);
	assert_true(says("give one kind"));
}

static void
a_kept_session_keeps_the_pair(void **state)
{
	const char *certificate = file("cert"), *key = file("key");

	(void)state;
	call.options[OPTION_SERVER] = "host:1";
	call.options[OPTION_USER] = "anna";
	call.options[OPTION_CERTIFICATE] = certificate;
	call.options[OPTION_CERTIFICATE_KEY] = key;
	assert_int_equal(find(), ERR_OK);
	session.token = strdup("t");
	assert_int_equal(session_keep(&session, &told), ERR_OK);
	call = (struct call){ 0 };
	assert_int_equal(find(), ERR_OK);
	assert_string_equal(session.address, "host:1");
	assert_string_equal(session.user, "anna");
	assert_string_equal(session.token, "t");
	assert_string_equal(session.certificate, certificate);
	assert_string_equal(session.key, key);
	assert_null(session.ca);
	call.options[OPTION_CERTIFICATE] = "c";
	assert_int_equal(find(), ERR_INVALID);
	assert_null(session.key);
}

static int
begin(void **state)
{
	(void)state;
	clearenv();
	setenv("XDG_STATE_HOME", root, 1);
	call = (struct call){ 0 };
	told = (struct diag){ .path = "test" };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	session_forget();
	session_fini(&session);
	diag_fini(&told);
	return 0;
}

static int
make_root(void **state)
{
	(void)state;
	return mkdtemp(root) != NULL ? 0 : -1;
}

static int
remove_root(void **state)
{
	char path[64];

	(void)state;
	unlink(file("cert"));
	unlink(file("key"));
	snprintf(path, sizeof(path), "%s/examctl", root);
	return rmdir(path) | rmdir(root);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_certificate_comes_from_the_options_first),
		TEST(a_certificate_without_its_key_is_refused),
		TEST(the_local_socket_takes_no_certificate),
		TEST(a_kept_session_keeps_the_pair),
	};

	return cmocka_run_group_tests(tests, make_root, remove_root);
}
