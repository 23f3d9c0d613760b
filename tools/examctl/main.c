#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "examctl/ask.h"
#include "examctl/say.h"

static enum outcome
misused(struct buf *complaint)
{
	buf_put_u8(complaint, '\0');
	complain("%s", complaint->at);
	fputs("examctl --help says what there is.\n", stderr);
	return MISUSED;
}

static enum outcome
run(struct call *call)
{
	struct buf help = { 0 };

	if (call_has(call, OPTION_VERSION)) {
		say("examctl %s\n", EXAM_VERSION);
		return DONE;
	}
	if (call_has(call, OPTION_HELP)) {
		command_help(&help, call);
		say_buf(&help);
		return DONE;
	}
	return call->command->run(call);
}

int
main(int argc, char *argv[])
{
	struct buf complaint = { 0 };
	struct call call;
	enum outcome outcome;

	hash_begin();
	json_set_alloc_funcs(alloc_bytes, free);
	if (setlocale(LC_ALL, "") == NULL ||
	    strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)setlocale(LC_NUMERIC, "C");
	if (call_parse(&call, &complaint, argc, argv) != ERR_OK)
		outcome = misused(&complaint);
	else
		outcome = run(&call);
	ask_disconnect(&call);
	call_fini(&call);
	buf_fini(&complaint);
	if (fflush(stdout) != 0 && outcome == DONE) {
		complain("the output could not be written");
		outcome = REFUSED;
	}
	return (int)outcome;
}
