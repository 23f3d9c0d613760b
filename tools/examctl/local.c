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

static bool
checked_read(struct checked *c, const char *path)
{
	struct diag refused = { .path = "examctl" };
	enum err e;

	*c = (struct checked){ .mistakes = { .path = path },
		.warnings = { .path = path } };
	e = files_read(&c->text, path, &refused);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&refused.text)));
	diag_fini(&refused);
	return e == ERR_OK;
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

/* Tells all there is; true if the file is good. */
static bool
checked_tell(const struct checked *c, enum err e)
{
	tell(&c->mistakes, "mistakes");
	tell(&c->warnings, "warnings");
	return e == ERR_OK && c->mistakes.count == 0;
}

static bool
read_bank(struct bank **bank, const char *path)
{
	struct checked c;
	struct bank *read = NULL;
	bool good = false;

	if (checked_read(&c, path))
		good = checked_tell(&c,
		    load_bank(&read, buf_slice(&c.text), &c.mistakes,
			&c.warnings));
	if (good)
		*bank = read;
	else
		bank_free(read);
	checked_fini(&c);
	return good;
}

bool
local_check_bank(const char *path)
{
	struct bank *bank;

	if (!read_bank(&bank, path))
		return false;
	say("%s: bank %.*s, version %.*s: %zu items, no mistake\n", path,
	    SLICE_FMT(bank_ident(bank)), SLICE_FMT(bank_version(bank)),
	    bank_n_items(bank));
	bank_free(bank);
	return true;
}

static bool
read_programme(struct programme **programme, const char *path)
{
	struct checked c;
	struct programme *read = NULL;
	bool good = false;

	if (checked_read(&c, path))
		good = checked_tell(&c,
		    load_programme(&read, buf_slice(&c.text), &c.mistakes));
	if (good)
		*programme = read;
	checked_fini(&c);
	return good;
}

bool
local_check_programme(const char *path)
{
	struct programme *programme;

	if (!read_programme(&programme, path))
		return false;
	say("%s: programme %s, version %s, for %s: no mistake\n", path,
	    programme->ident, programme->version, programme->credential);
	programme_free(programme);
	return true;
}

bool
local_check_candidates(const char *path)
{
	struct candidates candidates;
	struct checked c;
	bool good = false;

	if (checked_read(&c, path))
		good = checked_tell(&c,
		    load_candidates(&candidates, buf_slice(&c.text),
			&c.mistakes));
	if (good) {
		say("%s: %zu %s, no mistake\n", path, candidates.n,
		    candidates.n == 1 ? "candidate" : "candidates");
		candidates_fini(&candidates);
	}
	checked_fini(&c);
	return good;
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
		    programme, bank, &c->mistakes);

		if (e != ERR_OK)
			worst = e;
	}
	return worst;
}

static bool
check_schedule(const char *path, const struct programme *programme,
    const struct bank *bank)
{
	struct schedule schedule = { 0 };
	struct checked c;
	bool good = false;
	enum err e;

	if (checked_read(&c, path)) {
		e = load_schedule(&schedule, buf_slice(&c.text), &c.mistakes);
		if (e == ERR_OK && programme != NULL)
			e = fit_sittings(&c, &schedule, programme, bank);
		good = checked_tell(&c, e);
	}
	if (good)
		say("%s: %zu %s, no mistake\n", path, schedule.n,
		    schedule.n == 1 ? "sitting" : "sittings");
	schedule_fini(&schedule);
	checked_fini(&c);
	return good;
}

bool
local_check_schedule(const char *path, const char *programme_path,
    const char *bank_path)
{
	struct programme *programme = NULL;
	struct bank *bank = NULL;
	bool good = true;

	if (programme_path != NULL)
		good = read_programme(&programme, programme_path) &&
		    read_bank(&bank, bank_path);
	if (good)
		good = check_schedule(path, programme, bank);
	programme_free(programme);
	bank_free(bank);
	return good;
}

bool
local_item_view(struct buf *json, const char *path, const char *ident)
{
	struct bank *bank;
	size_t index;

	if (!read_bank(&bank, path))
		return false;
	index = bank_find(bank, slice_of(ident));
	if (index == SIZE_MAX)
		complain("%s has no item %s", path, ident);
	else {
		item_view(json, bank_item(bank, index), 1, 1, NULL);
		buf_put_u8(json, '}');
	}
	bank_free(bank);
	return index != SIZE_MAX;
}
