/* PNG: W3C PNG section 5; JPEG: ITU-T T.81 annex B. */
#include "load/image_head.h"

#include "exam/limits.h"

#define PNG_SIGNATURE SLICE("\211PNG\r\n\032\n")
#define PNG_HEAD_LEN 13
#define PNG_CHUNK_LEN 12 /* a chunk's length, name and checksum */
#define JPEG_SIGNATURE SLICE("\377\330\377")
#define JPEG_END SLICE("\377\331")
#define JPEG_FRAME_LEN 7 /* length, precision, height, width */
#define JPEG_SCAN 0xda

const char *const image_types[] = { "image/png", "image/jpeg", NULL };

static enum err
refuse(struct buf *why, const char *text)
{
	buf_put_text(why, text);
	return ERR_INVALID;
}

static uint32_t
big_endian(struct slice bytes, size_t at, size_t n)
{
	uint32_t value = 0;

	for (; n > 0; n--)
		value = value << 8 | (uint8_t)bytes.at[at++];
	return value;
}

static bool
stands_at(struct slice bytes, size_t at, struct slice wanted)
{
	return at <= bytes.len && bytes.len - at >= wanted.len &&
	       memcmp(bytes.at + at, wanted.at, wanted.len) == 0;
}

static enum err
take_size(struct image *image, struct buf *why, uint32_t width, uint32_t height)
{
	if (width == 0 || height == 0)
		return refuse(why, "has no pixels");
	if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX) {
		buf_printf(why,
		    "has %u by %u pixels; at most %d by %d are "
		    "allowed",
		    width, height, IMAGE_SIDE_MAX, IMAGE_SIDE_MAX);
		return ERR_INVALID;
	}
	image->width = (uint16_t)width;
	image->height = (uint16_t)height;
	return ERR_OK;
}

/* From chunk to chunk to the last, which must end the file. */
static enum err
walk_png(struct slice bytes, struct buf *why)
{
	size_t at = PNG_SIGNATURE.len;
	bool last;
	uint32_t len;

	do {
		if (bytes.len - at < PNG_CHUNK_LEN)
			return refuse(why, "is cut short");
		len = big_endian(bytes, at, 4);
		if (bytes.len - at - PNG_CHUNK_LEN < len)
			return refuse(why, "is cut short");
		last = stands_at(bytes, at + 4, SLICE("IEND"));
		at += PNG_CHUNK_LEN + len;
	} while (!last);
	if (at < bytes.len)
		return refuse(why, "has bytes behind the end of the picture");
	return ERR_OK;
}

static enum err
read_png(struct image *image, struct buf *why)
{
	size_t at = PNG_SIGNATURE.len;

	if (walk_png(image->bytes, why) != ERR_OK)
		return ERR_INVALID;
	if (big_endian(image->bytes, at, 4) != PNG_HEAD_LEN ||
	    !stands_at(image->bytes, at + 4, SLICE("IHDR")))
		return refuse(why, "does not begin with its size");
	return take_size(image, why, big_endian(image->bytes, at + 8, 4),
	    big_endian(image->bytes, at + 12, 4));
}

/* SOF0 to SOF15; C4, C8 and CC are something else. */
static bool
is_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
	       marker != 0xc8 && marker != 0xcc;
}

/* The segment at *at without its marker; *at moves behind it.  false: there is
 * none. */
static bool
next_segment(
    uint8_t *marker, struct slice *segment, size_t *at, struct slice bytes)
{
	uint32_t len;

	while (stands_at(bytes, *at, SLICE("\377\377")))
		(*at)++;
	if (bytes.len - *at < 4 || !stands_at(bytes, *at, SLICE("\377")))
		return false;
	*marker = (uint8_t)bytes.at[*at + 1];
	len = big_endian(bytes, *at + 2, 2);
	if (bytes.len - *at - 2 < len)
		return false;
	*segment = (struct slice){ bytes.at + *at + 2, len };
	*at += 2 + len;
	return true;
}

static enum err
read_jpeg(struct image *image, struct buf *why)
{
	struct slice segment, bytes = image->bytes;
	size_t at = 2;
	uint8_t marker;

	if (!stands_at(bytes, bytes.len - JPEG_END.len, JPEG_END))
		return refuse(why, "is cut short");
	while (
	    next_segment(&marker, &segment, &at, bytes) && marker != JPEG_SCAN)
		if (is_frame(marker) && segment.len >= JPEG_FRAME_LEN)
			return take_size(image, why, big_endian(segment, 5, 2),
			    big_endian(segment, 3, 2));
	return refuse(why, "does not say its size");
}

enum err
image_read_head(struct image *image, struct buf *why)
{
	enum image_type found;

	if (stands_at(image->bytes, 0, PNG_SIGNATURE))
		found = IMAGE_PNG;
	else if (stands_at(image->bytes, 0, JPEG_SIGNATURE))
		found = IMAGE_JPEG;
	else
		return refuse(why, "is neither PNG nor JPEG");
	if (found != image->type) {
		buf_printf(why, "is %s; \"type\" says %s", image_types[found],
		    image_types[image->type]);
		return ERR_INVALID;
	}
	return found == IMAGE_PNG ? read_png(image, why)
				  : read_jpeg(image, why);
}
