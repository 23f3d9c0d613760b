#include "terminal/screen/keys.h"

#include "terminal/session/words.h"

static const struct {
	int32_t press;
	const char *name, *word, *what;
	unsigned where;
} keys[N_KEYS] = {
#define X(name, press, text, where, word, what)                                \
	[KEY_TO_##name] = { press, text, word, what, where },
	KEYS(X)
#undef X
};

static bool
is_at(size_t key, enum place place)
{
	return (keys[key].where >> place & 1) != 0;
}

enum key
key_at(enum place place, int32_t press)
{
	size_t i;

	if (place != PLACE_SECTION && press >= 'a' && press <= 'z')
		press -= 'a' - 'A';
	for (i = 0; i < N_KEYS; i++)
		if (keys[i].press == press && is_at(i, place))
			return (enum key)i;
	return N_KEYS;
}

/* Nobody hears who practises, and no clock runs. */
static bool
is_idle_in_practice(size_t key)
{
	return key == KEY_TO_HELP || key == KEY_TO_REPORT || key == KEY_TO_TIME;
}

static bool
is_of_item(size_t key, const struct view *v)
{
	const struct item *item;
	bool text;

	if (v->paper == NULL)
		return key != KEY_TO_WRITE && key != KEY_TO_IMAGES;
	item = &v->paper->items[v->position];
	text = interaction_is_text(&item->interactions[v->focus.part]);
	if (key == KEY_TO_CHOOSE || key == KEY_TO_WRITE)
		return text == (key == KEY_TO_WRITE);
	return key != KEY_TO_IMAGES || item_n_images(item) > 0;
}

/* Not all that is possible is what one would do next. */
static bool
is_offered(size_t key, const struct view *v)
{
	bool more =
	    v->attempt != NULL && attempt_next_section(v->attempt) != NULL;

	if (keys[key].word == NULL || !is_at(key, v->place) ||
	    !is_of_item(key, v) || (v->practice && is_idle_in_practice(key)))
		return false;
	if (key == KEY_TO_BEGIN)
		return more;
	if (key == KEY_TO_PREVIOUS)
		return v->paper == NULL || !v->paper->linear;
	return key != KEY_TO_SUBMIT || (!more && v->place != PLACE_SECTION);
}

/* left_out: N_KEYS for none. */
static void
put_keys(struct buf *b, const struct view *v, size_t left_out)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++)
		if (i != left_out && is_offered(i, v))
			buf_printf(b, "%s %s  ", keys[i].name, keys[i].word);
	while (b->len > 0 && b->at[b->len - 1] == ' ')
		b->len--;
}

/* Where there is no room for all, one that is easily guessed goes. */
static void
put_place(struct buf *b, const struct view *v)
{
	put_keys(b, v, N_KEYS);
	if (words_columns(buf_slice(b)) > v->width - 2) {
		buf_clear(b);
		put_keys(b, v, KEY_TO_PREVIOUS);
	}
}

void
keys_put_line(struct buf *b, const struct view *v)
{
	static const char *const sheets[N_SHEETS] = {
		[SHEET_TEXT] = "Esc back   PgUp PgDn scroll",
		[SHEET_MESSAGE] = "Enter I have read it",
		[SHEET_QUESTION] = "Y yes   N no",
		[SHEET_LINE] = "Enter done   Esc back",
		[SHEET_END] = "Q leave",
	};

	if (v->sheet == SHEET_LINE && v->first_line)
		buf_put_text(b, "Enter done   Esc leave");
	else if (sheets[v->sheet] != NULL)
		buf_put_text(b, sheets[v->sheet]);
	else if (v->typing != NULL)
		buf_put_text(b, v->typing->paragraphs ? "Write   Esc done"
						      : "Write   Enter done");
	else
		put_place(b, v);
}

void
keys_put_all(struct buf *b, enum place place, bool practice)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++)
		if (is_at(i, place) && !(practice && is_idle_in_practice(i)))
			buf_printf(b, "  %-6s %s\n", keys[i].name,
			    practice && i == KEY_TO_LEAVE
				? "leave; nothing is kept"
				: keys[i].what);
	if (place == PLACE_SECTION)
		buf_put_text(b, "\nSmall letters choose; capitals are "
				"commands. While you write, all letters are "
				"text: press Esc first.\n");
}
