#include "load/sitting.h"

static void
check_versions(const struct sitting *s, const struct programme *p,
    const struct bank *bank, struct diag *diag)
{
	if (strcmp(s->programme, p->ident) != 0 ||
	    strcmp(s->programme_version, p->version) != 0)
		diag_add(diag, 0, s->ident,
		    "wants programme %s %s, not %s %s", s->programme,
		    s->programme_version, p->ident, p->version);
	if (!slice_is(bank_ident(bank), s->bank) ||
	    !slice_is(bank_version(bank), s->bank_version))
		diag_add(diag, 0, s->ident,
		    "wants bank %s %s, not %.*s %.*s", s->bank,
		    s->bank_version, SLICE_FMT(bank_ident(bank)),
		    SLICE_FMT(bank_version(bank)));
}

/* The lines of paper_check(), each as a mistake. */
static void
check_paper(const struct sitting *s, const struct bank *bank,
    const struct programme_route *p, const char *route, uint32_t papers,
    struct diag *diag)
{
	struct buf text = { 0 };
	const char *at, *end;

	if (paper_check(&text, bank, &p->blueprint, papers) > 0)
		for (at = text.at; at < text.at + text.len; at = end + 1) {
			end = memchr(at, '\n',
			    (size_t)(text.at + text.len - at));
			if (end == NULL)
				end = text.at + text.len;
			diag_add(diag, 0, s->ident, "route %s: %.*s", route,
			    (int)(end - at), at);
		}
	buf_fini(&text);
}

enum err
load_check_sitting(const struct sitting *s, const struct programme *p,
    const struct bank *bank, const uint32_t papers[N_ROUTE_NAMES],
    struct diag *diag)
{
	size_t before = diag->count;
	const char *route;
	int r;

	check_versions(s, p, bank, diag);
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		route = route_name_text((enum route_name)r);
		if (!s->routes[r].offered)
			continue;
		if (!p->routes[r].offered)
			diag_add(diag, 0, s->ident,
			    "offers route %s, which programme %s does not have",
			    route, p->ident);
		else if (s->routes[r].n_sections != p->routes[r].n_sections)
			diag_add(diag, 0, s->ident,
			    "route %s has %u sections here and %u in programme "
			    "%s",
			    route, s->routes[r].n_sections,
			    p->routes[r].n_sections, p->ident);
		else
			check_paper(s, bank, &p->routes[r], route,
			    papers != NULL ? papers[r] : 0, diag);
	}
	return diag->count == before ? ERR_OK : ERR_INVALID;
}
