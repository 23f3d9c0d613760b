/*
 * fake_parts: a hall, nets and helpers that do nothing but show what the
 * parent did for them.  The test program is executed again in these roles.
 *
 * Who connects to a fake net writes one letter and reads one line:
 *	i	"net PID hall PID level L certificate LENGTH"
 *	c	the same, once the net has got a second certificate
 *	b	the net says BROKEN, waits for a new link; then as i
 *	k	the net kills the hall, waits for a new link; then as i
 *	x	the net ends with status 3; no line
 *	w	the letter; then the net waits until the connection ends
 *	h	"STATUS REFUSED OUTPUT" of a helper
 *	f	the same of the last of more helpers than are taken
 */
#ifndef FAKE_PARTS_H
#define FAKE_PARTS_H

/* Does not return if these are the arguments of a role. */
void fake_parts_main(int argc, char *argv[]);

/* Ask the fake net at the port; line holds 256 bytes and has no end of line.
 * Empty: the net hung up. */
void fake_net_ask(char *line, int port, char letter);
/* A connection that the net at the port waits for, and hears nothing else. */
int fake_net_keep_busy(int port);

#endif
