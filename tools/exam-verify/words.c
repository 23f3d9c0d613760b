#include "exam-verify/words.h"

#include <inttypes.h>

#include "proto/out.h"

/* ---- times ---- */

static void
civil(char text[CIVIL_TEXT_MAX], struct wall at, struct slice zone)
{
	char name[ZONE_NAME_MAX + 1] = "UTC";

	if (zone.len > 0 && zone.len <= ZONE_NAME_MAX) {
		memcpy(name, zone.at, zone.len);
		name[zone.len] = '\0';
		if (strlen(name) != zone.len || !zone_exists(name))
			memcpy(name, "UTC", sizeof("UTC"));
	}
	zone_format_offset(text, at, name);
}

/* No more than a wall clock can show, whatever the file says. */
static struct wall
bounded(struct wall at)
{
	const int64_t most = DAYS(365) * 7000;

	return (struct wall){ at.ms < 0 ? 0 : at.ms > most ? most : at.ms };
}

void
words_time(char text[CIVIL_TEXT_MAX], struct wall at, struct slice zone)
{
	char whole[CIVIL_TEXT_MAX];

	civil(whole, bounded(at), zone);
	memcpy(text, whole + sizeof("2026-12-01"), 8);
	text[8] = '\0';
}

void
words_date(char text[CIVIL_TEXT_MAX], struct wall at, struct slice zone)
{
	civil(text, bounded(at), zone);
	text[sizeof("2026-12-01") - 1] = '\0';
}

void
words_duration(struct buf *b, int64_t ms)
{
	static const struct {
		int64_t ms;
		const char *unit;
	} units[] = { { HOURS(1), "h" }, { MINUTES(1), "min" },
		{ SECONDS(1), "s" }, { 1, "ms" } };
	const char *between = "";
	size_t i;

	if (ms == 0)
		buf_put_text(b, "0 s");
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int64_t n = ms / units[i].ms;

		if (n == 0)
			continue;
		buf_printf(b, "%s%" PRId64 " %s", between, n, units[i].unit);
		ms -= n * units[i].ms;
		between = " ";
	}
}

void
words_thousandths(struct buf *b, int64_t v)
{
	struct buf text = { 0 };

	buf_put_text(&text, " ");
	out_thousandths(&text, NULL, v);
	buf_put(b, text.at + 1, text.len - 1);
	buf_fini(&text);
}

/* ---- events ---- */

static void
put_by(struct buf *b, const struct event *e)
{
	if (e->by.len > 0)
		buf_printf(b, " by %.*s", SLICE_FMT(e->by));
}

void
words_reason(struct buf *b, const struct event *e)
{
	bool has = (event_fields(e->kind) & F_REASON) != 0;

	if (has && e->reason.len > 0)
		buf_put_slice(b, e->reason);
	if (has && e->reason.len > 0 && e->text.len > 0)
		buf_put_text(b, ": ");
	if (has && e->text.len > 0)
		buf_put_slice(b, e->text);
}

static void
put_registered(struct buf *b, const struct event *e)
{
	buf_printf(b, "registered on the route %s",
	    e->code < N_ROUTE_NAMES ? route_name_text((enum route_name)e->code)
				    : "?");
	if (e->number != FACTOR_MIN) {
		buf_put_text(b, ", time x ");
		words_thousandths(b, e->number);
	}
	if (e->ms > 0) {
		buf_put_text(b, ", ");
		words_duration(b, e->ms);
		buf_put_text(b, " more");
	}
	put_by(b, e);
}

static void
put_given(struct buf *b, const char *words, const struct event *e)
{
	buf_put_text(b, words);
	words_duration(b, e->ms);
	put_by(b, e);
}

static void
put_section_closed(struct buf *b, const struct event *e)
{
	buf_printf(b, "closed section %u%s", e->section + 1u,
	    e->code == CLOSED_BY_TIME ? ": its time was over"
	    : e->code == CLOSED_BY_LAST_ITEM
	    ? " with its last item"
	    : "");
}

static void
put_percent(struct buf *b, const struct event *e)
{
	buf_put_text(b, "scored ");
	words_thousandths(b, e->number);
	buf_printf(b, " %%, %s", e->code != 0 ? "passed" : "not passed");
}

static void
put_marked(struct buf *b, const struct event *e)
{
	buf_printf(b, "item %u marked ", e->item + 1u);
	words_thousandths(b, e->number);
	put_by(b, e);
}

static void
put_quoted(struct buf *b, const char *words, struct slice text)
{
	buf_put_text(b, words);
	if (text.len > 0)
		buf_printf(b, ": \"%.*s\"", SLICE_FMT(text));
}

/* Kinds that have nothing to add, with who did it. */
static void
put_plain(struct buf *b, const struct event *e)
{
	static const char *const words[EVENT_KINDS] = {
		[EVENT_TICKET_ISSUED] = "was given an access code",
		[EVENT_CHECKED_IN] = "identity was checked",
		[EVENT_ADMITTED] = "was admitted",
		[EVENT_OPENED] = "opened the paper",
		[EVENT_DRAWN] = "the items were drawn",
		[EVENT_PAUSED] = "was paused",
		[EVENT_RESUMED] = "was resumed",
		[EVENT_REOPENED] = "was reopened",
		[EVENT_INCIDENT] = "incident noted",
		[EVENT_SUBMITTED] = "submitted",
		[EVENT_EXPIRED] = "ended: the time was over",
		[EVENT_TERMINATED] = "was ended",
		[EVENT_ABSENT] = "did not come",
		[EVENT_RELEASED] = "the result was released",
		[EVENT_SEEN] = "was shown what had been announced",
	};

	buf_put_text(b, words[e->kind] != NULL ? words[e->kind] :
						 event_word(e->kind));
	if ((event_fields(e->kind) & F_BY) != 0)
		put_by(b, e);
}

static void
put_device(struct buf *b, const struct event *e)
{
	if (e->kind == EVENT_SIGNED_IN)
		buf_printf(b, "signed in on device %u%s%s%.*s%s", e->number,
		    e->code != 0 ? ", which waits" : "",
		    e->text.len > 0 ? " (" : "", SLICE_FMT(e->text),
		    e->text.len > 0 ? ")" : "");
	else if (e->kind == EVENT_SIGNED_OUT)
		buf_printf(b, "signed out of device %u", e->number);
	else
		buf_printf(b, "moved to device %u", e->number);
	if (e->kind == EVENT_DEVICE_MOVED)
		put_by(b, e);
}

static void
put_event(struct buf *b, const struct event *e)
{
	/* Kinds that have nothing to add stand at the end. */
	if (e->kind == EVENT_REGISTERED)
		put_registered(b, e);
	else if (e->kind == EVENT_SIGNED_IN || e->kind == EVENT_SIGNED_OUT ||
	    e->kind == EVENT_DEVICE_MOVED)
		put_device(b, e);
	else if (e->kind == EVENT_SECTION_ENTERED)
		buf_printf(b, "entered section %u%s", e->section + 1u,
		    e->code != 0 ? " when the break was over" : "");
	else if (e->kind == EVENT_ITEM_LEFT)
		buf_printf(b, "left item %u for good", e->item + 1u);
	else if (e->kind == EVENT_ANSWERED)
		buf_printf(b, "%s item %u",
		    e->data.len > 0 ? "answered" : "emptied", e->item + 1u);
	else if (e->kind == EVENT_FLAGGED)
		buf_printf(b, "%s item %u",
		    e->code != 0 ? "flagged" : "took the flag from",
		    e->item + 1u);
	else if (e->kind == EVENT_SECTION_CLOSED)
		put_section_closed(b, e);
	else if (e->kind == EVENT_EXTENDED)
		put_given(b, "was given ", e);
	else if (e->kind == EVENT_COMPENSATED)
		put_given(b, "was given back ", e);
	else if (e->kind == EVENT_REOPENED && e->ms > 0)
		put_given(b, "was reopened with ", e);
	else if (e->kind == EVENT_HELP_ASKED)
		put_quoted(b, "asked for help", e->text);
	else if (e->kind == EVENT_MESSAGED)
		put_quoted(b, "was told", e->text);
	else if (e->kind == EVENT_ITEM_REPORTED) {
		buf_printf(b, "reported item %u", e->item + 1u);
		put_quoted(b, "", e->text);
	} else if (e->kind == EVENT_SCORED)
		put_percent(b, e);
	else if (e->kind == EVENT_MARKED)
		put_marked(b, e);
	else if (e->kind == EVENT_SEATED)
		buf_printf(b, "seated in %.*s, seat %u", SLICE_FMT(e->data),
		    e->number);
	else
		put_plain(b, e);
}

void
words_event(struct buf *b, const struct transcript_event *row,
    const struct event *decoded)
{
	if (decoded != NULL)
		put_event(b, decoded);
	else
		buf_printf(b, "%s%s", event_word(row->kind),
		    row->withheld ? ", not shown here" : "");
}
