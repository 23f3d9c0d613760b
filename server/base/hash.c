#include "base/hash.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <sys/random.h>

#include "exam/alloc.h"
#include "exam/limits.h"

/* Of a digest that the library has, only memory can be missing. */
static void
must(int ok)
{
	if (ok != 1)
		alloc_stop();
}

/*
 * TLS takes room for each record and gives it back, so that who is idle has
 * none.  Cutting it out of the heap and melting it in again is a quarter of
 * what all else of memory costs a request, so a few are kept at hand.
 */
#define ROOM_LEAST RECORD_MAX
#define ROOM (RECORD_MAX + 2048) /* with what encryption adds */
#define SPARES_MAX 4

static void *spares[SPARES_MAX];
static size_t n_spares;

static void *
take(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	if (n > ROOM_LEAST && n <= ROOM)
		return n_spares > 0 ? spares[--n_spares] : alloc_bytes(ROOM);
	return n > 0 ? alloc_bytes(n) : NULL;
}

static void
give_back(void *p, const char *file, int line)
{
	size_t room = malloc_usable_size(p);

	(void)file, (void)line;
	if (room >= ROOM && room < ROOM + 64 && n_spares < SPARES_MAX)
		spares[n_spares++] = p;
	else
		free(p);
}

static void *
resize(void *p, size_t n, const char *file, int line)
{
	if (n > 0)
		return alloc_resize(p, n, 1);
	give_back(p, file, line);
	return NULL;
}

void
hash_begin(void)
{
	if (CRYPTO_set_mem_functions(take, resize, give_back) != 1)
		abort(); /* it has been used */
}

void
hash_sha256_two(uint8_t out[SHA256_LEN], struct slice a, struct slice b)
{
	static EVP_MD *md;
	static EVP_MD_CTX *ctx;

	if (ctx == NULL) {
		md = alloc_checked(EVP_MD_fetch(NULL, "SHA256", NULL));
		ctx = alloc_checked(EVP_MD_CTX_new());
	}
	must(EVP_DigestInit_ex2(ctx, md, NULL));
	must(EVP_DigestUpdate(ctx, a.at, a.len));
	must(EVP_DigestUpdate(ctx, b.at, b.len));
	must(EVP_DigestFinal_ex(ctx, out, NULL));
}

void
hash_sha256(uint8_t out[SHA256_LEN], struct slice s)
{
	hash_sha256_two(out, s, SLICE_NONE);
}

struct hash_run {
	EVP_MD_CTX *ctx;
};

struct hash_run *
hash_run_new(void)
{
	struct hash_run *run = alloc_zero(1, sizeof(*run));

	run->ctx = alloc_checked(EVP_MD_CTX_new());
	must(EVP_DigestInit_ex2(run->ctx, EVP_sha256(), NULL));
	return run;
}

void
hash_run_add(struct hash_run *run, struct slice s)
{
	must(EVP_DigestUpdate(run->ctx, s.at, s.len));
}

void
hash_run_end(uint8_t out[SHA256_LEN], struct hash_run *run)
{
	must(EVP_DigestFinal_ex(run->ctx, out, NULL));
}

void
hash_run_free(struct hash_run *run)
{
	if (run == NULL)
		return;
	EVP_MD_CTX_free(run->ctx);
	free(run);
}

void
hash_hmac(uint8_t out[SHA256_LEN], struct slice key, struct slice s)
{
	unsigned len = SHA256_LEN;

	alloc_checked(HMAC(EVP_sha256(), key.at, (int)key.len,
	    (const unsigned char *)s.at, s.len, out, &len));
}

void
hash_random(void *p, size_t n)
{
	char *at = p;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		if (got <= 0)
			abort();
		at += got;
		n -= (size_t)got;
	}
}

bool
hash_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

void
hash_hex(char *text, const uint8_t *p, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		text[2 * i] = digits[p[i] >> 4];
		text[2 * i + 1] = digits[p[i] & 15];
	}
	text[2 * len] = '\0';
}

/* What a digit stands for, and 16; 0: it is none. */
static const uint8_t nibbles[256] = {
	['0'] = 16,
	['1'] = 17,
	['2'] = 18,
	['3'] = 19,
	['4'] = 20,
	['5'] = 21,
	['6'] = 22,
	['7'] = 23,
	['8'] = 24,
	['9'] = 25,
	['a'] = 26,
	['b'] = 27,
	['c'] = 28,
	['d'] = 29,
	['e'] = 30,
	['f'] = 31,
	['A'] = 26,
	['B'] = 27,
	['C'] = 28,
	['D'] = 29,
	['E'] = 30,
	['F'] = 31,
};

bool
hash_unhex(uint8_t *p, size_t len, struct slice hex)
{
	size_t i;

	if (hex.len != 2 * len)
		return false;
	for (i = 0; i < len; i++) {
		unsigned high = nibbles[(unsigned char)hex.at[2 * i]];
		unsigned low = nibbles[(unsigned char)hex.at[2 * i + 1]];

		if (high == 0 || low == 0)
			return false;
		p[i] = (uint8_t)((high & 15) << 4 | (low & 15));
	}
	return true;
}
