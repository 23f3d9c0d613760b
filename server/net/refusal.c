#include "net/refusal.h"

enum { KEEP, CLOSE };

const struct refusal_facts refusal_facts[N_REFUSALS] = {
#define X(name, status, err, after, rule, detail)                              \
	{ status, ERR_##err, after == CLOSE, rule, detail },
	REFUSALS(X)
#undef X
};
