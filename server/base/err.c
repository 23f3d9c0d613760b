#include "exam/err.h"

static const struct {
	int status;
	const char *type, *text;
} facts[] = {
#define X(name, code, status, type, text) [code] = { status, type, text },
	ERR_LIST(X)
#undef X
};

const char *
err_text(enum err e)
{
	return facts[e].text;
}

const char *
err_type(enum err e)
{
	return facts[e].type;
}

int
err_status(enum err e)
{
	return facts[e].status;
}
