/* What an operator does to a server: certificates, stopping, a second one. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "sitter.h"
#include "support/program.h"
#include "test.h"

#define PATIENCE_MS SECONDS(60)
#define PEM_MAX (64 << 10)

static struct centre centre;
static size_t next_seat;

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "uu");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

/* ---- keys ---- */

/* FROM/keys/NAME becomes the server's. */
static void
copy_key(const char *from, const char *name)
{
	char file[64], path[SERVER_PATH_MAX];
	struct buf b = { 0 };

	snprintf(file, sizeof(file), "%s/keys/%s", from, name);
	assert_int_equal(file_read(&b, server_path(path, &centre.server, file),
	    PEM_MAX), ERR_OK);
	snprintf(file, sizeof(file), "data/keys/%s", name);
	assert_int_equal(file_replace(server_path(path, &centre.server, file),
	    buf_slice(&b), 0600), ERR_OK);
	buf_fini(&b);
}

/* Another authority with a certificate and its key, under ROOT/NAME/keys. */
static void
make_keys(const char *name)
{
	char path[SERVER_PATH_MAX];

	free(program_output(0, ARGV(EXAMCTL, "init",
	    server_path(path, &centre.server, name))));
}

/* Does a new connection see a certificate of this authority? */
static bool
is_shown(const char *ca)
{
	char path[SERVER_PATH_MAX], why[WIRE_WHY_MAX];
	struct wire_server *server;
	struct wire_reply r;
	struct wire *w;
	enum err e;

	server_path(path, &centre.server, ca);
	assert_int_equal(wire_server_new(&server, why,
	    centre.server.candidates, path), ERR_OK);
	w = wire_new(server);
	e = wire_call_json(w, &r, METHOD_GET, "/v1/health", NULL, NULL);
	if (e == ERR_OK)
		wire_reply_fini(&r);
	else if (!wire_is_untrusted(w))
		fail_msg("%s", wire_why(w));
	wire_free(w);
	wire_server_free(server);
	return e == ERR_OK;
}

/* A net hears of it a moment after its parent. */
static void
wait_until_shown(const char *ca)
{
	int64_t until = clock_boottime() + PATIENCE_MS;

	while (!is_shown(ca))
		if (clock_boottime() > until)
			fail_msg("no new connection saw %s", ca);
}

static void
hang_up(void)
{
	assert_int_equal(kill(centre.server.pid, SIGHUP), 0);
}

static void
a_new_certificate_is_seen_by_new_connections_only(void **state)
{
	struct sitter s;

	(void)state;
	sitter_init(&s, &centre, next_seat++, "here since before");
	make_keys("other");
	copy_key("other", "cert.pem");
	copy_key("other", "key.pem");
	hang_up();
	server_hear_log(&centre.server, "certificate and log level are read");
	wait_until_shown("other/keys/ca.pem");
	assert_false(is_shown("data/keys/ca.pem"));
	/* It trusts the old authority alone: this is its old connection. */
	json_decref(sitter_attempt(&s));
	sitter_fini(&s);
}

static void
a_broken_certificate_changes_nothing(void **state)
{
	(void)state;
	server_write_file(&centre.server, "data/keys/cert.pem", "no PEM\n");
	hang_up();
	server_hear_log(&centre.server, "reload refused");
	assert_true(is_shown("other/keys/ca.pem"));
	copy_key("other", "cert.pem");
}

/* ---- one at a time ---- */

static void
a_second_server_is_told_who_has_the_directory(void **state)
{
	char words[64], conf[SERVER_PATH_MAX];
	struct ran r;

	(void)state;
	server_write_file(&centre.server, "second.conf",
	    "data-directory data\n"
	    "candidates-listen 127.0.0.1:0\nstaff-listen 127.0.0.1:0\n"
	    "certificate data/keys/cert.pem\n"
	    "certificate-key data/keys/key.pem\n");
	server_path(conf, &centre.server, "second.conf");
	program_run(&r, ARGV(EXAMD, "-c", conf));
	assert_int_equal(r.status, 1);
	snprintf(words, sizeof(words), "in use by another examd, process %d",
	    (int)centre.server.pid);
	if (strstr(r.err, words) == NULL)
		fail_msg("%s", r.err);
	ran_fini(&r);
	assert_true(is_shown("other/keys/ca.pem"));
}

/* ---- the end ---- */

/* Asks, so that the request is under way. */
static void
send_save(struct wire *w)
{
	static const char body[] = "{\"seq\":1,\"response\":null}";
	struct wire_reply r;

	wire_start(w, &(struct wire_request){ .method = METHOD_PUT,
	    .path = "/v1/attempt/answers/1", .body = slice_of(body) });
	while (wire_advance(w, &r) == WIRE_BUSY &&
	    (wire_events(w) & POLLOUT) != 0)
		poll(&(struct pollfd){ wire_fd(w), POLLOUT, 0 }, 1,
		    (int)PATIENCE_MS);
}

static int
status_of_reply(struct wire *w)
{
	struct wire_reply r;
	enum wire_state state;
	int status;

	while ((state = wire_advance(w, &r)) == WIRE_BUSY)
		poll(&(struct pollfd){ wire_fd(w), wire_events(w), 0 }, 1,
		    (int)(wire_deadline(w).ms - clock_boottime()));
	if (state != WIRE_DONE)
		fail_msg("%s", wire_why(w));
	status = r.status;
	wire_reply_fini(&r);
	return status;
}

/* The net answers this by itself; what came before has been heard then. */
static void
wait_until_heard(void)
{
	struct wire *w = wire_new(centre.candidates);

	json_decref(ask(w, METHOD_GET, "/nothing", NULL, 404));
	wire_free(w);
}

static void
a_save_under_way_is_answered_before_the_server_stops(void **state)
{
	char path[SERVER_PATH_MAX];
	struct sitter s;
	pid_t hall, pid = centre.server.pid;

	(void)state;
	wire_server_free(centre.candidates);
	server_path(path, &centre.server, "other/keys/ca.pem");
	assert_int_equal(wire_server_new(&centre.candidates,
	    (char[WIRE_WHY_MAX]){ 0 }, centre.server.candidates, path), ERR_OK);
	sitter_init(&s, &centre, next_seat++, "saves to the last");
	sitter_enter(&s);
	hall = server_hall(&centre.server);
	assert_int_equal(kill(hall, SIGSTOP), 0);
	send_save(s.wire);
	wait_until_heard();
	assert_int_equal(kill(pid, SIGTERM), 0);
	server_hear_log(&centre.server, "stopping");
	assert_int_equal(kill(hall, SIGCONT), 0);
	assert_int_equal(status_of_reply(s.wire), 200);
	centre.server.pid = 0;
	assert_int_equal(program_wait(pid), 0);
	sitter_fini(&s);
}

static void
a_key_of_another_certificate_is_refused_at_start(void **state)
{
	struct ran r;

	(void)state;
	make_keys("third");
	copy_key("third", "key.pem");
	program_run(&r, ARGV(EXAMD, "-c", centre.server.conf));
	assert_int_equal(r.status, 1);
	if (strstr(r.err, "key.pem") == NULL)
		fail_msg("%s", r.err);
	ran_fini(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_new_certificate_is_seen_by_new_connections_only),
		cmocka_unit_test(a_broken_certificate_changes_nothing),
		cmocka_unit_test(a_second_server_is_told_who_has_the_directory),
		cmocka_unit_test(
		    a_save_under_way_is_answered_before_the_server_stops),
		cmocka_unit_test(
		    a_key_of_another_certificate_is_refused_at_start),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
