/* Any bytes are a recipient of age or a mistake that is told; both cases of one
 * name the same key, and what was encrypted for it can be begun. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>

#include "proof/age.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All capitals, or all small, is the same recipient (BIP 173). */
static void
turn_case(struct buf *b)
{
	size_t i;

	for (i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->at[i];

		b->at[i] = (char)(islower(c) ? toupper(c) : tolower(c));
	}
}

static void
check_other_case(struct slice text, const uint8_t key[AGE_KEY_LEN])
{
	uint8_t other[AGE_KEY_LEN];
	struct buf turned = { 0 }, why = { 0 };

	buf_put_slice(&turned, text);
	turn_case(&turned);
	if (age_recipient_read(other, buf_slice(&turned), &why) != ERR_OK ||
	    memcmp(key, other, AGE_KEY_LEN) != 0)
		abort();
	buf_fini(&turned);
	buf_fini(&why);
}

static void
begin(const uint8_t key[AGE_KEY_LEN])
{
	struct buf out = { 0 };
	struct age *age;
	enum err e = age_begin(&age, &out, key);

	if (e == ERR_OK)
		age_free(age);
	else if (e != ERR_INVALID)
		abort();
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	uint8_t key[AGE_KEY_LEN];
	struct buf why = { 0 };
	enum err e = age_recipient_read(key, text, &why);

	if ((e == ERR_OK) != (why.len == 0) ||
	    (e != ERR_OK && e != ERR_INVALID) ||
	    (e == ERR_OK && size != AGE_RECIPIENT_LEN))
		abort();
	if (e == ERR_OK) {
		check_other_case(text, key);
		begin(key);
	}
	buf_fini(&why);
	return 0;
}
