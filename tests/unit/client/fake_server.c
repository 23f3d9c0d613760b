#include "fake_server.h"

#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exam/buf.h"
#include "exam/time.h"

#define CONNECTIONS 8

struct connection {
	int fd; /* -1: free */
	bool stream;
	struct buf in;
};

static struct connection connections[CONNECTIONS];
static volatile sig_atomic_t push_wanted;

static void
need(bool done)
{
	if (!done)
		abort();
}

static json_t *
server_time(struct fake *f)
{
	char text[WALL_TEXT_MAX];

	f->clock++;
	return json_string(wall_format(text, (struct wall){ f->clock }));
}

static json_t *
section_json(const struct fake *f)
{
	const char *state = f->section_done ? "closed" :
	    f->section > 0 ? "current" : "next";

	return json_pack("{s:i,s:s,s:i,s:i,s:s,s:i,s:i,s:s,s:i,s:i}", "section",
	    1, "title", "Basics", "items", FAKE_ITEMS, "first_item", 1,
	    "navigation", "free", "time_ms", 3600000, "break_ms", 0, "state",
	    state, "answered", 0, "flagged", 0);
}

static json_t *
messages_json(const struct fake *f)
{
	json_t *list = json_array();

	if (f->message > 0)
		json_array_append_new(list, json_pack("{s:i,s:s,s:s}",
		    "message", f->message, "at", "2026-11-22T09:00:00.000Z",
		    "text", "Please speak up."));
	return list;
}

static json_t *
attempt_json(struct fake *f)
{
	bool in = strcmp(f->state, "in-section") == 0;
	json_t *a = json_pack("{s:i,s:{s:s,s:s},s:s,s:s,s:[o],s:o,s:o}",
	    "attempt", 17, "candidate", "number", "C-1", "name", "Ada",
	    "device", f->waiting_device ? "waiting" : "current", "state",
	    f->state, "sections", section_json(f), "messages", messages_json(f),
	    "server_time", server_time(f));

	need(a != NULL);
	json_object_set_new(a, "exam", json_pack("{s:s,s:s,s:s}", "title",
	    "Practice", "timing", "whole", "rules", "Be honest."));
	json_object_set_new(a, "clock", json_pack("{s:b,s:i}", "running", in,
	    "remaining_ms", 1800000 + f->extended_ms));
	json_object_set_new(a, "entitlement", json_pack("{s:i,s:i,s:i}",
	    "extended_ms", f->extended_ms, "compensation_ms", 0, "total_ms",
	    3600000));
	if (f->told > 0 || f->message > 0)
		json_object_set_new(a, "told", json_integer(
		    f->told > f->message ? f->told : f->message));
	if (f->seen > 0)
		json_object_set_new(a, "seen", json_integer(f->seen));
	if (f->section > 0)
		json_object_set_new(a, "section", json_integer(f->section));
	if (strcmp(f->state, "submitted") == 0)
		json_object_set_new(a, "receipt", json_string("17-1-9f"));
	return a;
}

static json_t *
choices_json(void)
{
	return json_pack("[{s:i,s:s},{s:i,s:s},{s:i,s:s}]", "choice", 1,
	    "text", "red", "choice", 2, "text", "green", "choice", 3, "text",
	    "blue");
}

static json_t *
interaction_json(int item)
{
	if (item == 3)
		return json_pack("{s:s,s:s,s:i}", "kind", "text", "format",
		    "text", "max_length", 20);
	return json_pack("{s:s,s:i,s:i,s:o}", "kind", "choice", "min", 0,
	    "max", item == 1 ? 1 : 3, "choices", choices_json());
}

static json_t *
paper_json(struct fake *f)
{
	json_t *items = json_array();
	int i;

	for (i = 1; i <= FAKE_ITEMS; i++) {
		json_t *response = json_loads(f->response[i], 0, NULL);

		json_array_append_new(items, json_pack(
		    "{s:i,s:i,s:s,s:s,s:i,s:[o],s:o,s:I,s:b}", "item", i,
		    "section", 1, "type", "single", "stem", "Which?", "marks",
		    1, "interactions", interaction_json(i), "response",
		    response != NULL ? response : json_null(), "seq",
		    (json_int_t)f->seq[i], "flagged", f->flagged[i]));
	}
	return json_pack("{s:i,s:s,s:o,s:o}", "section", 1, "navigation",
	    "free", "items", items, "server_time", server_time(f));
}

static json_t *
problem_json(struct fake *f, const char *type, int status)
{
	char text[64];

	snprintf(text, sizeof(text), "urn:examd:problem:%s", type);
	return json_pack("{s:s,s:s,s:i,s:o}", "type", text, "title", type,
	    "status", status, "server_time", server_time(f));
}

static void
hang_up(struct connection *c)
{
	close(c->fd);
	buf_fini(&c->in);
	*c = (struct connection){ .fd = -1 };
}

static void
reply(struct connection *c, int status, json_t *json)
{
	char *body = json_dumps(json, JSON_COMPACT);
	struct buf out = { 0 };

	need(body != NULL);
	buf_printf(&out, "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
			 "Content-Length: %zu\r\n\r\n%s", status, strlen(body),
	    body);
	if (send(c->fd, out.at, out.len, MSG_NOSIGNAL) < 0)
		hang_up(c);
	buf_fini(&out);
	free(body);
	json_decref(json);
}

static void
push(struct fake *f, struct connection *c)
{
	json_t *json = attempt_json(f);
	char *data = json_dumps(json, JSON_COMPACT);
	struct buf out = { 0 };

	buf_printf(&out, "event: %s\ndata: %s\n\n",
	    f->take_over ? "taken-over" : "state", data);
	if (send(c->fd, out.at, out.len, MSG_NOSIGNAL) < 0)
		hang_up(c);
	buf_fini(&out);
	free(data);
	json_decref(json);
}

static void
open_stream(struct fake *f, struct connection *c)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n"
				   "Content-Type: text/event-stream\r\n\r\n";

	c->stream = true;
	if (send(c->fd, head, strlen(head), MSG_NOSIGNAL) > 0)
		push(f, c);
}

static bool
use_up(int *n)
{
	if (*n == 0)
		return false;
	(*n)--;
	return true;
}

static void
store(struct fake *f, int item, int64_t seq, const json_t *response)
{
	char *text = json_dumps(response, JSON_COMPACT);

	if (seq > f->seq[item]) {
		snprintf(f->response[item], 64, "%s", text);
		f->seq[item] = seq;
		f->stored++;
	}
	free(text);
}

static void
save(struct fake *f, struct connection *c, int item, const json_t *body)
{
	int64_t seq = json_integer_value(json_object_get(body, "seq"));
	const char *verdict = seq < f->seq[item] ? "stale" :
	    f->section == 0 ? "closed" : "counted";

	need(item >= 1 && item <= FAKE_ITEMS && seq > 0);
	f->saves++;
	if (strcmp(f->state, "paused") == 0) {
		reply(c, 200, json_pack("{s:i,s:I,s:s,s:s,s:o}", "item", item,
		    "seq", (json_int_t)seq, "verdict", "paused", "saved_at",
		    "2026-11-22T09:00:00.000Z", "server_time",
		    server_time(f)));
	} else if (f->refuse == item) {
		reply(c, 422, problem_json(f, "invalid", 422));
	} else if (use_up(&f->drop_before)) {
		hang_up(c);
	} else {
		store(f, item, seq, json_object_get(body, "response"));
		if (use_up(&f->drop_after))
			hang_up(c);
		else
			reply(c, 200, json_pack("{s:i,s:I,s:s,s:s,s:o}", "item",
			    item, "seq", (json_int_t)seq, "verdict", verdict,
			    "saved_at", "2026-11-22T09:00:00.000Z",
			    "server_time", server_time(f)));
	}
}

static void
set_state(struct fake *f, struct connection *c, const char *state)
{
	f->section = strcmp(state, "in-section") == 0;
	snprintf(f->state, sizeof(f->state), "%s", state);
	reply(c, 200, attempt_json(f));
}

static void
answer(struct fake *f, struct connection *c, const char *path, json_t *body)
{
	char token[16];
	int item = 0;

	if (strcmp(path, "/v1/session") == 0) {
		snprintf(token, sizeof(token), "%04x", ++f->sign_ins);
		f->forget = false;
		reply(c, 201,
		    json_pack("{s:s,s:s,s:i}", "token", token, "device",
			"current", "attempt", 17));
	} else if (f->forget) {
		reply(c, 401, problem_json(f, "not-signed-in", 401));
	} else if (strcmp(path, "/v1/attempt") == 0) {
		reply(c, 200, attempt_json(f));
	} else if (strcmp(path, "/v1/events") == 0) {
		open_stream(f, c);
	} else if (strcmp(path, "/v1/attempt/open") == 0) {
		set_state(f, c, "opened");
	} else if (strcmp(path, "/v1/attempt/sections/1/enter") == 0) {
		set_state(f, c, "in-section");
	} else if (strcmp(path, "/v1/attempt/sections/1/close") == 0) {
		f->section_done = true;
		set_state(f, c, "opened");
	} else if (strcmp(path, "/v1/attempt/submit") == 0) {
		set_state(f, c, "submitted");
	} else if (strcmp(path, "/v1/attempt/paper") == 0) {
		reply(c, 200, paper_json(f));
	} else if (strcmp(path, "/v1/attempt/help") == 0) {
		f->helps++;
		reply(c, 200, json_pack("{s:o}", "server_time",
		    server_time(f)));
	} else if (strcmp(path, "/v1/attempt/seen") == 0) {
		f->n_seen++;
		f->seen = (int)json_integer_value(
		    json_object_get(body, "event"));
		reply(c, 200, json_pack("{s:i}", "seen", f->seen));
	} else if (sscanf(path, "/v1/attempt/answers/%d", &item) == 1) {
		save(f, c, item, body);
	} else if (sscanf(path, "/v1/attempt/flags/%d", &item) == 1) {
		f->flagged[item] = json_is_true(json_object_get(body,
		    "flagged"));
		reply(c, 200, json_pack("{s:i,s:b}", "item", item, "flagged",
		    f->flagged[item]));
	} else {
		reply(c, 404, problem_json(f, "unknown", 404));
	}
}

/* Our own client's requests: no need to be strict with them. */
static void
serve(struct fake *f, struct connection *c)
{
	char *end, *length, *key, *token, path[128];
	size_t n = 0;
	json_t *body;

	buf_put_u8(&c->in, '\0');
	c->in.len--;
	end = strstr(c->in.at, "\r\n\r\n");
	length = end == NULL ? NULL : strstr(c->in.at, "Content-Length: ");
	if (length != NULL && length < end)
		n = strtoul(length + 16, NULL, 10);
	if (end == NULL || c->in.len < (size_t)(end + 4 - c->in.at) + n)
		return;
	need(sscanf(c->in.at, "%*s %127s", path) == 1);
	key = strstr(c->in.at, "Idempotency-Key: ");
	if (key != NULL && key < end)
		snprintf(f->key, sizeof(f->key), "%.32s", key + 17);
	token = strstr(c->in.at, "Authorization: Bearer ");
	if (strcmp(path, "/v1/session") == 0)
		snprintf(f->shown, sizeof(f->shown), "%.4s",
		    token != NULL && token < end ? token + 22 : "");
	body = json_loadb(end + 4, n, 0, NULL);
	buf_clear(&c->in);
	if (use_up(&f->busy))
		reply(c, 503, problem_json(f, "busy", 503));
	else
		answer(f, c, path, body);
	json_decref(body);
}

static void
read_from(struct fake *f, struct connection *c)
{
	ssize_t n = read(c->fd, buf_reserve(&c->in, 8192), 8191);

	if (n <= 0) {
		hang_up(c);
		return;
	}
	c->in.len += (size_t)n;
	serve(f, c);
}

static void
on_push(int number)
{
	(void)number;
	push_wanted = 1;
}

static void
push_all(struct fake *f)
{
	size_t i;

	push_wanted = 0;
	for (i = 0; i < CONNECTIONS; i++)
		if (connections[i].fd >= 0 && connections[i].stream)
			push(f, &connections[i]);
}

static void
take_connection(int listener)
{
	size_t i;

	for (i = 0; connections[i].fd >= 0; i++)
		need(i + 1 < CONNECTIONS);
	connections[i].fd = accept(listener, NULL, NULL);
}

static void
run(struct fake *f, int listener)
{
	struct pollfd fds[CONNECTIONS + 1];
	size_t i;

	for (;;) {
		for (i = 0; i < CONNECTIONS; i++)
			fds[i] = (struct pollfd){ .fd = connections[i].fd,
				.events = POLLIN };
		fds[CONNECTIONS] = (struct pollfd){ .fd = listener,
			.events = POLLIN };
		if (push_wanted != 0)
			push_all(f);
		if (poll(fds, CONNECTIONS + 1, -1) < 0)
			continue;
		for (i = 0; i < CONNECTIONS; i++)
			if (connections[i].fd >= 0 && fds[i].revents != 0)
				read_from(f, &connections[i]);
		if (fds[CONNECTIONS].revents != 0)
			take_connection(listener);
	}
}

struct fake *
fake_new(void)
{
	struct fake *f = mmap(NULL, sizeof(*f), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	need(f != MAP_FAILED);
	strcpy(f->root, "/tmp/fake_server.XXXXXX");
	need(mkdtemp(f->root) != NULL);
	snprintf(f->path, sizeof(f->path), "%s/socket", f->root);
	strcpy(f->state, "admitted");
	f->clock = 1795424400000;
	return f;
}

void
fake_start(struct fake *f)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pid_t pid;
	size_t i;

	strcpy(at.sun_path, f->path);
	unlink(f->path);
	need(bind(listener, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	    listen(listener, CONNECTIONS) == 0);
	pid = fork();
	if (pid == 0) {
		struct sigaction act = { .sa_handler = on_push };

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sigaction(SIGUSR1, &act, NULL);
		for (i = 0; i < CONNECTIONS; i++)
			connections[i].fd = -1;
		run(f, listener);
	}
	f->pid = pid;
	close(listener);
}

void
fake_stop(struct fake *f)
{
	if (f->pid > 0) {
		kill(f->pid, SIGKILL);
		waitpid(f->pid, NULL, 0);
	}
	f->pid = 0;
}

void
fake_push(struct fake *f)
{
	kill(f->pid, SIGUSR1);
}

void
fake_free(struct fake *f)
{
	char command[128];

	fake_stop(f);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->root);
	need(system(command) == 0);
	munmap(f, sizeof(*f));
}
