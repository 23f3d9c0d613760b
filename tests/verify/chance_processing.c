/* Response processing, grown at random: every operator, types that fit. */
#include "verify/chance.h"

struct growing {
	struct buf *b;
	struct rng *rng;
	const struct variable *variables;
	uint16_t n;
};

static void grow_number(struct growing *, int depth);
static void grow_integer(struct growing *, int depth);
static void grow_boolean(struct growing *, int depth);

static void
put(struct growing *g, const char *text)
{
	buf_put_text(g->b, text);
}

/* A variable of the kind, types and cardinality; NULL: there is none. */
static const struct variable *
find(struct growing *g, unsigned types, unsigned cardinalities)
{
	uint16_t start = (uint16_t)rng_below(g->rng, g->n), i;

	for (i = 0; i < g->n; i++) {
		const struct variable *v =
		    &g->variables[(start + i) % g->n];

		if ((types & 1u << v->type) != 0 &&
		    (cardinalities & 1u << v->cardinality) != 0)
			return v;
	}
	return NULL;
}

#define ONE (1u << CARDINALITY_SINGLE)
#define BAG (1u << CARDINALITY_MULTIPLE)
#define LIST (1u << CARDINALITY_ORDERED)
#define TYPE(name) (1u << VALUE_##name)

static void
put_variable(struct growing *g, const struct variable *v)
{
	buf_printf(g->b, "%.*s", SLICE_FMT(v->ident));
}

/* ---- numbers ---- */

static const char *const floats[] = { "0.1", "0.5", "0.7", "1.0", "1.0005",
	"-0.0005", "2.5", "-1.25", "3.0", "0.333", "1e3", "100.0", "0.0",
	"1e-9", "0.4995", "7.25e12", NULL };
static const char *const integers[] = { "0", "1", "2", "3", "-4", "7", "12",
	"100", "-1", "9007199254740993", "9223372036854775807", NULL };

static void
grow_number_leaf(struct growing *g)
{
	const struct variable *v =
	    find(g, TYPE(INTEGER) | TYPE(FLOAT), ONE);

	if (v != NULL && chance_of(g->rng, 45))
		put_variable(g, v);
	else if (chance_of(g->rng, 6))
		put(g, chance_of(g->rng, 50) ? "(mathConstant :name=pi)" :
					       "(mathConstant :name=e)");
	else
		put(g, chance_text(g->rng,
		    chance_of(g->rng, 70) ? floats : integers));
}

static void
grow_mapped(struct growing *g)
{
	uint16_t i, start = (uint16_t)rng_below(g->rng, g->n);

	for (i = 0; i < g->n; i++) {
		const struct variable *v =
		    &g->variables[(start + i) % g->n];

		if (v->mapping == NULL)
			continue;
		put(g, "(mapResponse ");
		put_variable(g, v);
		put(g, ")");
		return;
	}
	grow_number_leaf(g);
}

static void
grow_numbers(struct growing *g, const char *op, int low, int high, int depth)
{
	int n = chance_int(g->rng, low, high);

	buf_printf(g->b, "(%s", op);
	while (n-- > 0) {
		put(g, " ");
		grow_number(g, depth - 1);
	}
	put(g, ")");
}

static void
grow_rounded(struct growing *g, int depth)
{
	buf_printf(g->b, "(roundTo :mode=%s :figures=%d ",
	    chance_of(g->rng, 50) ? "decimalPlaces" : "significantFigures",
	    chance_int(g->rng, 1, 6));
	grow_number(g, depth - 1);
	put(g, ")");
}

static void
grow_power(struct growing *g, int depth)
{
	static const char *const exponents[] = { "2", "3.0", "0.5", "-1",
		"1.5", "-0.5", "0", NULL };

	put(g, "(power ");
	grow_number(g, depth - 1);
	buf_printf(g->b, " %s)", chance_text(g->rng, exponents));
}

static void
grow_container(struct growing *g, const char *op, int depth)
{
	int n = chance_int(g->rng, 1, 4);

	buf_printf(g->b, "(%s", op);
	while (n-- > 0) {
		put(g, " ");
		if (depth > 0 && chance_of(g->rng, 30))
			grow_rounded(g, depth - 1);
		else
			put(g, chance_text(g->rng, floats));
	}
	put(g, ")");
}

static void
grow_statistic(struct growing *g, int depth)
{
	static const char *const names[] = { "mean", "sampleVariance",
		"sampleSD", "popVariance", "popSD", NULL };

	buf_printf(g->b, "(statsOperator :name=%s ",
	    chance_text(g->rng, names));
	grow_container(g, "multiple", depth - 1);
	put(g, ")");
}

static void
grow_function(struct growing *g, int depth)
{
	static const char *const names[] = { "abs", "signum", "toDegrees",
		"toRadians", NULL };

	buf_printf(g->b, "(mathOperator :name=%s ",
	    chance_text(g->rng, names));
	grow_number(g, depth - 1);
	put(g, ")");
}

static void
grow_index(struct growing *g, int depth)
{
	int n = chance_int(g->rng, 1, 4);

	buf_printf(g->b, "(index :n=%d ", n);
	if (chance_of(g->rng, 30)) {
		buf_printf(g->b, "(repeat :n=%d ", chance_int(g->rng, 1, 3));
		grow_container(g, "ordered", depth - 1);
		put(g, ")");
	} else {
		grow_container(g, "ordered", depth - 1);
	}
	put(g, ")");
}

static void
grow_number(struct growing *g, int depth)
{
	if (depth <= 0) {
		grow_number_leaf(g);
		return;
	}
	switch (chance_int(g->rng, 0, 14)) {
	case 0:
	case 1:
		grow_numbers(g, "sum", 1, 4, depth);
		break;
	case 2:
		grow_numbers(g, "product", 1, 3, depth);
		break;
	case 3:
		grow_numbers(g, "subtract", 2, 2, depth);
		break;
	case 4:
		grow_numbers(g, "divide", 2, 2, depth);
		break;
	case 5:
		grow_numbers(g, "max", 1, 3, depth);
		break;
	case 6:
		grow_numbers(g, "min", 1, 3, depth);
		break;
	case 7:
		grow_power(g, depth);
		break;
	case 8:
		grow_rounded(g, depth);
		break;
	case 9:
		grow_statistic(g, depth);
		break;
	case 10:
		grow_function(g, depth);
		break;
	case 11:
		grow_index(g, depth);
		break;
	case 12:
		grow_integer(g, depth - 1);
		break;
	default:
		grow_mapped(g);
	}
}

/* ---- whole numbers ---- */

static void
grow_size(struct growing *g)
{
	const struct variable *v = find(g, ~0u, BAG | LIST);

	if (v == NULL) {
		put(g, chance_text(g->rng, integers));
		return;
	}
	put(g, "(containerSize ");
	put_variable(g, v);
	put(g, ")");
}

static void
grow_integers(struct growing *g, const char *op, int n, int depth)
{
	buf_printf(g->b, "(%s", op);
	while (n-- > 0) {
		put(g, " ");
		grow_integer(g, depth - 1);
	}
	put(g, ")");
}

static void
grow_integer(struct growing *g, int depth)
{
	static const char *const whole[] = { "(truncate ", "(round ",
		"(mathOperator :name=floor ", "(mathOperator :name=ceil ",
		NULL };

	if (depth <= 0) {
		if (chance_of(g->rng, 50))
			grow_size(g);
		else
			put(g, chance_text(g->rng, integers));
		return;
	}
	switch (chance_int(g->rng, 0, 7)) {
	case 0:
		grow_integers(g, "integerDivide", 2, depth);
		break;
	case 1:
		grow_integers(g, "integerModulus", 2, depth);
		break;
	case 2:
		grow_integers(g, "gcd", chance_int(g->rng, 1, 3), depth);
		break;
	case 3:
		grow_integers(g, "lcm", chance_int(g->rng, 1, 3), depth);
		break;
	case 4:
		grow_integers(g, "sum", chance_int(g->rng, 1, 3), depth);
		break;
	case 5:
		grow_integers(g, "product", chance_int(g->rng, 1, 3), depth);
		break;
	default:
		put(g, chance_text(g->rng, whole));
		grow_number(g, depth - 1);
		put(g, ")");
	}
}

/* ---- truths ---- */

static void
grow_compared(struct growing *g, int depth)
{
	static const char *const ops[] = { "gt", "gte", "lt", "lte", NULL };

	grow_numbers(g, chance_text(g->rng, ops), 2, 2, depth);
}

static void
grow_equal(struct growing *g, int depth)
{
	static const char *const modes[] = { "exact", "absolute", "relative",
		NULL };
	const char *mode = chance_text(g->rng, modes);

	if (chance_of(g->rng, 40)) {
		buf_printf(g->b, "(equalRounded :mode=%s :figures=%d ",
		    chance_of(g->rng, 50) ? "decimalPlaces" :
					    "significantFigures",
		    chance_int(g->rng, 1, 4));
	} else {
		buf_printf(g->b, "(equal :mode=%s", mode);
		if (strcmp(mode, "exact") != 0)
			buf_printf(g->b, " :below=%s :above=%s :lower=%s "
			    ":upper=%s", chance_of(g->rng, 50) ? "0.1" : "5",
			    chance_of(g->rng, 50) ? "0.25" : "1",
			    chance_of(g->rng, 50) ? "t" : "f",
			    chance_of(g->rng, 50) ? "t" : "f");
		put(g, " ");
	}
	grow_number(g, depth - 1);
	put(g, " ");
	grow_number(g, depth - 1);
	put(g, ")");
}

/* The response against its key. */
static void
grow_key(struct growing *g)
{
	uint16_t i, start = (uint16_t)rng_below(g->rng, g->n);

	for (i = 0; i < g->n; i++) {
		const struct variable *v = &g->variables[(start + i) % g->n];

		if (v->kind != VARIABLE_RESPONSE || value_is_null(v->correct))
			continue;
		if (chance_of(g->rng, 20) &&
		    v->cardinality != CARDINALITY_SINGLE)
			put(g, "(contains ");
		else
			put(g, "(match ");
		put_variable(g, v);
		put(g, " (correct ");
		put_variable(g, v);
		put(g, "))");
		return;
	}
	put(g, "true");
}

static void
grow_text(struct growing *g)
{
	static const char *const texts[] = { "\"alpha\"", "\"BETA\"",
		"\"\xc3\x84pfel\"", "\"a\"", "\"x y\"", NULL };
	const struct variable *v = find(g, TYPE(STRING), ONE);
	bool within = chance_of(g->rng, 50);

	buf_printf(g->b, "(%s :case=%s %s ", within ? "substring" :
	    "stringMatch", chance_of(g->rng, 50) ? "t" : "f",
	    chance_text(g->rng, texts));
	if (v != NULL)
		put_variable(g, v);
	else
		put(g, chance_text(g->rng, texts));
	put(g, ")");
}

static void
grow_member(struct growing *g)
{
	static const char *const names[] = { "'a", "'b", "'c", NULL };
	const struct variable *v = find(g, TYPE(IDENTIFIER), BAG | LIST);

	if (v == NULL) {
		put(g, "(inside :shape=circle :coords=3,4,5 @0,0)");
		return;
	}
	if (chance_of(g->rng, 30)) {
		buf_printf(g->b, "(isNull (delete %s ",
		    chance_text(g->rng, names));
		put_variable(g, v);
		put(g, "))");
		return;
	}
	buf_printf(g->b, "(member %s ", chance_text(g->rng, names));
	put_variable(g, v);
	put(g, ")");
}

static void
grow_several(struct growing *g, int depth)
{
	static const char *const ops[] = { "and", "or", NULL };
	int n = chance_int(g->rng, 1, 4), i;

	if (chance_of(g->rng, 30))
		buf_printf(g->b, "(anyN :min=%d :max=%d",
		    chance_int(g->rng, 0, 2), chance_int(g->rng, 2, 4));
	else
		buf_printf(g->b, "(%s", chance_text(g->rng, ops));
	for (i = 0; i < n; i++) {
		put(g, " ");
		grow_boolean(g, depth - 1);
	}
	put(g, ")");
}

static void
grow_null(struct growing *g)
{
	put(g, "(isNull ");
	put_variable(g, &g->variables[rng_below(g->rng, g->n)]);
	put(g, ")");
}

static void
grow_boolean(struct growing *g, int depth)
{
	if (depth <= 0) {
		grow_key(g);
		return;
	}
	switch (chance_int(g->rng, 0, 9)) {
	case 0:
		put(g, "(not ");
		grow_boolean(g, depth - 1);
		put(g, ")");
		break;
	case 1:
	case 2:
		grow_several(g, depth);
		break;
	case 3:
		grow_compared(g, depth);
		break;
	case 4:
		grow_equal(g, depth);
		break;
	case 5:
		grow_text(g);
		break;
	case 6:
		grow_member(g);
		break;
	case 7:
		grow_null(g);
		break;
	default:
		grow_key(g);
	}
}

/* ---- rules ---- */

static void
grow_set(struct growing *g, int depth)
{
	switch (chance_int(g->rng, 0, 4)) {
	case 0:
		put(g, "(setOutcomeValue N ");
		grow_integer(g, depth);
		break;
	case 1:
		put(g, "(setOutcomeValue X ");
		grow_number(g, depth);
		break;
	case 2:
		put(g, "(lookupOutcomeValue G ");
		grow_number(g, depth);
		break;
	default:
		put(g, "(setOutcomeValue SCORE (sum SCORE ");
		grow_number(g, depth);
		put(g, ")");
	}
	put(g, ")");
}

static void
grow_condition(struct growing *g, int depth)
{
	int more = chance_int(g->rng, 0, 2);

	put(g, "(responseCondition (responseIf ");
	grow_boolean(g, depth);
	grow_set(g, depth);
	if (chance_of(g->rng, 10))
		put(g, "(exitResponse)");
	put(g, ")");
	while (more-- > 0) {
		put(g, "(responseElseIf ");
		grow_boolean(g, depth);
		grow_set(g, depth);
		put(g, ")");
	}
	if (chance_of(g->rng, 60)) {
		put(g, "(responseElse ");
		grow_set(g, depth);
		put(g, ")");
	}
	put(g, ")");
}

void
chance_processing(struct buf *b, struct rng *rng, const struct variable *v,
    uint16_t n)
{
	struct growing g = { b, rng, v, n };
	int rules = chance_int(rng, 1, 4);

	put(&g, "(fragment ");
	while (rules-- > 0)
		if (chance_of(rng, 60))
			grow_condition(&g, chance_int(rng, 1, 3));
		else
			grow_set(&g, chance_int(rng, 1, 3));
	put(&g, "(setOutcomeValue SCORE (sum SCORE X N G))");
	put(&g, ")");
}
