/*
 * style: how a stretch of text stands out, and the signs that are not letters.
 * Nothing is told by a style or a colour alone.
 */
#ifndef TERMINAL_STYLE_H
#define TERMINAL_STYLE_H

enum style {
	STYLE_PLAIN,
	STYLE_STRONG, /* where the candidate is: bold */
	STYLE_BAR,    /* the line at the top: reverse */
	STYLE_CURSOR, /* one cell of a grid: reverse */
	STYLE_ALERT,  /* what needs attention: bold, and a colour if there is
			 one */
	N_STYLES
};

struct signs {
	const char *here, *answered, *begun, *unanswered, *unseen, *flag;
	const char *chosen, *free;	  /* one of several */
	const char *checked, *unchecked;  /* some of several */
	const char *line, *column, *edge; /* rules; of a text that is typed */
};

/* The second are for terminals whose fonts have ASCII alone. */
extern const struct signs signs_unicode, signs_ascii;

#endif
