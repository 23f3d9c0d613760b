#include "programmes.h"

#include "exam/buf.h"
#include "test.h"

static const char *const names[N_SAMPLES] = { "ctss", "cbss", "ccss" };
static const char *const routes[] = { "upgrade", "full" };

static json_t *
sitting_route(const json_t *route)
{
	size_t n = json_array_size(json_object_get(route, "sections"));
	json_t *sections = json_array();

	while (n-- > 0)
		json_array_append_new(sections, json_pack("{s:i}", "minutes",
			30));
	return json_pack("{s:o}", "sections", sections);
}

static json_t *
named(const json_t *file)
{
	return json_pack("{s:O,s:O}", "id", json_object_get(file, "id"),
	    "version", json_object_get(file, "version"));
}

/* Two rooms, and results that are held. */
static json_t *
sitting_of(const struct sample *s)
{
	const json_t *of = json_object_get(s->programme, "routes");

	return json_pack("{s:s,s:s,s:o,s:o,s:{s:o,s:o},s:s,s:s,s:b,s:b,"
	    "s:[{s:s,s:s,s:i,s:[s]},{s:s,s:s,s:i,s:[s]}]}",
	    "id", s->name, "title", "An examination", "programme",
	    named(s->programme), "bank", named(s->bank), "routes", "upgrade",
	    sitting_route(json_object_get(of, "upgrade")), "full",
	    sitting_route(json_object_get(of, "full")), "takeover", "free",
	    "release", "held", "check_in", 0, "admission", 0, "rooms", "id",
	    "upgrade", "title", "The small room", "seats", N_PARTS, "proctors",
	    "ben", "id", "full", "title", "The great room", "seats", N_PARTS,
	    "proctors", "anna");
}

/* Each route has its room. */
static void
add_candidates(struct programmes *p, size_t sample)
{
	struct buf csv = { 0 };
	size_t r, k, first = p->centre.n;

	buf_put_text(&csv, "number,name,route,room,seat\n");
	for (r = 0; r < 2; r++)
		for (k = 0; k < N_PARTS; k++) {
			size_t seat = first + r * N_PARTS + k;

			buf_printf(&csv, "C-%zu,Candidate %zu,%s,%s,%zu\n",
			    seat + 1, seat + 1, routes[r], routes[r], k + 1);
			p->exams[sample * 2 + r].candidates[k].seat = seat;
		}
	buf_put_u8(&csv, '\0');
	centre_add_candidates(&p->centre, names[sample], csv.at);
	buf_fini(&csv);
}

static void
add_sample(struct programmes *p, size_t i)
{
	char bank[64], programme[64], version[64];
	struct sample *s = &p->samples[i];
	size_t r;

	sample_open(s, names[i]);
	for (r = 0; r < 2; r++)
		p->exams[i * 2 + r] = (struct exam){ .sample = s,
			.route = routes[r] };
	snprintf(bank, sizeof(bank), "question-banks/%s.bank.json", names[i]);
	snprintf(programme, sizeof(programme), "schedules/%s.programme.json",
	    names[i]);
	snprintf(version, sizeof(version), "%s@%s", names[i],
	    text_in(s->bank, "version"));
	centre_add_programme(&p->centre, version, bank, programme);
	centre_add_sitting(&p->centre, sitting_of(s));
	add_candidates(p, i);
}

void
programmes_open(struct programmes *p)
{
	size_t i;

	centre_open(&p->centre);
	centre_add_account(&p->centre, "anna");
	centre_add_account(&p->centre, "eva");
	p->anna = centre_sign_in(&p->centre, "anna");
	p->ben = centre_sign_in(&p->centre, "ben");
	p->eva = centre_sign_in(&p->centre, "eva");
	for (i = 0; i < N_SAMPLES; i++)
		add_sample(p, i);
}

void
programmes_close(struct programmes *p)
{
	size_t i;

	for (i = 0; i < N_SAMPLES; i++)
		sample_close(&p->samples[i]);
	wire_free(p->anna);
	wire_free(p->ben);
	wire_free(p->eva);
	centre_fini(&p->centre);
}

const json_t *
exam_route(const struct exam *e)
{
	return json_object_get(json_object_get(e->sample->programme, "routes"),
	    e->route);
}

const json_t *
exam_sections(const struct exam *e)
{
	return json_object_get(exam_route(e), "sections");
}

struct candidate *
programmes_candidate(struct programmes *p, int attempt)
{
	size_t i, k;

	for (i = 0; i < N_EXAMS; i++)
		for (k = 0; k < N_PARTS; k++) {
			struct candidate *c = &p->exams[i].candidates[k];

			if (p->centre.tickets[c->seat].attempt == attempt)
				return c;
		}
	fail_msg("nobody has attempt %d", attempt);
	return NULL;
}
