/* The machine that the sitting will be held on. */
#include "base/openssl.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "exam/limits.h"
#include "rehearse/check.h"

#define PEM_MAX (1 << 20)
#define MIB (1 << 20)

/* ---- certificate ---- */

static X509 *
read_certificate(struct findings *f, const char *path)
{
	struct buf text = { 0 };
	X509 *x = NULL;
	BIO *in;

	if (file_read(&text, path, PEM_MAX) == ERR_OK) {
		in = BIO_new_mem_buf(text.at, (int)text.len);
		x = PEM_read_bio_X509(in, NULL, NULL, NULL);
		BIO_free(in);
		ERR_clear_error();
	}
	if (x == NULL)
		finding_add(f, SEVERITY_WARNING, "certificate.unread", path,
		    "run the rehearsal as somebody who may read it",
		    "%s cannot be read as a certificate", path);
	buf_fini(&text);
	return x;
}

static struct wall
asn1_wall(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;

	ASN1_TIME_diff(&days, &seconds, epoch, t);
	ASN1_TIME_free(epoch);
	return (struct wall){ DAYS(days) + SECONDS(seconds) };
}

static void
check_begin(
    struct findings *f, const char *path, struct wall begin, struct wall opens)
{
	char text[WALL_TEXT_MAX];

	if (begin.ms > opens.ms)
		finding_add(f, SEVERITY_ERROR, "certificate.begins", path,
		    "configure one that is valid when the sitting opens",
		    "%s is valid from %s only", path, wall_format(text, begin));
}

static void
check_end(
    struct findings *f, const char *path, struct wall end, struct wall latest)
{
	char text[WALL_TEXT_MAX], last[WALL_TEXT_MAX];

	if (end.ms < latest.ms + DAYS(1))
		finding_add(f,
		    end.ms < latest.ms ? SEVERITY_ERROR : SEVERITY_WARNING,
		    "certificate.ends", path,
		    "renew it before the sitting, and tell examd (SIGHUP)",
		    "%s ends %s, the last window closes %s", path,
		    wall_format(text, end), wall_format(last, latest));
}

void
check_certificate(
    struct findings *f, const struct machine *m, const struct roll *r)
{
	X509 *x;

	if (m->certificate == NULL) {
		finding_add(f, SEVERITY_NOTE, "certificate.unknown", NULL, NULL,
		    "which certificate the server shows is not known");
		return;
	}
	x = read_certificate(f, m->certificate);
	if (x == NULL)
		return;
	check_begin(f, m->certificate, asn1_wall(X509_get0_notBefore(x)),
	    r->sitting->opens);
	check_end(f, m->certificate, asn1_wall(X509_get0_notAfter(x)),
	    roll_latest_end(r));
	X509_free(x);
}

/* ---- disk ---- */

void
check_disk(struct findings *f, const struct machine *m, const struct roll *r,
    int64_t bytes_an_attempt)
{
	int64_t needed =
		    bytes_an_attempt * (int64_t)r->n_candidates + m->ballast,
		free_now;
	struct statvfs fs;

	if (m->data == NULL)
		return;
	if (statvfs(m->data, &fs) != 0) {
		finding_add(f, SEVERITY_WARNING, "disk.unknown", m->data, NULL,
		    "%s: %s", m->data, strerror(errno));
		return;
	}
	free_now = (int64_t)(fs.f_bavail * fs.f_frsize);
	finding_add(f,
	    free_now < needed			   ? SEVERITY_ERROR
	    : free_now / DISK_SPARE_TIMES < needed ? SEVERITY_WARNING
						   : SEVERITY_NOTE,
	    "disk.space", NULL,
	    free_now / DISK_SPARE_TIMES < needed
		? "make room on that file system before the sitting"
		: NULL,
	    "%" PRId64 " MiB are free in %s; %zu candidates need %" PRId64
	    " MiB, %" PRId64 " KiB each",
	    free_now / MIB, m->data, r->n_candidates, needed / MIB + 1,
	    bytes_an_attempt / 1024);
}

/* ---- clock ---- */

void
check_clock(struct findings *f, const struct machine *m, const struct roll *r)
{
	int64_t step = (m->wall.ms - r->last.at.wall.ms) -
		       (m->boottime - r->last.boottime);

	if (!m->synchronised)
		finding_add(f, SEVERITY_WARNING, "clock.synchronised", NULL,
		    "start a time service (systemd-timesyncd, chrony)",
		    "the kernel says that this machine's clock is not "
		    "synchronised");
	if (strcmp(m->boot_id, r->last.boot_id) == 0 &&
	    (step >= CLOCK_STEP_MS || step <= -CLOCK_STEP_MS))
		finding_add(f, SEVERITY_WARNING, "clock.step", NULL,
		    "find out who sets it; windows open by this clock",
		    "the wall clock was set by %+" PRId64
		    " ms since the server wrote last",
		    step);
}
