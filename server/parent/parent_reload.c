#include "parent/certificate.h"
#include "parent/parent_internal.h"

static void
log_lines(enum log_level level, const struct diag *d)
{
	size_t at = 0, len;

	while (at < d->text.len) {
		len = strcspn(d->text.at + at, "\n");
		log_line(level, "%.*s", (int)len, d->text.at + at);
		at += len + 1;
	}
}

/* Takes what may change while the server runs out of a fresh configuration. */
static void
adopt(struct parent *p, struct config *fresh, struct buf *certificate)
{
	struct buf old = p->certificate;
	size_t i;

	p->certificate = *certificate;
	*certificate = old;
	p->config.level = fresh->level;
	log_limit(fresh->level);
	parent_tell_log(p, &p->hall);
	part_tell(&p->hall, CONTROL_CERTIFICATE_ENDS,
	    (uint64_t)certificate_ends(buf_slice(&p->certificate)).ms, -1);
	for (i = 0; i < p->n_nets; i++) {
		parent_tell_log(p, &p->nets[i].part);
		parent_post_certificate(p, &p->nets[i]);
	}
	log_line(LOG_NOTICE, "certificate and log level are read again");
}

void
parent_reload(struct parent *p)
{
	struct diag mistakes = { .path = p->config_path };
	struct diag warnings = { .path = p->config_path };
	struct buf certificate = { 0 };
	struct config fresh = { 0 };

	if (parent_read(&fresh, &certificate, &mistakes, &warnings) == ERR_OK) {
		adopt(p, &fresh, &certificate);
	} else {
		log_lines(LOG_ERROR, &mistakes);
		log_line(LOG_ERROR, "reload refused; nothing has changed");
	}
	log_lines(LOG_WARNING, &warnings);
	config_fini(&fresh);
	buf_fini(&certificate);
	diag_fini(&mistakes);
	diag_fini(&warnings);
}
