#include "exam-load/rows.h"

#define ROW "{\"attempt\":"
#define SAVED "\"last_saved\":"
#define TIME_LEN 24 /* 2026-11-22T09:00:00.000Z */
#define LEN(literal) (sizeof(literal) - 1)

static uint64_t
number_at(const char *at, const char *end)
{
	uint64_t n = 0;

	for (; at < end && *at >= '0' && *at <= '9'; at++)
		n = 10 * n + (uint64_t)(*at - '0');
	return n;
}

static const char *
find(const char *at, const char *end, const char *what, size_t len)
{
	return memmem(at, (size_t)(end - at), what, len);
}

/* The row at this place; NULL: it is not whole.  Otherwise where it is done
 * with. */
static const char *
take_row(const char *row, const char *end, rows_call *call, void *owner)
{
	const char *saved = find(row, end, SAVED, LEN(SAVED));

	if (saved == NULL || (size_t)(end - saved) < LEN(SAVED) + TIME_LEN + 2)
		return NULL;
	saved += LEN(SAVED);
	if (*saved == '"')
		call(owner, number_at(row + LEN(ROW), end),
		    (struct slice){ saved + 1, TIME_LEN });
	return saved;
}

bool
rows_take(size_t *len, struct slice bytes, rows_call *call, void *owner)
{
	const char *at = bytes.at, *end = bytes.at + bytes.len, *row, *next;
	bool ended = false;

	while ((row = find(at, end, ROW, LEN(ROW))) != NULL) {
		ended = ended || find(at, row, "\n\n", 2) != NULL;
		next = take_row(row, end, call, owner);
		if (next == NULL) {
			*len = (size_t)(row - bytes.at);
			return ended;
		}
		at = next;
	}
	ended = ended || find(at, end, "\n\n", 2) != NULL;
	/* the beginning of a row, or of the end of an event, may be there */
	if ((size_t)(end - at) >= LEN(ROW))
		at = end - (LEN(ROW) - 1);
	*len = (size_t)(at - bytes.at);
	return ended;
}
