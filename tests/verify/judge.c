#include "verify/judge.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exam-verify/check.h"

#define VERIFY_PY "tests/verify/verify.py"

static struct {
	FILE *to, *from;
	pid_t pid;
} python;

void
verdicts_fini(struct verdicts *v)
{
	buf_fini(&v->words);
	*v = (struct verdicts){ 0 };
}

/* ---- exam-verify's checks ---- */

static void
put_marks(struct buf *b, const struct derived *d)
{
	uint16_t i;

	for (i = 0; i < d->n_items; i++)
		buf_printf(b, " %" PRId32 "+%" PRId32 "/%" PRId32,
		    d->items[i].processed, d->items[i].by_hand,
		    d->items[i].max_marks);
	for (i = 0; i < d->score.n_sections; i++) {
		const struct section_score *s = &d->score.sections[i];

		buf_printf(b, " s%" PRId64 "/%" PRId64 "=%" PRId32 "%s",
		    s->marks, s->max_marks, s->percent,
		    s->passed ? "p" : "n");
	}
	buf_printf(b, " t%" PRId32 "%s", d->score.percent,
	    d->score.passed ? "p" : "n");
}

/* Each save's verdict, then the marks of items, sections and total. */
static void
put_story(struct buf *b, const struct story *s)
{
	const struct evidence *e = s->evidence;
	size_t i;

	for (i = 0; i < e->n && s->folds; i++)
		if (e->is_decoded[i] && e->decoded[i].kind == EVENT_ANSWERED)
			buf_printf(b, "%u", s->verdicts[i]);
	buf_printf(b, " left");
	for (i = 0; i < e->n && s->folds; i++)
		if (e->is_decoded[i])
			buf_printf(b, " %" PRId64, s->left_ms[i]);
	if (s->derived != NULL)
		put_marks(b, s->derived);
}

static void
bring_trust(struct trust *t, struct findings *f,
    const struct evidence_asked *asked)
{
	struct buf copy = { 0 };

	if (asked->keys.len > 0)
		trust_add_keys(t, f, "keys", asked->keys);
	if (asked->heads.len > 0) {
		buf_put_slice(&copy, asked->heads);
		trust_add_heads(t, f, "heads", &copy);
	}
	if (asked->line.len > 0) {
		buf_put_slice(&copy, asked->line);
		buf_put_u8(&copy, '\0');
		trust_add_line(t, f, copy.at);
		buf_fini(&copy);
	}
}

void
judge_by_c(struct verdicts *v, const struct evidence_asked *asked)
{
	struct findings findings = { 0 };
	struct trust trust = { 0 };
	struct check c = { asked->name, &findings, &trust };
	struct story *s;

	bring_trust(&trust, &findings, asked);
	check_file(&s, &c, asked->file);
	*v = (struct verdicts){ .n = findings.n };
	if (findings.n > 0)
		buf_printf(&v->words, "%s: %s", findings.all[0].where,
		    findings.all[0].what);
	else if (s != NULL)
		put_story(&v->words, s);
	story_free(s);
	findings_fini(&findings);
	trust_fini(&trust);
}

/* ---- verify.py ---- */

static void
stop(const char *what)
{
	perror(what);
	exit(2);
}

_Noreturn static void
be_python(int in, int out)
{
	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(127);
	closefrom(STDERR_FILENO + 1);
	execlp("python3", "python3", "-B", VERIFY_PY, "--serve", (char *)NULL);
	_exit(127);
}

void
judge_open(void)
{
	int ask[2], answer[2];

	if (pipe(ask) != 0 || pipe(answer) != 0)
		stop("pipe");
	python.pid = fork();
	if (python.pid < 0)
		stop("fork");
	if (python.pid == 0)
		be_python(ask[0], answer[1]);
	close(ask[0]);
	close(answer[1]);
	python.to = fdopen(ask[1], "w");
	python.from = fdopen(answer[0], "r");
	if (python.to == NULL || python.from == NULL)
		stop("fdopen");
	signal(SIGPIPE, SIG_IGN);
}

void
judge_close(void)
{
	fclose(python.to);
	fclose(python.from);
	(void)waitpid(python.pid, NULL, 0);
}

static void
send(struct slice s)
{
	if (s.len > 0 && fwrite(s.at, 1, s.len, python.to) != s.len)
		stop("verify.py");
}

void
judge_by_python(struct verdicts *v, const struct evidence_asked *asked)
{
	char *line = NULL, *words;
	size_t room = 0;
	ssize_t len;

	fprintf(python.to, "%zu %zu %zu %zu\n", asked->file.len,
	    asked->keys.len, asked->heads.len, asked->line.len);
	send(asked->file);
	send(asked->keys);
	send(asked->heads);
	send(asked->line);
	if (fflush(python.to) != 0)
		stop("verify.py");
	len = getline(&line, &room, python.from);
	if (len <= 0 || line[len - 1] != '\n')
		stop("verify.py does not answer");
	line[len - 1] = '\0';
	*v = (struct verdicts){ .n = strtoul(line, &words, 10) };
	buf_put_text(&v->words, *words == ' ' ? words + 1 : words);
	free(line);
}
