/* Any bytes are settings or mistakes, never both and never neither. */
#include <stdint.h>
#include <stdlib.h>

#include "parent/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = { .path = "fuzz/examd.conf" };
	struct config c;
	enum err e = config_parse(&c,
	    (struct slice){ (const char *)data, size }, &d);

	if ((e == ERR_OK) != (d.count == 0))
		abort();
	if (e == ERR_OK) {
		if (c.certificate == NULL || c.candidates.n == 0 ||
		    c.candidates.n > LISTEN_MAX || c.connections == 0)
			abort();
		config_fini(&c);
	}
	diag_fini(&d);
	return 0;
}
