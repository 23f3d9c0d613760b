/* What the play shows of items, forms and marking. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "rehearse/check.h"

/* ---- items ---- */

static void
check_exposure(struct findings *f, const struct roll *r, const struct play *p,
    const struct blueprint *b)
{
	uint32_t most = blueprint_use_limit(b, p->begun);
	size_t i;

	for (i = 0; i < bank_n_items(r->bank); i++) {
		const struct item *item = bank_item(r->bank, i);
		struct buf ident = { 0 };

		if (p->used[i] <= most || item->pretest)
			continue;
		buf_put_slice(&ident, item->ident);
		buf_put_u8(&ident, '\0');
		finding_add(f, SEVERITY_WARNING, "items.exposure", ident.at,
		    "add items of its kind to the bank, or allow more",
		    "item %s was in %" PRIu32 " of %" PRIu32
		    " papers; the programme allows %u %%",
		    ident.at, p->used[i], p->begun, b->exposure_percent);
		buf_fini(&ident);
	}
}

/* Told by name: they are in the bank for some reason. */
static void
tell_unused(struct findings *f, const struct item *item)
{
	struct buf ident = { 0 };

	buf_put_slice(&ident, item->ident);
	buf_put_u8(&ident, '\0');
	finding_add(f, SEVERITY_NOTE, "items.never", ident.at, NULL,
	    "item %s is in no paper", ident.at);
	buf_fini(&ident);
}

static void
count_uses(struct findings *f, const struct roll *r, const struct play *p)
{
	size_t n = bank_n_items(r->bank), never = 0, i;
	uint32_t most = 0;

	for (i = 0; i < n; i++) {
		never += p->used[i] == 0;
		if (p->used[i] == 0)
			tell_unused(f, bank_item(r->bank, i));
		if (p->used[i] > most)
			most = p->used[i];
	}
	finding_add(f, SEVERITY_NOTE, "items.used", NULL, NULL,
	    "of %zu items %zu were used, each in %" PRIu32 " of %" PRIu32
	    " papers at most; %zu never",
	    n, n - never, most, p->begun, never);
}

void
check_items(struct findings *f, const struct roll *r, const struct play *p)
{
	int route, offered = 0;
	const struct blueprint *only = NULL;

	count_uses(f, r, p);
	for (route = 0; route < N_ROUTE_NAMES; route++)
		if (roll_n_on(r, (enum route_name)route) > 0) {
			only = &r->programme->routes[route].blueprint;
			offered++;
		}
	/* Of several routes each has a limit of its own; the hall keeps it. */
	if (offered == 1 && only->exposure_percent > 0 && only->forms == 0)
		check_exposure(f, r, p, only);
}

/* ---- forms ---- */

static void
check_pair(struct findings *f, const struct roll *r, const struct play *p,
    size_t a, size_t b)
{
	const struct roll_candidate *x = &r->candidates[a];
	const struct roll_candidate *y = &r->candidates[b];
	uint16_t room;

	if (p->forms[a] == 0 || p->forms[a] != p->forms[b] ||
	    x->route != y->route || x->room == NULL || x->seat == NULL ||
	    y->room == NULL || y->seat == NULL || strcmp(x->room, y->room) != 0)
		return;
	room = sitting_find_room(r->sitting, slice_of(x->room));
	if (room < r->sitting->n_rooms &&
	    sitting_seats_are_neighbours(&r->sitting->rooms[room],
		(unsigned)strtoul(x->seat, NULL, 10),
		(unsigned)strtoul(y->seat, NULL, 10)))
		finding_add(f, SEVERITY_WARNING, "forms.neighbours", x->number,
		    "seat them apart (examctl seat), or let the programme "
		    "have more forms",
		    "%s and %s sit side by side in room %s with form %u",
		    x->number, y->number, x->room, p->forms[a]);
}

void
check_forms(struct findings *f, const struct roll *r, const struct play *p)
{
	size_t a, b;

	for (a = 0; a < r->n_candidates; a++)
		if (p->forms[a] != 0 && r->candidates[a].room != NULL)
			for (b = a + 1; b < r->n_candidates; b++)
				check_pair(f, r, p, a, b);
}

/* ---- marking ---- */

void
check_marking(struct findings *f, const struct roll *r, const struct play *p)
{
	unsigned markers = r->programme->marking.markers;
	size_t examiners = 0, i;

	for (i = 0; i < r->n_accounts; i++)
		examiners += (r->accounts[i].roles & ROLE_EXAMINER) != 0 &&
			     r->accounts[i].signs_in;
	if (p->scripts == 0)
		return;
	finding_add(f, SEVERITY_NOTE, "marking.scripts", NULL, NULL,
	    "%" PRIu32 " texts of %" PRIu32 " candidates are to be marked by "
	    "%u each; there are %zu examiners",
	    p->scripts, p->to_mark, markers, examiners);
	if (examiners < markers)
		finding_add(f, SEVERITY_ERROR, "marking.examiners", NULL,
		    "add accounts with the role examiner (examctl staff add)",
		    "each text needs %u markers, and %zu examiners can sign "
		    "in",
		    markers, examiners);
}
