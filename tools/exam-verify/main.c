#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "exam-verify/check.h"
#include "exam-verify/page.h"

enum exit_status { EXIT_HOLDS = 0, EXIT_FINDINGS = 1, EXIT_UNREADABLE = 2 };

struct options {
	struct trust trust;
	struct findings findings;
	const char *page;
	bool json, help, version;
	bool page_is_written;
};

static void
usage(FILE *to)
{
	fputs("usage: exam-verify [--keys FILE | --key KEY] [--head FILE]... "
	      "[--line LINE]\n"
	      "                   [--page FILE] [--json] FILE...\n"
	      "       exam-verify --help | --version\n"
	      "Checks receipts, transcripts, bundles, heads and "
	      "statements; see exam-verify(1).\n", to);
}

/* ---- files ---- */

static bool
read_stream(struct buf *b, FILE *f)
{
	size_t n;

	do {
		n = fread(buf_reserve(b, BUFSIZ), 1, BUFSIZ, f);
		b->len += n;
	} while (n > 0 && b->len <= EVIDENCE_MAX);
	return ferror(f) == 0;
}

/* The bytes of a file, or of standard input for "-". */
static bool
read_file(struct buf *b, struct findings *to, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	bool ok = f != NULL && read_stream(b, f);

	if (!ok)
		finding_unreadable(to, path, "cannot be read: %s",
		    strerror(errno));
	else if (b->len > EVIDENCE_MAX)
		finding_unreadable(to, path, "is too long for evidence");
	if (f != NULL && f != stdin)
		(void)fclose(f);
	return ok && b->len <= EVIDENCE_MAX;
}

static void
write_page(struct options *o, const struct story *s)
{
	struct buf page = { 0 };

	page_put(&page, s, &o->findings);
	if (file_create(o->page, buf_slice(&page), 0644) != ERR_OK)
		finding_unreadable(&o->findings, o->page,
		    "cannot be created: %s", strerror(errno));
	o->page_is_written = true;
	buf_fini(&page);
}

static void
check_path(struct options *o, const char *path)
{
	struct check c = { path, &o->findings, &o->trust };
	struct story *s = NULL;
	struct buf bytes = { 0 };

	if (read_file(&bytes, &o->findings, path))
		check_file(&s, &c, buf_slice(&bytes));
	if (s != NULL && o->page != NULL && !o->page_is_written)
		write_page(o, s);
	story_free(s);
	buf_fini(&bytes);
}

/* ---- options ---- */

static void
take_keys(struct options *o, const char *path)
{
	struct buf text = { 0 };

	if (read_file(&text, &o->findings, path))
		trust_add_keys(&o->trust, &o->findings, path,
		    buf_slice(&text));
	buf_fini(&text);
}

static void
take_heads(struct options *o, const char *path)
{
	struct buf text = { 0 };

	if (read_file(&text, &o->findings, path))
		trust_add_heads(&o->trust, &o->findings, path, &text);
	buf_fini(&text);
}

static bool
take_option(struct options *o, int letter)
{
	switch (letter) {
	case 'K':
		take_keys(o, optarg);
		return true;
	case 'k':
		trust_add_key(&o->trust, &o->findings, optarg);
		return true;
	case 'h':
		take_heads(o, optarg);
		return true;
	case 'l':
		trust_add_line(&o->trust, &o->findings, optarg);
		return true;
	case 'p':
		o->page = optarg;
		return true;
	case 'j':
		o->json = true;
		return true;
	case 'H':
		o->help = true;
		return true;
	case 'v':
		o->version = true;
		return true;
	default:
		return false;
	}
}

static bool
take_options(struct options *o, int argc, char *argv[])
{
	static const struct option list[] = {
		{ "keys", required_argument, NULL, 'K' },
		{ "key", required_argument, NULL, 'k' },
		{ "head", required_argument, NULL, 'h' },
		{ "line", required_argument, NULL, 'l' },
		{ "page", required_argument, NULL, 'p' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'H' },
		{ "version", no_argument, NULL, 'v' },
		{ 0 },
	};
	int letter;

	while ((letter = getopt_long(argc, argv, "", list, NULL)) != -1)
		if (!take_option(o, letter))
			return false;
	return o->help || o->version ||
	    (optind < argc && (o->trust.keys == NULL || !o->trust.has_key));
}

static int
tell(const struct options *o)
{
	const struct findings *f = &o->findings;
	struct buf text = { 0 };
	bool told;

	if (o->json) {
		findings_json(&text, f);
	} else {
		findings_text(&text, f);
		buf_put_text(&text, f->n == 0 ? "all that was checked holds\n" :
						"");
	}
	told = fwrite(text.at, 1, text.len, stdout) == text.len &&
	    fflush(stdout) == 0;
	buf_fini(&text);
	if (f->is_unreadable || !told)
		return EXIT_UNREADABLE;
	return f->n == 0 ? EXIT_HOLDS : EXIT_FINDINGS;
}

static int
check_all(struct options *o, char *const *paths)
{
	for (; *paths != NULL && !o->findings.is_unreadable; paths++)
		check_path(o, *paths);
	if (o->page != NULL && !o->page_is_written &&
	    !o->findings.is_unreadable)
		finding_unreadable(&o->findings, o->page,
		    "there is no transcript or bundle to make it of");
	return tell(o);
}

int
main(int argc, char *argv[])
{
	struct options o = { 0 };
	int status = EXIT_HOLDS;

	if (!take_options(&o, argc, argv)) {
		usage(stderr);
		status = EXIT_UNREADABLE;
	} else if (o.help) {
		usage(stdout);
	} else if (o.version) {
		puts("exam-verify " EXAM_VERSION);
	} else {
		status = check_all(&o, argv + optind);
	}
	findings_fini(&o.findings);
	trust_fini(&o.trust);
	return status;
}
