/* A bundle: its files are those that were sealed, and those that the events
 * speak of. */
#include "exam-verify/check.h"
#include "load/programme.h"

/* ---- the manifest ---- */

static void
check_manifest(const struct check *c, const struct story *s,
    const struct bundle *bundle)
{
	struct buf wanted = { 0 };
	struct seal seal;

	if (seal_split(&seal, bundle->files[BUNDLE_MANIFEST], BUNDLE_SEAL) !=
	    ERR_OK) {
		finding_add(c->findings, c->file, "manifest",
		    "has no seal at its end");
		return;
	}
	bundle_put_manifest(&wanted, bundle);
	if (!slice_equal(buf_slice(&wanted), seal.sealed))
		finding_add(c->findings, c->file, "manifest",
		    "does not fit the files: one of them is not the one that "
		    "was sealed");
	if (!seal_fits(&seal, BUNDLE_SEAL))
		finding_add(c->findings, c->file, "manifest",
		    "its seal is not that of the lines before it");
	if (s->has_keys)
		check_signed(c, "manifest", &s->keys, &seal.note);
	buf_fini(&wanted);
}

static void
check_readme(const struct check *c, const struct bundle *bundle)
{
	struct buf wanted = { 0 };

	bundle_put_readme(&wanted);
	if (!slice_equal(buf_slice(&wanted), bundle->files[BUNDLE_README]))
		finding_add(c->findings, c->file,
		    bundle_file_name(BUNDLE_README),
		    "is not what the server writes");
	buf_fini(&wanted);
}

static void
check_seconds(const struct check *c, const struct story *s,
    const struct bundle *bundle)
{
	const struct evidence *e = s->evidence;

	if (e->n > 0 &&
	    bundle->seconds != e->events[e->n - 1].at.wall.ms / 1000)
		finding_add(c->findings, c->file, "",
		    "the time of its files is not that of the last event");
}

/* ---- bank and programme ---- */

static void
check_version(const struct check *c, enum bundle_file file,
    struct slice bytes, const struct transcript_version *v)
{
	uint8_t hash[SHA256_LEN];

	hash_sha256(hash, bytes);
	if (!hash_equal(hash, v->sha256, SHA256_LEN))
		finding_add(c->findings, c->file, bundle_file_name(file),
		    "is not the version that the paper was drawn from: a byte "
		    "of it was changed");
}

static void
check_name(const struct check *c, enum bundle_file file, struct slice ident,
    struct slice version, struct slice wanted)
{
	struct buf name = { 0 };

	buf_put_slice(&name, ident);
	buf_put_text(&name, "@");
	buf_put_slice(&name, version);
	if (!slice_equal(buf_slice(&name), wanted))
		finding_add(c->findings, c->file, bundle_file_name(file),
		    "is %.*s; the events speak of %.*s",
		    SLICE_FMT(buf_slice(&name)), SLICE_FMT(wanted));
	buf_fini(&name);
}

static void
read_bank(const struct check *c, struct story *s, struct slice bytes)
{
	const struct transcript_version *v = &s->evidence->head.bank;

	check_version(c, BUNDLE_BANK, bytes, v);
	if (bank_decode(&s->bank, bytes) != ERR_OK)
		finding_add(c->findings, c->file,
		    bundle_file_name(BUNDLE_BANK), "is no bank");
	else
		check_name(c, BUNDLE_BANK, bank_ident(s->bank),
		    bank_version(s->bank), v->name);
}

static void
read_programme(const struct check *c, struct story *s, struct slice bytes)
{
	const struct transcript_version *v = &s->evidence->head.programme;
	struct diag d = { .path = bundle_file_name(BUNDLE_PROGRAMME) };

	check_version(c, BUNDLE_PROGRAMME, bytes, v);
	if (load_programme(&s->programme, bytes, &d) != ERR_OK)
		finding_add_diag(c->findings, c->file, d.path,
		    "is no programme", &d);
	else
		check_name(c, BUNDLE_PROGRAMME, slice_of(s->programme->ident),
		    slice_of(s->programme->version), v->name);
	diag_fini(&d);
}

/* Files that are there once a paper was opened, and not before. */
static bool
has_its_files(const struct check *c, const struct story *s,
    const struct bundle *bundle)
{
	static const enum bundle_file files[] = { BUNDLE_BANK,
		BUNDLE_PROGRAMME, BUNDLE_PAPER, BUNDLE_MARKS };
	bool wanted = s->evidence->head.bank.name.len > 0, all = true;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		bool there = bundle->files[files[i]].at != NULL;

		if (there != wanted)
			finding_add(c->findings, c->file,
			    bundle_file_name(files[i]), "%s",
			    wanted ? "is missing" : "is there, but no paper "
			    "was opened");
		all = all && there;
	}
	return all;
}

void
check_bundle(struct story **out, const struct check *c, struct slice bytes)
{
	struct bundle bundle;
	const char *what;
	struct story *s;

	*out = NULL;
	if (bundle_parse(&bundle, bytes, &what) != ERR_OK) {
		finding_unreadable(c->findings, c->file, "%s", what);
		return;
	}
	check_transcript(&s, c, bundle.files[BUNDLE_TRANSCRIPT],
	    TRANSCRIPT_BOARD);
	if (s == NULL)
		return;
	if (s->evidence->head.form != TRANSCRIPT_BOARD)
		finding_add(c->findings, c->file, "transcript.json",
		    "is the candidate's; a board gets all of it");
	check_manifest(c, s, &bundle);
	check_readme(c, &bundle);
	check_seconds(c, s, &bundle);
	if (has_its_files(c, s, &bundle)) {
		read_bank(c, s, bundle.files[BUNDLE_BANK]);
		read_programme(c, s, bundle.files[BUNDLE_PROGRAMME]);
		if (s->bank != NULL && s->programme != NULL)
			check_derived(c, s, &bundle);
	}
	*out = s;
}
