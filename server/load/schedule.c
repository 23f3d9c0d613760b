#include "load/schedule.h"

#include "load/members.h"

#define FORMAT "exam-schedule-1"

static const struct member schedule_members[] = MEMBERS(SCHEDULE_MEMBERS);

/* What a sitting is called in messages: by its id, if it has one. */
static const char *
sitting_words(char words[IDENT_MAX + 16], const struct json *v, size_t number)
{
	const struct json *ident = json_member(v, "id");

	if (ident != NULL && ident->kind == JSON_STRING && ident->text.len > 0)
		snprintf(words, IDENT_MAX + 16, "sitting %.64s",
		    ident->text.at);
	else
		snprintf(words, IDENT_MAX + 16, "sitting %zu", number);
	return words;
}

static void
check_unique(const struct schedule *schedule, const struct scope *s,
    const struct json *v, const struct sitting *sitting)
{
	size_t i;

	for (i = 0; i < schedule->n; i++)
		if (strcmp(schedule->sittings[i]->ident, sitting->ident) == 0)
			scope_mistake(s, json_member(v, "id"),
			    "\"%s\" is used by an earlier sitting",
			    sitting->ident);
}

static void
read_sittings(struct schedule *schedule, const struct scope *s)
{
	char words[IDENT_MAX + 16];
	const struct json *list, *v;
	struct sitting *sitting;
	size_t number = 1;

	if (!scope_list(&list, s, "sittings", 1, SITTINGS_MAX))
		return;
	schedule->sittings = (struct sitting **)alloc_zero(list->n,
	    sizeof(*schedule->sittings));
	for (v = list->first; v != NULL; v = v->next) {
		sitting_words(words, v, number++);
		if (load_sitting_value(&sitting, v, words, s->diag) != ERR_OK)
			continue;
		check_unique(schedule, s, v, sitting);
		schedule->sittings[schedule->n++] = sitting;
	}
}

enum err
load_schedule(struct schedule *out, struct slice text, struct diag *diag)
{
	struct schedule schedule = { 0 };
	size_t before = diag->count;
	struct json_document *document;
	struct scope s;
	enum err err = json_read(&document, text, diag);

	if (err != ERR_OK)
		return err;
	if (scope_open_file(
		&s, diag, json_root(document), schedule_members, FORMAT))
		read_sittings(&schedule, &s);
	json_free(document);
	if (diag->count != before) {
		schedule_fini(&schedule);
		return ERR_INVALID;
	}
	*out = schedule;
	return ERR_OK;
}

void
schedule_fini(struct schedule *schedule)
{
	size_t i;

	for (i = 0; i < schedule->n; i++)
		sitting_free(schedule->sittings[i]);
	free(schedule->sittings);
	*schedule = (struct schedule){ 0 };
}

void
load_schedule_write(struct buf *b, const struct schedule *schedule)
{
	size_t i;

	buf_put_text(b, "{\"format\":\"" FORMAT "\",\"sittings\":[");
	for (i = 0; i < schedule->n; i++) {
		buf_put_text(b, i > 0 ? "," : "");
		load_sitting_write(b, schedule->sittings[i]);
	}
	buf_put_text(b, "]}");
}
