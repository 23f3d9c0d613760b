#include "base/clock.h"
#include "terminal/screen/desk.h"
#include "terminal/session/entry.h"
#include "terminal/session/words.h"

static const struct interaction *
part_of(const struct desk *d, const struct item *item)
{
	return &item->interactions[d->focus.part];
}

/* The item that is written into, if it is still open. */
static struct item *
written_item(const struct desk *d)
{
	struct item *item = desk_item(d);

	return d->writing && item != NULL && item->number == d->writing_item
		   ? item
		   : NULL;
}

void
write_begin(struct desk *d)
{
	const struct item *item = desk_item(d);

	if (item == NULL || !interaction_is_text(part_of(d, item)))
		return;
	textbox_set(&d->text, item_text(item, d->focus.part),
	    part_of(d, item)->kind == KIND_EXTENDED);
	json_decref(d->before);
	d->before = json_incref(item->response);
	d->writing = true;
	d->writing_item = item->number;
	d->follow = true;
}

/* false: it cannot be the answer as it stands; aloud: and that is said. */
static bool
save(struct desk *d, bool aloud)
{
	struct item *item = written_item(d);
	struct buf why = { 0 };
	json_t *made;
	enum err e;

	if (item == NULL)
		return true; /* later, when the exam goes on */
	d->draft.dirty = false;
	e = entry_text(
	    &made, &why, item, d->focus.part, buf_slice(&d->text.text));
	if (e == ERR_OK)
		desk_enter(
		    d, item, item_response_with(item, d->focus.part, made));
	else if (aloud)
		desk_alert(d, "%.*s", SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
	return e == ERR_OK;
}

void
write_save(struct desk *d)
{
	(void)save(d, false);
}

static void
stop(struct desk *d)
{
	json_decref(d->before);
	d->before = NULL;
	d->writing = false;
	d->draft.dirty = false;
}

void
write_end(struct desk *d)
{
	if (d->writing)
		(void)save(d, true);
	stop(d);
}

/* What was refused can be mended; who would rather not has what was there
 * before back. */
static void
end_by_key(struct desk *d, int32_t press)
{
	struct item *item = written_item(d);

	if (save(d, true)) {
		stop(d);
	} else if (press == PRESS_ESCAPE) {
		desk_enter(d, item,
		    json_is_array(d->before)
			? json_incref(d->before)
			: item_response_with(item, d->focus.part,
			      alloc_checked(json_array())));
		stop(d);
	}
}

struct mono
write_due(const struct desk *d)
{
	return written_item(d) != NULL ? draft_due(&d->draft) : MONO_NEVER;
}

/* Is there room for one more character? */
static bool
has_room(struct desk *d, const struct interaction *in)
{
	struct slice text = buf_slice(&d->text.text);
	size_t bytes = in->kind == KIND_EXTENDED ? EXTENDED_MAX : RESPONSE_MAX;

	if (text.len + 4 <= bytes &&
	    (in->max_length == 0 ||
		words_count(text).characters < (size_t)in->max_length))
		return true;
	desk_alert(d, "There is room for %d characters, and no more.",
	    in->max_length > 0 ? in->max_length : (int)bytes);
	return false;
}

static bool
insert(struct desk *d, wchar_t c)
{
	const struct item *item = desk_item(d);

	return item != NULL && has_room(d, part_of(d, item)) &&
	       textbox_insert(&d->text, c);
}

static void
move_page(struct desk *d, enum textbox_move move)
{
	int i;

	for (i = 0; i < SCREEN_MIN_HEIGHT / 2; i++)
		textbox_move(&d->text, move, d->frame.textbox_width);
}

/* true: the text changed. */
static bool
edit(struct desk *d, int32_t press)
{
	static const enum textbox_move moves[] = {
		[PRESS_UP - PRESS_NONE] = MOVE_UP,
		[PRESS_DOWN - PRESS_NONE] = MOVE_DOWN,
		[PRESS_LEFT - PRESS_NONE] = MOVE_LEFT,
		[PRESS_RIGHT - PRESS_NONE] = MOVE_RIGHT,
		[PRESS_HOME - PRESS_NONE] = MOVE_HOME,
		[PRESS_END - PRESS_NONE] = MOVE_END,
	};

	if (press > 0 && press < PRESS_NONE)
		return insert(d, (wchar_t)press);
	if (press >= PRESS_UP && press <= PRESS_END)
		textbox_move(&d->text, moves[press - PRESS_NONE],
		    d->frame.textbox_width);
	if (press == PRESS_PAGE_UP)
		move_page(d, MOVE_UP);
	if (press == PRESS_PAGE_DOWN)
		move_page(d, MOVE_DOWN);
	if (press == PRESS_ENTER)
		return insert(d, L'\n');
	if (press == PRESS_BACKSPACE || press == PRESS_DELETE)
		return textbox_delete(&d->text, press == PRESS_BACKSPACE);
	return false;
}

void
write_press(struct desk *d, int32_t press)
{
	d->follow = true;
	if (press == PRESS_ESCAPE ||
	    (press == PRESS_ENTER && !d->text.paragraphs))
		end_by_key(d, press);
	else if (edit(d, press))
		draft_touch(&d->draft, (struct mono){ clock_boottime() });
}
