/*
 * typed_number: is what was typed a number?  The grammar is that of the
 * server's core/number.h, so that nothing is saved as an answer that cannot
 * become one.
 */
#ifndef TERMINAL_TYPED_NUMBER_H
#define TERMINAL_TYPED_NUMBER_H

#include "exam/slice.h"

enum typed_number {
	TYPED_NUMBER,	 /* it is */
	TYPED_NO_NUMBER, /* nothing of the kind */
	TYPED_AMBIGUOUS, /* 1,250: a comma that may group thousands */
	TYPED_GROUPED,	 /* 1 250: digits that stand apart */
	TYPED_MORE,	 /* 75 °C: a number, and more behind it */
};

enum typed_number typed_number(struct slice);

#endif
