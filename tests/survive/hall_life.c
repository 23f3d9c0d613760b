#include "hall_life.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "campaign.h"

#define ROUNDS 8 /* of saves, in a life */
#define TRACE_MAX (64 << 20)

/* ---- its place ---- */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void
life_init(struct hall_life *l)
{
	char path[96];

	*l = (struct hall_life){ .directory = "/dev/shm/exam-life-XXXXXX" };
	if (access("/dev/shm", W_OK) != 0)
		strcpy(l->directory, "/tmp/exam-life-XXXXXX");
	if (mkdtemp(l->directory) == NULL)
		case_fails("%s cannot be made", l->directory);
	snprintf(l->trace, sizeof(l->trace), "%s/trace", l->directory);
	snprintf(path, sizeof(path), "%s/keys", l->directory);
	mkdir(path, 0700);
	strcat(path, "/pepper");
	if (file_create(path, SLICE(SCENE_PEPPER), 0600) != ERR_OK)
		case_fails("%s cannot be made", path);
	prepared_make(clock_wall());
	prepared_write(l->directory);
}

void
life_fini(struct hall_life *l)
{
	int who;

	for (who = 0; who < PREPARED_PEOPLE; who++)
		ledger_fini(&l->ledgers[who]);
	nftw(l->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	prepared_clear();
}

/* ---- saving ---- */

static void
ask_next(struct hall_life *l, int who)
{
	struct ack *a = &l->asked[who];

	if (a->seq != 0)
		return;
	a->writer = (uint32_t)who;
	a->item = (uint32_t)(l->n_acks % (PREPARED_ITEMS / 2)) + 1;
	a->seq = ++l->seqs[who][a->item - 1];
}

static uint64_t
send_save(struct hall_life *l, int who)
{
	const struct cast_candidate *c = &prepared_cast()->candidates[who];
	const struct ack *a = &l->asked[who];
	char item[12], body[96];

	snprintf(item, sizeof(item), "%u", a->item);
	if (a->item == PREPARED_ITEMS / 2) /* it wants a text */
		snprintf(body, sizeof(body),
		    "{\"seq\":%lld,\"response\":[[\"%lld\"]]}",
		    (long long)a->seq, (long long)a->seq);
	else
		snprintf(body, sizeof(body),
		    "{\"seq\":%lld,\"response\":[[%lld]]}", (long long)a->seq,
		    (long long)a->seq % 2 + 1);
	return hall_process_put(
	    &l->hall, &(struct scene_request){ ROUTE_ANSWER,
			  .token = cast_device(c, NULL)->token,
			  .params = { item }, .body = slice_of(body) });
}

/* false: the hall has ended. */
static bool
hear_save(struct hall_life *l, int who, uint64_t conn)
{
	struct ack *a = &l->asked[who];
	struct scene_reply reply;

	if (!hall_process_hear(&l->hall, SLOT_CANDIDATES, conn, &reply))
		return false;
	if (reply.status != 200)
		case_fails("item %u, change %lld: %d %.*s", a->item,
		    (long long)a->seq, reply.status,
		    SLICE_FMT(buf_slice(&reply.text)));
	a->event = json_integer_value(json_object_get(reply.body, "event"));
	ledger_add(&l->ledgers[who], a);
	l->n_acks++;
	a->seq = 0;
	scene_reply_fini(&reply);
	return true;
}

/* Everybody once: the saves of a turn share a commit. */
static bool
save_round(struct hall_life *l)
{
	uint64_t conns[PREPARED_PEOPLE];
	bool alive = true;
	int who;

	for (who = 0; who < PREPARED_PEOPLE; who++) {
		ask_next(l, who);
		conns[who] = send_save(l, who);
	}
	for (who = 0; who < PREPARED_PEOPLE && alive; who++)
		alive = hear_save(l, who, conns[who]);
	return alive;
}

/* ---- lives ---- */

int
life_play(struct hall_life *l, const struct injection *i)
{
	bool alive = hall_process_start(&l->hall, l->directory, i);
	int n;

	for (n = 0; n < ROUNDS && alive; n++)
		alive = save_round(l);
	if (alive)
		hall_process_drain(&l->hall);
	return hall_process_end(&l->hall);
}

static void
check_journal(struct hall_life *l, int who)
{
	struct scene_reply reply;
	uint64_t conn = hall_process_put(&l->hall,
	    &(struct scene_request){ ROUTE_TIMELINE, .slot = SLOT_STAFF,
		.local = true,
		.params = { prepared_cast()->candidates[who].attempt } });

	if (!hall_process_hear(&l->hall, SLOT_STAFF, conn, &reply) ||
	    reply.status != 200)
		case_fails("no timeline of candidate %d", who + 1);
	if (ledger_check_journal(&l->ledgers[who], reply.body) != 0)
		case_fails("candidate %d: the journal has saves that nobody "
			   "sent, or one twice",
		    who + 1);
	scene_reply_fini(&reply);
}

void
life_check(struct hall_life *l)
{
	int who;

	if (!hall_process_start(&l->hall, l->directory, NULL) || !save_round(l))
		case_fails("it does not go on");
	for (who = 0; who < PREPARED_PEOPLE; who++)
		check_journal(l, who);
	hall_process_kill(&l->hall);
	(void)hall_process_end(&l->hall);
}

/* ---- its calls ---- */

/* "pwrite64(5, ..." */
static bool
call_of(char call[32], const char *line)
{
	size_t n = strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (n == 0 || n >= 32 || line[n] != '(')
		return false;
	memcpy(call, line, n);
	call[n] = '\0';
	return true;
}

static unsigned
count_of(const struct moment *all, size_t n, const char *call)
{
	while (n-- > 0)
		if (strcmp(all[n].call, call) == 0)
			return all[n].nth;
	return 0;
}

static char *
read_trace(const struct hall_life *l)
{
	struct buf b = { 0 };

	if (file_read(&b, l->trace, TRACE_MAX) != ERR_OK)
		case_fails("%s cannot be read", l->trace);
	buf_put_u8(&b, '\0');
	return b.at;
}

/* What comes before the data directory is the loader's. */
static size_t
list_moments(struct moment **out, char *text, const char *directory)
{
	struct moment *all = NULL;
	size_t n = 0, room = 0, first = 0;
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		if (n == room) {
			room = 2 * room + 256;
			all = alloc_resize(all, room, sizeof(*all));
		}
		if (!call_of(all[n].call, line))
			continue;
		all[n].nth = count_of(all, n, all[n].call) + 1;
		if (first == 0 && strncmp(line, "execve", 6) != 0 &&
		    strstr(line, directory) != NULL)
			first = n;
		n++;
	}
	memmove(all, all + first, (n - first) * sizeof(*all));
	*out = all;
	return n - first;
}

size_t
life_moments(struct hall_life *l, struct moment **out)
{
	struct injection none = { .trace = l->trace };
	char *text;
	size_t n;

	if (life_play(l, &none) != 0)
		case_fails("a hall that is well does not end well");
	text = read_trace(l);
	n = list_moments(out, text, l->directory);
	free(text);
	return n;
}

static size_t
common_divisor(size_t a, size_t b)
{
	return b == 0 ? a : common_divisor(b, a % b);
}

/* Steps of about the golden ratio of n, and prime to it. */
const struct moment *
life_moment(const struct moment *all, size_t n, uint64_t k)
{
	size_t stride = n * 618 / 1000 + 1;

	while (common_divisor(n, stride) > 1)
		stride++;
	return &all[k % n * stride % n];
}

/* "fdatasync(7</dev/shm/exam-life-x1>) = -1 EIO ... (INJECTED)" */
enum struck
life_struck(const struct hall_life *l)
{
	char *text = read_trace(l), *rest = text, *line, directory[80];
	enum struck struck = STRUCK_NOTHING;

	snprintf(directory, sizeof(directory), "<%s>)", l->directory);
	while (struck == STRUCK_NOTHING && (line = strsep(&rest, "\n")) != NULL)
		if (strstr(line, "(INJECTED)") != NULL)
			struck = strstr(line, directory) != NULL
				     ? STRUCK_DIRECTORY
				 : strstr(line, "/checkpoints") != NULL ||
					 strstr(line, "/keys") != NULL
				     ? STRUCK_HEADS
				     : STRUCK_OTHER;
	free(text);
	return struck;
}
