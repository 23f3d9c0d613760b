#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "control.h"
#include "test.h"

static char room[CONTROL_BODY_MAX];
static int pair[2];

static int
make_pair(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair);
}

static int
close_pair(void **state)
{
	(void)state;
	close(pair[0]);
	if (pair[1] >= 0)
		close(pair[1]);
	return 0;
}

/* How many descriptors this process has open. */
static int
count_descriptors(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* A packet as a stranger would send it, with n copies of standard input. */
static void
send_foreign(const void *bytes, size_t len, size_t n)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(8 * sizeof(int))];
	} a = { 0 };
	struct iovec part = { (void *)(uintptr_t)bytes, len };
	struct msghdr packet = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c;
	int fds[8] = { 0 };

	if (n > 0) {
		packet.msg_control = a.room;
		packet.msg_controllen = CMSG_SPACE(n * sizeof(int));
		c = CMSG_FIRSTHDR(&packet);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n * sizeof(int));
	}
	assert_int_equal(sendmsg(pair[0], &packet, 0), len);
}

static void
a_message_arrives_as_it_was_sent(void **state)
{
	const struct control_message sent = { CONTROL_HELPER_DONE, -1,
		UINT64_C(1) << 40, -1, SLICE("some\0bytes") };
	struct control_message m;

	(void)state;
	assert_int_equal(control_send(pair[0], &sent), ERR_OK);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_OK);
	assert_int_equal(m.kind, CONTROL_HELPER_DONE);
	assert_int_equal(m.status, -1);
	assert_int_equal(m.arg, UINT64_C(1) << 40);
	assert_int_equal(m.fd, -1);
	assert_true(slice_equal(m.body, sent.body));
}

static void
a_descriptor_is_received_closed_on_exec(void **state)
{
	int end[2], before;
	struct control_message m;
	char c;

	(void)state;
	assert_int_equal(pipe(end), 0);
	before = count_descriptors();
	assert_int_equal(control_send(pair[0],
			     &(struct control_message){
				 .kind = CONTROL_HALL, .fd = end[0] }),
	    ERR_OK);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_OK);
	assert_int_equal(count_descriptors(), before + 1);
	assert_int_equal(fcntl(m.fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(end[1], "x", 1), 1);
	assert_int_equal(read(m.fd, &c, 1), 1);
	assert_int_equal(c, 'x');
	close(m.fd);
	close(end[0]);
	close(end[1]);
}

static void
the_largest_body_fits_and_a_larger_one_is_refused(void **state)
{
	static char body[CONTROL_BODY_MAX + 1];
	struct control_message m, sent = { .kind = CONTROL_CERTIFICATE,
		.fd = -1, .body = { body, CONTROL_BODY_MAX } };

	(void)state;
	memset(body, 'c', sizeof(body));
	assert_int_equal(control_send(pair[0], &sent), ERR_OK);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_OK);
	assert_true(slice_equal(m.body, sent.body));
	sent.body.len++;
	assert_int_equal(control_send(pair[0], &sent), ERR_TOO_BIG);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_BUSY);
}

static void
a_short_packet_is_refused(void **state)
{
	struct control_message m;

	(void)state;
	send_foreign("short", 5, 0);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
}

static void
an_overlong_packet_is_refused(void **state)
{
	static char packet[CONTROL_BODY_MAX + 17] = { CONTROL_READY };
	struct control_message m;

	(void)state;
	send_foreign(packet, sizeof(packet), 0);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
}

static void
an_unknown_kind_is_refused(void **state)
{
	const uint32_t kinds[] = { 0, CONTROL_KINDS, UINT32_MAX };
	struct control_message m;
	char packet[16] = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		memcpy(packet, &kinds[i], sizeof(kinds[i]));
		send_foreign(packet, sizeof(packet), 0);
		assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
	}
}

static void
descriptors_of_what_is_refused_are_closed(void **state)
{
	const char whole[16] = { CONTROL_READY };
	struct control_message m;
	int before = count_descriptors();

	(void)state;
	send_foreign("short", 5, 1);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
	send_foreign(whole, sizeof(whole), 2);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
	send_foreign(whole, sizeof(whole), 8);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
	assert_int_equal(count_descriptors(), before);
}

static void
the_next_message_is_heard_after_a_foreign_one(void **state)
{
	struct control_message m;

	(void)state;
	send_foreign("?", 1, 0);
	assert_int_equal(control_send(pair[0],
			     &(struct control_message){
				 .kind = CONTROL_READY, .fd = -1 }),
	    ERR_OK);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_SYNTAX);
	assert_int_equal(control_receive(pair[1], &m, room), ERR_OK);
	assert_int_equal(m.kind, CONTROL_READY);
}

static void
silence_and_a_closed_end_are_told_apart(void **state)
{
	struct control_message m;

	(void)state;
	assert_int_equal(control_receive(pair[0], &m, room), ERR_BUSY);
	close(pair[1]);
	pair[1] = -1;
	assert_int_equal(control_receive(pair[0], &m, room), ERR_SYS);
	assert_int_equal(control_send(pair[0],
			     &(struct control_message){
				 .kind = CONTROL_DRAIN, .fd = -1 }),
	    ERR_SYS);
}

static void
a_full_socket_says_busy(void **state)
{
	const struct control_message m = { .kind = CONTROL_DRAIN, .fd = -1 };
	enum err e;
	int n = 0;

	(void)state;
	while ((e = control_send(pair[0], &m)) == ERR_OK)
		assert_true(++n < 100000);
	assert_int_equal(e, ERR_BUSY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_pair, close_pair)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_message_arrives_as_it_was_sent),
		TEST(a_descriptor_is_received_closed_on_exec),
		TEST(the_largest_body_fits_and_a_larger_one_is_refused),
		TEST(a_short_packet_is_refused),
		TEST(an_overlong_packet_is_refused),
		TEST(an_unknown_kind_is_refused),
		TEST(descriptors_of_what_is_refused_are_closed),
		TEST(the_next_message_is_heard_after_a_foreign_one),
		TEST(silence_and_a_closed_end_are_told_apart),
		TEST(a_full_socket_says_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
