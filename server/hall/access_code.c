#include "hall/access_code.h"

#include "hall/seat.h"

#define CODE_LEN 12

static const char alphabet[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
access_code_give(
    char shown[ACCESS_CODE_TEXT_MAX], struct hall *h, struct seat *s)
{
	char code[CODE_LEN];
	uint8_t random[CODE_LEN];
	size_t i, n = 0;

	hash_random(random, sizeof(random));
	for (i = 0; i < CODE_LEN; i++) {
		code[i] = alphabet[random[i] & 31];
		if (i > 0 && i % 4 == 0)
			shown[n++] = '-';
		shown[n++] = code[i];
	}
	shown[n] = '\0';
	hash_hmac(s->code, buf_slice(&h->pepper),
	    (struct slice){ code, CODE_LEN });
	s->has_code = true;
	seat_store(h, s);
}

/* As people copy it from paper: case, spaces and hyphens do not matter, O is
 * 0, I and L are 1.  False if it cannot be a code. */
static bool
normalise(char code[CODE_LEN + 1], struct slice s)
{
	size_t n = 0, i;

	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c == 'O')
			c = '0';
		if (c == 'I' || c == 'L')
			c = '1';
		if (n == CODE_LEN)
			return false;
		code[n++] = c;
	}
	code[n] = '\0';
	return n == CODE_LEN;
}

struct seat *
access_code_seat(struct hall *h, struct slice number, struct slice text)
{
	struct person *c = person_near(h, number);
	struct seat *s = c != NULL ? c->seats : NULL, *found = NULL;
	char code[CODE_LEN + 1] = "            ";
	bool possible = normalise(code, text);
	uint8_t mac[SHA256_LEN];

	hash_hmac(mac, buf_slice(&h->pepper), (struct slice){ code, CODE_LEN });
	for (; s != NULL; s = s->namesake)
		if (hash_equal(mac, s->code, SHA256_LEN) && s->has_code)
			found = s;
	possible &= c != NULL && slice_equal(slice_of(c->number), number);
	return possible ? found : NULL;
}
