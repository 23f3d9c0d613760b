/*
 * Any bytes are evidence that holds, or have findings; whatever they tell can
 * be shown as a page, and nothing crashes on the way.
 */
#include <stdint.h>

#include "exam-verify/check.h"
#include "exam-verify/page.h"

/* Of the corpus, as verify_corpus printed them. */
#define KEY                                                                    \
	"exam.example.org/examd/00c0ffee+4e64f896+Afil4cDSx6T7c5Mc54g"         \
	"HG7BQosTZMwQRSi23gJVucGGJ"
#define LINE "158-27-KZD4-2CS4-21BY-EW7E-RPFG"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
tell(const struct story *s, const struct findings *f)
{
	struct buf text = { 0 };

	findings_text(&text, f);
	findings_json(&text, f);
	if (s != NULL)
		page_put(&text, s, f);
	buf_fini(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings findings = { 0 };
	struct trust trust = { 0 };
	struct check c = { "file", &findings, &trust };
	struct story *s;

	trust_add_key(&trust, &findings, KEY);
	trust_add_line(&trust, &findings, LINE);
	check_file(&s, &c, (struct slice){ (const char *)data, size });
	tell(s, &findings);
	story_free(s);
	findings_fini(&findings);
	trust_fini(&trust);
	return 0;
}
