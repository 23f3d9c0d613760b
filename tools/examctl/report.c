/* Score reports: one, or those of a whole sitting. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "examctl/ask.h"
#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/files.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/text.h"
#include "report/report.h"

/* ---- forms ---- */

static enum err
as_text(struct buf *b, const struct report *r)
{
	report_text(b, r);
	return ERR_OK;
}

static enum err
as_html(struct buf *b, const struct report *r)
{
	report_html(b, r);
	return ERR_OK;
}

static const struct form {
	const char *name, *ending;
	enum err (*write)(struct buf *, const struct report *);
} forms[] = {
	{ "text", "txt", as_text },
	{ "html", "html", as_html },
	{ "pdf", "pdf", report_pdf },
};

static const struct form *
find_form(const struct call *call, const char *otherwise)
{
	const char *name = call->options[OPTION_FORMAT];
	size_t i;

	if (name == NULL)
		name = otherwise;
	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(name, forms[i].name) == 0)
			return &forms[i];
	complain("--format is text, html or pdf, not \"%s\"", name);
	return NULL;
}

static enum outcome
make(struct buf *out, const json_t *result, const struct form *form)
{
	struct report report;
	enum outcome outcome = DONE;

	if (report_make(&report, result) != ERR_OK) {
		complain("the server's reply is no result");
		outcome = REFUSED;
	} else if (form->write(out, &report) != ERR_OK) {
		complain("no PDF can be made: is a font installed (package "
			 "fonts-dejavu-core)?");
		outcome = REFUSED;
	}
	report_fini(&report);
	return outcome;
}

static enum outcome
save(const char *path, const struct buf *bytes)
{
	struct diag diag = { .path = path };
	enum err err = files_write_new(path, 0600, buf_slice(bytes), &diag);

	if (err != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	return err == ERR_OK ? DONE : REFUSED;
}

/* ---- one ---- */

static enum outcome
fetch(json_t **result, struct call *call, const char *attempt)
{
	struct ask request = { .route = ROUTE_ATTEMPT_RESULT,
		.params = { attempt } };

	return ask(result, call, &request);
}

static enum outcome
put(struct call *call, const json_t *result, const struct form *form)
{
	const char *to = call->options[OPTION_TO];
	struct buf out = { 0 };
	enum outcome outcome = make(&out, result, form);

	if (outcome == DONE && to != NULL) {
		outcome = save(to, &out);
	} else if (outcome == DONE && isatty(STDOUT_FILENO) &&
	    strcmp(form->name, "pdf") == 0) {
		complain("a PDF is no text for a terminal; name a file with "
			 "--to FILE");
		outcome = MISUSED;
	} else if (outcome == DONE) {
		fwrite(out.at, 1, out.len, stdout);
	}
	buf_fini(&out);
	return outcome;
}

enum outcome
run_report(struct call *call)
{
	const struct form *form = find_form(call, "text");
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;
	json_t *result;

	if (form == NULL)
		return MISUSED;
	outcome = attempt_find_result(attempt, call, call->arguments[0]);
	if (outcome == DONE)
		outcome = fetch(&result, call, attempt);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(result);
	else
		outcome = put(call, result, form);
	json_decref(result);
	report_pdf_end();
	return outcome;
}

/* ---- all of a sitting ---- */

static enum outcome
save_one(struct call *call, const json_t *row, const struct form *form)
{
	char attempt[ATTEMPT_TEXT_MAX];
	struct buf path = { 0 }, out = { 0 };
	enum outcome outcome;
	json_t *result;

	snprintf(attempt, sizeof(attempt), "%" JSON_INTEGER_FORMAT,
	    member_number(row, "attempt"));
	outcome = fetch(&result, call, attempt);
	if (outcome != DONE)
		return outcome;
	buf_printf(&path, "%s/%s.%s", call->options[OPTION_TO],
	    member_text(result, "candidate"), form->ending);
	buf_put_u8(&path, '\0');
	outcome = make(&out, result, form);
	if (outcome == DONE)
		outcome = save(path.at, &out);
	json_decref(result);
	buf_fini(&path);
	buf_fini(&out);
	return outcome;
}

static bool
has_result(const json_t *row)
{
	return json_is_number(json_object_get(row, "percent"));
}

static void
say_progress(size_t done, size_t all)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%zu of %zu%s", done, all,
		    done == all ? "\n" : "");
}

static enum outcome
save_all(struct call *call, const json_t *rows, const struct form *form)
{
	size_t i, n = 0, all = json_array_size(rows);
	enum outcome outcome = DONE;
	const json_t *row;

	json_array_foreach (rows, i, row) {
		if (has_result(row)) {
			outcome = save_one(call, row, form);
			n++;
		}
		if (outcome != DONE)
			return outcome;
		say_progress(i + 1, all);
	}
	say("%zu %s in %s; %zu of %zu attempts %s no result\n", n,
	    text_plural((double)n, "report", "reports"),
	    call->options[OPTION_TO], all - n, all,
	    text_plural((double)(all - n), "has", "have"));
	return DONE;
}

enum outcome
run_reports(struct call *call)
{
	const struct form *form = find_form(call, "pdf");
	struct ask request = { .route = ROUTE_RESULTS,
		.params = { call->arguments[0] } };
	const char *to = call->options[OPTION_TO];
	struct diag diag = { .path = to };
	enum outcome outcome = MISUSED;
	json_t *reply;

	if (form == NULL)
		return MISUSED;
	if (to == NULL) {
		complain("name a new or empty directory: --to DIR");
		return MISUSED;
	}
	if (files_make_directory(to, &diag) == ERR_OK)
		outcome = ask(&reply, call, &request);
	else
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	if (outcome != DONE)
		return outcome;
	outcome = save_all(call, json_object_get(reply, "rows"), form);
	json_decref(reply);
	report_pdf_end();
	return outcome;
}
