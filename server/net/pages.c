#include "net/pages.h"

/*
 * Scripts and styles of ours alone, no form that goes anywhere, no frame, no
 * text that becomes a script but the worker's name.  blob: is for images of
 * items that were kept for a time without network.
 */
static const char strict[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types exam-worker\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), "
    "display-capture=(), payment=(), usb=()\r\n"
    "Vary: Accept-Encoding\r\n";

/* One that may change is asked for each time, and mostly answered by 304. */
static const char *
caching(const struct page *p)
{
	return p->kept
	    ? "Cache-Control: public, max-age=31536000, immutable\r\n"
	    : "Cache-Control: no-cache\r\n";
}

const struct page *
pages_find(enum port port, struct slice path)
{
	const struct pages *all =
	    port == PORT_STAFF ? &pages_staff : &pages_candidate;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (slice_is(path, all->at[i].path))
			return &all->at[i];
	return NULL;
}

/* "q=0", "q=0.000": not at all. */
static bool
is_refused(struct slice weight)
{
	size_t i;

	if (weight.len < 3 || memcmp(weight.at, "q=0", 3) != 0)
		return false;
	for (i = 3; i < weight.len; i++)
		if (weight.at[i] != '.' && weight.at[i] != '0')
			return false;
	return true;
}

static bool
takes_gzip(struct slice codings)
{
	struct slice part, name;

	while (http_list_next(&part, &codings, ','))
		if (http_list_next(&name, &part, ';') &&
		    http_word_is(name, "gzip"))
			return !http_list_next(&name, &part, ';') ||
			    !is_refused(name);
	return false;
}

/* Compared weakly: W/ does not matter. */
static bool
has_it(struct slice tags, const char *tag)
{
	struct slice part;

	while (http_list_next(&part, &tags, ','))
		if (slice_is(part, "*") || slice_is(part, tag) ||
		    slice_is(part, tag + strlen("W/")))
			return true;
	return false;
}

static void
put_fields(struct buf *b, const struct page *p)
{
	buf_put_text(b, strict);
	buf_put_text(b, caching(p));
	buf_put_text(b, "ETag: ");
	buf_put_text(b, p->tag);
	buf_put_text(b, "\r\n");
}

static void
put_whole(struct buf *b, struct buf *fields, const struct page *p,
    struct slice codings, struct reply_manner m)
{
	struct reply_page r = { .status = 200, .type = p->type,
		.body = p->plain };

	if (p->packed.len > 0 && takes_gzip(codings)) {
		r.body = p->packed;
		buf_put_text(fields, "Content-Encoding: gzip\r\n");
	}
	r.fields = buf_slice(fields);
	reply_put_page(b, &r, m);
}

void
pages_put(struct buf *b, const struct page *p, const struct http_head *h,
    struct reply_manner m)
{
	struct reply_page unchanged = { .status = 304 };
	struct buf fields = { 0 };

	put_fields(&fields, p);
	unchanged.fields = buf_slice(&fields);
	if (has_it(h->fields[FIELD_IF_NONE_MATCH], p->tag))
		reply_put_page(b, &unchanged, m);
	else
		put_whole(b, &fields, p, h->fields[FIELD_ACCEPT_ENCODING], m);
	buf_fini(&fields);
}
