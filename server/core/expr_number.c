/* Arithmetic.  value_float() turns what is not finite into NULL. */
#include "core/expr_run.h"

#include <math.h>

#include "core/number.h"
#include "exam/limits.h"

/* How two numbers become one; false: out of range. */
struct fold {
	bool (*integers)(int64_t *, int64_t, int64_t);
	double (*floats)(double, double);
};

static double
real(const struct value *v, uint32_t i)
{
	return atom_number(v->type, v->atoms[i]);
}

static bool
all_integers(const struct expr *e, const struct value *args)
{
	uint16_t i;

	for (i = 0; i < e->n_children; i++)
		if (args[i].type != VALUE_INTEGER)
			return false;
	return true;
}

static struct value
fold_integers(struct process *p, const struct expr *e,
    const struct value *args, const struct fold *f)
{
	int64_t sum = args[0].atoms[0].integer;
	uint32_t i, j;

	for (i = 0; i < e->n_children; i++)
		for (j = i == 0; j < args[i].n; j++)
			if (!f->integers(&sum, sum, args[i].atoms[j].integer))
				return VALUE_NULL;
	return value_integer(p->scratch, sum);
}

static struct value
fold_floats(struct process *p, const struct expr *e, const struct value *args,
    const struct fold *f)
{
	double sum = real(&args[0], 0);
	uint32_t i, j;

	for (i = 0; i < e->n_children; i++)
		for (j = i == 0; j < args[i].n; j++)
			sum = f->floats(sum, real(&args[i], j));
	return value_float(p->scratch, sum);
}

/* All atoms of all children, from left to right. */
static struct value
fold(struct process *p, const struct expr *e, const struct value *args,
    const struct fold *f)
{
	uint16_t i;

	for (i = 0; i < e->n_children; i++)
		if (!expr_spend(p, args[i].n))
			return VALUE_NULL;
	return all_integers(e, args) ? fold_integers(p, e, args, f) :
				       fold_floats(p, e, args, f);
}

static bool
add(int64_t *out, int64_t a, int64_t b)
{
	return !__builtin_add_overflow(a, b, out);
}

static double
add_floats(double a, double b)
{
	return a + b;
}

static bool
subtract(int64_t *out, int64_t a, int64_t b)
{
	return !__builtin_sub_overflow(a, b, out);
}

static double
subtract_floats(double a, double b)
{
	return a - b;
}

static bool
multiply(int64_t *out, int64_t a, int64_t b)
{
	return !__builtin_mul_overflow(a, b, out);
}

static double
multiply_floats(double a, double b)
{
	return a * b;
}

static bool
greater(int64_t *out, int64_t a, int64_t b)
{
	*out = a > b ? a : b;
	return true;
}

static double
greater_float(double a, double b)
{
	return a > b ? a : b;
}

static bool
lesser(int64_t *out, int64_t a, int64_t b)
{
	*out = a < b ? a : b;
	return true;
}

static double
lesser_float(double a, double b)
{
	return a < b ? a : b;
}

#define FOLD(name, integers, floats)                                           \
	struct value name(struct process *p, const struct expr *e,             \
	    const struct value *args)                                          \
	{                                                                      \
		return fold(p, e, args, &(struct fold){ integers, floats });   \
	}

FOLD(op_sum, add, add_floats)
FOLD(op_subtract, subtract, subtract_floats)
FOLD(op_product, multiply, multiply_floats)
FOLD(op_max, greater, greater_float)
FOLD(op_min, lesser, lesser_float)

/* Division by zero is not finite, hence NULL. */
struct value
op_divide(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	if (real(&args[1], 0) == 0)
		return VALUE_NULL;
	return value_float(p->scratch, real(&args[0], 0) / real(&args[1], 0));
}

/* By squaring, so that the result is the same on every machine. */
static double
whole_power(double x, unsigned n)
{
	double result = 1;

	for (; n > 0; n >>= 1, x *= x)
		if ((n & 1) != 0)
			result *= x;
	return result;
}

struct value
op_power(struct process *p, const struct expr *e, const struct value *args)
{
	double x = real(&args[0], 0), twice = 2 * real(&args[1], 0);
	double result;
	unsigned n;

	(void)e;
	if (twice != floor(twice) || fabs(twice) > 2 * EXPONENT_MAX)
		return VALUE_NULL;
	n = (unsigned)fabs(twice);
	if (n % 2 == 1 && x < 0)
		return VALUE_NULL;
	result = n % 2 == 1 ? whole_power(sqrt(x), n) : whole_power(x, n / 2);
	if (twice < 0 && result == 0)
		return VALUE_NULL;
	return value_float(p->scratch, twice < 0 ? 1 / result : result);
}

/* ---- integers ---- */

/* Towards minus infinity, as QTI says; false: by zero or out of range. */
static bool
divide_down(int64_t *quotient, int64_t a, int64_t b)
{
	if (b == 0 || (a == INT64_MIN && b == -1))
		return false;
	*quotient = a / b - (a % b != 0 && (a < 0) != (b < 0));
	return true;
}

struct value
op_integer_divide(struct process *p, const struct expr *e,
    const struct value *args)
{
	int64_t quotient;

	(void)e;
	if (!divide_down(&quotient, args[0].atoms[0].integer,
		args[1].atoms[0].integer))
		return VALUE_NULL;
	return value_integer(p->scratch, quotient);
}

struct value
op_integer_modulus(struct process *p, const struct expr *e,
    const struct value *args)
{
	int64_t a = args[0].atoms[0].integer, b = args[1].atoms[0].integer;
	int64_t quotient;

	(void)e;
	if (!divide_down(&quotient, a, b))
		return VALUE_NULL;
	return value_integer(p->scratch, a - quotient * b);
}

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static bool
gcd_fold(int64_t *out, int64_t a, int64_t b)
{
	if (a == INT64_MIN || b == INT64_MIN)
		return false;
	*out = gcd(a < 0 ? -a : a, b < 0 ? -b : b);
	return true;
}

static bool
lcm_fold(int64_t *out, int64_t a, int64_t b)
{
	int64_t divisor;

	if (a == 0 || b == 0) {
		*out = 0;
		return true;
	}
	if (!gcd_fold(&divisor, a, b))
		return false;
	return multiply(out, (a < 0 ? -a : a) / divisor, b < 0 ? -b : b);
}

/* The fold begins with the first number itself; its sign must go too. */
static struct value
fold_divisors(struct process *p, const struct expr *e,
    const struct value *args, const struct fold *f)
{
	struct value v = fold(p, e, args, f);

	if (value_is_null(v) || v.atoms[0].integer >= 0)
		return v;
	if (v.atoms[0].integer == INT64_MIN)
		return VALUE_NULL;
	return value_integer(p->scratch, -v.atoms[0].integer);
}

struct value
op_gcd(struct process *p, const struct expr *e, const struct value *args)
{
	return fold_divisors(p, e, args, &(struct fold){ gcd_fold, NULL });
}

struct value
op_lcm(struct process *p, const struct expr *e, const struct value *args)
{
	return fold_divisors(p, e, args, &(struct fold){ lcm_fold, NULL });
}

struct value
op_integer_to_float(struct process *p, const struct expr *e,
    const struct value *args)
{
	(void)e;
	return value_as_float(p->scratch, args[0]);
}

/* ---- rounding ---- */

/* A whole double; NULL beyond 64 bits. */
static struct value
whole(struct process *p, double x)
{
	if (!(fabs(x) < 9223372036854775808.0))
		return VALUE_NULL;
	return value_integer(p->scratch, (int64_t)x);
}

struct value
op_truncate(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	if (args[0].type == VALUE_INTEGER)
		return args[0];
	return whole(p, trunc(args[0].atoms[0].real));
}

/* floor(x + 0.5), where the sum itself is not rounded. */
struct value
op_round(struct process *p, const struct expr *e, const struct value *args)
{
	double x = real(&args[0], 0), below = floor(x);

	(void)e;
	if (args[0].type == VALUE_INTEGER)
		return args[0];
	return whole(p, x - below >= 0.5 ? below + 1 : below);
}

double
expr_round_to(const struct expr_round_to *r, double x)
{
	struct decimal d = number_decimal(x);
	int places = r->figures;

	if (r->mode == EXPR_ROUNDING_SIGNIFICANT_FIGURES)
		places -= d.exponent;
	return decimal_double(decimal_round(d, places, NUMBER_HALF_AWAY));
}

struct value
op_round_to(struct process *p, const struct expr *e, const struct value *args)
{
	return value_float(p->scratch,
	    expr_round_to(&e->rounding, real(&args[0], 0)));
}

struct value
op_math(struct process *p, const struct expr *e, const struct value *args)
{
	const double pi = 3.14159265358979323846;
	double x = real(&args[0], 0);

	switch (e->function) {
	case EXPR_FUNCTION_ABS:
		return value_float(p->scratch, fabs(x));
	case EXPR_FUNCTION_SIGNUM:
		return value_float(p->scratch, (x > 0) - (x < 0));
	case EXPR_FUNCTION_FLOOR:
		return whole(p, floor(x));
	case EXPR_FUNCTION_CEIL:
		return whole(p, ceil(x));
	case EXPR_FUNCTION_TO_DEGREES:
		return value_float(p->scratch, x * 180 / pi);
	case EXPR_FUNCTION_TO_RADIANS:
		return value_float(p->scratch, x * pi / 180);
	case N_EXPR_FUNCTIONS:
		break;
	}
	return VALUE_NULL;
}

/* ---- statistics ---- */

static double
sum_squares(const struct value *v, double mean)
{
	double sum = 0;
	uint32_t i;

	for (i = 0; i < v->n; i++) {
		double off = real(v, i) - mean;

		sum += off * off;
	}
	return sum;
}

struct value
op_stats(struct process *p, const struct expr *e, const struct value *args)
{
	const struct value *v = &args[0];
	bool sample = e->statistic == EXPR_STATISTIC_SAMPLE_VARIANCE ||
	    e->statistic == EXPR_STATISTIC_SAMPLE_SD;
	double mean = 0, variance;
	uint32_t i;

	if (!expr_spend(p, 2 * (uint64_t)v->n) || (sample && v->n < 2))
		return VALUE_NULL;
	for (i = 0; i < v->n; i++)
		mean += real(v, i);
	mean /= v->n;
	if (e->statistic == EXPR_STATISTIC_MEAN)
		return value_float(p->scratch, mean);
	variance = sum_squares(v, mean) / (sample ? v->n - 1 : v->n);
	if (e->statistic == EXPR_STATISTIC_SAMPLE_SD ||
	    e->statistic == EXPR_STATISTIC_POP_SD)
		variance = sqrt(variance);
	return value_float(p->scratch, variance);
}
