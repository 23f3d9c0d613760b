#include "load/fit.h"

#include "exam/alloc.h"

/* What paper_check() said of so many papers. */
struct finding {
	uint32_t papers;
	struct buf lines;
};

struct findings {
	struct finding *all;
	size_t n;
};

struct fit {
	const struct programme *programme; /* both borrowed */
	const struct bank *bank;
	struct findings routes[N_ROUTE_NAMES];
};

struct fit *
load_fit_new(const struct programme *programme, const struct bank *bank)
{
	struct fit *f = alloc_zero(1, sizeof(*f));

	f->programme = programme;
	f->bank = bank;
	return f;
}

void
load_fit_free(struct fit *f)
{
	size_t i;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		for (i = 0; i < f->routes[r].n; i++)
			buf_fini(&f->routes[r].all[i].lines);
		free(f->routes[r].all);
	}
	free(f);
}

static void
check_versions(const struct fit *f, const struct sitting *s, struct diag *diag)
{
	const struct programme *p = f->programme;

	if (strcmp(s->programme, p->ident) != 0 ||
	    strcmp(s->programme_version, p->version) != 0)
		diag_add(diag, 0, s->ident,
		    "wants programme %s %s, not %s %s", s->programme,
		    s->programme_version, p->ident, p->version);
	if (!slice_is(bank_ident(f->bank), s->bank) ||
	    !slice_is(bank_version(f->bank), s->bank_version))
		diag_add(diag, 0, s->ident, "wants bank %s %s, not %.*s %.*s",
		    s->bank, s->bank_version, SLICE_FMT(bank_ident(f->bank)),
		    SLICE_FMT(bank_version(f->bank)));
}

/* How many there are matters to the limit of exposure alone. */
static const struct finding *
find_or_check(struct fit *f, enum route_name route, uint32_t papers)
{
	const struct blueprint *b = &f->programme->routes[route].blueprint;
	struct findings *known = &f->routes[route];
	struct finding *new;
	size_t i;

	if (b->exposure_percent == 0)
		papers = 0;
	for (i = 0; i < known->n; i++)
		if (known->all[i].papers == papers)
			return &known->all[i];
	known->all =
	    alloc_resize(known->all, known->n + 1, sizeof(*known->all));
	new = &known->all[known->n++];
	*new = (struct finding){ .papers = papers };
	(void)paper_check(&new->lines, f->bank, b, papers);
	return new;
}

/* Its lines, each as a mistake. */
static void
check_paper(struct fit *f, const struct sitting *s, enum route_name route,
    uint32_t papers, struct diag *diag)
{
	struct slice text = buf_slice(&find_or_check(f, route, papers)->lines);
	const char *at, *end;

	if (text.len == 0)
		return;
	for (at = text.at; at < text.at + text.len; at = end + 1) {
		end = memchr(at, '\n', (size_t)(text.at + text.len - at));
		if (end == NULL)
			end = text.at + text.len;
		diag_add(diag, 0, s->ident, "route %s: %.*s",
		    route_name_text(route), (int)(end - at), at);
	}
}

static void
check_route(struct fit *f, const struct sitting *s, enum route_name route,
    uint32_t papers, struct diag *diag)
{
	const struct programme_route *p = &f->programme->routes[route];

	if (!p->offered)
		diag_add(diag, 0, s->ident,
		    "offers route %s, which programme %s does not have",
		    route_name_text(route), f->programme->ident);
	else if (s->routes[route].n_sections != p->n_sections)
		diag_add(diag, 0, s->ident,
		    "route %s has %u sections here and %u in programme %s",
		    route_name_text(route), s->routes[route].n_sections,
		    p->n_sections, f->programme->ident);
	else
		check_paper(f, s, route, papers, diag);
}

enum err
load_fit_check(struct fit *f, const struct sitting *s,
    const uint32_t papers[N_ROUTE_NAMES], struct diag *diag)
{
	size_t before = diag->count;
	int r;

	check_versions(f, s, diag);
	for (r = 0; r < N_ROUTE_NAMES; r++)
		if (s->routes[r].offered)
			check_route(f, s, (enum route_name)r,
			    papers != NULL ? papers[r] : 0, diag);
	return diag->count == before ? ERR_OK : ERR_INVALID;
}

enum err
load_check_sitting(const struct sitting *s, const struct programme *p,
    const struct bank *bank, const uint32_t papers[N_ROUTE_NAMES],
    struct diag *diag)
{
	struct fit *f = load_fit_new(p, bank);
	enum err err = load_fit_check(f, s, papers, diag);

	load_fit_free(f);
	return err;
}
