#include "test.h"

#include <sys/socket.h>
#include <unistd.h>

#include "net/link.h"

struct pair {
	struct link *link;
	int hall;
	struct buf heard; /* by the hall */
};

static int
setup(void **state)
{
	static struct pair p;
	int fds[2], small = 4096;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) != 0)
		return -1;
	setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	p = (struct pair){ .link = link_new(), .hall = fds[1] };
	link_open(p.link, fds[0]);
	*state = &p;
	return 0;
}

static int
teardown(void **state)
{
	struct pair *p = *state;

	link_free(p->link);
	buf_fini(&p->heard);
	close(p->hall);
	return 0;
}

static void
put(struct pair *p, uint64_t conn, enum link_order order, size_t body)
{
	static char bytes[BODY_SMALL_MAX];
	struct frame_request r = { .conn = conn, .route = ROUTE_ANSWER,
		.body = { bytes, body } };

	link_put_request(p->link, &r, order);
}

static void
hear(struct pair *p)
{
	ssize_t n;

	while ((n = recv(p->hall, buf_reserve(&p->heard, 65536), 65536, 0)) > 0)
		p->heard.len += (size_t)n;
}

/* Flush and hear by turns until nothing is left. */
static void
finish(struct pair *p)
{
	while (link_flush(p->link) == ERR_BUSY)
		hear(p);
	hear(p);
}

/* The next request the hall hears is about this connection. */
static void
expect(struct pair *p, uint64_t conn)
{
	struct frame_request r;
	enum frame_kind kind;
	struct slice rest;
	size_t len;

	assert_int_equal(frame_next(&len, &kind, &rest, buf_slice(&p->heard)),
	    ERR_OK);
	assert_int_equal(kind, FRAME_REQUEST);
	assert_int_equal(frame_get_request(&r, rest), ERR_OK);
	assert_int_equal(r.conn, conn);
	buf_drop(&p->heard, len);
}

static void
saves_go_before_everything_else(void **state)
{
	struct pair *p = *state;

	put(p, 1, LINK_OTHERS, 10);
	put(p, 2, LINK_SAVES, 10);
	put(p, 3, LINK_OTHERS, 10);
	put(p, 4, LINK_SAVES, 10);
	finish(p);
	expect(p, 2);
	expect(p, 4);
	expect(p, 1);
	expect(p, 3);
	assert_int_equal(p->heard.len, 0);
}

static void
a_frame_that_is_cut_is_finished_before_a_save(void **state)
{
	struct pair *p = *state;
	uint64_t i;

	for (i = 0; i < 40; i++)
		put(p, i, LINK_OTHERS, 3000);
	assert_int_equal(link_flush(p->link), ERR_BUSY);
	hear(p);
	assert_true(p->heard.len > 3000);
	put(p, 100, LINK_SAVES, 3000);
	finish(p);
	for (i = 0; i < 41; i++) {
		struct frame_request r;
		enum frame_kind kind;
		struct slice rest;
		size_t len;

		assert_int_equal(frame_next(&len, &kind, &rest,
				     buf_slice(&p->heard)), ERR_OK);
		assert_int_equal(frame_get_request(&r, rest), ERR_OK);
		if (r.conn == 100)
			break;
		assert_int_equal(r.conn, i);
		buf_drop(&p->heard, len);
	}
	assert_true(i > 0 && i < 39);
}

static void
every_cut_keeps_every_frame_whole(void **state)
{
	struct pair *p = *state;
	size_t n = 0, len;
	struct slice rest;
	enum frame_kind kind;
	uint64_t i;

	for (i = 0; i < 300; i++) {
		put(p, i, i % 3 == 0 ? LINK_SAVES : LINK_OTHERS,
		    (size_t)(i * 37 % 900));
		if (link_flush(p->link) == ERR_BUSY && i % 5 == 0)
			hear(p);
	}
	finish(p);
	while (frame_next(&len, &kind, &rest, buf_slice(&p->heard)) == ERR_OK) {
		struct frame_request r;

		assert_int_equal(frame_get_request(&r, rest), ERR_OK);
		assert_int_equal(r.body.len, r.conn * 37 % 900);
		buf_drop(&p->heard, len);
		n++;
	}
	assert_int_equal(n, 300);
	assert_int_equal(p->heard.len, 0);
}

static void
frames_of_the_hall_come_out_whole_however_they_are_cut(void **state)
{
	struct pair *p = *state;
	struct frame_push push = { 7, SLICE("data: x\n\n") };
	struct buf b = { 0 };
	enum frame_kind kind;
	struct slice rest;
	size_t i;

	frame_put_push(&b, &push);
	for (i = 0; i < b.len; i++) {
		assert_int_equal(link_next(&kind, &rest, p->link), ERR_BUSY);
		assert_int_equal(send(p->hall, b.at + i, 1, 0), 1);
		assert_int_equal(link_read(p->link), ERR_OK);
	}
	assert_int_equal(link_next(&kind, &rest, p->link), ERR_OK);
	assert_int_equal(kind, FRAME_PUSH);
	assert_int_equal(frame_get_push(&push, rest), ERR_OK);
	assert_int_equal(link_next(&kind, &rest, p->link), ERR_BUSY);
	assert_int_equal(link_read(p->link), ERR_BUSY);
	buf_fini(&b);
}

static void
a_frame_beyond_the_limit_is_refused_before_it_comes(void **state)
{
	struct pair *p = *state;
	enum frame_kind kind;
	struct slice rest;

	assert_int_equal(send(p->hall, "\377\377\377\177", 4, 0), 4);
	assert_int_equal(link_read(p->link), ERR_OK);
	assert_int_equal(link_next(&kind, &rest, p->link), ERR_TOO_BIG);
}

static void
the_end_of_the_hall_is_noticed_on_both_ways(void **state)
{
	struct pair *p = *state;

	shutdown(p->hall, SHUT_RDWR);
	assert_int_equal(link_read(p->link), ERR_SYS);
	put(p, 1, LINK_SAVES, 1);
	assert_int_equal(link_flush(p->link), ERR_SYS);
}

static void
a_closed_link_forgets(void **state)
{
	struct pair *p = *state;

	put(p, 1, LINK_SAVES, 1);
	link_close(p->link);
	assert_int_equal(link_backlog(p->link), 0);
	put(p, 2, LINK_SAVES, 1);
	link_put_gone(p->link, 3);
	assert_int_equal(link_backlog(p->link), 0);
	assert_int_equal(link_flush(p->link), ERR_OK);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(saves_go_before_everything_else),
		CASE(a_frame_that_is_cut_is_finished_before_a_save),
		CASE(every_cut_keeps_every_frame_whole),
		CASE(frames_of_the_hall_come_out_whole_however_they_are_cut),
		CASE(a_frame_beyond_the_limit_is_refused_before_it_comes),
		CASE(the_end_of_the_hall_is_noticed_on_both_ways),
		CASE(a_closed_link_forgets),
	};

	return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
