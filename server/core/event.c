#include "core/event.h"

static const struct {
	const char *word;
	unsigned fields;
} kinds[EVENT_KINDS] = {
#define X(name, code, word, fields) [code] = { word, fields },
	EVENT_LIST(X)
#undef X
};

const char *
event_word(enum event_kind k)
{
	return kinds[k].word;
}

unsigned
event_fields(enum event_kind k)
{
	return kinds[k].fields;
}

void
event_encode(const struct event *e, struct buf *b)
{
	unsigned has = kinds[e->kind].fields;

	if ((has & F_SECTION) != 0)
		buf_put_u16(b, e->section);
	if ((has & F_ITEM) != 0)
		buf_put_u16(b, e->item);
	if ((has & F_SEQ) != 0)
		buf_put_u32(b, e->seq);
	if ((has & F_CODE) != 0)
		buf_put_u8(b, e->code);
	if ((has & F_NUMBER) != 0)
		buf_put_u32(b, e->number);
	if ((has & F_MS) != 0)
		buf_put_i64(b, e->ms);
	if ((has & F_WALL) != 0)
		buf_put_i64(b, e->wall.ms);
	if ((has & F_SEED) != 0)
		buf_put(b, e->seed, EVENT_SEED_LEN);
	if ((has & F_BY) != 0)
		buf_put_blob(b, e->by);
	if ((has & F_REASON) != 0)
		buf_put_blob(b, e->reason);
	if ((has & F_TEXT) != 0)
		buf_put_blob(b, e->text);
	if ((has & F_DATA) != 0)
		buf_put_blob(b, e->data);
	if ((has & F_ABOUT) != 0)
		buf_put_u64(b, e->about);
}

enum err
event_decode(struct event *e, unsigned kind, struct slice payload)
{
	struct cursor c = cursor_on(payload);
	struct event got = { 0 };
	struct slice seed;
	unsigned has;

	if (kind == 0 || kind >= EVENT_KINDS)
		return ERR_SYNTAX;
	got.kind = (enum event_kind)kind;
	has = kinds[kind].fields;
	if ((has & F_SECTION) != 0)
		got.section = cursor_u16(&c);
	if ((has & F_ITEM) != 0)
		got.item = cursor_u16(&c);
	if ((has & F_SEQ) != 0)
		got.seq = cursor_u32(&c);
	if ((has & F_CODE) != 0)
		got.code = cursor_u8(&c);
	if ((has & F_NUMBER) != 0)
		got.number = cursor_u32(&c);
	if ((has & F_MS) != 0)
		got.ms = cursor_i64(&c);
	if ((has & F_WALL) != 0)
		got.wall.ms = cursor_i64(&c);
	if ((has & F_SEED) != 0) {
		seed = cursor_take(&c, EVENT_SEED_LEN);
		if (seed.len == EVENT_SEED_LEN)
			memcpy(got.seed, seed.at, EVENT_SEED_LEN);
	}
	if ((has & F_BY) != 0)
		got.by = cursor_blob(&c);
	if ((has & F_REASON) != 0)
		got.reason = cursor_blob(&c);
	if ((has & F_TEXT) != 0)
		got.text = cursor_blob(&c);
	if ((has & F_DATA) != 0)
		got.data = cursor_blob(&c);
	if ((has & F_ABOUT) != 0)
		got.about = cursor_u64(&c);
	if (!cursor_done(&c))
		return ERR_SYNTAX;
	*e = got;
	return ERR_OK;
}
