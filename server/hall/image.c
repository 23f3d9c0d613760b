/* image: the pictures of items, to those who may see the item. */
#include "hall/commands.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/seat.h"

/* The item's image that the last parameter of the path names, from 1. */
static void
reply_image(struct hall *h, struct request *r, const struct bank *bank,
    const struct item *item, struct slice number)
{
	static const enum body_type types[N_IMAGE_TYPES] = {
		[IMAGE_PNG] = BODY_PNG,
		[IMAGE_JPEG] = BODY_JPEG,
	};
	struct frame_reply reply = { .status = 200 };
	const struct image *image;
	uint64_t n;

	if (!number_read(&n, number) || n < 1 || n > item->n_images) {
		reply_refuse(h, r, ERR_UNKNOWN, "The item has no image %.*s.",
		    SLICE_FMT(number));
	} else if (!reply_is_crowded(h, r)) {
		image = bank_image(bank, item->images[n - 1]);
		reply.type = types[image->type];
		reply.body = image->bytes;
		reply_send(h, r, &reply);
	}
}

void
candidate_image(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	const struct attempt *a = &s->attempt;
	const struct paper *paper = seat_paper(s);
	struct slice number = r->frame->params[0];
	uint64_t n;

	if (paper == NULL || !number_read(&n, number) || n < 1 ||
	    n > a->plan->n_items || !attempt_shows(a, (uint16_t)(n - 1))) {
		reply_refuse(h, r, ERR_STATE,
		    "Item %.*s is not on the screen now.",
		    SLICE_FMT(number));
		return;
	}
	if (mono_reached(r->at.mono, attempt_deadline(a))) {
		reply_refuse(h, r, ERR_TOO_LATE, "The time for this is over.");
		return;
	}
	reply_image(h, r, seat_bank(s),
	    bank_item(seat_bank(s), paper_item(paper, (uint16_t)(n - 1))),
	    r->frame->params[1]);
}

void
bank_preview_image(struct hall *h, struct request *r)
{
	const struct slice *path = r->frame->params;
	struct buf key = { 0 };
	const struct bank_version *v;
	size_t i;

	buf_printf(&key, "%.*s@%.*s", SLICE_FMT(path[0]), SLICE_FMT(path[1]));
	v = bank_find_version(h, buf_slice(&key));
	i = v != NULL ? bank_find(v->bank, path[2]) : SIZE_MAX;
	if (i == SIZE_MAX)
		reply_refuse(h, r, ERR_UNKNOWN,
		    "There is no item %.*s in %.*s.", SLICE_FMT(path[2]),
		    SLICE_FMT(buf_slice(&key)));
	else
		reply_image(h, r, v->bank, bank_item(v->bank, i), path[3]);
	buf_fini(&key);
}
