#include "terminal/session/picture.h"

#include <unistd.h>

#include "base/file.h"
#include "terminal/session/state_file.h"

static const char *
suffix(struct slice bytes)
{
	return bytes.len > 4 && memcmp(bytes.at, "\x89PNG", 4) == 0 ? "png"
								    : "jpg";
}

static const char *
remember(struct pictures *p, const char *path)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->paths[i], path) == 0)
			return p->paths[i];
	p->paths = alloc_resize(p->paths, p->n + 1, sizeof(*p->paths));
	p->paths[p->n] = alloc_text(path);
	return p->paths[p->n++];
}

enum err
pictures_keep(const char **path, struct pictures *p, const char *directory,
    int item, const char *image, struct slice bytes)
{
	struct buf text = { 0 };
	enum err e;

	buf_printf(&text, "%s/item-%d-image-%s.%s", directory, item, image,
	    suffix(bytes));
	buf_put_u8(&text, '\0');
	e = state_file_prepare(directory);
	if (e == ERR_OK)
		e = file_replace(text.at, bytes, 0600);
	if (e == ERR_OK)
		*path = remember(p, text.at);
	buf_fini(&text);
	return e;
}

void
pictures_fini(struct pictures *p)
{
	while (p->n > 0) {
		unlink(p->paths[--p->n]);
		free(p->paths[p->n]);
	}
	free(p->paths);
	*p = (struct pictures){ 0 };
}
