#include "parent/config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "parent/words.h"

/* A line being read: its keyword and the words after it. */
struct reader {
	struct config *config;
	struct diag *diag;
	int line;
	const char *keyword;
	char **words;
	size_t n;
};

__attribute__((format(printf, 2, 3))) static void
mistake(struct reader *r, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_add(r->diag, r->line, r->keyword, "%s", text);
}

static void
replace(char **text, const char *word)
{
	free(*text);
	*text = alloc_text(word);
}

/* Relative paths start where the configuration file is. */
static void
set_path(struct reader *r, char **path)
{
	const char *word = r->words[0], *slash = strrchr(r->diag->path, '/');
	struct buf b = { 0 };

	if (*word == '\0') {
		mistake(r, "must not be empty");
		return;
	}
	if (*word != '/' && slash != NULL)
		buf_put(&b, r->diag->path, (size_t)(slash - r->diag->path) + 1);
	buf_put_text(&b, word);
	buf_put_u8(&b, '\0');
	free(*path);
	*path = b.at;
}

/* Decimal digits alone, up to most; false otherwise. */
static bool
number_parse(int64_t *value, const char *word, const char **rest, int64_t most)
{
	int64_t n = 0;
	const char *p = word;

	for (; *p >= '0' && *p <= '9'; p++) {
		n = n * 10 + (*p - '0');
		if (n > most)
			return false;
	}
	*rest = p;
	*value = n;
	return p > word;
}

static void
set_number(struct reader *r, uint32_t *value, uint32_t least, uint32_t most)
{
	const char *rest;
	int64_t n;

	if (!number_parse(&n, r->words[0], &rest, most) || *rest != '\0' ||
	    n < least)
		mistake(r, "must be a number from %u to %u", least, most);
	else
		*value = (uint32_t)n;
}

/* 512, 64k, 4M, 2G: powers of 1,024; at most a tebibyte. */
static void
set_size(struct reader *r, int64_t *value)
{
	static const char units[] = "kMG";
	const int64_t most = INT64_C(1) << 40;
	const char *rest, *unit;
	int shift = 0;
	int64_t n;

	if (number_parse(&n, r->words[0], &rest, most)) {
		unit = *rest != '\0' ? strchr(units, *rest) : NULL;
		if (unit != NULL) {
			shift = 10 * (int)(unit - units + 1);
			rest++;
		}
		if (*rest == '\0' && n <= most >> shift) {
			*value = n << shift;
			return;
		}
	}
	mistake(r, "must be a size up to 1024G, such as 4M");
}

static void
set_flag(struct reader *r, bool *value)
{
	if (strcmp(r->words[0], "yes") == 0)
		*value = true;
	else if (strcmp(r->words[0], "no") == 0)
		*value = false;
	else
		mistake(r, "must be yes or no");
}

static void
add_address(struct reader *r, struct addresses *to)
{
	if (to->n == LISTEN_MAX)
		mistake(r, "at most %d addresses", LISTEN_MAX);
	else if (address_parse(&to->list[to->n], r->words[0]) != ERR_OK)
		mistake(r, "must be ADDRESS:PORT in numbers, such as "
			   "127.0.0.1:8443 or [::1]:8443");
	else
		to->n++;
}

static void
read_directory(struct reader *r)
{
	set_path(r, &r->config->directory);
}

static void
read_candidates(struct reader *r)
{
	add_address(r, &r->config->candidates);
}

static void
read_staff(struct reader *r)
{
	add_address(r, &r->config->staff);
}

static void
read_certificate(struct reader *r)
{
	set_path(r, &r->config->certificate);
}

static void
read_key(struct reader *r)
{
	set_path(r, &r->config->key);
}

static void
read_staff_authority(struct reader *r)
{
	set_path(r, &r->config->staff_authority);
}

static void
read_processes(struct reader *r)
{
	set_number(r, &r->config->processes, 1, CANDIDATE_PROCESSES_MAX);
}

static void
read_connections(struct reader *r)
{
	set_number(r, &r->config->connections, 1, CONNECTIONS_MAX);
}

static void
read_per_address(struct reader *r)
{
	set_number(r, &r->config->per_address, 1, CONNECTIONS_MAX);
}

static void
read_tls(struct reader *r)
{
	const char *last = r->words[r->n - 1];

	if (strcmp(last, "1.3") != 0 ||
	    (r->n == 2 && strcmp(r->words[0], "1.2") != 0))
		mistake(r, "must be 1.3, or 1.2 1.3");
	else
		r->config->tls12 = r->n == 2;
}

static void
read_proxy(struct reader *r)
{
	struct buf list = { 0 };
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (!address_is_host(r->words[i]))
			mistake(r, "%s is not a numeric address", r->words[i]);
		buf_printf(&list, "%s%s", i > 0 ? "," : "", r->words[i]);
	}
	replace(&r->config->proxy_from, list.at);
	buf_fini(&list);
}

static void
read_level(struct reader *r)
{
	static const struct {
		const char *name;
		enum log_level level;
	} levels[] = { { "error", LOG_ERROR }, { "warning", LOG_WARNING },
		{ "notice", LOG_NOTICE }, { "info", LOG_INFO },
		{ "debug", LOG_DEBUG } };
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(r->words[0], levels[i].name) == 0) {
			r->config->level = levels[i].level;
			return;
		}
	mistake(r, "must be error, warning, notice, info or debug");
}

static void
read_wal_limit(struct reader *r)
{
	set_size(r, &r->config->wal_limit);
}

static void
read_ballast(struct reader *r)
{
	set_size(r, &r->config->ballast);
}

static void
read_sandbox(struct reader *r)
{
	set_flag(r, &r->config->sandbox);
}

static void
read_user(struct reader *r)
{
	if (*r->words[0] == '\0')
		mistake(r, "must not be empty");
	else
		replace(&r->config->user, r->words[0]);
}

static const struct keyword {
	const char *name;
	size_t most; /* words after it; at least one */
	bool again;  /* may stand on several lines */
	void (*read)(struct reader *);
} keywords[] = {
	{ "data-directory", 1, false, read_directory },
	{ "candidates-listen", 1, true, read_candidates },
	{ "staff-listen", 1, true, read_staff },
	{ "certificate", 1, false, read_certificate },
	{ "certificate-key", 1, false, read_key },
	{ "staff-client-authority", 1, false, read_staff_authority },
	{ "candidate-processes", 1, false, read_processes },
	{ "connections", 1, false, read_connections },
	{ "connections-per-address", 1, false, read_per_address },
	{ "tls-versions", 2, false, read_tls },
	{ "proxy-protocol-from", CONFIG_WORDS_MAX, false, read_proxy },
	{ "log-level", 1, false, read_level },
	{ "wal-limit", 1, false, read_wal_limit },
	{ "ballast", 1, false, read_ballast },
	{ "sandbox", 1, false, read_sandbox },
	{ "user", 1, false, read_user },
};

#define N_KEYWORDS (sizeof(keywords) / sizeof(keywords[0]))

/* One line of a keyword; first[] says on which line each was first seen. */
static void
read_line(struct reader *r, int first[N_KEYWORDS])
{
	size_t k;

	for (k = 0; k < N_KEYWORDS; k++)
		if (strcmp(keywords[k].name, r->keyword) == 0)
			break;
	if (k == N_KEYWORDS)
		mistake(r, "unknown keyword; examd.conf(5) lists them");
	else if (first[k] > 0 && !keywords[k].again)
		mistake(r, "was already set on line %d", first[k]);
	else if (r->n == 0)
		mistake(r, "needs a value");
	else if (r->n > keywords[k].most)
		mistake(r, "takes at most %zu value%s", keywords[k].most,
		    keywords[k].most == 1 ? "" : "s");
	else
		keywords[k].read(r);
	if (k < N_KEYWORDS && first[k] == 0)
		first[k] = r->line;
}

static void
read_text(struct reader *r, struct slice text)
{
	struct words line = { .text = text };
	int first[N_KEYWORDS] = { 0 };

	while (words_next(&line, r->diag)) {
		r->line = line.line;
		r->keyword = line.list[0];
		r->words = line.list + 1;
		r->n = line.n - 1;
		read_line(r, first);
	}
}

static void
need(struct diag *d, const char *value, const char *keyword)
{
	if (value == NULL)
		diag_add(d, 0, keyword, "is missing");
}

static void
listen_by_default(struct addresses *to, const char *text)
{
	if (to->n == 0 && address_parse(&to->list[0], text) == ERR_OK)
		to->n = 1;
}

enum err
config_parse(struct config *config, struct slice text, struct diag *d)
{
	struct config c = {
		.processes = 1,
		.connections = 24000, /* ten thousand, two each, and some */
		.per_address = 1000,  /* a test centre behind one address */
		.ballast = INT64_C(64) << 20,
		.level = LOG_INFO,
		.sandbox = true,
	};
	struct reader r = { .config = &c, .diag = d };
	size_t before = d->count;

	read_text(&r, text);
	need(d, c.certificate, "certificate");
	need(d, c.key, "certificate-key");
	listen_by_default(&c.candidates, "0.0.0.0:8443");
	listen_by_default(&c.staff, "127.0.0.1:8444");
	if (c.directory == NULL)
		c.directory = alloc_text("/var/lib/exam");
	if (d->count > before) {
		config_fini(&c);
		return ERR_INVALID;
	}
	*config = c;
	return ERR_OK;
}

enum err
config_read(struct config *config, struct diag *d)
{
	struct buf text = { 0 };
	enum err e = file_read(&text, d->path, CONFIG_FILE_MAX);

	if (e == ERR_OK)
		e = config_parse(config, buf_slice(&text), d);
	else if (e == ERR_SYS)
		diag_add(d, 0, "", "%s", strerror(errno));
	else
		diag_add(d, 0, "", "is larger than %d bytes", CONFIG_FILE_MAX);
	buf_fini(&text);
	return e;
}

void
config_fini(struct config *c)
{
	free(c->directory);
	free(c->certificate);
	free(c->key);
	free(c->staff_authority);
	free(c->user);
	free(c->proxy_from);
	*c = (struct config){ 0 };
}
