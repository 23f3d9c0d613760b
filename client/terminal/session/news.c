#include "terminal/session/news.h"

static const struct {
	const char *name, *words;
} verdicts[N_VERDICTS] = {
	[VERDICT_COUNTED] = { "counted", "saved" },
	[VERDICT_STALE] = { "stale",
	    "kept, but a later answer to it is stored and counts instead" },
	[VERDICT_LATE] = { "late",
	    "it arrived after the deadline: it is kept but does not count" },
	[VERDICT_LATE_COUNTED] = { "late-counted",
	    "it arrived after the deadline and counts by the rule of this "
	    "sitting" },
	[VERDICT_PAUSED] = { "paused",
	    "the exam was paused; it is sent again when it goes on" },
	[VERDICT_CLOSED] = { "closed",
	    "it arrived after the section was closed: it is kept but does "
	    "not count" },
};

const char *
verdict_name(enum verdict v)
{
	return verdicts[v].name;
}

const char *
verdict_words(enum verdict v)
{
	return verdicts[v].words;
}

void
news_put(struct news_queue *q, struct news news, struct slice text)
{
	if (q->n == q->room) {
		q->room = q->room > 0 ? 2 * q->room : 8;
		q->at = alloc_resize(q->at, q->room, sizeof(*q->at));
	}
	news.text = alloc_zero(text.len + 1, 1);
	if (text.len > 0)
		memcpy(news.text, text.at, text.len);
	q->at[q->n++] = news;
}

bool
news_take(struct news_queue *q, struct news *news)
{
	if (q->n == 0)
		return false;
	*news = q->at[0];
	q->n--;
	memmove(q->at, q->at + 1, q->n * sizeof(*q->at));
	return true;
}

void
news_fini(struct news_queue *q)
{
	while (q->n > 0)
		free(q->at[--q->n].text);
	free(q->at);
}
