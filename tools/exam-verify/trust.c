#include "exam-verify/trust.h"

void
trust_fini(struct trust *t)
{
	size_t i;

	for (i = 0; i < t->n_texts; i++)
		buf_fini(&t->texts[i]);
	free(t->texts);
	free(t->heads);
	free(t->keys);
	*t = (struct trust){ 0 };
}

void
trust_add_keys(struct trust *t, struct findings *f, const char *file,
    struct slice text)
{
	struct diag d = { .path = file };
	struct keys *keys = alloc_zero(1, sizeof(*keys));

	free(t->keys);
	t->keys = NULL;
	if (keys_parse(keys, text, &d) == ERR_OK) {
		t->keys = keys;
	} else {
		finding_unreadable_diag(f, file, "is no history of keys", &d);
		free(keys);
	}
	diag_fini(&d);
}

void
trust_add_key(struct trust *t, struct findings *f, const char *text)
{
	t->has_key = note_key_parse(&t->key, slice_of(text)) == ERR_OK;
	if (!t->has_key)
		finding_unreadable(f, "--key",
		    "is no key; it looks like NAME+8 hex digits+base64");
}

void
trust_add_line(struct trust *t, struct findings *f, const char *text)
{
	t->has_line = receipt_line_parse(&t->line, slice_of(text)) == ERR_OK;
	if (!t->has_line)
		finding_unreadable(f, "--line",
		    "is no receipt's line; it looks like "
		    "17-34-7K3Q-M2ZD-0R8T-91XV-5B2C");
}

bool
trust_holds_keys(struct slice text)
{
	struct keys *keys = alloc_zero(1, sizeof(*keys));
	struct diag d = { .path = "" };
	bool holds = keys_parse(keys, text, &d) == ERR_OK;

	diag_fini(&d);
	free(keys);
	return holds;
}

enum err
trust_read_heads(struct trust_head **out, size_t *n, const char *file,
    struct slice text)
{
	struct trust_head *heads = NULL, head = { .file = file };
	size_t count = 0;
	enum err err;

	while ((err = note_next(&head.note, &text)) == ERR_OK) {
		err = checkpoint_parse(&head.said, &head.note);
		if (err != ERR_OK)
			break;
		heads = alloc_resize(heads, count + 1, sizeof(*heads));
		heads[count++] = head;
	}
	if (err != ERR_UNKNOWN || count == 0) {
		free(heads);
		return ERR_SYNTAX;
	}
	*out = heads;
	*n = count;
	return ERR_OK;
}

static void
keep_heads(struct trust *t, const struct trust_head *heads, size_t n)
{
	t->heads = alloc_resize(t->heads, t->n_heads + n, sizeof(*t->heads));
	memcpy(t->heads + t->n_heads, heads, n * sizeof(*heads));
	t->n_heads += n;
}

void
trust_add_heads(struct trust *t, struct findings *f, const char *file,
    struct buf *text)
{
	struct trust_head *heads;
	size_t n;

	t->texts = alloc_resize(t->texts, t->n_texts + 1, sizeof(*t->texts));
	t->texts[t->n_texts++] = *text;
	if (trust_read_heads(&heads, &n, file, buf_slice(text)) != ERR_OK) {
		finding_unreadable(f, file, "holds no signed heads%s",
		    trust_holds_keys(buf_slice(text))
			? "; it holds keys, for --keys"
			: "");
	} else {
		keep_heads(t, heads, n);
		free(heads);
	}
	*text = (struct buf){ 0 };
}
