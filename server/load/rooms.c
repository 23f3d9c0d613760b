#include "load/rooms.h"

#include "load/members.h"

static const struct member room_members[] = MEMBERS(ROOM_MEMBERS);

/* Account names, each once. */
static void
read_names(
    char ***names, uint16_t *n, const struct scope *s, const char *member)
{
	const struct json *list, *v;
	struct slice text;
	char *name;

	if (!scope_list(&list, s, member, 0, ROOM_PROCTORS_MAX))
		return;
	*names = (char **)alloc_zero(list->n, sizeof(**names));
	for (v = list->first; v != NULL; v = v->next) {
		if (!scope_text_of(&text, s, v, IDENT_MAX, false))
			continue;
		name = scope_keep(text);
		if (sitting_names(*names, *n, name)) {
			scope_mistake(s, v, "names %s twice", name);
			free(name);
			continue;
		}
		(*names)[(*n)++] = name;
	}
}

static void
read_seats(struct sitting_room *room, const struct scope *s)
{
	int64_t seats = 0, length = 0;

	if (!scope_integer(&seats, s, "seats", 1, ROOM_SEATS_MAX))
		return;
	room->n_seats = (uint16_t)seats;
	if (scope_integer(&length, s, "row_length", 1, seats))
		room->row_length = (uint16_t)length;
}

static void
read_room(
    struct sitting *sitting, const struct json *v, const struct scope *outer)
{
	struct sitting_room *room = &sitting->rooms[sitting->n_rooms];
	struct slice ident = SLICE(""), title = SLICE("");
	struct scope s;

	if (!scope_open(&s, outer->diag, v, room_members, "%s, room %u",
		outer->words, sitting->n_rooms + 1u))
		return;
	if (scope_ident(&ident, &s, "id") &&
	    sitting_find_room(sitting, ident) < sitting->n_rooms)
		scope_mistake(&s, scope_member(&s, "id"),
		    "\"%.64s\" is the id of another room of the sitting",
		    ident.at);
	scope_text(&title, &s, "title", NAME_MAX_LEN);
	room->ident = scope_keep(ident);
	room->title = scope_keep(title);
	sitting->n_rooms++;
	read_seats(room, &s);
	read_names(&room->proctors, &room->n_proctors, &s, "proctors");
}

void
load_rooms_read(struct sitting *sitting, const struct scope *s)
{
	const struct json *chiefs = scope_member(s, "chiefs"), *list, *v;

	if (scope_member(s, "rooms") == NULL) {
		if (chiefs != NULL)
			scope_mistake(s, chiefs,
			    "a sitting without rooms has no chiefs: every "
			    "proctor sees all of it");
		return;
	}
	if (!scope_list(&list, s, "rooms", 1, SITTING_ROOMS_MAX))
		return;
	sitting->rooms =
	    (struct sitting_room *)alloc_zero(list->n, sizeof(*sitting->rooms));
	for (v = list->first; v != NULL; v = v->next)
		read_room(sitting, v, s);
	read_names(&sitting->chiefs, &sitting->n_chiefs, s, "chiefs");
}

static void
write_names(struct buf *b, const char *member, char *const *names, uint16_t n)
{
	uint16_t i;

	if (n == 0)
		return;
	buf_put_text(b, member);
	for (i = 0; i < n; i++)
		json_put_text(b, i > 0 ? "," : "[", names[i]);
	buf_put_u8(b, ']');
}

static void
write_room(struct buf *b, const struct sitting_room *room)
{
	json_put_text(b, "{\"id\":", room->ident);
	json_put_text(b, ",\"title\":", room->title);
	buf_printf(b, ",\"seats\":%u", room->n_seats);
	if (room->row_length > 0)
		buf_printf(b, ",\"row_length\":%u", room->row_length);
	write_names(b, ",\"proctors\":", room->proctors, room->n_proctors);
	buf_put_u8(b, '}');
}

void
load_rooms_write(struct buf *b, const struct sitting *s)
{
	uint16_t i;

	if (s->n_rooms == 0)
		return;
	buf_put_text(b, ",\"rooms\":");
	for (i = 0; i < s->n_rooms; i++) {
		buf_put_u8(b, i > 0 ? ',' : '[');
		write_room(b, &s->rooms[i]);
	}
	buf_put_u8(b, ']');
	write_names(b, ",\"chiefs\":", s->chiefs, s->n_chiefs);
}
