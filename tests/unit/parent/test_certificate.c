#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "parent/certificate.h"
#include "control.h"
#include "support/identity.h"
#include "support/self_signed.h"
#include "test.h"

static char directory[] = "/tmp/test_certificate.XXXXXX";
static char chain[64], key[64], other[64], staff[64];
static const char *authorities; /* staff, or NULL */
static struct diag mistakes, warnings;
static struct buf pem;

static int
make_directory(void **state)
{
	(void)state;
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(chain, sizeof(chain), "%s/cert.pem", directory);
	snprintf(key, sizeof(key), "%s/key.pem", directory);
	snprintf(other, sizeof(other), "%s/other.pem", directory);
	snprintf(staff, sizeof(staff), "%s/staff.pem", directory);
	return 0;
}

static int
remove_directory(void **state)
{
	(void)state;
	unlink(chain);
	unlink(key);
	unlink(other);
	unlink(staff);
	return rmdir(directory);
}

static int
fresh(void **state)
{
	(void)state;
	umask(077);
	self_signed_write(chain, key, -1, 100);
	mistakes = (struct diag){ .path = "f" };
	warnings = (struct diag){ .path = "f" };
	pem = (struct buf){ 0 };
	authorities = NULL;
	return 0;
}

static int
clear(void **state)
{
	(void)state;
	diag_fini(&mistakes);
	diag_fini(&warnings);
	buf_fini(&pem);
	return 0;
}

static enum err
read_at(struct wall now)
{
	const struct certificate_files files = { chain, key, authorities };

	return certificate_read(&pem, &files, now, &mistakes, &warnings);
}

static bool
says(struct diag *d, const char *words)
{
	buf_put_u8(&d->text, '\0');
	return strstr(d->text.at, words) != NULL;
}

static void
a_good_pair_becomes_chain_nul_key_nul(void **state)
{
	struct buf whole = { 0 };

	(void)state;
	assert_int_equal(read_at(clock_wall()), ERR_OK);
	assert_int_equal(mistakes.count + warnings.count, 0);
	assert_int_equal(file_read(&whole, chain, 65536), ERR_OK);
	buf_put_u8(&whole, '\0');
	assert_int_equal(file_read(&whole, key, 65536), ERR_OK);
	buf_put_u8(&whole, '\0');
	assert_true(slice_equal(buf_slice(&pem), buf_slice(&whole)));
	buf_fini(&whole);
}

static void
another_key_is_refused(void **state)
{
	(void)state;
	self_signed_write(other, key, -1, 100);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_true(says(&mistakes, "is not the key of"));
	assert_int_equal(pem.len, 0);
}

static void
outside_its_dates_it_is_refused(void **state)
{
	(void)state;
	assert_int_equal(read_at(wall_add(clock_wall(), DAYS(-2))),
	    ERR_INVALID);
	assert_true(says(&mistakes, "is not valid yet"));
	assert_int_equal(read_at(wall_add(clock_wall(), DAYS(101))),
	    ERR_INVALID);
}

static void
an_expired_one_is_named_as_such(void **state)
{
	(void)state;
	assert_int_equal(read_at(wall_add(clock_wall(), DAYS(101))),
	    ERR_INVALID);
	assert_true(says(&mistakes, "has expired"));
}

static void
two_weeks_before_its_end_a_warning_is_given(void **state)
{
	(void)state;
	assert_int_equal(read_at(wall_add(clock_wall(), DAYS(85))), ERR_OK);
	assert_int_equal(warnings.count, 0);
	assert_int_equal(read_at(wall_add(clock_wall(), DAYS(87))), ERR_OK);
	assert_true(says(&warnings, "expires within 14 days"));
}

static void
a_key_that_everybody_may_read_is_warned_about(void **state)
{
	(void)state;
	assert_int_equal(chmod(key, 0644), 0);
	assert_int_equal(read_at(clock_wall()), ERR_OK);
	assert_true(says(&warnings, "everybody may read this key"));
}

static void
what_is_missing_or_no_pem_is_told_at_once(void **state)
{
	(void)state;
	assert_int_equal(unlink(chain), 0);
	assert_int_equal(file_replace(key, SLICE("no\0key"), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(mistakes.count, 2);
	assert_true(says(&mistakes, "cert.pem: No such file or directory"));
	assert_non_null(strstr(mistakes.text.at, "key.pem: is not PEM"));
}

static void
text_that_is_no_certificate_is_refused(void **state)
{
	(void)state;
	assert_int_equal(file_replace(chain, SLICE("hello\n"), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_true(says(&mistakes, "holds no certificate"));
}

/* A chain of the server's own and one authority, which signed it or not. */
static void
write_chain(bool signed_by_it, int authority_to)
{
	struct identity authority, stranger, own;

	identity_make_authority(&authority, "body", NULL, -1, authority_to);
	identity_make_authority(&stranger, "body", NULL, -1, authority_to);
	identity_make(&own, "localhost", signed_by_it ? &authority : &stranger,
	    "serverAuth");
	identity_write(&own, chain, false);
	identity_write_key(&own, key);
	identity_write(&authority, chain, true);
	identity_fini(&authority);
	identity_fini(&stranger);
	identity_fini(&own);
}

static void
a_chain_in_which_each_signed_the_one_before_is_taken(void **state)
{
	(void)state;
	write_chain(true, 100);
	assert_int_equal(read_at(clock_wall()), ERR_OK);
	assert_int_equal(mistakes.count, 0);
}

static void
a_chain_whose_second_did_not_sign_the_first_is_refused(void **state)
{
	(void)state;
	write_chain(false, 100);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(mistakes.count, 1);
	assert_true(says(
	    &mistakes, "cert.pem: certificate 2: did not sign the one before"));
	assert_int_equal(pem.len, 0);
}

static void
every_certificate_of_a_chain_has_dates(void **state)
{
	(void)state;
	write_chain(true, 0);
	assert_int_equal(
	    read_at(wall_add(clock_wall(), HOURS(1))), ERR_INVALID);
	assert_true(says(&mistakes, "cert.pem: certificate 2: has expired"));
}

static void
a_chain_that_is_cut_off_is_refused(void **state)
{
	struct buf text = { 0 };

	(void)state;
	write_chain(true, 100);
	assert_int_equal(file_read(&text, chain, 65536), ERR_OK);
	text.len -= 60;
	assert_int_equal(file_replace(chain, buf_slice(&text), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_true(says(&mistakes, "certificate 2: cannot be read"));
	buf_fini(&text);
}

static void
it_ends_when_the_first_of_the_chain_does(void **state)
{
	struct wall now = clock_wall();
	int64_t left;

	(void)state;
	assert_int_equal(read_at(now), ERR_OK);
	left = certificate_ends(buf_slice(&pem)).ms - now.ms;
	assert_in_range(left, DAYS(100) - MINUTES(1), DAYS(100) + MINUTES(1));
	buf_clear(&pem);
	write_chain(true, 100); /* the server's own: tomorrow */
	assert_int_equal(read_at(now), ERR_OK);
	left = certificate_ends(buf_slice(&pem)).ms - now.ms;
	assert_in_range(left, DAYS(1) - MINUTES(1), DAYS(1) + MINUTES(1));
}

/* The file of authorities gets one, valid for so many days. */
static void
add_authority(int from, int to)
{
	struct identity authority;

	identity_make_authority(&authority, "staff", NULL, from, to);
	identity_write(&authority, staff, authorities != NULL);
	identity_fini(&authority);
	authorities = staff;
}

static void
authorities_follow_behind_a_nul(void **state)
{
	struct buf part = { 0 };

	(void)state;
	add_authority(-1, 100);
	add_authority(-1, 100);
	assert_int_equal(read_at(clock_wall()), ERR_OK);
	assert_int_equal(mistakes.count + warnings.count, 0);
	assert_int_equal(file_read(&part, staff, 65536), ERR_OK);
	assert_true(pem.len > part.len);
	assert_memory_equal(pem.at + pem.len - part.len, part.at, part.len);
	assert_int_equal(pem.at[pem.len - part.len - 1], '\0');
	buf_fini(&part);
}

static void
what_may_not_sign_is_no_authority(void **state)
{
	struct identity anna;

	(void)state;
	add_authority(-1, 100);
	identity_make(&anna, "anna", NULL, "clientAuth");
	identity_write(&anna, staff, true);
	identity_fini(&anna);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(mistakes.count, 1);
	assert_true(says(&mistakes,
	    "staff.pem: certificate 2: is not of an authority"));
	assert_int_equal(pem.len, 0);
}

static void
the_dates_of_each_authority_are_told(void **state)
{
	(void)state;
	add_authority(-1, 10);
	add_authority(-9, -1);
	add_authority(1, 100);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(mistakes.count, 2);
	assert_true(says(&mistakes, "certificate 2: has expired"));
	assert_non_null(strstr(mistakes.text.at,
	    "certificate 3: is not valid yet"));
	assert_int_equal(warnings.count, 1);
	assert_true(says(&warnings, "certificate 1: expires within 14 days"));
}

static void
a_file_without_authorities_is_refused(void **state)
{
	(void)state;
	authorities = staff;
	unlink(staff);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(file_replace(staff, SLICE_NONE, 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(file_replace(staff, SLICE("-----BEGIN CERTIFICATE-----"
	    "\nAAAA\n-----END CERTIFICATE-----\n"), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_int_equal(mistakes.count, 3);
	assert_true(says(&mistakes, "staff.pem: No such file or directory"));
	assert_non_null(strstr(mistakes.text.at, "holds no certificate in PEM"));
	assert_non_null(strstr(mistakes.text.at,
	    "certificate 1 cannot be read"));
}

static void
the_largest_files_fit_into_one_message(void **state)
{
	struct buf part = { 0 };

	(void)state;
	add_authority(-1, 100);
	assert_int_equal(file_read(&part, staff, 65536), ERR_OK);
	while (part.len < (CONTROL_BODY_MAX - 2) / 3)
		buf_put_u8(&part, '\n');
	assert_int_equal(file_replace(staff, buf_slice(&part), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_OK);
	buf_put_u8(&part, '\n');
	assert_int_equal(file_replace(staff, buf_slice(&part), 0600), ERR_OK);
	assert_int_equal(read_at(clock_wall()), ERR_INVALID);
	assert_true(says(&mistakes, "staff.pem: is larger than 32767 bytes"));
	buf_fini(&part);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_pair_becomes_chain_nul_key_nul),
		TEST(another_key_is_refused),
		TEST(outside_its_dates_it_is_refused),
		TEST(an_expired_one_is_named_as_such),
		TEST(two_weeks_before_its_end_a_warning_is_given),
		TEST(a_key_that_everybody_may_read_is_warned_about),
		TEST(what_is_missing_or_no_pem_is_told_at_once),
		TEST(text_that_is_no_certificate_is_refused),
		TEST(a_chain_in_which_each_signed_the_one_before_is_taken),
		TEST(a_chain_whose_second_did_not_sign_the_first_is_refused),
		TEST(every_certificate_of_a_chain_has_dates),
		TEST(a_chain_that_is_cut_off_is_refused),
		TEST(it_ends_when_the_first_of_the_chain_does),
		TEST(authorities_follow_behind_a_nul),
		TEST(what_may_not_sign_is_no_authority),
		TEST(the_dates_of_each_authority_are_told),
		TEST(a_file_without_authorities_is_refused),
		TEST(the_largest_files_fit_into_one_message),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
