#include "core/programme.h"

#include "exam/alloc.h"

static const char *const route_names[] = {
	[ROUTE_UPGRADE] = "upgrade",
	[ROUTE_FULL] = "full",
};

struct programme *
programme_new(void)
{
	return alloc_zero(1, sizeof(struct programme));
}

void
programme_free(struct programme *p)
{
	if (p == NULL)
		return;
	arena_fini(&p->arena);
	free(p);
}

const char *
route_name_text(enum route_name name)
{
	return route_names[name];
}

bool
route_name_parse(enum route_name *out, struct slice text)
{
	unsigned i;

	for (i = 0; i < N_ROUTE_NAMES; i++)
		if (slice_is(text, route_names[i])) {
			*out = (enum route_name)i;
			return true;
		}
	return false;
}
