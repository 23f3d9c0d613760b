#include "load/helper_jobs.h"

#include "load/bank.h"
#include "load/candidates.h"
#include "load/fit.h"
#include "load/programme.h"
#include "load/schedule.h"

struct job {
	struct slice text;
	struct diag diag;
	char name[NAME_MAX_LEN + 1]; /* of the file */
};

/* A name with its control characters made harmless: it ends up in messages. */
static void
copy_name(char name[NAME_MAX_LEN + 1], struct slice given)
{
	size_t i, n = given.len < NAME_MAX_LEN ? given.len : NAME_MAX_LEN;

	for (i = 0; i < n; i++)
		name[i] = given.at[i] >= 0 && given.at[i] < ' ' ? '?'
								: given.at[i];
	name[n] = '\0';
	if (n == 0)
		strcpy(name, "-");
}

static bool
begin(struct job *job, struct buf *output, struct slice input)
{
	const char *end = input.len > 0 ? memchr(input.at, '\0', input.len)
					: NULL;
	struct slice name;

	if (end == NULL) {
		buf_put_text(output, "the input has no file name\n");
		return false;
	}
	name = (struct slice){ input.at, (size_t)(end - input.at) };
	*job = (struct job){ .text = { end + 1, input.len - name.len - 1 } };
	copy_name(job->name, name);
	job->diag.path = job->name;
	return true;
}

/* The exit status; of mistakes that were too many, how many more there are. */
static int
finish(struct job *job, struct buf *output, enum err err)
{
	if (err != ERR_OK) {
		buf_put_slice(output, buf_slice(&job->diag.text));
		if (job->diag.count > DIAGS_MAX)
			buf_printf(output, "%s: and %zu more\n", job->name,
			    job->diag.count - DIAGS_MAX);
	}
	diag_fini(&job->diag);
	return err == ERR_OK ? 0 : 1;
}

int
load_job_bank(struct buf *output, struct slice input)
{
	struct diag warnings = { .path = "" }; /* the hall asks bank_warn() */
	struct bank *bank;
	struct job job;
	enum err err;

	if (!begin(&job, output, input))
		return 1;
	err = load_bank(&bank, job.text, &job.diag, &warnings);
	if (err == ERR_OK) {
		bank_encode(bank, output);
		bank_free(bank);
	}
	diag_fini(&warnings);
	return finish(&job, output, err);
}

int
load_job_programme(struct buf *output, struct slice input)
{
	struct programme *programme;
	struct job job;
	enum err err;

	if (!begin(&job, output, input))
		return 1;
	err = load_programme(&programme, job.text, &job.diag);
	if (err == ERR_OK) {
		load_programme_write(output, programme);
		buf_put_u8(output, '\n');
		programme_free(programme);
	}
	return finish(&job, output, err);
}

int
load_job_schedule(struct buf *output, struct slice input)
{
	struct schedule schedule;
	struct job job;
	enum err err;

	if (!begin(&job, output, input))
		return 1;
	err = load_schedule(&schedule, job.text, &job.diag);
	if (err == ERR_OK) {
		load_schedule_write(output, &schedule);
		buf_put_u8(output, '\n');
		schedule_fini(&schedule);
	}
	return finish(&job, output, err);
}

int
load_job_candidates(struct buf *output, struct slice input)
{
	struct candidates all;
	struct job job;
	enum err err;
	size_t i;

	if (!begin(&job, output, input))
		return 1;
	err = load_candidates(&all, job.text, &job.diag);
	if (err == ERR_OK) {
		for (i = 0; i < all.n; i++) {
			load_candidate_write(output, &all.rows[i]);
			buf_put_u8(output, '\n');
		}
		candidates_fini(&all);
	}
	return finish(&job, output, err);
}

/* ---- do sittings fit? ---- */

void
load_fit_put_sitting(struct buf *b, const struct sitting *s,
    const uint32_t papers[N_ROUTE_NAMES])
{
	struct buf line = { 0 };
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		buf_put_u32(b, papers[r]);
	load_sitting_write(&line, s);
	buf_put_blob(b, buf_slice(&line));
	buf_fini(&line);
}

void
load_fit_put(struct buf *input, const struct programme *programme,
    const struct bank *bank, struct slice questions)
{
	struct buf line = { 0 };

	load_programme_write(&line, programme);
	buf_put_blob(input, buf_slice(&line));
	buf_put_blob(input, questions);
	bank_encode(bank, input);
	buf_fini(&line);
}

/* false: damaged. */
static bool
answer_one(struct fit *fit, struct cursor *c, struct diag *diag)
{
	struct diag damage = { .path = "" };
	uint32_t papers[N_ROUTE_NAMES];
	struct sitting *s = NULL;
	bool right;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		papers[r] = cursor_u32(c);
	right = load_sitting_read(&s, cursor_blob(c), &damage) == ERR_OK;
	if (right && load_fit_check(fit, s, papers, diag) != ERR_OK)
		right = diag->count > 0;
	sitting_free(s);
	diag_fini(&damage);
	return right;
}

static int
answer(struct buf *output, struct slice questions, const struct programme *p,
    const struct bank *bank)
{
	struct cursor c = cursor_on(questions);
	struct job job = { .diag.path = "schedule", .name = "schedule" };
	struct fit *fit = load_fit_new(p, bank);
	bool right = true;

	while (right && c.left > 0)
		right = answer_one(fit, &c, &job.diag);
	load_fit_free(fit);
	if (!right) {
		diag_fini(&job.diag);
		return 2;
	}
	return finish(&job, output, job.diag.count == 0 ? ERR_OK : ERR_INVALID);
}

int
load_job_fit(struct buf *output, struct slice input)
{
	struct cursor c = cursor_on(input);
	struct diag diag = { .path = "" };
	struct slice line = cursor_blob(&c), questions = cursor_blob(&c);
	struct programme *programme;
	struct bank *bank;
	int status = 2;

	if (!c.bad && load_programme(&programme, line, &diag) == ERR_OK) {
		if (bank_decode(&bank, (struct slice){ c.at, c.left }) ==
		    ERR_OK) {
			status = answer(output, questions, programme, bank);
			bank_free(bank);
		}
		programme_free(programme);
	}
	diag_fini(&diag);
	return status;
}
