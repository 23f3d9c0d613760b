/* examctl's requests, against a server of canned replies on a Unix socket. */
#include "test.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "examctl/ask.h"
#include "examctl/attempt_ref.h"
#include "examctl/commands.h"

#define HEARD_MAX 8

/* Shared with the server's process. */
static struct fake {
	const char *reply;	/* set before it starts */
	int drop;		/* so many requests lose their connection */
	int n;
	char heard[HEARD_MAX][4096];
} *fake;

static char path[64];
static pid_t server;

static bool
is_whole(const char *request)
{
	const char *end = strstr(request, "\r\n\r\n");
	const char *length = strcasestr(request, "\r\nContent-Length:");

	return end != NULL &&
	    (length == NULL || length > end ||
		strlen(end + 4) >= strtoul(length + 17, NULL, 10));
}

/* Requests of one connection, until it ends or is dropped. */
static void
serve(int fd)
{
	char *request = fake->heard[fake->n % HEARD_MAX];
	size_t len = 0;
	ssize_t n;

	memset(request, 0, sizeof(*fake->heard));
	while ((n = read(fd, request + len, sizeof(*fake->heard) - 1 - len)) >
	    0) {
		len += (size_t)n;
		if (!is_whole(request))
			continue;
		fake->n++;
		if (fake->drop > 0) {
			fake->drop--;
			return;
		}
		if (write(fd, fake->reply, strlen(fake->reply)) < 0)
			return;
		request = fake->heard[fake->n % HEARD_MAX];
		memset(request, 0, sizeof(*fake->heard));
		len = 0;
	}
}

static void
start(const char *reply)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memset(fake, 0, sizeof(*fake));
	fake->reply = reply;
	unlink(path);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_int_equal(
	    bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 8), 0);
	server = fork();
	if (server == 0)
		for (;;) {
			int peer = accept(fd, NULL, NULL);

			if (peer < 0)
				_exit(0);
			serve(peer);
			close(peer);
		}
	close(fd);
}

static int
stop(void **state)
{
	(void)state;
	if (server > 0) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
	server = 0;
	unlink(path);
	return 0;
}

static enum outcome
ask_it(json_t **reply, const struct ask *request)
{
	struct call call = { 0 };
	enum outcome outcome;

	call.options[OPTION_SOCKET] = path;
	outcome = ask(reply, &call, request);
	ask_disconnect(&call);
	return outcome;
}

static void
get_key(char key[64], const char *request)
{
	const char *at = strcasestr(request, "\r\nIdempotency-Key: ");

	assert_non_null(at);
	assert_int_equal(sscanf(at + 19, "%63[^\r]", key), 1);
}

#define GOOD(length, body)                                                     \
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"                \
	"Content-Length: " length "\r\n\r\n" body

static void
a_path_gets_its_parameters(void **state)
{
	static const char *const params[ROUTE_PARAMS_MAX] = { "c t", "1", "i" };
	struct buf out = { 0 };

	(void)state;
	ask_path(&out, ROUTE_ITEM_PREVIEW, params, "a=b");
	assert_string_equal(out.at, "/v1/banks/c%20t/1/items/i?a=b");
	buf_fini(&out);
}

static void
a_lost_reply_is_asked_for_with_the_same_key(void **state)
{
	const struct ask request = { .route = ROUTE_EXTEND,
		.params = { "17" },
		.body = json_pack("{si}", "minutes", 10) };
	char first[64], second[64];
	json_t *reply;

	(void)state;
	start(GOOD("14", "{\"attempt\":17}"));
	fake->drop = 1;
	assert_int_equal(ask_it(&reply, &request), DONE);
	assert_int_equal(
	    json_integer_value(json_object_get(reply, "attempt")), 17);
	json_decref(reply);
	assert_int_equal(fake->n, 2);
	get_key(first, fake->heard[0]);
	get_key(second, fake->heard[1]);
	assert_string_equal(first, second);
	assert_int_equal(strncmp(fake->heard[1],
			     "POST /v1/attempts/17/extend HTTP/1.1\r\n", 38),
	    0);
	assert_non_null(strstr(fake->heard[1], "{\"minutes\":10}"));
}

static void
two_acts_have_two_keys(void **state)
{
	char keys[2][64];
	json_t *reply;
	int i;

	(void)state;
	start(GOOD("2", "{}"));
	for (i = 0; i < 2; i++) {
		const struct ask request = { .route = ROUTE_ADMIT,
			.params = { "17" }, .body = json_object() };

		assert_int_equal(ask_it(&reply, &request), DONE);
		json_decref(reply);
		get_key(keys[i], fake->heard[i]);
	}
	assert_string_not_equal(keys[0], keys[1]);
}

static void
a_refusal_is_told_apart_from_no_connection(void **state)
{
	static const char problem[] =
	    "HTTP/1.1 409 Conflict\r\n"
	    "Content-Type: application/problem+json\r\n"
	    "Content-Length: 52\r\n\r\n"
	    "{\"status\":409,\"detail\":\"Not now.\",\"rule\":\"a.rule\"}  ";
	const struct ask request = { .route = ROUTE_STATUS };
	json_t *reply;

	(void)state;
	start(problem);
	assert_int_equal(ask_it(&reply, &request), REFUSED);
	stop(NULL);
	assert_int_equal(ask_it(&reply, &request), NO_CONNECTION);
}

static void
an_attempt_is_found_by_its_candidate(void **state)
{
	struct call call = { 0 };
	char attempt[ATTEMPT_TEXT_MAX];

	(void)state;
	call.options[OPTION_SOCKET] = path;
	start(GOOD("72", "{\"sitting\":\"s\",\"candidates\":[{\"candidate\":"
			 "\"C-1\",\"attempt\":41},      {}]}"));
	assert_int_equal(attempt_find(attempt, &call, "17"), DONE);
	assert_string_equal(attempt, "17");
	assert_int_equal(fake->n, 0);
	assert_int_equal(attempt_find(attempt, &call, "s/C-1"), DONE);
	assert_string_equal(attempt, "41");
	assert_int_equal(
	    strncmp(fake->heard[0], "GET /v1/sittings/s/room ", 24), 0);
	assert_int_equal(attempt_find(attempt, &call, "s/C-2"), REFUSED);
	assert_int_equal(attempt_find(attempt, &call, "C-1"), MISUSED);
	ask_disconnect(&call);
}

static int
begin(void **state)
{
	(void)state;
	fake = mmap(NULL, sizeof(*fake), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	snprintf(path, sizeof(path), "/tmp/test_ctl_ask.%d", (int)getpid());
	return fake != MAP_FAILED ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_gets_its_parameters),
		cmocka_unit_test_teardown(
		    a_lost_reply_is_asked_for_with_the_same_key, stop),
		cmocka_unit_test_teardown(two_acts_have_two_keys, stop),
		cmocka_unit_test_teardown(
		    a_refusal_is_told_apart_from_no_connection, stop),
		cmocka_unit_test_teardown(an_attempt_is_found_by_its_candidate,
		    stop),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
