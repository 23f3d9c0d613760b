/*
 * evidence_mark: a copy of the data that is older than what was already signed
 * is not started with.
 */
#include <errno.h>

#include "base/file.h"
#include "base/log.h"
#include "hall/evidence.h"
#include "hall/journal.h"

static const char *
fault_of(struct checkpoint *head, const struct evidence *ev, struct slice text)
{
	struct note note;

	if (note_parse(&note, text) != ERR_OK ||
	    checkpoint_parse(head, &note) != ERR_OK ||
	    strcmp(head->origin, ev->keys->origin) != 0)
		return "is no signed head of this journal";
	if (keys_verify(NULL, ev->keys, &note) != ERR_OK)
		return "is signed by none of our keys";
	return NULL;
}

/* ERR_UNKNOWN: there is none, as in a new directory. */
static enum err
read_mark(struct checkpoint *head, const struct evidence *ev, struct diag *d)
{
	char *path = evidence_path(ev, EVIDENCE_MARK);
	struct buf text = { 0 };
	const char *fault = NULL;
	enum err e = file_read(&text, path, CHECKPOINT_MAX);

	if (e == ERR_SYS && errno == ENOENT)
		e = ERR_UNKNOWN;
	else if (e == ERR_SYS)
		fault = strerror(errno);
	else
		fault = fault_of(head, ev, buf_slice(&text));
	if (fault != NULL) {
		diag_add(d, 0, EVIDENCE_MARK,
		    "%s; see examd(8), Rollback, before you remove it", fault);
		e = e == ERR_SYS ? ERR_SYS : ERR_STATE;
	}
	buf_fini(&text);
	free(path);
	return e;
}

/* What the journal's head was when it had as many events, or is. */
static enum err
head_then(struct checkpoint *now, struct hall *h, uint64_t size)
{
	struct tree t;
	enum err e;

	now->size =
	    h->evidence->tree.size < size ? h->evidence->tree.size : size;
	e = tree_load(&t, now->size, evidence_nodes, h);
	if (e == ERR_OK)
		tree_root(now->root, &t);
	return e;
}

#define WAY_OUT                                                                \
	": the data were replaced by an older or another copy. Put the right " \
	"ones back; or, if they are lost, accept that with examd "             \
	"--accept-rollback REASON, see examd(8)"

static void
refuse(struct diag *d, const struct checkpoint *mark,
    const struct checkpoint *now, struct wall last)
{
	char then[WALL_TEXT_MAX], seen[WALL_TEXT_MAX];

	wall_format(then, mark->at);
	wall_format(seen, last);
	if (now->size < mark->size)
		diag_add(d, 0, "examd.db",
		    "has %llu events, the last sign of life at %s; but %llu "
		    "were signed at %s" WAY_OUT,
		    (unsigned long long)now->size, seen,
		    (unsigned long long)mark->size, then);
	else
		diag_add(d, 0, "examd.db",
		    "its first %llu events are not those that were signed at "
		    "%s" WAY_OUT,
		    (unsigned long long)mark->size, then);
}

static void
accept_rollback(struct hall *h, const struct checkpoint *mark,
    const struct checkpoint *now, const char *reason)
{
	char was[2 * SHA256_LEN + 1], is[2 * SHA256_LEN + 1];
	char at[WALL_TEXT_MAX];

	hash_hex(was, mark->root, SHA256_LEN);
	hash_hex(is, now->root, SHA256_LEN);
	wall_format(at, mark->at);
	log_line(LOG_WARNING, "a rollback to %llu events is accepted: %s",
	    (unsigned long long)now->size, reason);
	journal_admin(h, SLICE("server"), SLICE("other"), SLICE("rollback"),
	    "accepted: %s; signed at %s: %llu events, root %s; found: %llu "
	    "events, root %s",
	    reason, at, (unsigned long long)mark->size, was,
	    (unsigned long long)now->size, is);
	log_line(LOG_WARNING,
	    "tell the witnesses, who keep heads of %llu "
	    "events or fewer: theirs may not be of this journal any more",
	    (unsigned long long)mark->size);
}

static enum err
not_rolled_back(const struct hall_setup *setup)
{
	if (setup->accept_rollback != NULL)
		log_line(LOG_WARNING, "--accept-rollback was not needed: "
				      "nothing was rolled back");
	return ERR_OK;
}

enum err
evidence_check_mark(
    struct hall *h, const struct hall_setup *setup, struct diag *d)
{
	struct evidence *ev = h->evidence;
	struct checkpoint mark, now;
	enum err e = read_mark(&mark, ev, d);

	if (e == ERR_UNKNOWN)
		return not_rolled_back(setup);
	if (e == ERR_OK)
		e = head_then(&now, h, mark.size);
	if (e != ERR_OK)
		return e;
	if (now.size == mark.size &&
	    hash_equal(now.root, mark.root, SHA256_LEN)) {
		ev->marked = mark.size;
		return not_rolled_back(setup);
	}
	if (setup->accept_rollback == NULL) {
		refuse(d, &mark, &now, setup->last);
		return ERR_STATE;
	}
	accept_rollback(h, &mark, &now, setup->accept_rollback);
	return ERR_OK;
}

void
evidence_put_mark(struct evidence *ev)
{
	char *path = evidence_path(ev, EVIDENCE_MARK);

	if (file_replace_safely(path, buf_slice(&ev->signed_last.text), 0600) !=
	    ERR_OK)
		log_line(LOG_ERROR, "%s: cannot be written", path);
	else
		ev->marked = ev->signed_last.head.size;
	free(path);
}
