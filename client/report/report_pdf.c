/*
 * A PDF of A4 pages by cairo and pango: any script, ligatures and
 * right-to-left text included, and tagged for screen readers (ISO 32000-1,
 * 14.8; cairo's tags of that name).
 */
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "report/report.h"

/* Points. */
#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define MARGIN 62.0
#define INNER (PAGE_WIDTH - 2 * MARGIN)
#define NAME_WIDTH 110.0
#define BAR_WIDTH 120.0
#define BAR_HEIGHT 7.0
#define BAR_WORDS_MAX 160.0

struct page {
	cairo_t *cairo;
	PangoLayout *layout;
	double y;
	double bar_words; /* how wide the words of all bars are */
	struct buf *out;
};

/* Shares of the page that the columns of a row have. */
static const double shares[REPORT_CELLS_MAX] = { 0.34, 0.19, 0.15, 0.15,
	0.17 };

static cairo_status_t
write_bytes(void *ctx, const unsigned char *bytes, unsigned len)
{
	struct page *p = ctx;

	buf_put(p->out, (const char *)bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

/* ---- text ---- */

static void
set_font(struct page *p, const char *font)
{
	PangoFontDescription *d = pango_font_description_from_string(font);

	pango_layout_set_font_description(p->layout, d);
	pango_font_description_free(d);
}

/* Height of the text within so many points. */
static double
measure(struct page *p, const char *text, double width)
{
	int w, h;

	pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(p->layout, text, -1);
	pango_layout_get_size(p->layout, &w, &h);
	return (double)h / PANGO_SCALE;
}

/* Width of the text on one line. */
static double
natural_width(struct page *p, const char *text)
{
	int w, h;

	pango_layout_set_width(p->layout, -1);
	pango_layout_set_text(p->layout, text, -1);
	pango_layout_get_size(p->layout, &w, &h);
	return (double)w / PANGO_SCALE;
}

static double
larger(double a, double b)
{
	return a > b ? a : b;
}

static void
show(struct page *p, const char *tag, const char *text, double x, double width)
{
	(void)measure(p, text, width);
	cairo_tag_begin(p->cairo, tag, NULL);
	cairo_move_to(p->cairo, x, p->y);
	pango_cairo_show_layout(p->cairo, p->layout);
	cairo_tag_end(p->cairo, tag);
}

/* A page more if so much does not fit on this one. */
static void
make_room(struct page *p, double height)
{
	if (p->y + height <= PAGE_HEIGHT - MARGIN)
		return;
	cairo_show_page(p->cairo);
	p->y = MARGIN;
}

static void
grey(struct page *p, double shade)
{
	cairo_set_source_rgb(p->cairo, shade, shade, shade);
}

static void
put_text(struct page *p, const char *tag, const char *text)
{
	double height = measure(p, text, INNER);

	make_room(p, height);
	show(p, tag, text, MARGIN, INNER);
	p->y += height;
}

/* ---- blocks ---- */

static void
put_heading(struct page *p, const char *text)
{
	set_font(p, "sans bold 11");
	p->y += 16;
	make_room(p, 50); /* never alone at the end of a page */
	put_text(p, "H2", text);
	p->y += 4;
}

static void
put_fact(struct page *p, const struct report_block *k)
{
	double height = larger(measure(p, k->cells[0], NAME_WIDTH),
	    measure(p, k->cells[1], INNER - NAME_WIDTH));

	make_room(p, height);
	cairo_tag_begin(p->cairo, "P", NULL);
	grey(p, 0.35);
	show(p, "Span", k->cells[0], MARGIN, NAME_WIDTH);
	grey(p, 0.1);
	show(p, "Span", k->cells[1], MARGIN + NAME_WIDTH, INNER - NAME_WIDTH);
	cairo_tag_end(p->cairo, "P");
	p->y += height + 2;
}

static double
row_height(struct page *p, const struct report_block *k)
{
	double height = 0;
	unsigned i;

	for (i = 0; i < k->n_cells; i++)
		height = larger(
		    height, measure(p, k->cells[i], shares[i] * INNER - 6));
	return height;
}

static void
put_row(struct page *p, const struct report_block *k, const char *tag)
{
	double height = row_height(p, k), x = MARGIN;
	unsigned i;

	make_room(p, height + 6);
	cairo_tag_begin(p->cairo, "TR", NULL);
	for (i = 0; i < k->n_cells; i++) {
		show(p, i == 0 ? "TH" : tag, k->cells[i], x,
		    shares[i] * INNER - 6);
		x += shares[i] * INNER;
	}
	cairo_tag_end(p->cairo, "TR");
	p->y += height + 3;
	grey(p, 0.85);
	cairo_rectangle(p->cairo, MARGIN, p->y, INNER, 0.5);
	cairo_fill(p->cairo);
	grey(p, 0.1);
	p->y += 3;
}

static void
fill_bar(struct page *p, double x, double width, double shade)
{
	grey(p, shade);
	cairo_rectangle(p->cairo, x, p->y + 3, width, BAR_HEIGHT);
	cairo_fill(p->cairo);
}

static void
put_bar(struct page *p, const struct report_block *k)
{
	double name = INNER - BAR_WIDTH - p->bar_words - 24;
	double height = larger(measure(p, k->cells[0], name),
	    measure(p, k->cells[1], p->bar_words));
	double x = MARGIN + name + 12;

	make_room(p, height);
	fill_bar(p, x, BAR_WIDTH, 0.9);
	fill_bar(p, x, BAR_WIDTH * k->percent / 100, 0.35);
	grey(p, 0.1);
	cairo_tag_begin(p->cairo, "TR", NULL);
	show(p, "TH", k->cells[0], MARGIN, name);
	show(p, "TD", k->cells[1], x + BAR_WIDTH + 12, p->bar_words);
	cairo_tag_end(p->cairo, "TR");
	p->y += height + 3;
}

static void
put_block(struct page *p, const struct report_block *k)
{
	grey(p, 0.1);
	set_font(p, "sans 10");
	switch (k->kind) {
	case REPORT_TITLE:
		set_font(p, "sans bold 18");
		put_text(p, "H1", k->cells[0]);
		p->y += 14;
		break;
	case REPORT_HEADING:
		put_heading(p, k->cells[0]);
		break;
	case REPORT_LINE:
		put_text(p, "P", k->cells[0]);
		p->y += 2;
		break;
	case REPORT_VERDICT:
		set_font(p, "sans bold 16");
		put_text(p, "P", k->cells[0]);
		p->y += 4;
		break;
	case REPORT_FACT:
		put_fact(p, k);
		break;
	case REPORT_HEAD:
		set_font(p, "sans bold 9");
		put_row(p, k, "TH");
		break;
	case REPORT_ROW:
		put_row(p, k, "TD");
		break;
	case REPORT_BAR:
		put_bar(p, k);
		break;
	}
}

static bool
is_tabular(enum report_kind kind)
{
	return kind == REPORT_HEAD || kind == REPORT_ROW || kind == REPORT_BAR;
}

static void
put_blocks(struct page *p, const struct report *r)
{
	bool table = false;
	size_t i;

	for (i = 0; i < r->n; i++) {
		bool wanted = is_tabular(r->blocks[i].kind);

		if (table && !wanted)
			cairo_tag_end(p->cairo, "Table");
		if (!table && wanted)
			cairo_tag_begin(p->cairo, "Table", NULL);
		table = wanted;
		put_block(p, &r->blocks[i]);
	}
	if (table)
		cairo_tag_end(p->cairo, "Table");
}

/* As wide as the widest, within what leaves room for the names. */
static void
find_bar_words(struct page *p, const struct report *r)
{
	size_t i;

	set_font(p, "sans 10");
	for (i = 0; i < r->n; i++)
		if (r->blocks[i].kind == REPORT_BAR)
			p->bar_words = larger(p->bar_words,
			    natural_width(p, r->blocks[i].cells[1]) + 1);
	if (p->bar_words > BAR_WORDS_MAX)
		p->bar_words = BAR_WORDS_MAX;
}

static bool
has_font(PangoContext *context)
{
	PangoFontDescription *d = pango_font_description_from_string("sans 10");
	PangoFont *font = pango_context_load_font(context, d);

	pango_font_description_free(d);
	if (font == NULL)
		return false;
	g_object_unref(font);
	return true;
}

enum err
report_pdf(struct buf *out, const struct report *r)
{
	struct page p = { .y = MARGIN, .out = out };
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
	    write_bytes, &p, PAGE_WIDTH, PAGE_HEIGHT);
	size_t before = out->len;
	enum err err = ERR_IO;

	p.cairo = cairo_create(surface);
	p.layout = pango_cairo_create_layout(p.cairo);
	pango_layout_set_wrap(p.layout, PANGO_WRAP_WORD_CHAR);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
	    r->n > 0 ? r->blocks[0].cells[0] : "Score report");
	if (has_font(pango_layout_get_context(p.layout))) {
		find_bar_words(&p, r);
		put_blocks(&p, r);
		cairo_show_page(p.cairo);
		cairo_surface_finish(surface);
		if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS &&
		    cairo_status(p.cairo) == CAIRO_STATUS_SUCCESS)
			err = ERR_OK;
	}
	g_object_unref(p.layout);
	cairo_destroy(p.cairo);
	cairo_surface_destroy(surface);
	if (err != ERR_OK)
		out->len = before;
	return err;
}

void
report_pdf_end(void)
{
	pango_cairo_font_map_set_default(NULL);
	cairo_debug_reset_static_data();
	FcFini();
}
