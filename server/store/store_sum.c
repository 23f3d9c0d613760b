/*
 * Sums.  SQLite notices a page that makes no sense, and nothing else: a flipped
 * bit in a row is read as if it had been written.  So
 *
 *	every row but the journal's, which has its chain of hashes, ends with
 *	the sum of the others of its columns and of its table's name;
 *	the table sums has, for every table of many rows, the exclusive or of
 *	its rows' sums, so that no row can vanish, come back or be there twice.
 *
 * A sum is the first sixteen bytes of a SHA-256 over the table's name, a NUL,
 * of every value its type and its number or its length, and then the bytes of
 * all values (exam/buf.h's encoding).
 */
#include "base/hash.h"
#include "store/store_internal.h"

void
sum_row(struct sum *out, const char *table, const struct value *v, size_t n)
{
	uint8_t hash[SHA256_LEN];
	struct buf head = { 0 };
	size_t i;

	buf_put(&head, table, strlen(table) + 1);
	for (i = 0; i < n; i++) {
		buf_put_u8(&head, (uint8_t)v[i].type);
		if (v[i].type == VALUE_NUMBER)
			buf_put_i64(&head, v[i].number);
		else
			buf_put_u64(&head, v[i].bytes.len);
	}
	for (i = 0; i + 1 < n; i++)
		if (v[i].type != VALUE_NUMBER)
			buf_put_slice(&head, v[i].bytes);
	/* What is long comes last, and is not copied. */
	hash_sha256_two(hash, buf_slice(&head),
	    v[n - 1].type == VALUE_NUMBER ? SLICE("") : v[n - 1].bytes);
	memcpy(out->bytes, hash, SUM_LEN);
	buf_fini(&head);
}

void
sum_mix(struct sum *to, const struct sum *row)
{
	size_t i;

	for (i = 0; i < SUM_LEN; i++)
		to->bytes[i] ^= row->bytes[i];
}

bool
sum_is(const struct sum *a, const struct sum *b)
{
	return memcmp(a->bytes, b->bytes, SUM_LEN) == 0;
}

struct slice
sum_slice(const struct sum *s)
{
	return (struct slice){ (const char *)s->bytes, SUM_LEN };
}

bool
sum_take(struct sum *out, struct slice s)
{
	if (s.len != SUM_LEN)
		return false;
	memcpy(out->bytes, s.at, SUM_LEN);
	return true;
}

/* ---- the same from rows ---- */

static struct value
value_of(sqlite3_value *v)
{
	struct value out = { .type = VALUE_NUMBER };

	if (sqlite3_value_type(v) == SQLITE_INTEGER) {
		out.number = sqlite3_value_int64(v);
		return out;
	}
	out.type =
	    sqlite3_value_type(v) == SQLITE_TEXT ? VALUE_TEXT : VALUE_BLOB;
	out.bytes.at = out.type == VALUE_TEXT
			   ? (const char *)sqlite3_value_text(v)
			   : sqlite3_value_blob(v);
	out.bytes.len = (size_t)sqlite3_value_bytes(v);
	if (out.bytes.len == 0)
		out.bytes.at = "";
	return out;
}

bool
sum_fits(struct sum *out, const char *table, sqlite3_stmt *q)
{
	struct value v[VALUES_MAX];
	size_t n = (size_t)sqlite3_column_count(q) - 1, i;
	struct value last = value_of(sqlite3_column_value(q, (int)n));
	struct sum stored;

	for (i = 0; i < n; i++)
		v[i] = value_of(sqlite3_column_value(q, (int)i));
	if (last.type != VALUE_BLOB || !sum_take(&stored, last.bytes))
		return false;
	sum_row(out, table, v, n);
	return sum_is(out, &stored);
}

/* ---- and in SQL, for the schema's steps ---- */

/* row_sum(table, value, ...) */
static void
row_sum(sqlite3_context *c, int n, sqlite3_value **args)
{
	struct value v[VALUES_MAX];
	struct sum sum;
	int i;

	if (n < 2 || n > VALUES_MAX) {
		sqlite3_result_error(c, "row_sum() of so many", -1);
		return;
	}
	for (i = 1; i < n; i++)
		v[i - 1] = value_of(args[i]);
	sum_row(
	    &sum, (const char *)sqlite3_value_text(args[0]), v, (size_t)n - 1);
	sqlite3_result_blob(c, sum.bytes, SUM_LEN, SQLITE_TRANSIENT);
}

/* table_sum(sum), an aggregate */
static void
table_sum_step(sqlite3_context *c, int n, sqlite3_value **args)
{
	struct sum *all = sqlite3_aggregate_context(c, sizeof(*all));
	struct sum row;

	(void)n;
	if (all == NULL || !sum_take(&row, value_of(args[0]).bytes))
		sqlite3_result_error(c, "table_sum() of what is no sum", -1);
	else
		sum_mix(all, &row);
}

static void
table_sum_end(sqlite3_context *c)
{
	static const struct sum none;
	struct sum *all = sqlite3_aggregate_context(c, 0);

	sqlite3_result_blob(c, all != NULL ? all->bytes : none.bytes, SUM_LEN,
	    SQLITE_TRANSIENT);
}

int
sum_install(sqlite3 *db)
{
	int rc = sqlite3_create_function(db, "row_sum", -1,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
	    row_sum, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(db, "table_sum", 1,
		    SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL, table_sum_step,
		    table_sum_end);
	return rc;
}
