/*
 * Changes: each is made at once inside the open transaction, and also
 * remembered, so that after a full disk rolled the transaction back the very
 * same changes can be made again.
 *
 * Remembered as: statement, number of values, then each value's type and its
 * number or bytes (exam/buf.h's encoding).
 */
#include "base/log.h"
#include "store/store_internal.h"

#define CHANGES_KEPT (1 << 20) /* a busy turn's; more goes back after it */

static const char *const sql[N_STATEMENTS] = {
#define X(name, text) [STATEMENT_##name] = text,
	STORE_STATEMENTS(X)
#undef X
#define X(name, table)                                                         \
	[STATEMENT_PUT_OBJECT + (int)STORE_##name] =                           \
	    "REPLACE INTO " table "(key, body, sum) VALUES(?1, ?2, ?3)",       \
	[STATEMENT_DELETE_OBJECT + (int)STORE_##name] =                        \
	    "DELETE FROM " table " WHERE key = ?1",                            \
	[STATEMENT_OBJECT_SUM + (int)STORE_##name] =                           \
	    "SELECT sum FROM " table " WHERE key = ?1",
	STORE_OBJECTS(X)
#undef X
};

int
change_prepare(struct store *s)
{
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < N_STATEMENTS && rc == SQLITE_OK; i++)
		rc = sqlite3_prepare_v3(s->db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL);
	return rc;
}

void
change_finish(struct store *s)
{
	size_t i;

	for (i = 0; i < N_STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	buf_fini(&s->changes);
}

int
change_run(struct store *s, enum statement which)
{
	sqlite3_step(s->statements[which]);
	return sqlite3_reset(s->statements[which]);
}

static int
bind(sqlite3_stmt *q, int i, const struct value *v)
{
	switch (v->type) {
	case VALUE_NUMBER:
		return sqlite3_bind_int64(q, i, v->number);
	case VALUE_TEXT:
		return sqlite3_bind_text64(q, i, v->bytes.at, v->bytes.len,
		    SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:
		/* No bytes are an empty blob, not an SQL NULL. */
		if (v->bytes.len == 0)
			return sqlite3_bind_zeroblob(q, i, 0);
		return sqlite3_bind_blob64(q, i, v->bytes.at, v->bytes.len,
		    SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

int
change_old_sum(struct sum *out, bool *row, struct store *s,
    enum statement which, const struct value *key)
{
	sqlite3_stmt *q = s->statements[which];
	int rc = bind(q, 1, key);
	bool found, right = true;

	if (rc != SQLITE_OK)
		return rc;
	found = sqlite3_step(q) == SQLITE_ROW;
	if (found)
		right = sum_take(out,
		    (struct slice){ sqlite3_column_blob(q, 0),
			(size_t)sqlite3_column_bytes(q, 0) });
	rc = sqlite3_reset(q);
	if (rc == SQLITE_OK)
		*row = found;
	return rc == SQLITE_OK && !right ? SQLITE_CORRUPT : rc;
}

static int
execute(struct store *s, enum statement which, const struct value *v, size_t n)
{
	int rc = SQLITE_OK, i;

	if (sqlite3_get_autocommit(s->db) != 0)
		rc = change_run(s, STATEMENT_BEGIN);
	for (i = 0; i < (int)n && rc == SQLITE_OK; i++)
		rc = bind(s->statements[which], i + 1, &v[i]);
	if (rc == SQLITE_OK)
		rc = change_run(s, which);
	return rc;
}

static void
remember(struct buf *b, enum statement which, const struct value *v, size_t n)
{
	size_t i;

	buf_put_u8(b, (uint8_t)which);
	buf_put_u8(b, (uint8_t)n);
	for (i = 0; i < n; i++) {
		buf_put_u8(b, (uint8_t)v[i].type);
		if (v[i].type == VALUE_NUMBER)
			buf_put_i64(b, v[i].number);
		else
			buf_put_blob(b, v[i].bytes);
	}
}

static size_t
recall(enum statement *which, struct value v[VALUES_MAX], struct cursor *c)
{
	size_t n, i;

	*which = (enum statement)cursor_u8(c);
	n = cursor_u8(c);
	for (i = 0; i < n; i++) {
		v[i].type = (enum value_type)cursor_u8(c);
		if (v[i].type == VALUE_NUMBER)
			v[i].number = cursor_i64(c);
		else
			v[i].bytes = cursor_blob(c);
	}
	return n;
}

void
change_make(struct store *s, enum statement which, const struct value *v,
    size_t n)
{
	int rc;

	if (s->broken)
		return;
	remember(&s->changes, which, v, n);
	if (s->changes.len > COMMIT_BYTES_MAX) {
		store_break(s, SQLITE_TOOBIG, "too much for one commit");
		return;
	}
	rc = execute(s, which, v, n);
	if (rc == SQLITE_FULL)
		rc = change_again(s);
	if (rc != SQLITE_OK)
		store_break(s, rc, "cannot write");
}

int
change_again(struct store *s)
{
	struct cursor c = cursor_on(buf_slice(&s->changes));
	struct value v[VALUES_MAX];
	enum statement which;
	int rc = SQLITE_OK;
	size_t n;

	if (sqlite3_get_autocommit(s->db) == 0)
		rc = change_run(s, STATEMENT_ROLLBACK);
	if (rc == SQLITE_OK && !disk_shed_ballast(&s->disk))
		return SQLITE_FULL;
	log_line(LOG_WARNING, "store: the disk is full: the ballast is given "
	    "up; make room, and restart after the exam to have it again");
	while (rc == SQLITE_OK && c.left > 0) {
		n = recall(&which, v, &c);
		rc = execute(s, which, v, n);
	}
	return rc;
}

void
change_forget(struct store *s)
{
	if (s->changes.room > CHANGES_KEPT)
		buf_fini(&s->changes);
	else
		buf_clear(&s->changes);
}
