/*
 * Every limit there is, with its reason.  Sizes in bytes, times in
 * milliseconds.
 */
#ifndef EXAM_LIMITS_H
#define EXAM_LIMITS_H

#include "exam/time.h"

/* HTTP: browsers send under 2 KiB of head; a bounded head bounds an attacker. */
#define HTTP_HEAD_MAX 8192
#define HTTP_HEADERS_MAX 64
/* A save is a text of at most RESPONSE_MAX, JSON-escaped six-fold. */
#define BODY_SMALL_MAX 16384
/* A bank of 2,000 items with long stems is 4 MB. */
#define BODY_UPLOAD_MAX (16 << 20)
#define FRAME_MAX (BODY_UPLOAD_MAX + (64 << 10))

/* What a candidate may write into one text entry; two screens of text. */
#define RESPONSE_MAX 2048
/* Words to the proctor, reports, reasons, messages: a screen. */
#define WORDS_MAX 1000
#define NAME_MAX_LEN 120 /* people, titles in lists */
#define IDENT_MAX 64     /* candidate numbers, bank and sitting ids */

/* Content: beyond these a file is a mistake, not an exam. */
#define BANK_ITEMS_MAX 20000
#define ITEM_TEXT_MAX 20000
#define CHOICES_MAX 32
#define INTERACTIONS_MAX 32
#define VARIABLES_MAX 64
#define SECTIONS_MAX 16
#define PAPER_ITEMS_MAX 500
#define RULES_MAX 64     /* blueprint rules in one section */
#define EXPR_DEPTH_MAX 64
#define EXPR_NODES_MAX 4096
#define PROCESS_STEPS_MAX 100000 /* a real item takes under 100 */
#define DIAGS_MAX 200    /* mistakes told about one file */
#define SITTINGS_MAX 4096
#define CANDIDATES_IMPORT_MAX 20000

/* Time in the room. */
#define GRACE_MS SECONDS(5)        /* default between deadline and closing */
#define HEARTBEAT_MS SECONDS(1)    /* how stale the last sign of life may be */
#define COMMIT_PACE_MS 2           /* a turn in a busy second, see hall_turn() */
#define ROOM_PUSH_MS 250           /* changes in a room are sent this often */
#define STALL_MS SECONDS(2)        /* a turn this late is given back */
#define CLOCK_STEP_MS 500          /* wall against exam clock: an incident */

/* Staff passwords: length bounds of NIST SP 800-63B §5.1.1. */
#define PASSWORD_MIN 12
#define PASSWORD_MAX 256
#define HELPERS_MAX 4      /* children at once: two cores, and one is busy */
#define HELPER_QUEUE_MAX 64
#define HELPER_MS SECONDS(30)

#endif
