#include "examctl/rehearse_say.h"

#include "examctl/member.h"
#include "examctl/say.h"

#define FORMAT JSON_INTEGER_FORMAT

static void
say_course(const json_t *report)
{
	const json_t *c = json_object_get(report, "course");

	if (c == NULL)
		return;
	say("%-12s %" FORMAT " registered, %" FORMAT " played, %" FORMAT
	    " stayed away, %" FORMAT " sat, %" FORMAT " were closed\n",
	    "candidates", member_number(report, "registered"),
	    member_number(c, "played"), member_number(c, "absent"),
	    member_number(c, "begun"), member_number(c, "closed"));
	say("%-12s %" FORMAT " passed, %" FORMAT " did not, %" FORMAT
	    " wait for markers (%" FORMAT " texts)\n",
	    "results", member_number(c, "passed"),
	    member_number(c, "not_passed"), member_number(c, "to_mark"),
	    member_number(c, "scripts"));
	if (member_number(c, "away_ms") > 0)
		say("%-12s the hall was killed in the middle and away for "
		    "%" FORMAT " s\n",
		    "restart", member_number(c, "away_ms") / 1000);
}

static void
say_figures(const json_t *report)
{
	const json_t *f = json_object_get(report, "figures");
	const json_t *bell = json_object_get(f, "bell");
	char at[SAY_TIME_MAX];

	if (f == NULL)
		return;
	say("%-12s %" FORMAT " answers saved, %" FORMAT " us of the hall and "
	    "%" FORMAT " KiB a candidate, slowest turn %" FORMAT " us\n",
	    "server", member_number(f, "saves"),
	    member_number(f, "hall_us_a_candidate"),
	    member_number(f, "bytes_a_candidate") / 1024,
	    member_number(f, "slowest_turn_us"));
	time_exact(at, member_text(bell, "at"));
	if (member_number(bell, "attempts") > 0)
		say("%-12s %" FORMAT " closed together at %s, in %" FORMAT
		    " turns and %" FORMAT " us\n",
		    "bell", member_number(bell, "attempts"), at,
		    member_number(bell, "turns"), member_number(bell, "us"));
	say("%-12s %.1f s\n", "took",
	    (double)member_number(f, "took_ms") / 1000);
}

/* "facts (12: L-1, L-2, ...).  What to do." */
static void
put_words(struct buf *b, const json_t *finding)
{
	const char *advice = member_text(finding, "advice");
	const json_t *who = json_object_get(finding, "who");
	json_int_t n = member_number(finding, "count");

	buf_put_text(b, member_text(finding, "facts"));
	if (n > 1) {
		buf_printf(b, " (%" FORMAT ": ", n);
		list_words(b, who);
		buf_put_text(
		    b, (size_t)n > json_array_size(who) ? ", ...)" : ")");
	}
	if (*advice != '\0')
		buf_printf(b, "\nDo: %s", advice);
	buf_put_u8(b, '\0');
}

static void
say_findings(const json_t *report)
{
	static const struct column columns[] = { { "", COLUMN_LEFT },
		{ "Rule", COLUMN_LEFT }, { "Found", COLUMN_WRAP } };
	struct table *t = table_new(columns, 3);
	struct buf words = { 0 };
	const json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		buf_clear(&words);
		put_words(&words, finding);
		table_cell(t, member_text(finding, "severity"));
		table_cell(t, member_text(finding, "rule"));
		table_cell(t, words.at);
	}
	buf_fini(&words);
	say_table(t, "Nothing was found.");
}

void
rehearse_say(const json_t *report)
{
	char opens[SAY_TIME_MAX];

	time_words(opens, member_text(report, "opens"));
	say("%-12s %s, opens %s\n", member_text(report, "sitting"),
	    member_text(report, "title"), opens);
	say_course(report);
	say_figures(report);
	say("\n");
	say_findings(report);
	say("\n%" FORMAT " errors, %" FORMAT " warnings (seed %s)\n",
	    member_number(report, "errors"), member_number(report, "warnings"),
	    member_text(report, "seed"));
}
