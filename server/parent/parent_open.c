#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/sandbox.h"
#include "parent/certificate.h"
#include "parent/directory.h"
#include "parent/listen.h"
#include "parent/notify.h"
#include "parent/parent.h"
#include "parent/parent_internal.h"

#define SPARE_DESCRIPTORS 64 /* a net's own: listeners, links, epoll */

enum err
parent_read(struct config *config, struct buf *certificate,
    struct diag *mistakes, struct diag *warnings)
{
	struct config c = { 0 };
	enum err e = config_read(&c, mistakes);
	struct certificate_files files;

	if (e != ERR_OK)
		return e;
	files = (struct certificate_files){ c.certificate, c.key,
		c.staff_authority };
	e = certificate_read(certificate, &files, clock_wall(), mistakes,
	    warnings);
	if (e == ERR_OK)
		*config = c;
	else
		config_fini(&c);
	return e;
}

static void
print(const struct diag *d)
{
	if (d->text.len > 0)
		fwrite(d->text.at, 1, d->text.len, stderr);
	if (d->count > DIAGS_MAX)
		fprintf(stderr, "%s: %zu more\n", d->path,
		    d->count - DIAGS_MAX);
}

int
parent_check(const char *config_path)
{
	struct diag mistakes = { .path = config_path };
	struct diag warnings = { .path = config_path };
	struct config config = { 0 };
	struct buf certificate = { 0 };
	enum err e = parent_read(&config, &certificate, &mistakes, &warnings);

	if (e == ERR_OK)
		e = directory_check(config.directory, &mistakes);
	print(&mistakes);
	print(&warnings);
	config_fini(&config);
	buf_fini(&certificate);
	diag_fini(&mistakes);
	diag_fini(&warnings);
	return e == ERR_OK ? 0 : 1;
}

/* A net refuses connections in good order before it runs out of files. */
static void
raise_descriptor_limit(struct config *c)
{
	struct rlimit files;
	rlim_t most;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	most = files.rlim_max > 2 * SPARE_DESCRIPTORS ?
	    files.rlim_max - SPARE_DESCRIPTORS :
	    SPARE_DESCRIPTORS;
	if (c->connections <= most)
		return;
	log_line(LOG_WARNING, "connections: %u instead of %u, because no more "
	    "files may be open (ulimit -Hn)", (unsigned)most, c->connections);
	c->connections = (uint32_t)most;
}

static int
open_signals(void)
{
	sigset_t ours;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGHUP);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &ours, NULL) != 0)
		return -1;
	return signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void
init_nets(struct parent *p)
{
	size_t i;

	p->n_nets = p->config.processes + 1;
	p->nets = (struct net *)alloc_zero(p->n_nets, sizeof(*p->nets));
	for (i = 0; i < p->n_nets; i++) {
		p->nets[i].port = i + 1 < p->n_nets ? PORT_CANDIDATE : PORT_STAFF;
		part_init(&p->nets[i].part, p->nets[i].port == PORT_CANDIDATE ?
		    "net of the candidates" : "net of the staff");
	}
	p->polled = (struct pollfd *)alloc_zero(p->n_nets + 2,
	    sizeof(*p->polled));
}

/* Every net of the port gets a socket of its own at the address. */
static enum err
bind_address(struct parent *p, enum port port, struct address *a,
    struct diag *d)
{
	bool shared = port == PORT_CANDIDATE && p->config.processes > 1;
	enum err e = ERR_OK;
	struct net *net;

	if (shared && address_port(a) != 0)
		e = listen_is_ours(a, d);
	for (net = p->nets; net < p->nets + p->n_nets && e == ERR_OK; net++) {
		if (net->port != port)
			continue;
		e = listen_tcp(&net->sockets[net->n_sockets], a, shared, d);
		if (e == ERR_OK)
			net->n_sockets++;
	}
	return e;
}

static enum err
bind_all(struct parent *p, struct diag *d)
{
	struct addresses *candidates = &p->config.candidates;
	struct addresses *staff = &p->config.staff;
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < candidates->n && e == ERR_OK; i++)
		e = bind_address(p, PORT_CANDIDATE, &candidates->list[i], d);
	for (i = 0; i < staff->n && e == ERR_OK; i++)
		e = bind_address(p, PORT_STAFF, &staff->list[i], d);
	return e;
}

/* From root to the configured user, for good; the lock file becomes theirs. */
static enum err
become_user(const char *name, int lock, struct diag *d)
{
	const struct passwd *user = name != NULL ? getpwnam(name) : NULL;

	if (name == NULL || (user != NULL && user->pw_uid == geteuid()))
		return ERR_OK;
	if (user == NULL)
		diag_add(d, 0, "user", "there is no user %s", name);
	else if (geteuid() != 0)
		diag_add(d, 0, "user", "only root can become %s", name);
	else if (fchown(lock, user->pw_uid, user->pw_gid) != 0 ||
	    initgroups(name, user->pw_gid) != 0 ||
	    setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
		diag_add(d, 0, "user", "cannot become %s: %s", name,
		    strerror(errno));
	else
		return ERR_OK;
	return ERR_SYS;
}

/* What we tell others must not depend on where we were started. */
static void
make_absolute(char **path)
{
	char *absolute = realpath(*path, NULL);

	if (absolute != NULL) {
		free(*path);
		*path = absolute;
	}
}

static enum err
open_directory(struct parent *p, struct diag *d)
{
	enum err e = directory_check(p->config.directory, d);

	if (e != ERR_OK)
		return e;
	make_absolute(&p->config.directory);
	p->local_path = directory_path(p->config.directory, "admin.sock");
	p->addresses_path = directory_path(p->config.directory, "addresses");
	return listen_local(&p->local, p->local_path, d);
}

static enum err
open_all(struct parent *p, struct diag *mistakes, struct diag *warnings)
{
	enum err e = parent_read(&p->config, &p->certificate, mistakes,
	    warnings);

	if (e != ERR_OK)
		return e;
	log_open("examd", p->config.level);
	raise_descriptor_limit(&p->config);
	init_nets(p);
	p->helpers = helpers_new(p->config.sandbox);
	e = directory_lock(&p->lock, p->config.directory, mistakes);
	if (e == ERR_OK)
		e = bind_all(p, mistakes);
	if (e == ERR_OK)
		e = become_user(p->config.user, p->lock, mistakes);
	if (e == ERR_OK)
		e = open_directory(p, mistakes);
	return e;
}

enum err
parent_open(struct parent *p, const char *config_path)
{
	struct diag mistakes = { .path = config_path };
	struct diag warnings = { .path = config_path };
	enum err e;

	*p = (struct parent){ .config_path = config_path, .lock = -1,
		.local = -1, .signals = -1 };
	part_init(&p->hall, "hall");
	e = open_all(p, &mistakes, &warnings);
	sandbox_hide_memory(); /* the key is in it */
	if (e == ERR_OK && (p->signals = open_signals()) < 0) {
		diag_add(&mistakes, 0, "", "signals: %s", strerror(errno));
		e = ERR_SYS;
	}
	print(&mistakes);
	print(&warnings);
	diag_fini(&mistakes);
	diag_fini(&warnings);
	return e;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
parent_close(struct parent *p)
{
	struct net *net;
	size_t i;

	if (p->local >= 0) { /* these files are ours */
		unlink(p->local_path);
		unlink(p->addresses_path);
	}
	for (net = p->nets; net < p->nets + p->n_nets; net++)
		for (i = 0; i < net->n_sockets; i++)
			close(net->sockets[i]);
	helpers_free(p->helpers);
	if (p->certificate.len > 0)
		explicit_bzero(p->certificate.at, p->certificate.len);
	buf_fini(&p->certificate);
	config_fini(&p->config);
	free(p->nets);
	free(p->polled);
	free(p->local_path);
	free(p->addresses_path);
	close_fd(p->local);
	close_fd(p->signals);
	close_fd(p->lock);
}

static void
put_addresses(struct buf *b, const struct addresses *from, const char *fmt)
{
	char text[ADDRESS_TEXT_MAX];
	size_t i;

	for (i = 0; i < from->n; i++) {
		buf_put_text(b, fmt);
		buf_put_text(b, address_format(text, &from->list[i]));
		buf_put_u8(b, '\n');
	}
}

/* One fact a line: "candidates 127.0.0.1:8443". */
static void
write_addresses(const struct parent *p)
{
	struct buf b = { 0 };

	put_addresses(&b, &p->config.candidates, "candidates ");
	put_addresses(&b, &p->config.staff, "staff ");
	buf_printf(&b, "socket %s\npid %d\n", p->local_path, (int)getpid());
	if (file_replace(p->addresses_path, buf_slice(&b), 0644) != ERR_OK)
		log_line(LOG_WARNING, "%s: %s", p->addresses_path,
		    strerror(errno));
	buf_fini(&b);
}

/* The same on one line, with what a browser wants. */
static void
print_addresses(const struct parent *p)
{
	struct buf b = { 0 };
	size_t i;

	buf_put_text(&b, "ready\n");
	put_addresses(&b, &p->config.candidates, "candidates https://");
	put_addresses(&b, &p->config.staff, "staff https://");
	for (i = 0; i < b.len; i++)
		if (b.at[i] == '\n')
			b.at[i] = ' ';
	printf("%.*ssocket %s\n", (int)b.len, b.at, p->local_path);
	fflush(stdout);
	buf_fini(&b);
}

void
parent_announce(const struct parent *p)
{
	write_addresses(p);
	print_addresses(p);
	notify("READY=1");
}
