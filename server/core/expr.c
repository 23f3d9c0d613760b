#include "core/expr.h"

static const struct {
	const char *text;
	uint16_t fewest, most;
	enum expr_attribute attribute;
} operators[] = {
#define X(name, text, fewest, most, attribute, ...)                            \
	{ text, fewest, most, EXPR_HAS_##attribute },
#define XR(name, text, fewest, most, attribute)                                \
	{ text, fewest, most, EXPR_HAS_##attribute },
	EXPR_RULES(XR)
	EXPR_OPS(X)
#undef XR
#undef X
};

static const struct {
	const char *text, *why;
} refused[] = {
	{ "random", "chance may not decide a mark" },
	{ "randomInteger", "chance may not decide a mark" },
	{ "randomFloat", "chance may not decide a mark" },
	{ "customOperator", "its meaning is known to one vendor only" },
	{ "patternMatch", "regular expressions are not supported; list the "
			  "accepted texts in a mapping" },
	{ "fieldValue", "no response is a record" },
	{ "outcomeMaximum", "it belongs to a test, not to an item" },
	{ "outcomeMinimum", "it belongs to a test, not to an item" },
	{ "testVariables", "it belongs to a test, not to an item" },
	{ "numberCorrect", "it belongs to a test, not to an item" },
	{ "numberIncorrect", "it belongs to a test, not to an item" },
	{ "numberPresented", "it belongs to a test, not to an item" },
	{ "numberResponded", "it belongs to a test, not to an item" },
	{ "numberSelected", "it belongs to a test, not to an item" },
	{ "setTemplateValue", "template processing is not supported" },
	{ "setCorrectResponse", "template processing is not supported" },
	{ "setDefaultValue", "template processing is not supported" },
	{ "templateCondition", "template processing is not supported" },
	{ "templateConstraint", "template processing is not supported" },
	{ "exitTemplate", "template processing is not supported" },
	{ "include", "processing must be complete in the item" },
	{ "responseProcessingFragment", "write fragment" },
};

void
expr_init(struct expr *e, struct arena *arena, enum expr_op op,
    uint16_t n_children)
{
	*e = (struct expr){ .op = op, .n_children = n_children };
	if (n_children > 0)
		e->children = arena_take(arena, n_children, sizeof(*e));
}

const char *
expr_op_text(enum expr_op op)
{
	return operators[op].text;
}

enum expr_attribute
expr_op_attribute(enum expr_op op)
{
	return operators[op].attribute;
}

void
expr_op_arity(uint16_t *fewest, uint16_t *most, enum expr_op op)
{
	*fewest = operators[op].fewest;
	*most = operators[op].most;
}

bool
expr_op_parse(enum expr_op *out, struct slice text)
{
	unsigned i;

	for (i = 0; i < N_EXPR_OPS; i++)
		if (slice_is(text, operators[i].text)) {
			*out = (enum expr_op)i;
			return true;
		}
	return false;
}

const char *
expr_op_refusal(struct slice text)
{
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (slice_is(text, refused[i].text))
			return refused[i].why;
	return NULL;
}

/* The place of a word in a list of n, or n. */
static unsigned
find_word(const char *const *words, unsigned n, struct slice word)
{
	unsigned i = 0;

	while (i < n && !slice_is(word, words[i]))
		i++;
	return i;
}

#define WORD(name, text) text,
#define PARSE(enumeration, LIST, N)                                            \
	bool enumeration##_parse(enum enumeration *out, struct slice word)     \
	{                                                                      \
		static const char *const words[] = { LIST(WORD) };             \
		unsigned i = find_word(words, N, word);                        \
                                                                               \
		if (i == N)                                                    \
			return false;                                          \
		*out = (enum enumeration)i;                                    \
		return true;                                                   \
	}

PARSE(expr_constant, EXPR_CONSTANTS, N_EXPR_CONSTANTS)
PARSE(expr_tolerance, EXPR_TOLERANCES, N_EXPR_TOLERANCES)
PARSE(expr_rounding, EXPR_ROUNDINGS, N_EXPR_ROUNDINGS)
PARSE(expr_function, EXPR_FUNCTIONS, N_EXPR_FUNCTIONS)
PARSE(expr_statistic, EXPR_STATISTICS, N_EXPR_STATISTICS)
