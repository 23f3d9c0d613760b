#include "http_requests.h"

const struct request_case *
request_case(size_t i)
{
	static const struct request_cases *const all[] = { &requests_line,
		&requests_target, &requests_host, &requests_field,
		&requests_length, &requests_framing, &requests_stream };
	size_t k;

	for (k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
		if (i < all[k]->n)
			return &all[k]->at[i];
		i -= all[k]->n;
	}
	return NULL;
}
