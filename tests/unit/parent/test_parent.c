/* The parent for real, with parts that only show what it did for them. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "exam/buf.h"
#include "fake_parts.h"
#include "parent/parent.h"
#include "support/identity.h"
#include "support/self_signed.h"
#include "test.h"

#define LINE 256

static char directory[] = "/tmp/test_parent.XXXXXX";
static char conf[64], chain[64], key[64], staff_ca[64], line[LINE];

/* The server under test: its process, its output, its log. */
static pid_t server;
static FILE *out, *log_file;
static int candidates, staff;
static char ready[LINE];

static void
write_conf(const char *more)
{
	struct buf b = { 0 };

	buf_printf(&b, "data-directory .\ncertificate cert.pem\n"
		       "certificate-key key.pem\nstaff-listen 127.0.0.1:0\n%s\n",
	    more);
	assert_int_equal(file_replace(conf, buf_slice(&b), 0600), ERR_OK);
	buf_fini(&b);
}

/* Starts it and waits until it is ready or has ended. */
static void
start_server(void)
{
	int o[2], e[2];

	assert_int_equal(pipe(o) | pipe(e), 0);
	fflush(NULL);
	server = fork();
	if (server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(o[1], STDOUT_FILENO);
		dup2(e[1], STDERR_FILENO);
		close(o[0]);
		close(o[1]);
		close(e[0]);
		close(e[1]);
		exit(parent_run(conf, NULL));
	}
	close(o[1]);
	close(e[1]);
	out = fdopen(o[0], "r");
	log_file = fdopen(e[0], "r");
	candidates = staff = 0;
	if (fgets(ready, sizeof(ready), out) != NULL)
		sscanf(ready, "ready candidates https://127.0.0.1:%d "
			      "staff https://127.0.0.1:%d", &candidates, &staff);
}

static void
read_log_until(const char *words)
{
	do
		if (fgets(line, sizeof(line), log_file) == NULL)
			fail_msg("the log never said: %s", words);
	while (strstr(line, words) == NULL);
}

/* Waits for its end; returns the exit status. */
static int
end_of_server(void)
{
	int wait;

	assert_int_equal(waitpid(server, &wait, 0), server);
	server = 0;
	return WIFEXITED(wait) ? WEXITSTATUS(wait) : -WTERMSIG(wait);
}

/* What is left of it, for whoever looks for the fault. */
static void
show_log(void)
{
	while (fgets(line, sizeof(line), log_file) != NULL)
		print_error("%s", line);
}

static void
assert_ends(int expected)
{
	int status = end_of_server();

	if (status != expected)
		show_log();
	assert_int_equal(status, expected);
}

static void
close_server(void)
{
	if (server > 0) {
		kill(server, SIGKILL);
		end_of_server();
	}
	fclose(out);
	fclose(log_file);
}

static int
make_directory(void **state)
{
	(void)state;
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(conf, sizeof(conf), "%s/examd.conf", directory);
	snprintf(chain, sizeof(chain), "%s/cert.pem", directory);
	snprintf(key, sizeof(key), "%s/key.pem", directory);
	snprintf(staff_ca, sizeof(staff_ca), "%s/staff.pem", directory);
	self_signed_write(chain, key, -1, 100);
	return 0;
}

static int
remove_directory(void **state)
{
	static const char *const names[] = { "examd.conf", "cert.pem",
		"key.pem", "staff.pem", "examd.pid", "addresses", "admin.sock" };
	char path[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	return rmdir(directory);
}

static int
begin(void **state)
{
	(void)state;
	write_conf("candidates-listen 127.0.0.1:0");
	start_server();
	if (staff == 0)
		show_log();
	return staff > 0 ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	close_server();
	return 0;
}

struct seen {
	int net, hall, level;
};

static struct seen
ask(int port, char letter)
{
	struct seen s = { 0 };

	fake_net_ask(line, port, letter);
	if (sscanf(line, "net %d hall %d level %d", &s.net, &s.hall,
		&s.level) != 3)
		fail_msg("the net said: %s", line);
	return s;
}

static bool
exists(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return access(path, F_OK) == 0;
}

static void
the_ready_line_and_the_file_say_the_same(void **state)
{
	struct buf b = { 0 };
	char expected[LINE], path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/addresses", directory);
	assert_int_equal(file_read(&b, path, 4096), ERR_OK);
	buf_put_u8(&b, '\0');
	snprintf(expected, sizeof(expected),
	    "candidates 127.0.0.1:%d\nstaff 127.0.0.1:%d\n"
	    "socket %s/admin.sock\npid %d\n",
	    candidates, staff, directory, (int)server);
	assert_string_equal(b.at, expected);
	buf_fini(&b);
	snprintf(expected, sizeof(expected),
	    "ready candidates https://127.0.0.1:%d staff https://127.0.0.1:%d "
	    "socket %s/admin.sock\n", candidates, staff, directory);
	assert_string_equal(ready, expected);
}

static void
both_ports_lead_to_one_hall_through_two_nets(void **state)
{
	struct seen a = ask(candidates, 'i'), b = ask(staff, 'i');

	(void)state;
	assert_int_equal(a.hall, b.hall);
	assert_int_not_equal(a.net, b.net);
}

static void
a_net_that_ends_is_replaced_behind_the_same_port(void **state)
{
	struct seen before = ask(candidates, 'i'), after;

	(void)state;
	fake_net_ask(line, candidates, 'x');
	after = ask(candidates, 'i');
	assert_int_not_equal(after.net, before.net);
	assert_int_equal(after.hall, before.hall);
	read_log_until("the net of the candidates ended with status 3");
}

static void
a_hall_that_ends_is_replaced_and_the_nets_stay(void **state)
{
	struct seen before = ask(candidates, 'i');
	struct seen after = ask(candidates, 'k');

	(void)state;
	assert_int_equal(after.net, before.net);
	assert_int_not_equal(after.hall, before.hall);
	read_log_until("the hall was ended by signal 9");
}

static void
a_broken_link_is_replaced(void **state)
{
	struct seen before = ask(staff, 'i'), after = ask(staff, 'b');

	(void)state;
	assert_int_equal(after.net, before.net);
	assert_int_equal(after.hall, before.hall);
}

static void
the_third_failure_within_a_minute_stops_the_server(void **state)
{
	(void)state;
	ask(candidates, 'k');
	ask(candidates, 'k');
	fake_net_ask(line, candidates, 'k');
	assert_string_equal(line, "");
	read_log_until("the hall failed 3 times within a minute; "
		       "the server stops");
	assert_ends(1);
}

static void
told_to_stop_it_ends_the_nets_then_the_hall(void **state)
{
	(void)state;
	assert_true(exists("admin.sock"));
	kill(server, SIGTERM);
	assert_ends(0);
	assert_false(exists("admin.sock"));
	assert_false(exists("addresses"));
}

static void
told_twice_it_does_not_wait_for_a_net(void **state)
{
	int busy = fake_net_keep_busy(candidates);

	(void)state;
	kill(server, SIGTERM);
	read_log_until("stopping");
	kill(server, SIGINT);
	assert_ends(0);
	close(busy);
}

static void
a_second_server_on_the_directory_is_refused(void **state)
{
	FILE *first_out = out, *first_log = log_file;
	int port = staff;
	pid_t first = server;
	char expected[LINE];

	(void)state;
	start_server();
	assert_ends(1);
	snprintf(expected, sizeof(expected),
	    "is in use by another examd, process %d; stop it first",
	    (int)first);
	read_log_until(expected);
	fclose(out);
	fclose(log_file);
	out = first_out;
	log_file = first_log;
	server = first;
	ask(port, 'i');
}

static void
killed_it_takes_its_parts_along_and_can_be_started_again(void **state)
{
	int busy = fake_net_keep_busy(candidates);
	char c;

	(void)state;
	kill(server, SIGKILL);
	end_of_server();
	assert_true(read(busy, &c, 1) <= 0);
	close(busy);
	assert_true(exists("admin.sock"));
	close_server();
	start_server();
	assert_int_not_equal(staff, 0);
	ask(staff, 'i');
}

static void
a_reload_gives_the_new_certificate_and_level(void **state)
{
	struct seen before = ask(candidates, 'i'), after;

	(void)state;
	assert_int_equal(before.level, 6);
	write_conf("candidates-listen 127.0.0.1:0\nlog-level debug");
	kill(server, SIGHUP);
	after = ask(candidates, 'c');
	assert_int_equal(after.level, 7);
	assert_int_equal(after.net, before.net);
}

static void
a_bad_new_certificate_is_refused_and_the_old_one_stays(void **state)
{
	struct seen before = ask(candidates, 'i');

	(void)state;
	assert_int_equal(file_replace(key, SLICE("no key\n"), 0600), ERR_OK);
	kill(server, SIGHUP);
	read_log_until("holds no private key");
	read_log_until("reload refused; nothing has changed");
	self_signed_write(chain, key, -1, 100);
	kill(server, SIGHUP);
	assert_int_equal(ask(candidates, 'c').net, before.net);
}

/* How long is the certificate, with all that belongs to it, that the net of
 * the staff was given?  Asked as ask(). */
static size_t
certificate_len(char letter)
{
	const char *at;

	ask(staff, letter);
	at = strstr(line, "certificate ");
	assert_non_null(at);
	return strtoul(at + strlen("certificate "), NULL, 10);
}

static void
a_reload_gives_the_authorities_of_staff(void **state)
{
	size_t before = certificate_len('i');
	struct identity authority;
	struct buf text = { 0 };

	(void)state;
	identity_make_authority(&authority, "staff", NULL, -1, 1);
	identity_write(&authority, staff_ca, false);
	identity_fini(&authority);
	assert_int_equal(file_read(&text, staff_ca, 4096), ERR_OK);
	write_conf("candidates-listen 127.0.0.1:0\n"
		   "staff-client-authority staff.pem");
	kill(server, SIGHUP);
	assert_int_equal(certificate_len('c'), before + text.len);
	buf_fini(&text);
}

static void
a_helper_works_for_the_hall(void **state)
{
	(void)state;
	fake_net_ask(line, staff, 'h');
	assert_string_equal(line, "0 0 ABC");
}

static void
every_question_to_helpers_is_answered(void **state)
{
	int status, refused;

	(void)state;
	fake_net_ask(line, staff, 'f');
	assert_int_equal(sscanf(line, "%d %d", &status, &refused), 2);
	assert_true(refused <= 14);
	fake_net_ask(line, staff, 'h');
	assert_string_equal(line, "0 0 ABC");
}

static void
several_processes_share_the_candidates_port(void **state)
{
	(void)state;
	write_conf("candidates-listen 127.0.0.1:0\ncandidate-processes 3");
	start_server();
	assert_int_not_equal(candidates, 0);
	ask(candidates, 'i');
	kill(server, SIGTERM);
	assert_ends(0);
	close_server();
}

static void
refuse_to_start(int port, const char *more)
{
	char text[128];

	snprintf(text, sizeof(text), "candidates-listen 127.0.0.1:%d\n%s", port,
	    more);
	write_conf(text);
	start_server();
	assert_ends(1);
	read_log_until("cannot listen: Address already in use");
	close_server();
}

static void
a_port_that_is_taken_is_told(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	getsockname(fd, (struct sockaddr *)&at, &len);
	refuse_to_start(ntohs(at.sin_port), "");
	refuse_to_start(ntohs(at.sin_port), "candidate-processes 2");
	close(fd);
}

static void
a_check_starts_nothing_and_says_what_is_wrong(void **state)
{
	(void)state;
	write_conf("candidates-listen 127.0.0.1:0");
	assert_int_equal(parent_check(conf), 0);
	write_conf("candidates-listen nowhere");
	assert_int_equal(parent_check(conf), 1);
	write_conf("");
	assert_int_equal(parent_check(conf), 0);
	write_conf("staff-client-authority cert.pem");
	assert_int_equal(parent_check(conf), 1);
	write_conf("");
	unlink(key);
	assert_int_equal(parent_check(conf), 1);
	self_signed_write(chain, key, -1, 100);
	assert_false(exists("admin.sock"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(the_ready_line_and_the_file_say_the_same),
		TEST(both_ports_lead_to_one_hall_through_two_nets),
		TEST(a_net_that_ends_is_replaced_behind_the_same_port),
		TEST(a_hall_that_ends_is_replaced_and_the_nets_stay),
		TEST(a_broken_link_is_replaced),
		TEST(the_third_failure_within_a_minute_stops_the_server),
		TEST(told_to_stop_it_ends_the_nets_then_the_hall),
		TEST(told_twice_it_does_not_wait_for_a_net),
		TEST(a_second_server_on_the_directory_is_refused),
		TEST(killed_it_takes_its_parts_along_and_can_be_started_again),
		TEST(a_reload_gives_the_new_certificate_and_level),
		TEST(a_bad_new_certificate_is_refused_and_the_old_one_stays),
		TEST(a_reload_gives_the_authorities_of_staff),
		TEST(a_helper_works_for_the_hall),
		TEST(every_question_to_helpers_is_answered),
		cmocka_unit_test(several_processes_share_the_candidates_port),
		cmocka_unit_test(a_port_that_is_taken_is_told),
		cmocka_unit_test(a_check_starts_nothing_and_says_what_is_wrong),
	};

	fake_parts_main(argc, argv);
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
