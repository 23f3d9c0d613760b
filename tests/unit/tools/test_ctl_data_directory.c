#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/openssl.h"

#include <openssl/pem.h>

#include "base/file.h"
#include "examctl/data_directory.h"

static const struct wall today = { INT64_C(1795330800000) };
static char root[64];

static const char *
under_root(const char *name)
{
	static char paths[4][256];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, 256, "%s/%s", root, name);
	return path;
}

static enum err
make(const char *name, const char *names)
{
	const struct data_directory_options options = { .names = names,
		.now = today };
	struct diag d = { .path = "test" };
	enum err e = data_directory_make(under_root(name), &options, &d);

	assert_int_equal(e != ERR_OK, d.count > 0);
	diag_fini(&d);
	return e;
}

static struct buf told; /* by the last restore() */

static enum err
restore(const char *backup, const char *to)
{
	char from[256];
	struct diag d = { .path = "test" };
	enum err e;

	buf_clear(&told);
	snprintf(from, sizeof(from), "%s/%s", root, backup);
	e = data_directory_restore(&told, from, under_root(to), &d);
	assert_int_equal(e != ERR_OK, d.count > 0);
	diag_fini(&d);
	return e;
}

static unsigned
mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(under_root(name), &st), 0);
	return st.st_mode & 0777;
}

static bool
exists(const char *name)
{
	return access(under_root(name), F_OK) == 0;
}

static void
write_text(const char *name, const char *text)
{
	assert_int_equal(file_replace(under_root(name), slice_of(text), 0600),
	    ERR_OK);
}

static X509 *
certificate(const char *name)
{
	FILE *f = fopen(under_root(name), "r");
	X509 *x509;

	assert_non_null(f);
	x509 = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	assert_non_null(x509);
	return x509;
}

static void
a_new_directory_is_private(void **state)
{
	(void)state;
	assert_int_equal(make("new", NULL), ERR_OK);
	assert_int_equal(mode_of("new"), 0700);
	assert_int_equal(mode_of("new/keys"), 0700);
	assert_int_equal(mode_of("new/examd.conf"), 0600);
	assert_int_equal(mode_of("new/keys/pepper"), 0600);
	assert_int_equal(mode_of("new/keys/key.pem"), 0600);
}

static void
the_pepper_is_32_bytes_and_never_the_same(void **state)
{
	struct buf one = { 0 }, other = { 0 };

	(void)state;
	assert_int_equal(make("one", NULL), ERR_OK);
	assert_int_equal(make("other", NULL), ERR_OK);
	assert_int_equal(file_read(&one, under_root("one/keys/pepper"), 64),
	    ERR_OK);
	assert_int_equal(file_read(&other, under_root("other/keys/pepper"), 64),
	    ERR_OK);
	assert_int_equal(one.len, 32);
	assert_int_equal(other.len, 32);
	assert_memory_not_equal(one.at, other.at, 32);
	buf_fini(&one);
	buf_fini(&other);
}

/* Does the certificate lead to the authority, on the day it was made? */
static bool
leads_to(X509 *server, X509 *authority)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool good;

	X509_STORE_add_cert(store, authority);
	X509_STORE_CTX_init(ctx, store, server, NULL);
	X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER);
	X509_STORE_CTX_set_time(ctx, 0, (time_t)(today.ms / 1000));
	good = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return good;
}

static void
the_certificate_leads_to_the_authority(void **state)
{
	X509 *server, *authority;

	(void)state;
	assert_int_equal(make("trust", NULL), ERR_OK);
	server = certificate("trust/keys/cert.pem");
	authority = certificate("trust/keys/ca.pem");
	assert_true(leads_to(server, authority));
	X509_free(server);
	X509_free(authority);
}

static void
the_certificate_names_loopback_and_what_was_asked(void **state)
{
	X509 *x509;

	(void)state;
	assert_int_equal(make("names", "exam.example.org,10.0.0.1"), ERR_OK);
	x509 = certificate("names/keys/cert.pem");
	assert_int_equal(X509_check_ip_asc(x509, "127.0.0.1", 0), 1);
	assert_int_equal(X509_check_ip_asc(x509, "::1", 0), 1);
	assert_int_equal(X509_check_ip_asc(x509, "10.0.0.1", 0), 1);
	assert_int_equal(X509_check_ip_asc(x509, "10.0.0.2", 0), 0);
	assert_int_equal(X509_check_host(x509, "localhost", 0, 0, NULL), 1);
	assert_int_equal(X509_check_host(x509, "exam.example.org", 0, 0, NULL),
	    1);
	X509_free(x509);
}

static void
the_certificate_lasts_397_days(void **state)
{
	time_t at = (time_t)(today.ms / 1000);
	X509 *x509;

	(void)state;
	assert_int_equal(make("days", NULL), ERR_OK);
	x509 = certificate("days/keys/cert.pem");
	at += 396 * 86400;
	assert_true(X509_cmp_time(X509_get0_notAfter(x509), &at) > 0);
	at += 86400;
	assert_true(X509_cmp_time(X509_get0_notAfter(x509), &at) < 0);
	X509_free(x509);
}

static void
a_wrong_name_makes_no_keys(void **state)
{
	(void)state;
	assert_int_equal(make("wrong", "exam example.org"), ERR_INVALID);
	assert_false(exists("wrong/keys/key.pem"));
	assert_int_equal(make("wrong2", "a,,b"), ERR_INVALID);
	assert_int_equal(make("wrong3", "x,DNS:evil"), ERR_INVALID);
}

static void
a_directory_that_holds_anything_is_refused(void **state)
{
	(void)state;
	assert_int_equal(make("full", NULL), ERR_OK);
	assert_int_equal(make("full", NULL), ERR_CONFLICT);
	assert_int_equal(mkdir(under_root("empty"), 0755), 0);
	assert_int_equal(make("empty", NULL), ERR_OK);
	assert_int_equal(mode_of("empty"), 0700);
}

static void
write_database(const char *name)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(under_root(name), &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db,
		"CREATE TABLE t(a); CREATE INDEX i ON t(a);"
		"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n "
		"WHERE x < 2000) INSERT INTO t SELECT x FROM n;",
		NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
}

static void
make_backup(const char *name)
{
	char path[128];

	assert_int_equal(mkdir(under_root(name), 0700), 0);
	snprintf(path, sizeof(path), "%s/keys", name);
	assert_int_equal(mkdir(under_root(path), 0700), 0);
	snprintf(path, sizeof(path), "%s/keys/pepper", name);
	write_text(path, "0123456789abcdef0123456789abcdef");
	snprintf(path, sizeof(path), "%s/examd.db", name);
	write_database(path);
}

static void
a_backup_is_restored_whole(void **state)
{
	struct buf pepper = { 0 };

	(void)state;
	make_backup("backup");
	assert_int_equal(restore("backup", "restored"), ERR_OK);
	assert_int_equal(mode_of("restored"), 0700);
	assert_int_equal(mode_of("restored/examd.db"), 0600);
	assert_int_equal(
	    file_read(&pepper, under_root("restored/keys/pepper"), 64),
	    ERR_OK);
	assert_memory_equal(pepper.at, "0123456789abcdef0123456789abcdef", 32);
	buf_fini(&pepper);
}

static void
what_a_backup_may_lack_is_not_spoken_of(void **state)
{
	(void)state;
	make_backup("plain");
	assert_int_equal(restore("plain", "plainly"), ERR_OK);
	buf_put_u8(&told, '\0');
	assert_non_null(strstr(told.at, "keys/pepper"));
	assert_null(strstr(told.at, "ca-key.pem"));
}

static void
a_backup_that_is_not_there_is_misuse(void **state)
{
	(void)state;
	assert_int_equal(restore("nowhere", "nothing"), ERR_INVALID);
	assert_false(exists("nothing"));
}

static void
a_restore_overwrites_nothing(void **state)
{
	(void)state;
	make_backup("again");
	assert_int_equal(make("lived-in", NULL), ERR_OK);
	assert_int_equal(restore("again", "lived-in"), ERR_CONFLICT);
	assert_false(exists("lived-in/examd.db"));
}

static void
a_backup_without_its_pepper_is_refused(void **state)
{
	(void)state;
	make_backup("unpeppered");
	assert_int_equal(unlink(under_root("unpeppered/keys/pepper")), 0);
	assert_int_equal(restore("unpeppered", "nothing"), ERR_STATE);
	assert_false(exists("nothing"));
}

/* Overwrites the middle of the file, where the rows are. */
static void
damage(const char *name)
{
	static const char junk[9000] = { 'x' };
	FILE *f = fopen(under_root(name), "r+");

	assert_non_null(f);
	assert_int_equal(fseek(f, 4096, SEEK_SET), 0);
	assert_int_equal(fwrite(junk, 1, sizeof(junk), f), sizeof(junk));
	fclose(f);
}

static void
a_damaged_database_is_refused(void **state)
{
	(void)state;
	make_backup("damaged");
	damage("damaged/examd.db");
	assert_int_equal(restore("damaged", "never"), ERR_STATE);
	assert_false(exists("never"));
	make_backup("foreign");
	write_text("foreign/examd.db", "this is not a database");
	assert_int_equal(restore("foreign", "never"), ERR_STATE);
	assert_false(exists("never"));
}

static int
make_root(void **state)
{
	(void)state;
	snprintf(root, sizeof(root), "/tmp/test_ctl.XXXXXX");
	return mkdtemp(root) != NULL ? 0 : -1;
}

static int
remove_root(void **state)
{
	char command[128];

	(void)state;
	buf_fini(&told);
	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command) == 0 ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_directory_is_private),
		cmocka_unit_test(the_pepper_is_32_bytes_and_never_the_same),
		cmocka_unit_test(the_certificate_leads_to_the_authority),
		cmocka_unit_test(
		    the_certificate_names_loopback_and_what_was_asked),
		cmocka_unit_test(the_certificate_lasts_397_days),
		cmocka_unit_test(a_wrong_name_makes_no_keys),
		cmocka_unit_test(a_directory_that_holds_anything_is_refused),
		cmocka_unit_test(a_backup_is_restored_whole),
		cmocka_unit_test(what_a_backup_may_lack_is_not_spoken_of),
		cmocka_unit_test(a_backup_that_is_not_there_is_misuse),
		cmocka_unit_test(a_restore_overwrites_nothing),
		cmocka_unit_test(a_backup_without_its_pepper_is_refused),
		cmocka_unit_test(a_damaged_database_is_refused),
	};

	return cmocka_run_group_tests(tests, make_root, remove_root);
}
