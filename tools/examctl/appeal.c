/* What proves an attempt: the candidate's transcript, the board's bundle. */
#include <stdio.h>
#include <string.h>

#include "examctl/act.h"
#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/files.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/verified.h"
#include "proof/age.h"
#include "wire/wire.h"

static enum outcome
save(const char *path, struct slice bytes)
{
	struct diag diag = { .path = path };
	enum err err = files_write_new(path, 0600, bytes, &diag);

	if (err != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	return err == ERR_OK ? DONE : REFUSED;
}

/* ---- transcript ---- */

static enum outcome
save_page(const char *file, const struct buf *page, const struct buf *findings)
{
	struct buf path = { 0 };
	enum outcome outcome;

	if (findings->len > 0) {
		complain("what the server sent does not hold:");
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(findings)));
	}
	buf_printf(&path, "%s.html", file);
	buf_put_u8(&path, '\0');
	outcome = save(path.at, buf_slice(page));
	buf_fini(&path);
	return findings->len > 0 ? REFUSED : outcome;
}

/* By what the server publishes: for who reads the page, not for who doubts. */
static enum outcome
make_page(struct call *call, const char *file, struct slice transcript)
{
	struct ask request = { .route = ROUTE_STAFF_CHECKPOINT };
	struct buf page = { 0 }, findings = { 0 };
	enum outcome outcome;
	json_t *reply;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	verified_page(&page, &findings, file, transcript,
	    slice_of(member_text(reply, "keys")),
	    slice_of(member_text(reply, "checkpoint")));
	outcome = save_page(file, &page, &findings);
	json_decref(reply);
	buf_fini(&page);
	buf_fini(&findings);
	return outcome;
}

static enum outcome
keep_transcript(struct call *call, struct slice transcript)
{
	const char *to = call->options[OPTION_TO];
	enum outcome outcome;

	if (to == NULL) {
		fwrite(transcript.at, 1, transcript.len, stdout);
		return DONE;
	}
	outcome = save(to, transcript);
	if (outcome == DONE)
		outcome = make_page(call, to, transcript);
	if (outcome == DONE)
		say("%s is the transcript, %s.html the same for reading\n", to,
		    to);
	return outcome;
}

enum outcome
run_transcript(struct call *call)
{
	struct ask request = { .route = ROUTE_TRANSCRIPT };
	char attempt[ATTEMPT_TEXT_MAX];
	struct wire_reply reply = { 0 };
	enum outcome outcome;

	outcome = attempt_find_result(attempt, call, call->arguments[0]);
	request.params[0] = attempt;
	if (outcome == DONE)
		outcome = ask_raw(&reply, call, &request);
	if (outcome == DONE)
		outcome = keep_transcript(call, reply.body);
	wire_reply_fini(&reply);
	return outcome;
}

/* ---- whom a bundle is for ---- */

static bool
is_secret(struct slice text)
{
	static const char begin[] = "AGE-SECRET-KEY-";

	return text.len >= sizeof(begin) - 1 &&
	       memcmp(text.at, begin, sizeof(begin) - 1) == 0;
}

static bool
is_recipient(struct slice text, const char *where)
{
	uint8_t key[AGE_KEY_LEN];
	struct buf why = { 0 };
	bool is;

	if (is_secret(text)) {
		complain("%s: this is the secret half of a key; give the other "
			 "one, which age-keygen -y prints",
		    where);
		return false;
	}
	is = age_recipient_read(key, text, &why) == ERR_OK;
	if (!is)
		complain("%s: %.*s", where, SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
	return is;
}

/* Lines as age takes them: a recipient, a comment, or nothing. */
static enum outcome
take_lines(struct buf *to, struct slice text, const char *path)
{
	struct slice line;
	const char *end;
	unsigned n = 0;

	while (text.len > 0) {
		end = memchr(text.at, '\n', text.len);
		line.at = text.at;
		line.len = end != NULL ? (size_t)(end - text.at) : text.len;
		text.at += line.len + (end != NULL);
		text.len -= line.len + (end != NULL);
		if (line.len == 0 || line.at[0] == '#')
			continue;
		if (!is_recipient(line, path))
			return MISUSED;
		buf_clear(to);
		buf_put_slice(to, line);
		n++;
	}
	if (n == 1)
		return DONE;
	complain("%s names %u recipients; a bundle is for one", path, n);
	return MISUSED;
}

static enum outcome
read_recipients(struct buf *to, const char *path)
{
	struct diag diag = { .path = path };
	struct buf text = { 0 };
	enum outcome outcome = MISUSED;

	if (files_read(&text, path, &diag) == ERR_OK)
		outcome = take_lines(to, buf_slice(&text), path);
	else
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	buf_fini(&text);
	return outcome;
}

static enum outcome
take_recipient(struct buf *to, const struct call *call)
{
	const char *given = call->options[OPTION_RECIPIENT];

	if (given == NULL) {
		complain("say who shall read it: --recipient age1..., or "
			 "--recipient @FILE");
		return MISUSED;
	}
	if (*given == '@')
		return read_recipients(to, given + 1);
	buf_put_text(to, given);
	return is_recipient(buf_slice(to), "--recipient") ? DONE : MISUSED;
}

/* ---- appeal ---- */

static enum outcome
ask_bundle(struct wire_reply *reply, struct call *call, const char *attempt,
    struct slice recipient)
{
	struct ask request = { .route = ROUTE_BUNDLE, .params = { attempt } };
	enum outcome outcome;

	request.body = json_object();
	json_object_set_new(request.body, "recipient",
	    json_stringn(recipient.at, recipient.len));
	outcome = act_reason(request.body, call);
	if (outcome == DONE)
		return ask_raw(reply, call, &request);
	json_decref(request.body);
	return outcome;
}

static enum outcome
fetch_bundle(struct call *call, struct slice recipient)
{
	const char *to = call->options[OPTION_TO];
	char attempt[ATTEMPT_TEXT_MAX];
	struct wire_reply reply = { 0 };
	enum outcome outcome;

	outcome = attempt_find_result(attempt, call, call->arguments[0]);
	if (outcome == DONE)
		outcome = ask_bundle(&reply, call, attempt, recipient);
	if (outcome == DONE)
		outcome = save(to, reply.body);
	if (outcome == DONE)
		say("%s is for %.*s alone, who opens and checks it with\n"
		    "  age --decrypt -i KEY %s > bundle.tar\n"
		    "  exam-verify --keys evidence.keys --head HEADS "
		    "--page attempt.html bundle.tar\n",
		    to, SLICE_FMT(recipient), to);
	wire_reply_fini(&reply);
	return outcome;
}

enum outcome
run_appeal(struct call *call)
{
	struct buf recipient = { 0 };
	enum outcome outcome = take_recipient(&recipient, call);

	if (outcome == DONE && call->options[OPTION_TO] == NULL) {
		complain("name a new file: --to FILE");
		outcome = MISUSED;
	}
	if (outcome == DONE)
		outcome = fetch_bundle(call, buf_slice(&recipient));
	buf_fini(&recipient);
	return outcome;
}
