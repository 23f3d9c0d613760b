/* What a board member reads: the place, what does not hold, what it means. */
#include "test.h"

#include "exam-verify/check.h"
#include "exam-verify/page.h"
#include "verify/change.h"

/* An attempt of this seed, with everything that is told of it. */
struct scene {
	struct chance_bank bank;
	struct chance_attempt attempt;
	struct exhibit_keys keys;
	struct exhibit exhibit;
	struct exhibit_orders orders;
	struct findings findings;
	struct trust trust;
	char opened[512];
};

static void
set_up(struct scene *s)
{
	uint8_t seed[SEED_LEN] = { 2 };
	struct buf opened = { 0 };
	struct rng rng;

	memset(s, 0, sizeof(*s));
	rng_init(&rng, seed, RNG_DRAW, 0, 0);
	exhibit_keys_make(&s->keys, true);
	chance_bank_make(&s->bank, &rng);
	exhibit_opened(&opened, &s->bank);
	(void)snprintf(s->opened, sizeof(s->opened), "%.*s",
	    SLICE_FMT(buf_slice(&opened)));
	buf_fini(&opened);
	chance_attempt_make(&s->attempt, &rng, &s->bank, s->opened);
	s->orders = (struct exhibit_orders){ &s->attempt, &s->bank, &s->keys,
		{ 1 } };
	exhibit_make(&s->exhibit, &s->orders);
	trust_add_keys(&s->trust, &s->findings, "keys",
	    buf_slice(&s->keys.history));
}

static void
tear_down(struct scene *s)
{
	findings_fini(&s->findings);
	trust_fini(&s->trust);
	exhibit_free(&s->exhibit);
	exhibit_keys_free(&s->keys);
	chance_attempt_free(&s->attempt);
	chance_bank_free(&s->bank);
}

static void
check_it(struct scene *s, const struct buf *file)
{
	struct check c = { "file", &s->findings, &s->trust };
	struct story *story;

	check_file(&story, &c, buf_slice(file));
	story_free(story);
}

static void
make_again(struct scene *s)
{
	exhibit_free(&s->exhibit);
	exhibit_make(&s->exhibit, &s->orders);
}

/* One of the findings is at a place that begins so, and says so. */
static void
assert_found(const struct scene *s, const char *where, const char *what)
{
	struct buf text = { 0 };
	size_t i;

	for (i = 0; i < s->findings.n; i++)
		if (strncmp(s->findings.all[i].where, where, strlen(where)) ==
			0 &&
		    strstr(s->findings.all[i].what, what) != NULL)
			return;
	findings_text(&text, &s->findings);
	fail_msg("not found: %s: %s\nbut:\n%.*s", where, what,
	    SLICE_FMT(buf_slice(&text)));
}

static size_t
find(const struct scene *s, enum event_kind kind)
{
	size_t i = 0;

	while (i < s->attempt.n && s->attempt.events[i].kind != kind)
		i++;
	assert_true(i < s->attempt.n);
	return i;
}

/* ---- claims ---- */

static void
what_was_not_touched_has_no_finding(void **state)
{
	struct scene s;

	(void)state;
	set_up(&s);
	check_it(&s, &s.exhibit.bundle);
	check_it(&s, &s.exhibit.candidate);
	check_it(&s, &s.exhibit.receipt);
	assert_int_equal(s.findings.n, 0);
	tear_down(&s);
}

static void
somebody_elses_evidence_is_told_as_such(void **state)
{
	struct exhibit_keys other;
	struct scene s;

	(void)state;
	set_up(&s);
	exhibit_keys_make(&other, false);
	trust_add_keys(&s.trust, &s.findings, "keys",
	    buf_slice(&other.history));
	check_it(&s, &s.exhibit.candidate);
	assert_found(&s, "keys", "somebody else has signed this");
	exhibit_keys_free(&other);
	tear_down(&s);
}

static void
without_a_key_it_says_whose_it_used(void **state)
{
	struct scene s;

	(void)state;
	set_up(&s);
	trust_fini(&s.trust);
	check_it(&s, &s.exhibit.candidate);
	assert_int_equal(s.findings.n, 0);
	buf_put_u8(&s.findings.notes, '\0');
	assert_non_null(strstr(s.findings.notes.at, "compare it with what the "
						    "body publishes"));
	check_it(&s, &s.exhibit.receipt);
	assert_true(s.findings.is_unreadable);
	assert_found(&s, "", "say whose with --key or --keys");
	tear_down(&s);
}

static void
a_changed_answer_is_named_with_its_time(void **state)
{
	struct scene s;
	char *at;

	(void)state;
	set_up(&s);
	buf_put_u8(&s.exhibit.candidate, '\0');
	s.exhibit.candidate.len--;
	at = strstr(s.exhibit.candidate.at, "\"word\":\"answered\"");
	at = strstr(at, "\"payload\":\"") + 11;
	at[1] = at[1] == 'A' ? 'B' : 'A';
	check_it(&s, &s.exhibit.candidate);
	assert_found(&s, "seal", "changed after it was sealed");
	assert_found(&s, "event ", "what it says was changed");
	tear_down(&s);
}

static void
a_pause_that_is_left_out_makes_the_rest_impossible(void **state)
{
	struct scene s;

	(void)state;
	set_up(&s);
	change_leave_out(&s.attempt, find(&s, EVENT_PAUSED));
	make_again(&s);
	check_it(&s, &s.exhibit.board);
	assert_found(&s, "event ", "cannot have happened while");
	tear_down(&s);
}

static void
a_mark_that_was_raised_is_told_beside_the_right_one(void **state)
{
	struct scene s;
	struct score score;
	struct event *e;
	struct cursor c;

	(void)state;
	set_up(&s);
	e = &s.attempt.events[find(&s, EVENT_SCORED)];
	c = cursor_on(e->data);
	assert_int_equal(score_decode(&score, &c), ERR_OK);
	score.sections[0].marks += 500;
	buf_clear(&s.attempt.texts[e - s.attempt.events]);
	score_encode(&score, &s.attempt.texts[e - s.attempt.events]);
	e->data = buf_slice(&s.attempt.texts[e - s.attempt.events]);
	make_again(&s);
	check_it(&s, &s.exhibit.bundle);
	assert_found(&s, "event ", "section 1 was given 0.5 of 1 marks; the "
				   "answers give 0 of 1");
	tear_down(&s);
}

static void
a_rewritten_journal_contradicts_the_published_head(void **state)
{
	struct buf published = { 0 };
	struct scene s;

	(void)state;
	set_up(&s);
	buf_put_slice(&published, buf_slice(&s.exhibit.checkpoint));
	trust_add_heads(&s.trust, &s.findings, "noticed.txt", &published);
	check_it(&s, &s.exhibit.bundle);
	assert_int_equal(s.findings.n, 0);
	s.attempt.events[find(&s, EVENT_REGISTERED)].by = SLICE("nobody");
	make_again(&s);
	check_it(&s, &s.exhibit.bundle);
	assert_found(&s, "checkpoint",
	    "is another than the one published in noticed.txt");
	tear_down(&s);
}

/* Heads of a new key stand behind those that the evidence leads to. */
static void
a_key_that_took_over_since_is_known_by_the_keys_given(void **state)
{
	struct checkpoint later = { .origin = EXHIBIT_ORIGIN, .size = 100000 };
	struct note_signer *next;
	struct buf heads = { 0 };
	struct scene s;

	(void)state;
	set_up(&s);
	assert_int_equal(note_signer_make(&next, slice_of(EXHIBIT_ORIGIN)),
	    ERR_OK);
	assert_int_equal(keys_put_next(&s.keys.history, s.keys.signers[1],
	    next, (struct wall){ INT64_C(1800000000000) }), ERR_OK);
	trust_add_keys(&s.trust, &s.findings, "keys",
	    buf_slice(&s.keys.history));
	buf_put_slice(&heads, buf_slice(&s.exhibit.checkpoint));
	buf_put_text(&heads, "\n");
	assert_int_equal(checkpoint_put(&heads, &later, next), ERR_OK);
	trust_add_heads(&s.trust, &s.findings, "heads", &heads);
	check_it(&s, &s.exhibit.candidate);
	assert_int_equal(s.findings.n, 0);
	note_signer_free(next);
	tear_down(&s);
}

static void
a_receipts_line_fits_or_tells_what_does_not(void **state)
{
	struct scene s;

	(void)state;
	set_up(&s);
	buf_put_u8(&s.exhibit.line, '\0');
	trust_add_line(&s.trust, &s.findings, s.exhibit.line.at);
	check_it(&s, &s.exhibit.candidate);
	assert_int_equal(s.findings.n, 0);
	s.attempt.events[0].by = SLICE("nobody");
	make_again(&s);
	check_it(&s, &s.exhibit.candidate);
	assert_found(&s, "line", "is not as it was when the receipt was given");
	tear_down(&s);
}

static void
a_mistyped_line_looks_so(void **state)
{
	struct scene s;
	char *last;

	(void)state;
	set_up(&s);
	buf_put_u8(&s.exhibit.line, '\0');
	last = s.exhibit.line.at + strlen(s.exhibit.line.at) - 1;
	*last = *last == '0' ? '9' : '0';
	trust_add_line(&s.trust, &s.findings, s.exhibit.line.at);
	check_it(&s, &s.exhibit.candidate);
	check_it(&s, &s.exhibit.receipt);
	assert_int_equal(s.findings.n, 2);
	assert_found(&s, "line", "one or two characters differ, so it looks");
	assert_found(&s, "line", "differ from this receipt's, so it looks");
	tear_down(&s);
}

static void
a_bundle_that_is_not_whole_is_told_from_one_packed_anew(void **state)
{
	static const char padding[512] = "";
	struct scene s;

	(void)state;
	set_up(&s);
	buf_put(&s.exhibit.bundle, padding, sizeof(padding));
	check_it(&s, &s.exhibit.bundle);
	assert_found(&s, "", "it was packed anew");
	s.exhibit.bundle.len -= 4 * sizeof(padding);
	check_it(&s, &s.exhibit.bundle);
	assert_found(&s, "", "is cut short");
	tear_down(&s);
}

static void
keys_are_told_where_they_go(void **state)
{
	struct scene s;

	(void)state;
	set_up(&s);
	check_it(&s, &s.keys.history);
	assert_found(&s, "", "holds keys; give it with --keys");
	s.keys.history.len -= 1;
	check_it(&s, &s.keys.history);
	assert_found(&s, "", "is none of receipt, transcript");
	tear_down(&s);
}

static void
a_receipt_must_be_of_a_head_that_was_given(void **state)
{
	static const uint64_t sizes[] = { 1, 100000 };
	struct checkpoint other = { .origin = EXHIBIT_ORIGIN };
	struct buf heads = { 0 };
	struct scene s;
	size_t i;

	(void)state;
	set_up(&s);
	for (i = 0; i < 2; i++) {
		other.size = sizes[i];
		assert_int_equal(
		    checkpoint_put(&heads, &other, s.keys.signers[1]), ERR_OK);
		trust_add_heads(&s.trust, &s.findings, "heads", &heads);
		check_it(&s, &s.exhibit.receipt);
		assert_found(&s, "checkpoint", "is none of the heads given");
		assert_found(&s, "checkpoint",
		    i == 0 ? "rolled back" : "between two heads");
	}
	assert_int_equal(s.findings.n, 2);
	buf_put_slice(&heads, buf_slice(&s.exhibit.checkpoint));
	trust_add_heads(&s.trust, &s.findings, "heads", &heads);
	check_it(&s, &s.exhibit.receipt);
	assert_int_equal(s.findings.n, 2);
	tear_down(&s);
}

static void
what_is_encrypted_says_how_to_open_it(void **state)
{
	struct scene s;
	struct buf file = { 0 };

	(void)state;
	set_up(&s);
	buf_put_text(&file, "age-encryption.org/v1\n-> X25519 …\n");
	check_it(&s, &file);
	assert_found(&s, "", "open it with age -d -i KEY");
	buf_fini(&file);
	tear_down(&s);
}

/* ---- the page ---- */

static void
the_page_escapes_what_people_wrote_and_fetches_nothing(void **state)
{
	struct scene s;
	struct check c;
	struct story *story;
	struct buf page = { 0 };

	(void)state;
	set_up(&s);
	c = (struct check){ "file", &s.findings, &s.trust };
	check_file(&story, &c, buf_slice(&s.exhibit.bundle));
	page_put(&page, story, &s.findings);
	buf_put_u8(&page, '\0');
	assert_non_null(strstr(page.at, "Exam &lt;1&gt;"));
	assert_null(strstr(page.at, "<script"));
	assert_null(strstr(page.at, "src="));
	assert_null(strstr(page.at, "href="));
	assert_null(strstr(page.at, "Exam <1>"));
	buf_fini(&page);
	story_free(story);
	tear_down(&s);
}

static void
assert_page_says(struct scene *s, const struct buf *file, const char *words)
{
	struct check c = { "file", &s->findings, &s->trust };
	struct story *story;
	struct buf page = { 0 };

	check_file(&story, &c, buf_slice(file));
	page_put(&page, story, &s->findings);
	buf_put_u8(&page, '\0');
	if (strstr(page.at, words) == NULL)
		fail_msg("not on the page: %s", words);
	buf_fini(&page);
	story_free(story);
}

static void
the_page_names_the_key_and_what_is_missing(void **state)
{
	struct scene s;
	struct buf key = { 0 };

	(void)state;
	set_up(&s);
	note_key_put(&key, note_signer_key(s.keys.signers[1]));
	buf_put_u8(&key, '\0');
	assert_page_says(&s, &s.exhibit.bundle, key.at);
	assert_page_says(&s, &s.exhibit.bundle, "&quot;choice № 1&quot;");
	assert_page_says(&s, &s.exhibit.candidate, "They need the bank");
	s.attempt.events[0].by = SLICE("nobody");
	change_leave_out(&s.attempt, find(&s, EVENT_PAUSED));
	make_again(&s);
	assert_page_says(&s, &s.exhibit.bundle, "there may have been others");
	assert_page_says(&s, &s.exhibit.bundle, "They are not shown: ");
	buf_fini(&key);
	tear_down(&s);
}

static void
another_name_than_the_one_registered_is_found_whoever_seals_it(void **state)
{
	struct transcript_who who = CHANCE_WHO;
	struct buf data = { 0 };
	struct scene s;

	(void)state;
	set_up(&s);
	who.name = SLICE("Eve");
	transcript_who_encode(&data, &who);
	s.attempt.events[find(&s, EVENT_REGISTERED)].data = buf_slice(&data);
	make_again(&s);
	check_it(&s, &s.exhibit.candidate);
	assert_found(&s, "event 1", "registered C-1001 (Eve) for winter");
	buf_fini(&data);
	tear_down(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_not_touched_has_no_finding),
		cmocka_unit_test(
		    another_name_than_the_one_registered_is_found_whoever_seals_it),
		cmocka_unit_test(somebody_elses_evidence_is_told_as_such),
		cmocka_unit_test(without_a_key_it_says_whose_it_used),
		cmocka_unit_test(a_changed_answer_is_named_with_its_time),
		cmocka_unit_test(
		    a_pause_that_is_left_out_makes_the_rest_impossible),
		cmocka_unit_test(
		    a_mark_that_was_raised_is_told_beside_the_right_one),
		cmocka_unit_test(
		    a_rewritten_journal_contradicts_the_published_head),
		cmocka_unit_test(
		    a_key_that_took_over_since_is_known_by_the_keys_given),
		cmocka_unit_test(a_receipts_line_fits_or_tells_what_does_not),
		cmocka_unit_test(a_mistyped_line_looks_so),
		cmocka_unit_test(
		    a_bundle_that_is_not_whole_is_told_from_one_packed_anew),
		cmocka_unit_test(keys_are_told_where_they_go),
		cmocka_unit_test(a_receipt_must_be_of_a_head_that_was_given),
		cmocka_unit_test(what_is_encrypted_says_how_to_open_it),
		cmocka_unit_test(
		    the_page_escapes_what_people_wrote_and_fetches_nothing),
		cmocka_unit_test(the_page_names_the_key_and_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
