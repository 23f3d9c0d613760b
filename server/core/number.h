/*
 * number: decimal numbers as people write them.  Nothing here depends on a
 * locale.
 */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/slice.h"

/*
 * A number that a person typed: blanks around it, a sign (+, - or U+2212),
 * digits with a decimal point or a decimal comma, an exponent (e or E).
 * Digits are never grouped.  A comma after one to three digits, not a lone 0,
 * and before exactly three is refused: 1,250 may mean two things (0,125 and
 * 1,25 do not).  false also if it is not finite.
 */
bool number_parse(double *, struct slice);
/* The same for a whole number: 7, +7, 7.0 and 1e3 are; false beyond ±2^53. */
bool number_parse_integer(int64_t *, struct slice);

/*
 * The shortest decimal that reads back as the same double:
 * 0.digits[0]digits[1]… x 10^exponent, no zeros at either end; 0 has none.
 */
#define NUMBER_DIGITS_MAX 17

struct decimal {
	bool negative;
	int n;
	char digits[NUMBER_DIGITS_MAX]; /* 0 to 9, not text */
	int exponent;
};

struct decimal number_decimal(double finite);

/* Rounded to places after the point (may be negative), half away from zero or
 * half up (towards +infinity). */
enum number_half { NUMBER_HALF_AWAY, NUMBER_HALF_UP };
struct decimal decimal_round(struct decimal, int places, enum number_half);
/* The nearest double. */
double decimal_double(struct decimal);

/* The nearest double of 15 significant digits: 0.1 + 0.7 becomes 0.8. */
double number_clean(double finite);

/* x, cleaned, in thousandths, rounded half up.  false if it does not fit. */
bool number_thousandths(int32_t *, double x);

#endif
