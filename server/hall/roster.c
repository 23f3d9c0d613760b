/* roster: a sitting with the people in it. */
#include "base/log.h"
#include "hall/announce.h"
#include "hall/calendar.h"
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/roster.h"
#include "hall/seat.h"
#include "load/sitting.h"

static const char *const results_words[] = { "open", "proposed", "confirmed",
	"released" };

struct roster *
roster_find(struct hall *h, struct slice ident)
{
	struct roster *r;

	HASH_FIND(hh, h->rosters, ident.at, ident.len, r);
	return r;
}

struct roster *
roster_of_path(struct hall *h, struct request *r)
{
	struct roster *roster = roster_find(h, r->frame->params[0]);

	if (roster == NULL)
		reply_refuse(h, r, ERR_UNKNOWN, "There is no sitting %.*s.",
		    SLICE_FMT(r->frame->params[0]));
	return roster;
}

static char *
version_key(const char *ident, const char *version)
{
	return text_join(ident, "@", version);
}

/* The bank and programme that it names; false if they are not loaded. */
static bool
roster_resolve(struct hall *h, struct roster *r)
{
	char *bank = version_key(r->sitting->bank, r->sitting->bank_version);
	char *programme = version_key(r->sitting->programme,
	    r->sitting->programme_version);

	r->bank = bank_find_version(h, slice_of(bank));
	r->programme = programme_find(h, slice_of(programme));
	free(bank);
	free(programme);
	return r->bank != NULL && r->programme != NULL;
}

struct roster *
roster_new(struct hall *h, struct sitting *sitting)
{
	struct roster *r = alloc_zero(1, sizeof(*r));

	r->sitting = sitting;
	if (!roster_resolve(h, r)) {
		free(r);
		return NULL;
	}
	hash_random(r->forms_seed, sizeof(r->forms_seed));
	HASH_ADD_KEYPTR(
	    hh, h->rosters, sitting->ident, strlen(sitting->ident), r);
	return r;
}

void
roster_replaced(struct hall *h, struct roster *r)
{
	HASH_ADD_KEYPTR(
	    hh, h->rosters, r->sitting->ident, strlen(r->sitting->ident), r);
	draw_free(r);
	(void)roster_resolve(h, r); /* checked before it was put */
}

void
roster_free(struct hall *h, struct roster *r)
{
	struct view *v;

	HASH_DEL(h->rosters, r);
	draw_free(r);
	while ((v = r->views) != NULL) {
		r->views = v->next;
		view_free(v);
	}
	announcements_free(r);
	sitting_free(r->sitting);
	sitting_free(r->filed);
	free(r->seats);
	free(r->changed);
	free(r);
}

void
roster_add(struct roster *r, struct seat *s)
{
	if (r->n_seats == r->room_for) {
		r->room_for = r->room_for > 0 ? 2 * r->room_for : 64;
		r->seats = alloc_resize(r->seats, r->room_for,
		    sizeof(*r->seats));
	}
	r->seats[r->n_seats++] = s;
}

/* ---- proctors named on the day ---- */

const struct sitting *
roster_filed(const struct roster *r)
{
	return r->filed != NULL ? r->filed : r->sitting;
}

struct sitting *
sitting_copy(const struct sitting *s)
{
	struct diag diag = { .path = s->ident };
	struct sitting *copy = NULL;
	struct buf line = { 0 };

	load_sitting_write(&line, s);
	if (load_sitting_read(&copy, buf_slice(&line), &diag) != ERR_OK)
		log_line(LOG_ERROR, "sitting %s does not read back", s->ident);
	buf_fini(&line);
	diag_fini(&diag);
	return copy;
}

void
roster_name_proctors(
    struct roster *r, struct sitting_room *room, char *const *names, uint16_t n)
{
	if (r->filed == NULL)
		r->filed = sitting_copy(r->sitting);
	sitting_set_names(&room->proctors, &room->n_proctors, names, n);
}

static bool
has_proctors_of(const struct sitting_room *a, const struct sitting_room *b)
{
	uint16_t i;

	for (i = 0; i < a->n_proctors && i < b->n_proctors; i++)
		if (strcmp(a->proctors[i], b->proctors[i]) != 0)
			return false;
	return a->n_proctors == b->n_proctors;
}

void
roster_keep_proctors(struct roster *r, struct sitting *to)
{
	struct sitting *filed = r->filed;
	uint16_t i, there;

	if (filed == NULL)
		return;
	r->filed = sitting_copy(to);
	for (i = 0; i < filed->n_rooms; i++) {
		const struct sitting_room *now = &r->sitting->rooms[i];

		there = sitting_find_room(to, slice_of(now->ident));
		if (there < to->n_rooms &&
		    has_proctors_of(&filed->rooms[i], &to->rooms[there]))
			sitting_set_names(&to->rooms[there].proctors,
			    &to->rooms[there].n_proctors, now->proctors,
			    now->n_proctors);
	}
	sitting_free(filed);
}

/* ---- what is kept ---- */

/* The state of its results, the time given back, the seed of its forms; the
 * sitting's line as the schedule has it, or nothing where that is the same;
 * its line. */
void
roster_store(struct hall *h, struct roster *r)
{
	struct buf b = { 0 }, filed = { 0 };

	if (r->filed != NULL)
		load_sitting_write(&filed, r->filed);
	buf_put_u8(&b, (uint8_t)r->results);
	buf_put_i64(&b, r->given_ms);
	buf_put(&b, r->forms_seed, sizeof(r->forms_seed));
	buf_put_blob(&b, buf_slice(&filed));
	load_sitting_write(&b, r->sitting);
	object_put(h, STORE_SITTING, r->sitting->ident, &b);
	buf_fini(&b);
	buf_fini(&filed);
}

static enum err
read_line(struct sitting **out, const char *key, struct slice line)
{
	struct diag diag = { .path = key };
	enum err e = load_sitting_read(out, line, &diag);

	diag_fini(&diag);
	return e == ERR_OK ? ERR_OK : ERR_STATE;
}

enum err
roster_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	uint8_t results = cursor_u8(&c);
	int64_t given_ms = cursor_i64(&c);
	struct slice seed = cursor_take(&c, SEED_LEN), filed = cursor_blob(&c);
	struct sitting *sitting;
	struct roster *r;

	if (c.bad || results > RESULTS_RELEASED || given_ms < 0 ||
	    read_line(&sitting, key, (struct slice){ c.at, c.left }) != ERR_OK)
		return ERR_STATE;
	r = roster_new(h, sitting);
	if (r == NULL) {
		sitting_free(sitting);
		return ERR_STATE;
	}
	r->results = (enum results_state)results;
	r->given_ms = given_ms;
	memcpy(r->forms_seed, seed.at, SEED_LEN);
	return filed.len == 0 ? ERR_OK : read_line(&r->filed, key, filed);
}

bool
roster_has_begun(const struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->attempt.plan != NULL)
			return true;
	return false;
}

struct wall
roster_last_window(const struct roster *r)
{
	struct wall last = wall_add(r->sitting->closes, r->given_ms), one;
	size_t i;

	for (i = 0; i < r->n_seats; i++) {
		one = seat_window_closes(r->seats[i]);
		if (one.ms > last.ms)
			last = one;
	}
	return last;
}

const char *
roster_results_word(const struct roster *r)
{
	return results_words[r->results];
}

void
roster_write(struct buf *b, const struct roster *r)
{
	const struct sitting *s = r->sitting;
	size_t tickets = 0, i;
	int route;

	out_word(b, "sitting", s->ident);
	out_word(b, "title", s->title);
	out_word(b, "programme", s->programme);
	out_word(b, "bank", s->bank);
	out_word(b, "bank_version", s->bank_version);
	out_word(b, "zone", s->zone);
	out_time(b, "opens", s->opens);
	out_time(b, "closes", s->closes);
	out_bool(b, "practice", s->practice);
	out_open_array(b, "routes");
	for (route = 0; route < N_ROUTE_NAMES; route++)
		if (s->routes[route].offered)
			out_word(b, NULL, route_name_text((enum route_name)route));
	out_close_array(b);
	for (i = 0; i < r->n_seats; i++)
		tickets += r->seats[i]->has_code;
	out_int(b, "candidates", (int64_t)r->n_seats);
	out_int(b, "tickets", (int64_t)tickets);
	out_word(b, "results", roster_results_word(r));
}
