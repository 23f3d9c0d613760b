/* Apart from the rest: load's JSON and jansson share names. */
#include "examctl/verified.h"

#include "exam-verify/check.h"
#include "exam-verify/page.h"

void
verified_page(struct buf *page, struct buf *told, const char *file,
    struct slice transcript, struct slice keys, struct slice head)
{
	struct findings findings = { 0 };
	struct trust trust = { 0 };
	struct check check = { file, &findings, &trust };
	struct story *story = NULL;
	struct buf heads = { 0 };

	trust_add_keys(&trust, &findings, "keys", keys);
	buf_put_slice(&heads, head);
	if (head.len > 0)
		trust_add_heads(&trust, &findings, "head", &heads);
	check_file(&story, &check, transcript);
	if (story != NULL)
		page_put(page, story, &findings);
	if (findings.n > 0)
		findings_text(told, &findings);
	story_free(story);
	buf_fini(&heads);
	findings_fini(&findings);
	trust_fini(&trust);
}
