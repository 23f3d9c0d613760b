/* What every item has, whatever its type. */
#include "load/exhibit.h"
#include "load/item.h"

static const char *const difficulties[] = { "easy", "medium", "hard", NULL };

bool
item_read_language(struct slice *lang, const struct scope *s, const char *name)
{
	struct slice text;

	if (!scope_ident(&text, s, name))
		return false;
	if (text.len > LANGUAGE_MAX || strpbrk(text.at, "._") != NULL) {
		scope_mistake(s, scope_member(s, name),
		    "\"%s\" is no language tag; write one such as \"en\" or "
		    "\"pt-BR\"",
		    text.at);
		return false;
	}
	*lang = text;
	return true;
}

static void
read_text(struct slice *to, struct item_reader *r, const char *name, size_t max)
{
	struct slice text;

	if (scope_words(&text, &r->scope, name, max))
		*to = arena_slice(r->arena, text);
}

/* A list of identifiers, each once. */
static uint16_t
read_idents(
    struct slice **idents, struct item_reader *r, const char *name, size_t max)
{
	const struct json *list, *v;
	struct slice ident;
	uint16_t i, n = 0;

	if (!scope_list(&list, &r->scope, name, 1, max))
		return 0;
	*idents = arena_take(r->arena, list->n, sizeof(**idents));
	for (v = list->first; v != NULL; v = v->next) {
		if (!scope_ident_of(&ident, &r->scope, v))
			continue;
		for (i = 0; i < n; i++)
			if (slice_equal((*idents)[i], ident))
				scope_mistake(&r->scope, v,
				    "\"%.*s\" stands twice", SLICE_FMT(ident));
		(*idents)[n++] = arena_slice(r->arena, ident);
	}
	return n;
}

static void
read_stimulus(struct item_reader *r)
{
	struct slice ident;
	size_t i;

	if (!scope_ident(&ident, &r->scope, "stimulus"))
		return;
	for (i = 0; i < r->bank->n_stimuli; i++)
		if (slice_equal(r->bank->stimuli[i].ident, ident)) {
			r->item->stimulus = (uint16_t)i;
			r->item->set = r->bank->stimuli[i].ident;
			return;
		}
	scope_mistake(&r->scope, scope_member(&r->scope, "stimulus"),
	    "\"%.*s\" is not among the stimuli of the bank", SLICE_FMT(ident));
}

/* The items of one stimulus are one set. */
static void
read_set(struct item_reader *r)
{
	struct item *item = r->item;
	struct slice set;

	read_stimulus(r);
	if (!scope_ident(&set, &r->scope, "set"))
		return;
	if (item->stimulus == STIMULUS_NONE)
		item->set = arena_slice(r->arena, set);
	else if (!slice_equal(item->set, set))
		scope_mistake(&r->scope, scope_member(&r->scope, "set"),
		    "is \"%.*s\"; the items of stimulus \"%.*s\" are set "
		    "\"%.*s\"",
		    SLICE_FMT(set), SLICE_FMT(item->set), SLICE_FMT(item->set));
}

void
item_read_common(struct item_reader *r)
{
	unsigned difficulty = DIFFICULTY_MEDIUM;
	struct item *item = r->item;
	struct slice text;
	int64_t marks = 1000;

	if (scope_ident(&text, &r->scope, "topic"))
		item->topic = arena_slice(r->arena, text);
	if (scope_text(&text, &r->scope, "title", NAME_MAX_LEN))
		item->title = arena_slice(r->arena, text);
	if (item_read_language(&text, &r->scope, "lang"))
		item->lang = arena_slice(r->arena, text);
	scope_choose(&difficulty, &r->scope, "difficulty", difficulties);
	item->difficulty = (enum difficulty)difficulty;
	scope_decimal(&marks, &r->scope, "marks", 1, MARKS_MAX * INT64_C(1000));
	item->max_marks = (int32_t)marks;
	read_text(&item->rationale, r, "rationale", ITEM_TEXT_MAX);
	read_text(&item->source, r, "source", WORDS_MAX);
	scope_flag(&item->pretest, &r->scope, "pretest");
	item->n_tags = read_idents(&item->tags, r, "tags", TAGS_MAX);
	item->n_enemies =
	    read_idents(&item->enemies, r, "enemies", ENEMIES_MAX);
	read_set(r);
	scope_words(&r->stem, &r->scope, "stem", ITEM_TEXT_MAX);
}

/* Images are numbered through, the stimulus' first. */
static void
put_exhibits(struct buf *view, struct item_reader *r)
{
	struct exhibits exhibits = { .bank = r->bank };
	const struct stimulus *stimulus;

	if (r->item->stimulus != STIMULUS_NONE) {
		stimulus = &r->bank->stimuli[r->item->stimulus];
		exhibits.n_images = stimulus->n_images;
		memcpy(exhibits.images, stimulus->images,
		    stimulus->n_images * sizeof(*stimulus->images));
	}
	exhibits_read(&exhibits, &r->scope);
	r->item->n_images = exhibits.n_images;
	r->item->images =
	    arena_take(r->arena, exhibits.n_images, sizeof(*r->item->images));
	memcpy(r->item->images, exhibits.images,
	    exhibits.n_images * sizeof(*r->item->images));
	buf_put_slice(view, buf_slice(&exhibits.view));
	buf_fini(&exhibits.view);
}

void
item_prepare_view(struct item_reader *r)
{
	struct buf b = { 0 };

	json_put_text(&b, "\"type\":", r->type);
	buf_put_text(&b, ",\"stem\":");
	json_put_string(&b, r->stem);
	buf_printf(&b, ",\"marks\":%.10g", r->item->max_marks / 1000.0);
	if (r->unit.len > 0) {
		buf_put_text(&b, ",\"unit\":");
		json_put_string(&b, r->unit);
	}
	if (scope_member(&r->scope, "lang") != NULL) {
		buf_put_text(&b, ",\"lang\":");
		json_put_string(&b, r->item->lang);
	}
	put_exhibits(&b, r);
	if (b.len > ITEM_VIEW_MAX)
		scope_mistake(&r->scope, r->scope.object,
		    "has %zu bytes with its exhibits; at most %d are allowed",
		    b.len, ITEM_VIEW_MAX);
	r->item->view = arena_slice(r->arena, buf_slice(&b));
	buf_fini(&b);
}
