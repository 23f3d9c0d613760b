/*
 * retell: one attempt told again from its journal, for a transcript, a bundle
 * or a replay; for the files of this folder only.
 *
 * Each is a list of steps, and a step as many slices as it needs: one slice a
 * turn, of 2 ms at most, straight after the commit and before the next event,
 * so that what is read is durable and a head may be signed for it.  Requests
 * wait in line; one is worked on.
 */
#ifndef HALL_RETELL_H
#define HALL_RETELL_H

#include "hall/evidence.h"
#include "proof/transcript.h"

/* A row of the journal. */
struct retold {
	uint64_t position;
	uint32_t number;
	uint16_t kind;
	struct instant at;
	uint8_t salt[SALT_LEN], content[SHA256_LEN], hash[SHA256_LEN];
	size_t from, len; /* of its payload, in payloads */
};

struct retelling;

/* A slice.  RETELL_DONE: go on with the next step; after the last one the
 * request was answered. */
enum retell_goes { RETELL_ON, RETELL_DONE };
typedef enum retell_goes retell_step(struct hall *, struct retelling *);

/* In the hall's line, which owns it. */
struct retelling {
	retell_step *const *steps; /* NULL ends them */
	size_t step, at;	   /* how far the step has come */
	struct errand *errand;	   /* who asked; freed once answered */
	struct seat *seat;
	struct seat shadow; /* what the events make of it; in no table */

	struct chain chain; /* the seat's when this began */
	uint64_t before;    /* what is still to be read ends there; 0: none */
	struct retold *events; /* in order, once all are read */
	size_t n_events, room;
	struct buf payloads;
	bool damaged; /* the journal: no more is read */

	enum transcript_form form;
	struct buf checkpoint, published; /* heads: proofs lead to the first */
	uint64_t size, published_size;
	size_t keys_len;	   /* of the keys that are told */
	struct buf text;	   /* the transcript */
	struct bundling *bundling; /* bundle.c, or … */
	struct replay *replay;	   /* … replay.c */
	struct retelling *next;
};

/* ---- retell.c ---- */

/* Answered later, or refused at once (NULL): too many wait. */
struct retelling *retell_begin(
    struct hall *, struct request *, struct seat *, retell_step *const *steps);
/* From its first step again: what it is about has changed meanwhile. */
void retell_again(struct retelling *);
/* Answer, with what is to be written by the caller; ends the request. */
void retell_resume(struct hall *, struct request *, struct frame_request *,
    struct retelling *);
/* Answer that it is not possible, and stop. */
__attribute__((format(printf, 4, 5))) enum retell_goes retell_fail(
    struct hall *, struct retelling *, enum err, const char *fmt, ...);
/* Answer with a file, if it is not larger than a reply may be. */
enum retell_goes retell_send(
    struct hall *, struct retelling *, enum body_type, struct slice);

/* A step: read the events, and verify them; damaged is set where that ends. */
retell_step retell_read;
/* The next event, and fold it into the shadow.  ERR_STATE: it is none, or does
 * not follow. */
MUST_CHECK enum err retell_event(struct event *, const struct retelling *);
MUST_CHECK enum err retell_fold(struct retelling *, const struct event *);
struct slice retell_payload(const struct retelling *, const struct retold *);
/* The last event of a kind; false: there is none, or it cannot be read. */
bool retell_last(struct event *, const struct retelling *, enum event_kind);
/* The text of OPENED; empty: there is none. */
struct slice retell_versions(const struct retelling *);

/* In a turn, see above. */
void retell_go_on(struct hall *);
bool retell_waits(const struct hall *);
void retell_free_all(struct hall *);

/* ---- transcript.c: the steps up to a sealed text ---- */

retell_step transcript_begin, transcript_fold, transcript_write,
    transcript_seal;

/* ---- bundle.c, replay.c ---- */

void bundling_free(struct bundling *);
void replay_free(struct replay *);

#endif
