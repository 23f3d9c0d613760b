/*
 * A helper: bytes on one descriptor, a product or mistakes on another, and
 * nothing else within reach.
 */
#include <argon2.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "load/helper_jobs.h"
#include "roles.h"

#define INPUT_FD 4
#define OUTPUT_FD 5

enum { DONE = 0, MISTAKES = 1, BROKEN = 2 };

/* Argon2id as the OWASP Password Storage Cheat Sheet has it: 19 MiB, two
 * passes, one lane. */
#define ARGON2_PASSES 2
#define ARGON2_KIB (19 << 10)
#define ARGON2_LANES 1
#define ARGON2_SALT 16
#define ARGON2_HASH 32

static int
hash_password(struct buf *output, struct slice password)
{
	uint8_t salt[ARGON2_SALT];
	char text[128];

	if (password.len < PASSWORD_MIN || password.len > PASSWORD_MAX) {
		buf_printf(output, "a password has %d to %d bytes\n",
		    PASSWORD_MIN, PASSWORD_MAX);
		return MISTAKES;
	}
	hash_random(salt, sizeof(salt));
	if (argon2id_hash_encoded(ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES,
		password.at, password.len, salt, sizeof(salt), ARGON2_HASH, text,
		sizeof(text)) != ARGON2_OK)
		return BROKEN;
	buf_put_text(output, text);
	return DONE;
}

/* Input: the encoded hash, NUL, the password. */
static int
check_password(struct buf *output, struct slice input)
{
	const char *end = memchr(input.at, '\0', input.len);
	size_t len;
	int verdict;

	if (end == NULL)
		return BROKEN;
	len = input.len - (size_t)(end - input.at) - 1;
	verdict = len > PASSWORD_MAX ?
	    ARGON2_VERIFY_MISMATCH :
	    argon2id_verify(input.at, end + 1, len);
	if (verdict != ARGON2_OK && verdict != ARGON2_VERIFY_MISMATCH)
		return BROKEN;
	buf_put_text(output, verdict == ARGON2_OK ? "yes" : "no");
	return DONE;
}

static const struct {
	int (*run)(struct buf *output, struct slice input);
	enum sandbox_role role;
} jobs[N_HELPER_JOBS] = {
	[HELPER_BANK] = { load_job_bank, SANDBOX_HELPER },
	[HELPER_PROGRAMME] = { load_job_programme, SANDBOX_HELPER },
	[HELPER_SCHEDULE] = { load_job_schedule, SANDBOX_ZONES },
	[HELPER_FIT] = { load_job_fit, SANDBOX_ZONES },
	[HELPER_CANDIDATES] = { load_job_candidates, SANDBOX_HELPER },
	[HELPER_PASSWORD_HASH] = { hash_password, SANDBOX_HELPER },
	[HELPER_PASSWORD_CHECK] = { check_password, SANDBOX_HELPER },
};

int
helper_run(enum helper_job work, bool sandbox)
{
	struct buf input = { 0 }, output = { 0 };
	int status = BROKEN;

	if (sandbox && sandbox_enter(jobs[work].role) != ERR_OK) {
		log_line(LOG_ERROR, "the sandbox could not be entered");
		return BROKEN;
	}
	if (file_read_fd(&input, INPUT_FD, HELPER_INPUT_MAX) == ERR_OK)
		status = jobs[work].run(&output, buf_slice(&input));
	if (file_write_fd(OUTPUT_FD, buf_slice(&output)) != ERR_OK)
		status = BROKEN;
	buf_fini(&input);
	buf_fini(&output);
	return status;
}
