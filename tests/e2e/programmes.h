/*
 * programmes: a centre with the six examinations that come with the product,
 * three programmes on two routes each, and candidates for each of them.
 *
 * Each programme has a sitting of its name, with a room for each route; results
 * are held.  The accounts anna, ben and eva have every role.
 */
#ifndef E2E_PROGRAMMES_H
#define E2E_PROGRAMMES_H

#include "centre.h"
#include "tally.h"

enum part {
	KNOWS_ALL, /* and sits with the candidate's own program */
	KNOWS_NOTHING,
	KNOWS_SOME,
	KNOWS_MOST,
	LEAVES_A_SECTION, /* the last, and knows the others */
	N_PARTS
};

struct candidate {
	size_t seat; /* of the centre's tickets */
	struct tally tally;
};

struct exam {
	const struct sample *sample;
	const char *route;
	struct candidate candidates[N_PARTS];
};

#define N_SAMPLES 3
#define N_EXAMS (2 * N_SAMPLES)

struct programmes {
	struct centre centre;
	struct wire *anna, *ben, *eva;
	struct sample samples[N_SAMPLES];
	struct exam exams[N_EXAMS];
};

void programmes_open(struct programmes *);
void programmes_close(struct programmes *);

/* Of the programme's file: the route, and its sections. */
const json_t *exam_route(const struct exam *);
const json_t *exam_sections(const struct exam *);
/* Who has this attempt; one that nobody has fails the test. */
struct candidate *programmes_candidate(struct programmes *, int attempt);

#endif
