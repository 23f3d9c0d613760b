#include "exam-load/tickets.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "exam/limits.h"

/* Only what stands in a JSON string as it is: no quote, no backslash. */
static bool
copy_plain(char *to, size_t room, const json_t *ticket, const char *name)
{
	const char *text = json_string_value(json_object_get(ticket, name));

	if (text == NULL || *text == '\0' || strlen(text) >= room ||
	    strpbrk(text, "\"\\") != NULL)
		return false;
	memcpy(to, text, strlen(text) + 1);
	return true;
}

static enum err
read_array(struct tickets *tickets, const json_t *array, struct diag *d)
{
	struct tickets t = { json_array_size(array), NULL };
	size_t i;

	if (t.n == 0 || t.n > CROWD_MAX) {
		diag_add(d, 0, "", "holds %zu tickets; 1 to %d are needed",
		    t.n, CROWD_MAX);
		return ERR_INVALID;
	}
	t.at = alloc_zero(t.n, sizeof(*t.at));
	for (i = 0; i < t.n; i++) {
		const json_t *ticket = json_array_get(array, i);
		struct ticket *to = &t.at[i];

		if (!copy_plain(to->number, sizeof(to->number), ticket,
			"candidate") ||
		    !copy_plain(to->code, sizeof(to->code), ticket, "code")) {
			diag_add(d, 0, "", "ticket %zu has no candidate or "
					   "no code",
			    i + 1);
			tickets_fini(&t);
			return ERR_INVALID;
		}
	}
	*tickets = t;
	return ERR_OK;
}

enum err
tickets_read(struct tickets *tickets, const char *path, struct diag *d)
{
	json_error_t error;
	json_t *file = json_load_file(path, 0, &error);
	const json_t *array;
	enum err e;

	d->path = path;
	if (file == NULL) {
		diag_add(d, error.line > 0 ? error.line : 0, "", "%s",
		    error.text);
		return ERR_INVALID;
	}
	array = json_is_array(file) ? file : json_object_get(file, "tickets");
	e = read_array(tickets, array, d);
	json_decref(file);
	return e;
}

void
tickets_fini(struct tickets *t)
{
	free(t->at);
	*t = (struct tickets){ 0 };
}
