#include "exam/routes.h"

#include "exam/states.h"

const struct route_facts route_facts[N_ROUTES] = {
#define X(name, method, path, port, who, limit, resend, summary)               \
	{ #name, METHOD_##method, path, PORT_##port, who, limit,               \
		RESEND_##resend, summary },
	ROUTES(X)
#undef X
};

const uint16_t route_states[N_ROUTES] = {
#define X(name, states) [ROUTE_##name] = (states),
	ROUTE_STATES(X)
#undef X
};

const char *
method_name(enum http_method m)
{
	static const char *const names[N_METHODS] = { "GET", "HEAD", "POST",
		"PUT", "DELETE" };

	return names[m];
}
