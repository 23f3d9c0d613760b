/* The archive of bundle.h; bundle_json.c has what stands in its files. */
#include "proof/bundle.h"

#include <stdio.h>

#define BLOCK 512 /* of a ustar archive */
#define SIZE_DIGITS 11
#define HEADER(X)                                                              \
	X(name, 100) X(mode, 8) X(uid, 8) X(gid, 8) X(size, 12) X(mtime, 12)   \
	X(checksum, 8) X(type, 1) X(link, 100) X(magic, 6) X(version, 2)       \
	X(user, 32) X(group, 32) X(major, 8) X(minor, 8) X(prefix, 155)        \
	X(padding, 12)

struct header {
#define X(field, len) char field[len];
	HEADER(X)
#undef X
};
_Static_assert(sizeof(struct header) == BLOCK, "a header is a block");

static const char *const names[N_BUNDLE_FILES] = {
#define X(name, text) [BUNDLE_##name] = text,
	BUNDLE_FILES(X)
#undef X
};

const char *
bundle_file_name(enum bundle_file f)
{
	return names[f];
}

/* ---- the manifest ---- */

void
bundle_put_line(
    struct buf *b, enum bundle_file f, const uint8_t hash[SHA256_LEN])
{
	char hex[2 * SHA256_LEN + 1];

	hash_hex(hex, hash, SHA256_LEN);
	buf_printf(b, "%s  %s\n", hex, names[f]);
}

void
bundle_put_manifest(struct buf *b, const struct bundle *bundle)
{
	uint8_t hash[SHA256_LEN];
	unsigned i;

	for (i = 0; i < BUNDLE_MANIFEST; i++) {
		if (bundle->files[i].at == NULL)
			continue;
		hash_sha256(hash, bundle->files[i]);
		bundle_put_line(b, (enum bundle_file)i, hash);
	}
}

/* ---- writing ---- */

/* Octal digits, all of them; the field's end is zero. */
static void
put_octal(char *field, int digits, uint64_t v)
{
	while (digits-- > 0) {
		field[digits] = (char)('0' + (v & 7));
		v >>= 3;
	}
}

/* The sum of all bytes, its own as blanks. */
static void
put_checksum(struct header *h)
{
	const char *bytes = (const char *)h;
	uint64_t sum = 0;
	size_t i;

	memset(h->checksum, ' ', sizeof(h->checksum));
	for (i = 0; i < BLOCK; i++)
		sum += (uint8_t)bytes[i];
	put_octal(h->checksum, 6, sum);
	h->checksum[6] = '\0';
}

static void
put_header(struct buf *b, const char *name, size_t len, int64_t seconds)
{
	struct header h = { .type = { '0' }, .version = { '0', '0' } };

	memcpy(h.name, name, strlen(name));
	memcpy(h.magic, "ustar", sizeof("ustar"));
	put_octal(h.mode, 7, 0644);
	put_octal(h.uid, 7, 0);
	put_octal(h.gid, 7, 0);
	put_octal(h.major, 7, 0);
	put_octal(h.minor, 7, 0);
	put_octal(h.size, SIZE_DIGITS, len);
	put_octal(h.mtime, SIZE_DIGITS, seconds > 0 ? (uint64_t)seconds : 0);
	put_checksum(&h);
	buf_put(b, &h, sizeof(h));
}

static void
put_zeros(struct buf *b, size_t n)
{
	memset(buf_reserve(b, n), 0, n);
	b->len += n;
}

void
bundle_put_file(struct buf *b, const struct bundle *bundle, enum bundle_file f)
{
	struct slice file = bundle->files[f];

	if (file.at == NULL)
		return;
	put_header(b, names[f], file.len, bundle->seconds);
	buf_put_slice(b, file);
	put_zeros(b, (BLOCK - file.len % BLOCK) % BLOCK);
}

void
bundle_put_end(struct buf *b)
{
	put_zeros(b, 2 * (size_t)BLOCK);
}

void
bundle_put(struct buf *b, const struct bundle *bundle)
{
	unsigned i;

	for (i = 0; i < N_BUNDLE_FILES; i++)
		bundle_put_file(b, bundle, (enum bundle_file)i);
	bundle_put_end(b);
}

/* ---- reading ---- */

static bool
get_octal(uint64_t *v, const char *field, int digits)
{
	*v = 0;
	for (int i = 0; i < digits; i++) {
		if (field[i] < '0' || field[i] > '7')
			return false;
		*v = *v << 3 | (uint64_t)(field[i] - '0');
	}
	return true;
}

static unsigned
find_name(const struct header *h)
{
	unsigned i = 0;

	while (i < N_BUNDLE_FILES &&
	    strncmp(h->name, names[i], sizeof(h->name)) != 0)
		i++;
	return i;
}

/* One file from the cursor; false: there is none of ours. */
static bool
take_file(struct bundle *bundle, struct cursor *c)
{
	struct slice block = cursor_take(c, BLOCK);
	struct header h;
	uint64_t len, seconds;
	unsigned file;

	if (c->bad)
		return false;
	memcpy(&h, block.at, sizeof(h));
	file = find_name(&h);
	if (file == N_BUNDLE_FILES || bundle->files[file].at != NULL ||
	    !get_octal(&len, h.size, SIZE_DIGITS) ||
	    !get_octal(&seconds, h.mtime, SIZE_DIGITS))
		return false;
	bundle->files[file] = cursor_take(c, len);
	bundle->seconds = (int64_t)seconds;
	(void)cursor_take(c, (BLOCK - len % BLOCK) % BLOCK);
	return !c->bad;
}

static bool
at_end(const struct cursor *c)
{
	return c->left == 2 * (size_t)BLOCK && c->at[0] == '\0';
}

/* What was read, written again. */
static bool
is_same(const struct bundle *bundle, struct slice bytes)
{
	struct buf again = { 0 };
	bool same;

	bundle_put(&again, bundle);
	same = slice_equal(buf_slice(&again), bytes);
	buf_fini(&again);
	return same;
}

enum err
bundle_parse(struct bundle *out, struct slice bytes, const char **what)
{
	struct cursor c = cursor_on(bytes);
	static const char packed_anew[] =
	    "is not written to the byte as examd writes it: it was packed "
	    "anew, or changed between its files; give the archive as age -d "
	    "made it";
	struct bundle got = { 0 };

	while (!at_end(&c))
		if (!take_file(&got, &c)) {
			*what = c.bad ? "is cut short: open what was given out "
					"once more, and give all of it"
				      : packed_anew;
			return ERR_SYNTAX;
		}
	if (got.files[BUNDLE_TRANSCRIPT].at == NULL ||
	    got.files[BUNDLE_MANIFEST].at == NULL) {
		*what = "has no transcript or no manifest";
		return ERR_SYNTAX;
	}
	if (!is_same(&got, bytes)) {
		*what = packed_anew;
		return ERR_SYNTAX;
	}
	*out = got;
	return ERR_OK;
}
