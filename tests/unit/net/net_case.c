#include "net_case.h"

static bool sandboxed;

int
net_case_set_up(void **state)
{
	static struct rig r;

	rig_defaults(&r);
	r.options.sandbox = sandboxed;
	*state = &r;
	return 0;
}

int
net_case_start(void **state)
{
	net_case_set_up(state);
	rig_start(*state);
	return 0;
}

int
net_case_stop(void **state)
{
	return rig_stop(*state) == 1 ? 0 : -1;
}

int
net_case_sandbox(void **state)
{
	(void)state;
	sandboxed = true;
	return 0;
}
