#include "load/csv.h"

void
csv_init(struct csv *csv, struct slice text, struct diag *diag)
{
	*csv = (struct csv){ .left = text, .line = 1, .diag = diag };
	if (text.len >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0)
		csv->left = (struct slice){ text.at + 3, text.len - 3 };
}

void
csv_fini(struct csv *csv)
{
	buf_fini(&csv->room);
}

static int
peek(const struct csv *csv)
{
	return csv->left.len > 0 ? (unsigned char)csv->left.at[0] : -1;
}

static void
step(struct csv *csv)
{
	csv->line += csv->left.at[0] == '\n';
	csv->left.at++;
	csv->left.len--;
}

/* At LF, CRLF or the end of the file. */
static bool
at_line_end(const struct csv *csv)
{
	return csv->left.len == 0 || csv->left.at[0] == '\n' ||
	    (csv->left.len >= 2 && memcmp(csv->left.at, "\r\n", 2) == 0);
}

static void
skip_line_end(struct csv *csv)
{
	if (peek(csv) == '\r')
		step(csv);
	if (peek(csv) == '\n')
		step(csv);
}

/* After the opening quote, up to and with the closing one. */
static bool
read_quoted(struct csv *csv)
{
	int opened = csv->line;

	for (; csv->left.len > 0; step(csv)) {
		if (peek(csv) == '"') {
			step(csv);
			if (peek(csv) != '"')
				return true;
		}
		buf_put_u8(&csv->room, (uint8_t)csv->left.at[0]);
	}
	diag_add(csv->diag, opened, "", "a quoted field is not closed");
	return false;
}

static bool
read_plain(struct csv *csv)
{
	for (; peek(csv) != ',' && !at_line_end(csv); step(csv)) {
		if (peek(csv) == '"') {
			diag_add(csv->diag, csv->line, "",
			    "a quote stands inside a field; quote the whole "
			    "field and double the quote");
			return false;
		}
		buf_put_u8(&csv->room, (uint8_t)csv->left.at[0]);
	}
	return true;
}

static bool
read_field(struct csv *csv)
{
	if (peek(csv) != '"')
		return read_plain(csv);
	step(csv);
	if (!read_quoted(csv))
		return false;
	if (peek(csv) == ',' || at_line_end(csv))
		return true;
	diag_add(csv->diag, csv->line, "", "text follows a closing quote");
	return false;
}

/* The room may move while it grows: the fields are found when it is full. */
static void
find_fields(struct csv_row *row, const struct csv *csv)
{
	const char *at = csv->room.at;
	size_t i;

	for (i = 0; i < row->n; i++) {
		row->fields[i].at = at;
		at += row->fields[i].len + 1;
	}
}

bool
csv_next(struct csv_row *row, struct csv *csv)
{
	size_t from;

	while (csv->left.len > 0 && at_line_end(csv))
		skip_line_end(csv);
	if (csv->left.len == 0)
		return false;
	buf_clear(&csv->room);
	row->line = csv->line;
	for (row->n = 0; row->n < CSV_FIELDS_MAX; step(csv)) {
		from = csv->room.len;
		if (!read_field(csv))
			return false;
		row->fields[row->n++].len = csv->room.len - from;
		buf_put_u8(&csv->room, '\0');
		if (at_line_end(csv)) {
			skip_line_end(csv);
			find_fields(row, csv);
			return true;
		}
	}
	diag_add(csv->diag, row->line, "", "has more than %d fields",
	    CSV_FIELDS_MAX);
	return false;
}
