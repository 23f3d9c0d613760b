/*
 * bundle: all that a board needs to judge an attempt, as one ustar archive
 * (POSIX.1-2017, pax, "ustar Interchange Format").
 *
 *	transcript.json	the board's form (transcript.h), sealed
 *	bank.exambank	the bank version's bytes (core/bank.h)
 *	programme.json	the programme version, as it is stored
 *	paper.json	the items as the candidate saw and answered them
 *	marks.json	each item's marks, and why
 *	README.txt	what each file is and how to check it
 *	manifest	"<sha256>  <name>" of each, sealed (seal.h)
 *
 * An attempt that was never opened has no bank, programme, paper and marks.
 * The archive has one form to the byte.
 */
#ifndef PROOF_BUNDLE_H
#define PROOF_BUNDLE_H

#include "proof/derived.h"
#include "proof/note.h"

#define BUNDLE_SEAL "examd bundle seal v1"

#define BUNDLE_FILES(X)                                                        \
	X(TRANSCRIPT, "transcript.json")                                       \
	X(BANK, "bank.exambank")                                               \
	X(PROGRAMME, "programme.json")                                         \
	X(PAPER, "paper.json")                                                 \
	X(MARKS, "marks.json")                                                 \
	X(README, "README.txt")                                                \
	X(MANIFEST, "manifest")

enum bundle_file {
#define X(name, text) BUNDLE_##name,
	BUNDLE_FILES(X)
#undef X
	N_BUNDLE_FILES
};

const char *bundle_file_name(enum bundle_file);

/* The bytes of each file, lent; of one that is not there { NULL, 0 }. */
struct bundle {
	struct slice files[N_BUNDLE_FILES];
	int64_t seconds; /* since 1970, of all files: the last event's */
};

/* Append what the files say. */
void bundle_put_paper(struct buf *, const struct derived *,
    const struct derived_from *);
void bundle_put_marks(struct buf *, const struct derived *,
    const struct derived_from *);
void bundle_put_readme(struct buf *);
/* A line of the manifest. */
void bundle_put_line(
    struct buf *, enum bundle_file, const uint8_t hash[SHA256_LEN]);
/* Of all files but itself; without its seal. */
void bundle_put_manifest(struct buf *, const struct bundle *);

/* Append the archive. */
void bundle_put(struct buf *, const struct bundle *);
/* The same piece by piece: each file in their order, nothing for one that is
 * not there, and the end. */
void bundle_put_file(struct buf *, const struct bundle *, enum bundle_file);
void bundle_put_end(struct buf *);
/* The files of an archive.  ERR_SYNTAX: it is none, or not one of ours; *what
 * says why in words. */
MUST_CHECK enum err bundle_parse(
    struct bundle *, struct slice bytes, const char **what);

#endif
