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
/* People's words, WORDS_MAX twice, JSON-escaped six-fold. */
#define BODY_SMALL_MAX 16384
/* All texts of an item: EXTENDED_CHARACTERS_MAX, each as two \uXXXX. */
#define BODY_ANSWER_MAX (128 << 10)
/* A bank of 2,000 items with long stems is 4 MB. */
#define BODY_UPLOAD_MAX (16 << 20)
/* The results of 20,000 candidates are 22 MB of JSON. */
#define FRAME_MAX (64 << 20)
/* The longest route with every parameter percent-encoded, and a query. */
#define HTTP_LINE_MAX 4096

/* One net process. */
#define HELD_MAX (64 << 20)  /* bodies that arrive, requests the hall has not
				taken: a few uploads or a save from everybody */
#define HELD_GUESTS_MAX (4 << 20) /* of it, of who is not signed in: hundreds of
				     saves that begin a new connection */
#define UNSENT_MAX 16384 /* that the kernel keeps of a slow reader's replies */
#define STREAM_BACKLOG_MAX (256 << 10) /* a room's rows, several times over */
#define LINK_READ (64 << 10)	/* 300 replies in one read */
#define RECORD_MAX 16384	/* plaintext of one TLS record, RFC 8446 §5.1 */
#define PROXY_HEAD_MAX 536	/* PROXY v2: header, addresses, 500 of TLVs */
/* Of who is not signed in a turn serves so much; everybody else's saves wait no
 * longer for them. */
#define ACCEPTS_A_TURN 4	/* 20 us each */
#define HANDSHAKES_A_TURN 1	/* 400 us, which everybody waits for */
#define GUESTS_HEARD_A_TURN 4	/* 20 us each */
#define GUESTS_ASKING_MAX 64	/* wait for the hall at once: a commit's worth */
#define GUESTS_LOOKED_AT 8	/* for one that could go */
#define SESSION_CONNECTIONS_MAX 16 /* of a candidate; a browser opens six */
#define HOUSEHOLDS_REMEMBERED_MAX 20000 /* 100 bytes each; a home for each
				candidate of the largest sitting */
#define CLIENT_CHAIN_MAX (16 << 10) /* bytes; three certificates have 6 KiB */
#define LISTENERS_MAX 8
#define NET_PACE_US 500	/* a turn in a busy second, a part of the hall's; */
#define NET_PACE_FROM 16	/* busy is where so many wait for the hall */
#define DEAF_MS SECONDS(1)	/* out of descriptors: listen again after */
#define DRAIN_MS SECONDS(10)	/* for what waits when the server stops */

/* What a candidate may write into one text entry; two screens of text. */
#define RESPONSE_MAX 2048
/* An essay: 1,500 words, and four bytes for the rarest characters. */
#define EXTENDED_CHARACTERS_MAX 10000
#define EXTENDED_MAX (4 * EXTENDED_CHARACTERS_MAX)
#define EXTENDED_DEFAULT 8000 /* characters, where the file gives none */
/* Words to the proctor, reports, reasons, messages: a screen. */
#define WORDS_MAX 1000
#define NAME_MAX_LEN 120 /* people, titles in lists */
#define IDENT_MAX 64     /* candidate numbers, bank and sitting ids */

/* Content: beyond these a file is a mistake, not an exam. */
#define BANK_ITEMS_MAX 20000
#define BANK_TOPICS_MAX 1000
#define BANK_BYTES_MAX (64 << 20) /* encoded; smaller than its JSON, as a rule */
#define ITEM_TEXT_MAX 20000
#define ITEM_VIEW_MAX (8 * ITEM_TEXT_MAX) /* a text and its tables, as JSON */
#define LANGUAGE_MAX 35  /* RFC 5646 §4.4.1 */
#define MARKS_MAX 1000   /* of one item */
#define MARKERS_MAX 3    /* of one script: two, and one to reconcile them */
#define PROFILE_ITEMS_MIN 3 /* fewer would tell of single items */
#define CRITERIA_MAX 20  /* of one rubric: more cannot be kept in mind */
#define TEXT_ENTRY_DEFAULT 200 /* characters, where the file gives none */
#define NUMBER_ENTRY_LEN 40    /* more than any double has */
#define ANSWERS_MAX 256        /* accepted for one text, entries of one table */
#define EXTENDED_WORD_LEN 6 /* characters: an English word and its blank */
#define TAGS_MAX 32	    /* of one item */
#define ENEMIES_MAX 100	    /* of one item; more are a topic of their own */
#define STIMULI_MAX 1000
#define EXHIBITS_MAX 16	    /* of one item or stimulus: pages to turn */
#define TABLE_COLUMNS_MAX 20 /* more is a spreadsheet, unreadable aloud */
#define TABLE_ROWS_MAX 100
#define ITEM_IMAGES_MAX (2 * EXHIBITS_MAX) /* its stimulus' and its own */
#define IMAGES_MAX 500
#define IMAGE_BYTES_MAX (2 << 20)  /* a photograph that fills a screen */
#define IMAGES_BYTES_MAX (8 << 20) /* as base64 in a BODY_UPLOAD_MAX */
#define IMAGE_SIDE_MAX 4096	   /* pixels; decoded in 64 MiB by a browser */
#define CHOICES_MAX 32
#define INTERACTIONS_MAX 32
#define PAIRS_MAX 255         /* of one match: their count is one byte */
#define VARIABLES_MAX 64
#define VALUE_ATOMS_MAX 256   /* in one constant */
#define MAPPING_MAX 1000      /* entries of a mapping or table */
#define SECTIONS_MAX 16
#define PAPER_ITEMS_MAX 500
#define RULES_MAX 64     /* blueprint rules in one section */
#define LIMITS_MAX 64	 /* the same of its limits */
#define FORMS_MAX 100	 /* parallel forms; a room has a handful */
#define FORMS_TRIES 4	 /* to draw them all within the exposure limit */
#define FORMS_SWAPS_MAX 1000 /* of two seats; each takes 1 us ... */
#define FORMS_LOOKS_MAX 100  /* ... with a look at so many others */
/* Looks at one item while a paper with sets, enemies or limits is drawn: a
 * real one takes some ten thousand, 100,000 take 0.5 ms.  What is not found
 * soon is rarely found late, so another try is better. */
#define DRAW_STEPS_TRY 80000	/* of one try, and ... */
#define DRAW_STEPS_ITEM 20	/* ... for each item of the bank more */
#define DRAW_STEPS_MAX 400000	/* of all tries, then the witness */
#define FORM_STEPS_MAX 1000000	/* the same of a form: once for a sitting */
#define CHECK_STEPS_MAX 1000000 /* at publication, of the first try ... */
#define CHECK_TRIES 3		/* ... each twice as long: 35 ms */
#define SEARCH_DEPTH_MAX 2000  /* decisions on one another; 4 KB each */
#define EXPR_DEPTH_MAX 64
#define EXPR_NODES_MAX 4096
#define NUMBER_TEXT_MAX 64    /* no number that a person types is longer */
#define EXPONENT_MAX 1000     /* of power; x^1000 is out of range for most x */
#define AREA_COORDS_MAX 128   /* a polygon of 64 corners */
#define AREA_COORD_MAX 32767  /* no sum of products overflows 64 bits */
#define PROCESS_STEPS_MAX 100000 /* a real item takes under 100 */
#define JSON_DEPTH_MAX 100   /* an expression of EXPR_DEPTH_MAX in its item */
#define JSON_NODES_MAX 2000000 /* a bank of 20,000 items has a million */
#define JSON_MEMBERS_MAX 1000 /* of one object: topics, mapped texts */
#define DIAGS_MAX 200    /* mistakes told about one file */
#define SITTINGS_MAX 4096
#define CANDIDATES_IMPORT_MAX 20000

/* Time in the room. */
#define SIGN_IN_EARLY_MS MINUTES(60) /* candidates may wait at the screen so
					long before the window opens */
#define GRACE_MS SECONDS(5)        /* default between deadline and closing */
#define HEARTBEAT_MS SECONDS(1)    /* how stale the last sign of life may be */
#define COMMIT_PACE_US 1500        /* a turn in a busy second, see hall_run.c */
#define ROOM_PUSH_MS 250           /* changes in a room are sent this often */
#define ANNOUNCEMENTS_KEPT 8	   /* of a sitting: nobody reads more on a wall */
#define STALL_MS 250               /* lost time from here on is given back */
#define CLOCK_STEP_MS 500          /* wall against exam clock: an incident */

/* Programmes and entitlements. */
#define RESIT_ATTEMPTS_MAX 100	/* in a lifetime */
#define RESIT_DAYS_MAX 3660	/* ten years */
#define WEIGHT_MAX 1000  /* of a section: finer than any standard setting */
#define FACTOR_MIN 1000  /* of a candidate's time, thousandths */
#define FACTOR_MAX 5000  /* five times is a working day */

/* Schedules: beyond these it is a slip of the pen. */
#define SITTING_MINUTES_MAX 1440   /* a section, a break, a whole exam */
#define SITTING_WINDOW_MAX DAYS(31)
#define GRACE_MAX MINUTES(1)
#define LATE_ACCEPT_MAX MINUTES(10)
#define SITTING_ROOMS_MAX 1000     /* a sitting of a whole country */
#define ROOM_SEATS_MAX 5000        /* an exhibition hall */
#define ROOM_PROCTORS_MAX 32       /* of one room; also chiefs of a sitting */
#define RULES_TEXT_MAX (16 << 10)  /* read before the exam begins */

/* Staff passwords: length bounds of NIST SP 800-63B §5.1.1. */
#define PASSWORD_MIN 12
#define PASSWORD_MAX 256
#define HELPERS_MAX 4      /* children at once: two cores, and one is busy */
#define HELPER_QUEUE_MAX 64
#define HELPER_MS SECONDS(30)
/* A bank with the programme and the sittings that want it. */
#define HELPER_INPUT_MAX (BANK_BYTES_MAX + 2 * BODY_UPLOAD_MAX)
#define HELPER_MEMORY_MAX (1LL << 30) /* the largest bank takes a quarter */

/* What the hall has answered with and a net has not taken, when an image or a
 * description is asked for: two of the largest images, or the saves behind them
 * wait too long. */
#define REPLIES_PENDING_MAX (2 * IMAGE_BYTES_MAX)

/* The parent: its file, its children, its patience. */
#define CONFIG_FILE_MAX (64 << 10) /* a page of settings is 2 KiB */
#define CONFIG_WORDS_MAX 32	   /* on one line */
#define LISTEN_MAX 8		   /* addresses of one port class */
#define CANDIDATE_PROCESSES_MAX 64 /* a net uses a core; more are a mistake */
#define CONNECTIONS_MAX 1000000	   /* more than a kernel gives descriptors */
#define LISTEN_PATIENCE_MS 500	   /* a killed process takes milliseconds */
#define LETTERS_MAX 256		   /* links to every net, helpers, reloads */
#define RESTARTS_MAX 2		   /* of one part within ... */
#define RESTARTS_MS MINUTES(1)	   /* ... this; one more, and all is stopped */
#define DRAIN_NET_MS SECONDS(12)   /* a net allows its clients 10 s */
#define DRAIN_HALL_MS SECONDS(60)  /* commit, snapshots, checkpoint: seconds */
#define CERTIFICATE_WARN_MS DAYS(14) /* time enough to get another */

/* The store. */
#define COMMIT_BYTES_MAX (64 << 20) /* kept to be made again on a full disk; a
				       turn hears a few uploads at most */
#define STORE_CACHE_KIB 16384 /* the journal's tail and the objects in use */
#define WAL_LIMIT_MIN (2 << 20)  /* its checkpoint stalls 2 ms ... */
#define WAL_LIMIT_MAX (64 << 20) /* ... and this one 75 ms, see DESIGN 6 */

/* A full disk.  Logs are shed first, then the ballast is given up. */
#define LOG_LINES_A_SECOND 200 /* a person cannot read more */
#define LOG_BURST (1 << 20)    /* bytes at once, 10,000 lines ... */
#define LOG_BYTES_AN_HOUR (4 << 20) /* ... and in the long run: what four
				       processes flood in a day of exams is
				       about the ballast */
#define DISK_LOW_BYTES (32 << 20)   /* free: a journal grows by 8 MiB a file */
#define DISK_LOOK_MS SECONDS(10)    /* between two looks at it */
#define DISK_ROOM_BYTES (1 << 20)   /* a hall that had no room starts with it:
				       the commits of some seconds ... */
#define DISK_ROOM_MS SECONDS(1)	    /* ... and is looked for so often */
#define DISK_RETRY_MS SECONDS(30)   /* it starts without: it may make room */

/* Receipts.  One takes up to 0.4 ms: a head's proof reads 500 hashes. */
#define RECEIPTS_A_TURN 4
#define RECEIPTS_WAITING_MAX 20000 /* all of the largest sitting */
/* Transcripts, bundles and replays: one takes a tenth of a second. */
#define RETELLINGS_MAX 64
#define EVIDENCE_SENT_MAX WIRE_BODY_MAX /* as much as examctl takes */

/* A rehearsal. */
#define FINDING_NAMES_MAX 10 /* of one finding: enough to see what is common */
#define REHEARSAL_ROOM (256LL << 20) /* bytes beside the copy: 5,000 attempts */
#define DISK_SPARE_TIMES 3 /* of what a sitting needs; less is a warning */

/* The terminal programs: what they wait for, and how much they take. */
#define WIRE_CONNECT_MS SECONDS(8)    /* one address: TCP and TLS handshake */
#define WIRE_REPLY_MS SECONDS(15)     /* a save takes milliseconds */
#define WIRE_UPLOAD_MS SECONDS(120)   /* a helper may take HELPER_MS, queued */
#define WIRE_BODY_MAX (32 << 20)      /* results of 20,000 candidates */
#define WIRE_RETRY_AFTER_MAX 60     /* seconds; longer would look dead */
#define WIRE_AGAIN_MIN_MS 500         /* pause before trying again ... */
#define WIRE_AGAIN_MAX_MS SECONDS(8)  /* ... doubling up to this */
#define STREAM_SILENCE_MS SECONDS(45) /* three missed signs of life */
/* A chief's view at once: 20,000 candidates with room and seat are 8.5 MB. */
#define SSE_EVENT_MAX (16 << 20)

/* exam-verify. */
#define EVIDENCE_MAX (BANK_BYTES_MAX + 2 * BODY_UPLOAD_MAX) /* a bundle: a bank,
					a transcript, and what follows */

/* examctl and exam-load. */
#define ASK_TRIES 4		 /* a request whose reply got lost */
#define ASK_PAUSE_MS 100	 /* before asking again, doubled each time */
#define FILE_MAX_LEN BODY_UPLOAD_MAX /* a file read to be sent */
#define CERTIFICATE_DAYS 397	 /* the longest that browsers accept */
#define CROWD_MAX 100000	 /* candidates: ten times what a server holds */
#define CROWD_SECONDS_MAX 86400
#define CROWD_SAVES_MAX 20000000 /* remembered at 32 bytes each: 640 MB */
#define CROWD_REPLY_MAX (2 << 20) /* a paper of PAPER_ITEMS_MAX long items */
#define CROWD_RECORD_MAX FRAME_MAX /* one attempt and all that happened in it */
#define CROWD_RATE_MAX 1000000	 /* saves a second: twenty servers' */
#define CROWD_PHASES_MAX 32	 /* of one day */
#define CROWD_DASHBOARDS_MAX 1000 /* five times what a server is to hold */
#define CROWD_CHANGES 8		 /* of one candidate, on their way to the proctors */
#define CROWD_ANSWERS_MAX 1000	 /* of one candidate, when the bell rings */
#define CROWD_ADMIN_MS SECONDS(10) /* a reply that waits for a slow commit */

/* The candidate's terminal. */
#define DRAFT_IDLE_MS 1200          /* text is saved 2 s after the last key ... */
#define DRAFT_MOST_MS SECONDS(8)    /* ... and each 10 s of typing; less a save */
#define SESSION_ACTS_MAX 16         /* asked for and not yet done, when offline */
#define SESSION_STREAM_MS SECONDS(2)   /* a room's streams open over so long */
#define SESSION_LOOK_MS SECONDS(20)    /* without a stream, look so often */
#define SESSION_UNSAVED_MS SECONDS(2)  /* later than this it is mentioned */
#define LINE_MAX_LEN (48 << 10)      /* typed: EXTENDED_MAX and some words */

#endif
