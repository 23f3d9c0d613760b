/*
 * event: what happened in an attempt, once, for good.
 *
 * The journal is a list of these.  A kind says which fields it carries; the
 * payload bytes are those fields in the order of struct event, little-endian,
 * byte strings with a u32 length.  Slices of a decoded event point into the
 * payload.
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/time.h"

#define EVENT_SEED_LEN 32

/* Which fields a kind carries. */
#define F_SECTION 0x001u  /* 0-based */
#define F_ITEM 0x002u     /* 0-based place in the paper */
#define F_SEQ 0x004u      /* the client's, from 1 */
#define F_CODE 0x008u     /* see the kind */
#define F_NUMBER 0x010u   /* see the kind */
#define F_MS 0x020u       /* a duration */
#define F_WALL 0x040u     /* see the kind */
#define F_SEED 0x080u
#define F_BY 0x100u       /* "candidate", "server" or a staff account */
#define F_REASON 0x200u   /* from the list of reasons */
#define F_TEXT 0x400u     /* words for people, or as the kind says */
#define F_DATA 0x800u     /* bytes, see the kind */
#define F_ABOUT 0x1000u   /* position of another event */
#define F_TOLD 0x2000u    /* no bytes: the candidate is to see that it was done */
#define F_ACT (F_BY | F_REASON | F_TEXT)

/* X(NAME, code in the journal for ever, word, fields) */
#define EVENT_LIST(X)                                                          \
	/* number: entitlement factor; ms: extra minutes; code: route; data:   \
	 * who, and for what: struct transcript_who, proof/transcript.h */     \
	X(REGISTERED, 1, "registered",                                         \
	    F_CODE | F_NUMBER | F_MS | F_BY | F_DATA)                          \
	X(TICKET_ISSUED, 2, "ticket-issued", F_ACT)                            \
	X(CHECKED_IN, 3, "checked-in", F_ACT) /* text: document */             \
	X(ADMITTED, 4, "admitted", F_ACT | F_TOLD)                             \
	/* number: device; code: 1 if it must wait for the proctor */          \
	X(SIGNED_IN, 5, "signed-in", F_CODE | F_NUMBER | F_TEXT)               \
	X(SIGNED_OUT, 6, "signed-out", F_NUMBER)                               \
	/* number: device that has the attempt from now on, 0: none */         \
	X(DEVICE_MOVED, 7, "device-moved", F_NUMBER | F_ACT | F_TOLD)          \
	/* wall: their window's end; ms: whole allowance or 0; text: bank and  \
	 * programme version, each with its SHA-256; data: struct attempt_plan \
	 * without what is drawn */                                            \
	X(OPENED, 8, "opened", F_MS | F_WALL | F_TEXT | F_DATA)                \
	/* code: 1 if by the server at the end of a break */                   \
	X(SECTION_ENTERED, 9, "section-entered", F_SECTION | F_CODE)           \
	X(ITEM_LEFT, 10, "item-left", F_ITEM)                                  \
	/* wall: when the client says it was entered, or 0; data: response */  \
	X(ANSWERED, 11, "answered", F_ITEM | F_SEQ | F_WALL | F_DATA)          \
	X(FLAGGED, 12, "flagged", F_ITEM | F_CODE)                             \
	X(SECTION_CLOSED, 13, "section-closed", F_SECTION | F_CODE)            \
	X(PAUSED, 14, "paused", F_ACT | F_TOLD)                                \
	X(RESUMED, 15, "resumed", F_ACT | F_TOLD)                              \
	X(EXTENDED, 16, "extended", F_MS | F_ACT | F_TOLD)                     \
	/* ms: the time that is given back; it ended at the event */           \
	X(COMPENSATED, 17, "compensated", F_MS | F_TEXT)                       \
	X(INCIDENT, 18, "incident", F_ACT)                                     \
	X(HELP_ASKED, 19, "help-asked", F_TEXT)                                \
	X(ITEM_REPORTED, 20, "item-reported", F_ITEM | F_TEXT)                 \
	X(MESSAGED, 21, "messaged", F_BY | F_TEXT | F_TOLD)                    \
	X(SUBMITTED, 22, "submitted", 0)                                       \
	X(EXPIRED, 23, "expired", 0)                                           \
	X(TERMINATED, 24, "terminated", F_ACT | F_TOLD)                        \
	X(ABSENT, 25, "absent", 0)                                             \
	/* ms: on top of the rest */                                           \
	X(REOPENED, 26, "reopened", F_MS | F_ACT | F_TOLD)                     \
	/* number: thousandths of a percent; code: 1 passed; data: struct      \
	 * score */                                                            \
	X(SCORED, 27, "scored", F_CODE | F_NUMBER | F_DATA)                    \
	X(RELEASED, 28, "released", F_BY)                                      \
	/* administrative, attempt 0; data: the object */                      \
	X(ADMINISTERED, 29, "administered", F_ACT | F_DATA)                    \
	/* number: thousandths, the sum; data: u32 for each criterion */       \
	X(MARKED, 30, "marked", F_ITEM | F_NUMBER | F_BY | F_TEXT | F_DATA)    \
	/* number: the seat; data: the room */                                 \
	X(SEATED, 31, "seated", F_NUMBER | F_ACT | F_DATA)                     \
	/* their client has shown all that is F_TOLD, up to this one */        \
	X(SEEN, 32, "seen", F_ABOUT)                                           \
	/* directly after OPENED, and apart from it so that it alone need be   \
	 * kept from who sees the rest; data: struct attempt_drawn */          \
	X(DRAWN, 33, "drawn", F_SEED | F_DATA)

enum event_kind {
#define X(name, code, word, fields) EVENT_##name = code,
	EVENT_LIST(X)
#undef X
	EVENT_KINDS
};

/* Why a section was closed (SECTION_CLOSED's code). */
enum closed_by { CLOSED_BY_CANDIDATE, CLOSED_BY_LAST_ITEM, CLOSED_BY_TIME };

struct event {
	enum event_kind kind;
	struct instant at; /* requests: when the last byte arrived */
	uint64_t position; /* in the journal; 0: not there yet */
	uint16_t section, item;
	uint32_t seq;
	uint8_t code;
	uint32_t number;
	int64_t ms;
	struct wall wall;
	uint8_t seed[EVENT_SEED_LEN];
	struct slice by, reason, text, data;
	uint64_t about;
};

const char *event_word(enum event_kind);
unsigned event_fields(enum event_kind);

void event_encode(const struct event *, struct buf *payload);
/* ERR_SYNTAX: no such kind, or bytes that are not its fields.  Leaves at and
 * position to the caller. */
MUST_CHECK enum err event_decode(struct event *, unsigned kind,
    struct slice payload);

#endif
