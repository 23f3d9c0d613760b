#include "exam-verify/choices.h"

#include "load/json.h"
#include "proof/literal.h"

static const struct interaction *
interaction_of(const struct item *item, uint16_t variable)
{
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (item->interactions[i].variable == variable)
			return &item->interactions[i];
	return NULL;
}

static const struct choice *
find_choice(const struct interaction *in, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < in->n_choices; i++)
		if (slice_equal(in->choices[i].ident, ident))
			return &in->choices[i];
	return NULL;
}

/* The text in its view, `"text":"…"`. */
static void
put_text(struct buf *b, const struct choice *choice)
{
	struct json_document *document = NULL;
	struct diag d = { .path = "" };
	struct buf object = { 0 };
	const struct json *text = NULL;

	buf_printf(&object, "{%.*s}", SLICE_FMT(choice->view));
	if (json_read(&document, buf_slice(&object), &d) == ERR_OK)
		text = json_member(json_root(document), "text");
	if (text != NULL && text->kind == JSON_STRING)
		buf_printf(b, " \"%.*s\"", SLICE_FMT(text->text));
	json_free(document);
	buf_fini(&object);
	diag_fini(&d);
}

void
choices_put(
    struct buf *b, const struct item *item, uint16_t variable, struct value v)
{
	const struct interaction *in = interaction_of(item, variable);
	const struct choice *choice;
	uint32_t i;

	if (in == NULL || v.n == 0 || v.type != VALUE_IDENTIFIER) {
		literal_put_value(b, v);
		return;
	}
	buf_put_text(b, "[");
	for (i = 0; i < v.n; i++) {
		buf_put_text(b, i > 0 ? ", " : "");
		buf_put_slice(b, v.atoms[i].text);
		choice = find_choice(in, v.atoms[i].text);
		if (choice != NULL)
			put_text(b, choice);
	}
	buf_put_text(b, "]");
}

void
choices_put_all(
    struct buf *b, const struct item *item, const struct value *values)
{
	const char *blank = "";
	uint16_t i;

	for (i = 0; i < item->n_variables; i++) {
		const struct variable *v = &item->variables[i];

		if (v->kind != VARIABLE_RESPONSE)
			continue;
		buf_put_text(b, blank);
		choices_put(
		    b, item, i, values != NULL ? values[i] : v->correct);
		blank = " ";
	}
}
