/* programme: what each credential demands, by version. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "load/programme.h"

struct programme_version *
programme_find(struct hall *h, struct slice key)
{
	struct programme_version *v;

	HASH_FIND(hh, h->programmes, key.at, key.len, v);
	return v;
}

static const struct programme_version *
programme_add(struct hall *h, struct programme *p, char *key,
    struct slice bytes)
{
	struct programme_version *v = alloc_zero(1, sizeof(*v));
	uint8_t hash[SHA256_LEN];

	v->key = key;
	v->programme = p;
	hash_sha256(hash, bytes);
	hash_hex(v->sha256, hash, SHA256_LEN);
	HASH_ADD_KEYPTR(hh, h->programmes, v->key, strlen(v->key), v);
	return v;
}

enum err
programme_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct diag diag = { .path = key };
	struct programme *p;
	enum err e = load_programme(&p, bytes, &diag);

	diag_fini(&diag);
	if (e != ERR_OK)
		return ERR_STATE;
	programme_add(h, p, alloc_text(key), bytes);
	return ERR_OK;
}

static void
write_programme(struct buf *b, const struct programme *p)
{
	int i;

	out_word(b, "programme", p->ident);
	out_word(b, "version", p->version);
	out_word(b, "credential", p->credential);
	out_word(b, "title", p->title);
	out_word(b, "body", p->body);
	out_open_array(b, "routes");
	for (i = 0; i < N_ROUTE_NAMES; i++) {
		if (!p->routes[i].offered)
			continue;
		out_open(b, NULL);
		out_word(b, "route", route_name_text((enum route_name)i));
		out_int(b, "sections", p->routes[i].n_sections);
		out_close(b);
	}
	out_close_array(b);
}

static int
compare_programmes(const struct programme_version *a,
    const struct programme_version *b)
{
	return strcmp(a->key, b->key);
}

void
programme_list(struct hall *h, struct request *r)
{
	struct programme_version *v, *next;

	HASH_SORT(h->programmes, compare_programmes);
	out_open_array(reply_begin(h), "programmes");
	HASH_ITER(hh, h->programmes, v, next) {
		out_open(&h->body, NULL);
		write_programme(&h->body, v->programme);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
programme_load(struct hall *h, struct request *r)
{
	(void)upload(h, r, JOB_PROGRAMME, "programme");
}

static bool
programme_same(const struct programme *a, const struct programme *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	load_programme_write(&x, a);
	load_programme_write(&y, b);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

void
programme_loaded(struct hall *h, struct request *r, struct errand *e,
    int status, struct slice output)
{
	struct diag diag = { .path = "programme" };
	struct programme_version *v;
	struct programme *p;
	char *key;

	if (status != 0 || load_programme(&p, output, &diag) != ERR_OK) {
		reply_mistakes(h, r, status != 0 ? output : buf_slice(&diag.text));
		diag_fini(&diag);
		return;
	}
	key = text_join(p->ident, "@", p->version);
	v = programme_find(h, slice_of(key));
	if (v != NULL && !programme_same(v->programme, p)) {
		reply_problem(h, r, &(struct problem){ .err = ERR_CONFLICT,
			.rule = "programme.immutable",
			.detail = "This version is loaded already and is different; "
				  "give the new one another version." });
		programme_free(p);
		free(key);
		return;
	}
	write_programme(reply_begin(h), p);
	if (v == NULL) {
		store_put_object(h->store, STORE_PROGRAMME, key, output);
		journal_admin(h, slice_of(e->who), SLICE_NONE, slice_of(key),
		    "programme loaded, sha256 %s",
		    programme_add(h, p, key, output)->sha256);
	} else {
		programme_free(p);
		free(key);
	}
	reply_end(h, r, 201);
}
