/* Images and stimuli of a bank, and items that meet always or never. */
#include "test.h"

#include "core/bank.h"
#include "exam/limits.h"
#include "support/items.h"

static const char *const topics[] = { "t" };

static struct arena arena;
static struct bank_parts parts;
static struct topic topic;

/* Items p and q with stimulus s, r without; images i (the stimulus') and j. */
static int
begin(void **state)
{
	static uint16_t both[] = { 0, 1 };
	size_t i;

	(void)state;
	topic = (struct topic){ SLICE("t"), SLICE("T") };
	parts = (struct bank_parts){ .ident = SLICE("b"),
		.version = SLICE("1"),
		.n_topics = 1,
		.topics = &topic,
		.n_stimuli = 1,
		.n_images = 2,
		.n_items = 3 };
	parts.stimuli = arena_take(&arena, 1, sizeof(*parts.stimuli));
	parts.images = arena_take(&arena, 2, sizeof(*parts.images));
	parts.items = arena_take(&arena, 3, sizeof(*parts.items));
	*parts.stimuli = (struct stimulus){ SLICE("s"),
		SLICE("\"text\":\"Read.\""), 1, both };
	parts.images[0] = items_image("i");
	parts.images[1] = items_image("j");
	items_inline(&parts.items[0], &arena, "p", "t", 2, 0);
	items_order(&parts.items[1], &arena, "q", "t", 3, "'c 'a 'b");
	items_match(&parts.items[2], &arena, "r", "t", 2, 3, 1, "'a>c");
	for (i = 0; i < 2; i++) {
		parts.items[i].stimulus = 0;
		parts.items[i].set = SLICE("s");
		parts.items[i].images = both;
		parts.items[i].n_images = (uint16_t)(1 + i);
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void
refused(const char *complaint)
{
	struct buf why = { 0 };
	struct bank *bank;
	enum err err = bank_new(&bank, &arena, &parts, &why);

	buf_put_u8(&why, '\0');
	if (err != ERR_INVALID || strstr(why.at, complaint) == NULL)
		fail_msg("\"%s\", not \"%s\"", why.at, complaint);
	buf_fini(&why);
}

static void
a_bank_gives_back_its_images_and_stimuli(void **state)
{
	struct bank *bank = items_bank_of(&arena, &parts, topics, 1), *again;
	struct buf bytes = { 0 }, twice = { 0 };
	const struct image *image;

	(void)state;
	bank_encode(bank, &bytes);
	assert_int_equal(bank_decode(&again, buf_slice(&bytes)), ERR_OK);
	bank_encode(again, &twice);
	assert_true(slice_equal(buf_slice(&bytes), buf_slice(&twice)));
	assert_int_equal(bank_n_images(again), 2);
	assert_int_equal(bank_n_stimuli(again), 1);
	assert_true(
	    slice_is(bank_stimulus(again, 0)->view, "\"text\":\"Read.\""));
	image = bank_image(again, bank_item(again, 1)->images[1]);
	assert_true(slice_is(image->ident, "j"));
	assert_int_equal(image->width, 4);
	assert_int_equal(image->height, 3);
	assert_true(slice_equal(image->bytes, items_image("j").bytes));
	bank_free(bank);
	bank_free(again);
	buf_fini(&bytes);
	buf_fini(&twice);
}

/* Every new member, so that none is forgotten on the way. */
static void
every_member_of_an_item_survives_the_codec(void **state)
{
	struct slice names[] = { SLICE("x"), SLICE("y") };
	struct slice enemy = SLICE("p");
	struct item *r = &parts.items[2];
	const struct item *got;
	struct bank *bank, *again;
	struct buf bytes = { 0 };

	(void)state;
	items_extended(r, &arena, "r", "t", 500);
	r->tags = names;
	r->n_tags = 2;
	r->enemies = &enemy;
	r->n_enemies = 1;
	r->set = SLICE("u");
	r->pretest = true;
	r->interactions->min_words = 10;
	r->interactions->max_words = 90;
	r->interactions->prompt = SLICE("\"prompt\":\"Why?\",");
	parts.items[1].interactions->prompt = SLICE("\"prompt\":\"Sort.\",");
	bank = items_bank_of(&arena, &parts, topics, 1);
	bank_encode(bank, &bytes);
	assert_int_equal(bank_decode(&again, buf_slice(&bytes)), ERR_OK);
	got = bank_item(again, 2);
	assert_true(slice_is(got->tags[1], "y"));
	assert_true(slice_is(got->enemies[0], "p"));
	assert_true(slice_is(got->set, "u"));
	assert_true(got->pretest);
	assert_int_equal(got->stimulus, STIMULUS_NONE);
	assert_true(slice_is(got->criteria[1].ident, "form"));
	assert_int_equal(item_hand_marks(got), 1000);
	assert_int_equal(got->interactions->max_length, 500);
	assert_int_equal(got->interactions->min_words, 10);
	assert_int_equal(got->interactions->max_words, 90);
	assert_true(
	    slice_is(got->interactions->prompt, "\"prompt\":\"Why?\","));
	bank_free(bank);
	bank_free(again);
	buf_fini(&bytes);
}

static void
a_view_shows_the_stimulus_before_the_interactions(void **state)
{
	struct bank *bank = items_bank_of(&arena, &parts, topics, 1);
	struct buf b = { 0 };

	(void)state;
	item_view(&b, bank, bank_item(bank, 0), 1, 1, NULL);
	buf_put_u8(&b, '\0');
	assert_non_null(strstr(b.at,
	    "\"marks\":1,\"stimulus\":{\"text\":\"Read.\"},\"interactions\":"));
	buf_fini(&b);
	bank_free(bank);
}

static void
images_are_what_they_say(void **state)
{
	struct image *image = &parts.images[1];

	(void)state;
	image->type = IMAGE_JPEG;
	refused("image j: its bytes are not of its type");
	image->bytes = SLICE("\xff\xd8\xff");
	image->height = IMAGE_SIDE_MAX + 1;
	refused("image j: it is 1 to 4096 pixels");
	image->height = 3;
	image->width = 0;
	refused("image j: it is 1 to 4096 pixels");
	*image = items_image("i");
	refused("image i: it stands twice");
	*image = items_image("a b");
	refused("image 2 has no valid identifier");
	parts.n_images = IMAGES_MAX + 1;
	refused("at most 500 images");
}

/* Bytes of this length that begin like an image. */
static struct slice
bytes_of(size_t len)
{
	struct slice head = items_image("").bytes;
	char *bytes = arena_take(&arena, len, 1);

	memcpy(bytes, head.at, head.len);
	return (struct slice){ bytes, len };
}

static void
images_have_a_size(void **state)
{
	struct slice large = bytes_of(IMAGE_BYTES_MAX + 1);
	char names[5][2] = { "a", "b", "c", "d", "e" };
	size_t i;

	(void)state;
	parts.images[1].bytes = large;
	refused("image j: it has at most 2048 KiB");
	large.len--;
	parts.n_images = 5;
	parts.images = arena_take(&arena, 5, sizeof(*parts.images));
	for (i = 0; i < 5; i++) {
		parts.images[i] = items_image(names[i]);
		parts.images[i].bytes = large;
	}
	refused("at most 8192 KiB together");
}

static void
stimuli_are_whole(void **state)
{
	static uint16_t absent = 2;
	struct stimulus two[2] = { parts.stimuli[0], parts.stimuli[0] };

	(void)state;
	parts.stimuli->view = SLICE("");
	refused("stimulus s: it has no valid view");
	parts.stimuli->view = SLICE("\"text\":\"\"");
	parts.stimuli->images = &absent;
	refused("stimulus s: its image 1 is not in the bank");
	parts.stimuli->ident = SLICE("");
	refused("stimulus 1 has no valid identifier");
	parts.stimuli = two;
	parts.n_stimuli = 2;
	refused("stimulus s: it stands twice");
	parts.n_stimuli = STIMULI_MAX + 1;
	refused("at most 1000 stimuli");
}

static void
items_refer_to_what_is_there(void **state)
{
	static uint16_t absent[] = { 0, 2 }, other[] = { 1 };

	(void)state;
	parts.items[1].images = absent;
	refused("item 2: its image 2 is not in the bank");
	parts.items[1].images = other;
	parts.items[1].n_images = 1;
	refused("item 2: the images of its stimulus come first");
	parts.items[1].n_images = 0;
	refused("item 2: the images of its stimulus come first");
	parts.items[0].stimulus = 1;
	refused("item 1: its stimulus is not in the bank");
	parts.items[0].stimulus = 0;
	parts.items[0].set = SLICE("");
	refused("item 1: an item with stimulus s is in the set of that name");
}

static void
enemies_are_others_outside_the_set(void **state)
{
	struct slice enemy = SLICE("q");

	(void)state;
	parts.items[0].enemies = &enemy;
	parts.items[0].n_enemies = 1;
	refused("item 1: its enemy q is in the same set");
	enemy = SLICE("p");
	refused("item 1: it is its own enemy");
	enemy = SLICE("x");
	refused("item 1: its enemy x is not in the bank");
	enemy = SLICE("r");
	bank_free(items_bank_of(&arena, &parts, topics, 1));
}

static void
a_set_is_on_trial_as_a_whole(void **state)
{
	(void)state;
	parts.items[0].pretest = true;
	refused("set s has items on trial beside others");
	parts.items[1].pretest = true;
	bank_free(items_bank_of(&arena, &parts, topics, 1));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_bank_gives_back_its_images_and_stimuli),
		TEST(every_member_of_an_item_survives_the_codec),
		TEST(a_view_shows_the_stimulus_before_the_interactions),
		TEST(images_are_what_they_say),
		TEST(images_have_a_size),
		TEST(stimuli_are_whole),
		TEST(items_refer_to_what_is_there),
		TEST(enemies_are_others_outside_the_set),
		TEST(a_set_is_on_trial_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
