/* Hashes of the tree over the journal: its leaves are the journal's own. */
#include "base/log.h"
#include "store/store_internal.h"

#define LEVEL_SHIFT 56

static int64_t
row_of(unsigned level, uint64_t index)
{
	return (int64_t)((uint64_t)level << LEVEL_SHIFT | index);
}

void
store_put_node(struct store *s, unsigned level, uint64_t index,
    const uint8_t hash[HASH_LEN])
{
	const struct value v[] = {
		{ VALUE_NUMBER, row_of(level, index), SLICE_NONE },
		{ VALUE_BLOB, 0, { (const char *)hash, HASH_LEN } },
	};

	change_make(s, STATEMENT_NODE, v, 2);
}

/* ERR_STATE: not so many rows, or one that is no hash. */
static enum err
take_hashes(uint8_t (*out)[HASH_LEN], size_t n, struct store *s,
    sqlite3_stmt *q)
{
	int rc = SQLITE_DONE;
	size_t i;

	for (i = 0; i < n && (rc = sqlite3_step(q)) == SQLITE_ROW; i++) {
		if (sqlite3_column_bytes(q, 0) != HASH_LEN)
			break;
		memcpy(out[i], sqlite3_column_blob(q, 0), HASH_LEN);
	}
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_complain(s->db, rc, "cannot read");
	return i == n ? ERR_OK : ERR_STATE;
}

enum err
store_read_nodes(struct store *s, uint8_t (*out)[HASH_LEN], unsigned level,
    uint64_t first, size_t n)
{
	sqlite3_stmt *q = s->statements[
	    level == 0 ? STATEMENT_HASHES : STATEMENT_NODES];
	int64_t from = level == 0 ? (int64_t)first + 1 : row_of(level, first);
	enum err e;

	if (s->broken)
		return ERR_IO;
	sqlite3_bind_int64(q, 1, from);
	sqlite3_bind_int64(q, 2, from + (int64_t)n - 1);
	e = take_hashes(out, n, s, q);
	sqlite3_reset(q);
	if (e == ERR_STATE)
		log_line(LOG_ERROR,
		    "store: the tree over the journal has no node %u/%llu",
		    level, (unsigned long long)first);
	return e;
}

bool
store_has_nodes(struct store *s)
{
	int64_t id = 0;

	return !s->broken &&
	       store_ask(&id, s->db, "SELECT max(id) FROM tree") == SQLITE_OK &&
	       id != 0;
}
