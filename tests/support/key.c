#include "support/key.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "test.h"

bool
key_cut(struct slice *part, struct slice *left, const char *separator)
{
	size_t len = strlen(separator);
	const char *end;

	if (left->at == NULL)
		return false;
	end = memmem(left->at, left->len, separator, len);
	*part = *left;
	if (end == NULL) {
		*left = SLICE_NONE;
		return true;
	}
	part->len = (size_t)(end - left->at);
	left->at += part->len + len;
	left->len -= part->len + len;
	return true;
}

bool
key_next(struct key_line *line, struct slice *left)
{
	struct slice text;

	if (left->len == 0 || !key_cut(&text, left, "\n"))
		return false;
	if (!key_cut(&line->item, &text, "\t") ||
	    !key_cut(&line->response, &text, "\t") ||
	    !key_cut(&line->marks, &text, "\t") || text.at != NULL)
		fail_msg("no line of a key: %.*s", SLICE_FMT(line->item));
	return true;
}

static int32_t
thousandths(struct slice number)
{
	char text[16];

	snprintf(text, sizeof(text), "%.*s", SLICE_FMT(number));
	return (int32_t)lround(strtod(text, NULL) * 1000);
}

int32_t
key_marks(struct slice marks)
{
	struct slice part;
	int32_t sum = 0;

	while (key_cut(&part, &marks, " ; "))
		sum += thousandths(part);
	return sum;
}
