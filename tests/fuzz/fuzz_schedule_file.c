/*
 * Any bytes as a schedule or programme: what is accepted is written out the
 * same however often it is read.
 */
#include <stdint.h>

#include "load/programme.h"
#include "load/schedule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
try_schedule(struct slice text)
{
	struct diag diag = { .path = "f" };
	struct buf first = { 0 }, second = { 0 };
	struct schedule a, b;

	if (load_schedule(&a, text, &diag) == ERR_OK) {
		load_schedule_write(&first, &a);
		check(load_schedule(&b, buf_slice(&first), &diag) == ERR_OK);
		load_schedule_write(&second, &b);
		check(slice_equal(buf_slice(&first), buf_slice(&second)));
		schedule_fini(&a);
		schedule_fini(&b);
	} else
		check(diag.count > 0);
	diag_fini(&diag);
	buf_fini(&first);
	buf_fini(&second);
}

static void
try_programme(struct slice text)
{
	struct diag diag = { .path = "f" };
	struct buf first = { 0 }, second = { 0 };
	struct programme *a, *b;

	if (load_programme(&a, text, &diag) == ERR_OK) {
		load_programme_write(&first, a);
		check(load_programme(&b, buf_slice(&first), &diag) == ERR_OK);
		load_programme_write(&second, b);
		check(slice_equal(buf_slice(&first), buf_slice(&second)));
		programme_free(a);
		programme_free(b);
	} else
		check(diag.count > 0);
	diag_fini(&diag);
	buf_fini(&first);
	buf_fini(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };

	try_schedule(text);
	try_programme(text);
	return 0;
}
