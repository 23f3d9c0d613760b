#include "examctl/upload.h"

#include <stdio.h>
#include <string.h>

#include "examctl/files.h"
#include "examctl/text.h"

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* "file=NAME", without the folders and encoded. */
static void
put_query(struct buf *query, const char *path)
{
	const char *slash = strrchr(path, '/');

	buf_put_text(query, "file=");
	text_encode(query, slash != NULL ? slash + 1 : path);
	buf_put_u8(query, '\0');
}

enum outcome
upload_and_tell(struct call *call, enum route route, const char *param,
    const char *path, tell_words *words)
{
	struct ask request = { .route = route, .params = { param } };
	struct diag refused = { .path = "examctl" };
	struct buf text = { 0 }, query = { 0 };
	enum outcome outcome = MISUSED;

	if (files_read(&text, path, &refused) == ERR_OK) {
		put_query(&query, path);
		request.query = query.at;
		request.raw = buf_slice(&text);
		if (ends_with(path, ".csv"))
			request.content_type = "text/csv";
		outcome = tell_reply(call, &request, words);
	}
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&refused.text)));
	diag_fini(&refused);
	buf_fini(&text);
	buf_fini(&query);
	return outcome;
}
