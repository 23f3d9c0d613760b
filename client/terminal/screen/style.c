#include "terminal/screen/style.h"

const struct signs signs_unicode = {
	.here = "▸",
	.answered = "●",
	.begun = "◐",
	.unanswered = "○",
	.unseen = "·",
	.flag = "⚑",
	.chosen = "(•)",
	.free = "( )",
	.checked = "[×]",
	.unchecked = "[ ]",
	.line = "─",
	.column = "│",
	.edge = "▌",
};

const struct signs signs_ascii = {
	.here = ">",
	.answered = "*",
	.begun = "+",
	.unanswered = "o",
	.unseen = ".",
	.flag = "F",
	.chosen = "(*)",
	.free = "( )",
	.checked = "[x]",
	.unchecked = "[ ]",
	.line = "-",
	.column = "|",
	.edge = "|",
};
