#include "examctl/prompt.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "exam/limits.h"

bool
prompt_can_ask(void)
{
	return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool
prompt_line(struct buf *answer, const char *question)
{
	char line[WORDS_MAX * 4];

	fprintf(stderr, "%s", question);
	if (fgets(line, sizeof(line), stdin) == NULL) {
		fputc('\n', stderr);
		return false;
	}
	line[strcspn(line, "\r\n")] = '\0';
	buf_clear(answer);
	buf_put(answer, line, strlen(line) + 1);
	explicit_bzero(line, sizeof(line));
	return true;
}

bool
prompt_secret(struct buf *answer, const char *question)
{
	struct termios shown, hidden;
	bool silent = tcgetattr(STDIN_FILENO, &shown) == 0;
	bool answered;

	if (silent) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		silent = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
	}
	answered = prompt_line(answer, question);
	if (silent) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fputc('\n', stderr);
	}
	return answered;
}

bool
prompt_yes(const char *question)
{
	struct buf answer = { 0 };
	bool yes = prompt_line(&answer, question) &&
	    strcmp(answer.at, "yes") == 0;

	buf_fini(&answer);
	return yes;
}
