#include "examctl/reason.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *code, *help;
} reasons[] = {
#define X(code, help) { code, help },
	REASONS(X)
#undef X
};

#define N_REASONS (sizeof(reasons) / sizeof(*reasons))

void
reason_list(struct buf *out)
{
	size_t i;

	for (i = 0; i < N_REASONS; i++)
		buf_printf(out, "  %2zu  %-18s %s\n", i + 1, reasons[i].code,
		    reasons[i].help);
}

const char *
reason_find(const char *text)
{
	unsigned long number;
	char *end;
	size_t i;

	for (i = 0; i < N_REASONS; i++)
		if (strcmp(text, reasons[i].code) == 0)
			return reasons[i].code;
	number = strtoul(text, &end, 10);
	if (end == text || *end != '\0' || number < 1 || number > N_REASONS)
		return NULL;
	return reasons[number - 1].code;
}
