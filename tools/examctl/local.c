#include "examctl/local.h"

#include <stdint.h>
#include <stdio.h>

#include "core/bank.h"
#include "examctl/files.h"
#include "examctl/say.h"
#include "load/bank.h"
#include "load/candidates.h"
#include "load/programme.h"
#include "load/schedule.h"

/* A file, its text, and what is wrong with it. */
struct checked {
	struct buf text;
	struct diag mistakes, warnings;
};

static enum outcome
checked_read(struct checked *c, const char *path)
{
	struct diag refused = { .path = "examctl" };
	enum err e;

	*c = (struct checked){ .mistakes = { .path = path },
		.warnings = { .path = path } };
	e = files_read(&c->text, path, &refused);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&refused.text)));
	diag_fini(&refused);
	return e == ERR_OK ? DONE : MISUSED;
}

static void
checked_fini(struct checked *c)
{
	buf_fini(&c->text);
	diag_fini(&c->mistakes);
	diag_fini(&c->warnings);
}

static void
tell(const struct diag *d, const char *what)
{
	if (d->count == 0)
		return;
	fflush(stdout);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d->text)));
	if (d->count > DIAGS_MAX)
		fprintf(stderr, "%s: the first %d of %zu %s are told\n",
		    d->path, DIAGS_MAX, d->count, what);
}

/* Tells all there is. */
static enum outcome
checked_tell(const struct checked *c, enum err e)
{
	tell(&c->mistakes, "mistakes");
	tell(&c->warnings, "warnings");
	return e == ERR_OK && c->mistakes.count == 0 ? DONE : REFUSED;
}

enum outcome
local_read_bank(struct bank **bank, const char *path)
{
	struct checked c;
	struct bank *read = NULL;
	enum outcome outcome;

	outcome = checked_read(&c, path);
	if (outcome == DONE)
		outcome = checked_tell(&c,
		    load_bank(&read, buf_slice(&c.text), &c.mistakes,
			&c.warnings));
	if (outcome == DONE)
		*bank = read;
	else
		bank_free(read);
	checked_fini(&c);
	return outcome;
}

enum outcome
local_check_bank(const char *path)
{
	enum outcome outcome;
	struct bank *bank;

	outcome = local_read_bank(&bank, path);
	if (outcome != DONE)
		return outcome;
	say("%s: bank %.*s, version %.*s: %zu %s, no mistake\n", path,
	    SLICE_FMT(bank_ident(bank)), SLICE_FMT(bank_version(bank)),
	    bank_n_items(bank), bank_n_items(bank) == 1 ? "item" : "items");
	bank_free(bank);
	return DONE;
}

static enum outcome
read_programme(struct programme **programme, const char *path)
{
	struct checked c;
	struct programme *read = NULL;
	enum outcome outcome;

	outcome = checked_read(&c, path);
	if (outcome == DONE)
		outcome = checked_tell(&c,
		    load_programme(&read, buf_slice(&c.text), &c.mistakes));
	if (outcome == DONE)
		*programme = read;
	checked_fini(&c);
	return outcome;
}

enum outcome
local_check_programme(const char *path)
{
	enum outcome outcome;
	struct programme *programme;

	outcome = read_programme(&programme, path);
	if (outcome != DONE)
		return outcome;
	say("%s: programme %s, version %s, for %s: no mistake\n", path,
	    programme->ident, programme->version, programme->credential);
	programme_free(programme);
	return DONE;
}

enum outcome
local_read_candidates(struct candidates *candidates, const char *path)
{
	struct checked c;
	enum outcome outcome;

	outcome = checked_read(&c, path);
	if (outcome == DONE)
		outcome =
		    checked_tell(&c, load_candidates(candidates,
					 buf_slice(&c.text), &c.mistakes));
	checked_fini(&c);
	return outcome;
}

enum outcome
local_read_schedule(struct schedule *schedule, const char *path)
{
	struct checked c;
	enum outcome outcome;

	outcome = checked_read(&c, path);
	if (outcome == DONE)
		outcome = checked_tell(&c,
		    load_schedule(schedule, buf_slice(&c.text), &c.mistakes));
	checked_fini(&c);
	return outcome;
}

enum outcome
local_check_candidates(const char *path)
{
	struct candidates candidates;
	enum outcome outcome = local_read_candidates(&candidates, path);

	if (outcome == DONE) {
		say("%s: %zu %s, no mistake\n", path, candidates.n,
		    candidates.n == 1 ? "candidate" : "candidates");
		candidates_fini(&candidates);
	}
	return outcome;
}

/* Each sitting against the two; mistakes go to c. */
static enum err
fit_sittings(struct checked *c, const struct schedule *schedule,
    const struct programme *programme, const struct bank *bank)
{
	enum err worst = ERR_OK;
	size_t i;

	for (i = 0; i < schedule->n; i++) {
		enum err e = load_check_sitting(schedule->sittings[i],
		    programme, bank, NULL, &c->mistakes);

		if (e != ERR_OK)
			worst = e;
	}
	return worst;
}

static enum outcome
check_schedule(const char *path, const struct programme *programme,
    const struct bank *bank)
{
	struct schedule schedule = { 0 };
	struct checked c;
	enum outcome outcome;
	enum err e;

	outcome = checked_read(&c, path);
	if (outcome == DONE) {
		e = load_schedule(&schedule, buf_slice(&c.text), &c.mistakes);
		if (e == ERR_OK && programme != NULL)
			e = fit_sittings(&c, &schedule, programme, bank);
		outcome = checked_tell(&c, e);
	}
	if (outcome == DONE)
		say("%s: %zu %s, no mistake\n", path, schedule.n,
		    schedule.n == 1 ? "sitting" : "sittings");
	schedule_fini(&schedule);
	checked_fini(&c);
	return outcome;
}

enum outcome
local_check_schedule(const char *path, const char *programme_path,
    const char *bank_path)
{
	struct programme *programme = NULL;
	struct bank *bank = NULL;
	enum outcome outcome = DONE;

	if (programme_path != NULL)
		outcome = read_programme(&programme, programme_path);
	if (programme_path != NULL && outcome == DONE)
		outcome = local_read_bank(&bank, bank_path);
	if (outcome == DONE)
		outcome = check_schedule(path, programme, bank);
	programme_free(programme);
	bank_free(bank);
	return outcome;
}

enum outcome
local_check_all(const struct call *call,
    enum outcome (*check)(const char *path))
{
	enum outcome worst = DONE;
	size_t i;

	for (i = 0; i < call->n_arguments; i++) {
		enum outcome outcome = check(call->arguments[i]);

		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}
