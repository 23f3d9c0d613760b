/* bank: loaded bank versions and their approval by two. */
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/reply.h"

struct bank_version *
bank_find_version(struct hall *h, struct slice key)
{
	struct bank_version *v;

	HASH_FIND(hh, h->banks, key.at, key.len, v);
	return v;
}

static char *
key_of(const struct bank *bank)
{
	struct buf b = { 0 };

	buf_put_slice(&b, bank_ident(bank));
	buf_put(&b, "@", 1);
	buf_put_slice(&b, bank_version(bank));
	buf_put_u8(&b, 0);
	return b.at;
}

static struct bank_version *
bank_add(struct hall *h, struct bank *bank, struct slice bytes)
{
	struct bank_version *v = alloc_zero(1, sizeof(*v));
	uint8_t hash[SHA256_LEN];

	v->key = key_of(bank);
	v->bank = bank;
	hash_sha256(hash, bytes);
	hash_hex(v->sha256, hash, SHA256_LEN);
	HASH_ADD_KEYPTR(hh, h->banks, v->key, strlen(v->key), v);
	return v;
}

/* Stored as: who and when, then the encoded bank. */
static void
bank_store(struct hall *h, const struct bank_version *v, struct slice bytes)
{
	struct buf b = { 0 };

	buf_put_i64(&b, v->loaded_at.ms);
	buf_put_blob(&b, slice_of(v->loaded_by));
	buf_put_slice(&b, bytes);
	object_put(h, STORE_BANK, v->key, &b);
	buf_fini(&b);
}

enum err
bank_restore(struct hall *h, const char *key, struct slice stored)
{
	struct cursor c = cursor_on(stored);
	struct bank_version *v;
	struct wall at = { cursor_i64(&c) };
	struct slice by = cursor_blob(&c), bytes = { c.at, c.left };
	struct bank *bank;

	if (c.bad || bank_decode(&bank, bytes) != ERR_OK)
		return ERR_STATE;
	v = bank_add(h, bank, bytes);
	v->loaded_at = at;
	v->loaded_by = text_of(by);
	return strcmp(v->key, key) == 0 ? ERR_OK : ERR_STATE;
}

void
bank_approve(struct hall *h, struct bank_version *v, const char *by,
    const char *second)
{
	struct buf b = { 0 };

	free(v->proposed_by);
	free(v->approved_by);
	v->proposed_by = alloc_text(by);
	v->approved_by = alloc_text(second);
	buf_put_blob(&b, slice_of(by));
	buf_put_blob(&b, slice_of(second));
	object_put(h, STORE_APPROVAL, v->key, &b);
	buf_fini(&b);
}

enum err
bank_restore_approval(struct hall *h, const char *key, struct slice bytes)
{
	struct bank_version *v = bank_find_version(h, slice_of(key));
	struct cursor c = cursor_on(bytes);
	struct slice by = cursor_blob(&c), second = cursor_blob(&c);

	if (v == NULL || !cursor_done(&c))
		return ERR_STATE;
	v->proposed_by = text_of(by);
	v->approved_by = text_of(second);
	return ERR_OK;
}

/* "file=NAME" of the query, for messages; else the kind of file. */
static struct slice
file_name(const struct request *r, const char *otherwise)
{
	struct slice q = r->frame->query;

	if (q.len > 5 && memcmp(q.at, "file=", 5) == 0 &&
	    memchr(q.at, '&', q.len) == NULL)
		return (struct slice){ q.at + 5, q.len - 5 };
	return slice_of(otherwise);
}

struct errand *
upload(struct hall *h, struct request *r, enum hall_job job, const char *kind)
{
	struct buf input = { 0 };
	struct errand *e;

	buf_put_slice(&input, file_name(r, kind));
	buf_put_u8(&input, 0);
	buf_put_slice(&input, r->frame->body);
	e = errand_start(h, r, job, buf_slice(&input));
	buf_fini(&input);
	return e;
}

void
reply_mistakes(struct hall *h, struct request *r, struct slice lines)
{
	reply_problem(h, r, &(struct problem){ .err = ERR_INVALID,
		.detail = "Nothing was loaded. Correct the mistakes and load the "
			  "file again.",
		.errors = lines });
}

void
bank_load(struct hall *h, struct request *r)
{
	(void)upload(h, r, JOB_BANK, "bank");
}

static void
write_version(struct buf *b, const struct bank_version *v)
{
	out_text(b, "bank", bank_ident(v->bank));
	out_text(b, "version", bank_version(v->bank));
	out_text(b, "title", bank_title(v->bank));
	out_int(b, "items", (int64_t)bank_n_items(v->bank));
	out_word(b, "sha256", v->sha256);
	out_word(b, "state", v->approved_by != NULL ? "approved" : "loaded");
	out_word(b, "loaded_by", v->loaded_by);
	out_time(b, "loaded_at", v->loaded_at);
	out_open_array(b, "approved_by");
	if (v->approved_by != NULL) {
		out_word(b, NULL, v->proposed_by);
		out_word(b, NULL, v->approved_by);
	}
	out_close_array(b);
}

void
bank_loaded(struct hall *h, struct request *r, struct errand *e, int status,
    struct slice output)
{
	struct bank_version *v = NULL;
	struct bank *bank;
	char *key;

	if (status != 0) {
		reply_mistakes(h, r, output);
		return;
	}
	if (bank_decode(&bank, output) != ERR_OK) {
		reply_refuse(h, r, ERR_BUSY, "The helper's bank is damaged.");
		return;
	}
	key = key_of(bank);
	v = bank_find_version(h, slice_of(key));
	free(key);
	if (v == NULL) {
		v = bank_add(h, bank, output);
		v->loaded_by = alloc_text(e->who);
		v->loaded_at = h->now.wall;
		bank_store(h, v, output);
		journal_admin(h, slice_of(e->who), SLICE_NONE, slice_of(v->key),
		    "bank loaded, sha256 %s", v->sha256);
	} else {
		char sha256[2 * SHA256_LEN + 1];
		uint8_t hash[SHA256_LEN];

		hash_sha256(hash, output);
		hash_hex(sha256, hash, SHA256_LEN);
		bank_free(bank);
		if (strcmp(sha256, v->sha256) != 0) {
			reply_problem(h, r, &(struct problem){
				.err = ERR_CONFLICT, .rule = "bank.immutable",
				.detail = "This version is loaded already and is "
					  "different; give the new one another "
					  "version." });
			return;
		}
	}
	write_version(reply_begin(h), v);
	reply_end(h, r, 201);
}

static int
compare_versions(const struct bank_version *a, const struct bank_version *b)
{
	return strcmp(a->key, b->key);
}

void
bank_list(struct hall *h, struct request *r)
{
	struct bank_version *v, *next;

	HASH_SORT(h->banks, compare_versions);
	out_open_array(reply_begin(h), "banks");
	HASH_ITER(hh, h->banks, v, next) {
		out_open(&h->body, NULL);
		write_version(&h->body, v);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
bank_preview(struct hall *h, struct request *r)
{
	char *name = text_of(r->frame->params[0]);
	char *version = text_of(r->frame->params[1]);
	char *key = text_join(name, "@", version);
	const struct bank_version *v = bank_find_version(h, slice_of(key));
	size_t i = v != NULL ? bank_find(v->bank, r->frame->params[2]) : SIZE_MAX;

	if (i == SIZE_MAX) {
		reply_refuse(h, r, ERR_UNKNOWN, "There is no item %.*s in %s.",
		    SLICE_FMT(r->frame->params[2]), key);
	} else {
		buf_clear(&h->body);
		item_view(&h->body, v->bank, bank_item(v->bank, i), 1, 1, NULL);
		out_raw(&h->body, "response", SLICE("null"));
		out_int(&h->body, "seq", 0);
		out_bool(&h->body, "flagged", false);
		out_null(&h->body, "saved_at");
		reply_end(h, r, 200);
	}
	free(name);
	free(version);
	free(key);
}
