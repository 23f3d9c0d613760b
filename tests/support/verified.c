#include "support/verified.h"

#include "exam-verify/check.h"

static char *
tell(const struct findings *f)
{
	struct buf text = { 0 };

	if (f->n == 0)
		return NULL;
	findings_text(&text, f);
	buf_put_u8(&text, '\0');
	return text.at;
}

char *
verified_find(struct slice keys, struct slice head, struct slice evidence)
{
	struct findings findings = { 0 };
	struct trust trust = { 0 };
	struct check c = { "evidence", &findings, &trust };
	struct story *story = NULL;
	struct buf heads = { 0 };
	char *told;

	trust_add_keys(&trust, &findings, "keys", keys);
	buf_put_slice(&heads, head);
	if (head.len > 0)
		trust_add_heads(&trust, &findings, "head", &heads);
	check_file(&story, &c, evidence);
	told = tell(&findings);
	story_free(story);
	buf_fini(&heads);
	findings_fini(&findings);
	trust_fini(&trust);
	return told;
}
