/* bank preview: items of a file or of a loaded bank. */
#include <string.h>

#include "core/bank.h"
#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/preview.h"
#include "examctl/say.h"

/* ---- from the server ---- */

static enum outcome
preview_loaded(struct call *call, const char *at)
{
	const char *bank = call->arguments[0];
	char *name = alloc_checked(strndup(bank, (size_t)(at - bank)));
	struct ask request = { .route = ROUTE_ITEM_PREVIEW,
		.params = { name, at + 1, call->arguments[1] } };
	enum outcome outcome;
	struct buf out = { 0 };
	json_t *item;

	outcome = ask(&item, call, &request);
	free(name);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(item);
	} else {
		preview_item(&out, item);
		say_buf(&out);
	}
	json_decref(item);
	return DONE;
}

/* ---- from a file ---- */

static json_t *
view_of(const struct bank *bank, size_t i)
{
	struct buf text = { 0 };
	json_t *item;

	item_view(&text, bank, bank_item(bank, i), (unsigned)i + 1, 1, NULL);
	buf_put_u8(&text, '}');
	item = json_loadb(text.at, text.len, 0, NULL);
	buf_fini(&text);
	return item;
}

static void
put_item(
    struct buf *out, const struct call *call, const struct bank *bank, size_t i)
{
	const struct item *item = bank_item(bank, i);
	json_t *view = view_of(bank, i);

	if (call_has(call, OPTION_ALL))
		buf_printf(out, "%s==== %.*s: ", i > 0 ? "\n" : "",
		    SLICE_FMT(item->ident));
	preview_item(out, view);
	if (call_has(call, OPTION_KEY))
		preview_key(out, item);
	json_decref(view);
}

/* One item, or the list of all. */
static void
say_views(const struct bank *bank, size_t first, size_t end, bool list)
{
	json_t *views = json_array();

	for (; first < end; first++)
		json_array_append_new(views, view_of(bank, first));
	say_json(list ? views : json_array_get(views, 0));
	json_decref(views);
}

static enum outcome
preview_bank(const struct call *call, const struct bank *bank)
{
	bool all = call_has(call, OPTION_ALL);
	size_t i = 0, end = bank_n_items(bank);
	struct buf out = { 0 };

	if (!all) {
		i = bank_find(bank, slice_of(call->arguments[1]));
		end = i + 1;
	}
	if (i == SIZE_MAX) {
		complain("%s has no item %s", call->arguments[0],
		    call->arguments[1]);
		return REFUSED;
	}
	if (call_has(call, OPTION_JSON)) {
		say_views(bank, i, end, all);
		return DONE;
	}
	for (; i < end; i++)
		put_item(&out, call, bank, i);
	say_buf(&out);
	return DONE;
}

static enum outcome
preview_file(const struct call *call)
{
	enum outcome outcome;
	struct bank *bank;

	outcome = local_read_bank(&bank, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	outcome = preview_bank(call, bank);
	bank_free(bank);
	return outcome;
}

/* What does not go together; NULL: all does. */
static const char *
find_conflict(const struct call *call, bool loaded)
{
	if (call_has(call, OPTION_ALL) != (call->n_arguments == 1))
		return "name an item or give --all";
	if (loaded && call_has(call, OPTION_ALL))
		return "--all is for files";
	if (loaded && call_has(call, OPTION_KEY))
		return "--key is for files; the server gives no key away";
	if (call_has(call, OPTION_KEY) && call_has(call, OPTION_JSON))
		return "--key is not printed as JSON";
	return NULL;
}

/* BANK@VERSION has an @ and no slash; a file that is named like
 * one is given as ./NAME. */
enum outcome
run_bank_preview(struct call *call)
{
	const char *name = call->arguments[0], *at = strchr(name, '@');
	bool loaded = at != NULL && strchr(name, '/') == NULL;
	const char *conflict = find_conflict(call, loaded);

	if (conflict != NULL) {
		complain("%s", conflict);
		return MISUSED;
	}
	return loaded ? preview_loaded(call, at) : preview_file(call);
}
