/*
 * transcript: all that happened in one attempt, with the proof of it, as one
 * JSON text and a seal.
 *
 * What happened is said by the events' own payloads; each stands in the
 * attempt's chain (chain.h) and in the tree under the checkpoint (tree.h).  The
 * candidate's form withholds what would tell of items, of who marked, and of a
 * result that is not released.  The text has one form to the byte: who reads it
 * writes it again and compares.
 *
 *	transcript_open()	the head
 *	transcript_event()	each event of the attempt, in order
 *	transcript_close()	the result, and the end of the JSON
 *	seal_put()		what seals it, with TRANSCRIPT_SEAL (seal.h)
 */
#ifndef PROOF_TRANSCRIPT_H
#define PROOF_TRANSCRIPT_H

#include "base/hash.h"
#include "core/event.h"
#include "core/programme.h"
#include "core/score.h"

#define TRANSCRIPT_FORMAT "examd transcript 1"
#define TRANSCRIPT_SEAL "examd transcript seal v1"

enum transcript_form { TRANSCRIPT_CANDIDATE, TRANSCRIPT_BOARD };

/* A version of something, and SHA-256 of its stored bytes. */
struct transcript_version {
	struct slice name; /* "ctss@2026.1"; empty: nothing was opened */
	uint8_t sha256[SHA256_LEN];
};

/* Whose attempt at what; the last REGISTERED event says it. */
struct transcript_who {
	struct slice candidate, name; /* number, and the person's */
	struct slice sitting, title, zone;
};

struct transcript {
	enum transcript_form form;
	struct slice origin;
	struct slice keys;	 /* the text of evidence.keys */
	struct slice checkpoint; /* that the proofs lead to */
	struct slice published;	 /* the last published head, which is no larger;
				    empty: none was published yet */
	size_t n_consistency;	 /* the checkpoint's tree begins with it */
	const uint8_t (*consistency)[SHA256_LEN];
	uint64_t attempt;
	struct transcript_who who;
	enum route_name route;
	struct transcript_version bank, programme;
};

struct transcript_event {
	uint64_t position;
	uint32_t number;
	enum event_kind kind;
	struct instant at;
	bool withheld; /* salt and payload are not shown */
	struct slice salt, payload;
	uint8_t content[SHA256_LEN], hash[SHA256_LEN];
	size_t n_proof;
	const uint8_t (*proof)[SHA256_LEN];
};

/* Does the form show no salt and payload of this kind?  released: are the
 * results of the attempt, as it stands at the end? */
bool transcript_withholds(enum transcript_form, enum event_kind, bool released);
/* Does the form show the result of an attempt that stands so at the end? */
bool transcript_shows_result(enum transcript_form, bool scored, bool released);

void transcript_open(struct buf *, const struct transcript *);
void transcript_event(struct buf *, const struct transcript_event *);
/* The result of the last SCORED event; NULL: none is shown. */
void transcript_close(struct buf *, const struct score *);

/* The data of REGISTERED: each of them in order, as a byte string with a u32
 * length.  ERR_SYNTAX: it is not.  They point into the data. */
void transcript_who_encode(struct buf *, const struct transcript_who *);
MUST_CHECK enum err transcript_who_decode(
    struct transcript_who *, struct slice data);
bool transcript_who_equal(
    const struct transcript_who *, const struct transcript_who *);

/*
 * The text of OPENED: BANK@VERSION#<64 hex> PROGRAMME@VERSION#<64 hex>.
 * ERR_SYNTAX: it is not.  The names point into the text.
 */
MUST_CHECK enum err transcript_versions(struct transcript_version *bank,
    struct transcript_version *programme, struct slice text);

#endif
