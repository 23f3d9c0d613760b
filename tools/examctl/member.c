#include "examctl/member.h"

#include <stdio.h>

#include "examctl/text.h"

const char *
member_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

json_int_t
member_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

bool
member_is_true(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

void
list_words(struct buf *out, const json_t *array)
{
	const json_t *value;
	size_t i;

	json_array_foreach (array, i, value) {
		if (i > 0)
			buf_put_text(out, ", ");
		text_put(out, json_string_value(value) != NULL
			? json_string_value(value)
			: "?");
	}
	if (json_array_size(array) == 0)
		buf_put_text(out, "-");
}

void
say_json(const json_t *json)
{
	json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
}
