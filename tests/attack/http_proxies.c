#include "http_proxies.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/program.h"

#define NGINX "/usr/sbin/nginx"
#define HAPROXY "/usr/sbin/haproxy"
#define LOOKS_MAX 1000 /* for ten seconds, till they listen */
#define LOOK_MS 10

const char *const proxy_names[N_PROXIES] = {
#define X(name, text) text,
	PROXIES(X)
#undef X
};

/* Of everything they could do to a request, that which is on by default; but
 * they must not end early who has sent all and listens.  "~" is the folder. */
static const char nginx_conf[] =
    "daemon off;\nmaster_process off;\npid ~/nginx.pid;\n"
    "error_log ~/nginx.log crit;\n"
    "events { worker_connections 256; }\n"
    "http {\n"
    "	access_log off;\n"
    "	client_body_temp_path ~/body;\n"
    "	proxy_temp_path ~/proxy;\n"
    "	fastcgi_temp_path ~/fastcgi;\n"
    "	uwsgi_temp_path ~/uwsgi;\n"
    "	scgi_temp_path ~/scgi;\n"
    "	client_max_body_size 0;\n"
    "	lingering_close off;\n"
    "	lingering_timeout 20ms;\n"
    "	proxy_http_version 1.1;\n"
    "	proxy_ignore_client_abort on;\n"
    "	proxy_set_header Connection \"\";\n"
    "	proxy_set_header Host $http_host;\n"
    "	proxy_set_header X-Through nginx;\n"
    "	server {\n"
    "		listen unix:~/front.0;\n"
    "		location / { proxy_pass http://unix:~/back.0:/; }\n"
    "	}\n"
    "	server {\n"
    "		listen unix:~/front.1;\n"
    "		ignore_invalid_headers off;\n"
    "		underscores_in_headers on;\n"
    "		merge_slashes off;\n"
    "		location / { proxy_pass http://unix:~/back.1:; }\n"
    "	}\n"
    "}\n";

static const char haproxy_conf[] =
    "global\n"
    "	maxconn 200\n"
    "	nbthread 1\n"
    "defaults\n"
    "	mode http\n"
    "	timeout connect 5s\n"
    "	timeout client 5s\n"
    "	timeout server 5s\n"
    "	retries 0\n"
    "	http-reuse never\n"
    "frontend front\n"
    "	bind unix@~/front.2\n"
    "	http-request set-header X-Through haproxy\n"
    "	default_backend back\n"
    "backend back\n"
    "	server examd unix@~/back.2\n"
    "frontend lenient_front\n"
    "	option accept-invalid-http-request\n"
    "	bind unix@~/front.3\n"
    "	http-request set-header X-Through haproxy\n"
    "	default_backend lenient_back\n"
    "backend lenient_back\n"
    "	server examd unix@~/back.3\n";

static struct {
	char folder[PROXIES_PATH_MAX / 2];
	pid_t nginx, haproxy;
	int log, listeners[N_PROXIES];
} all;

bool
proxies_are_there(void)
{
	return access(NGINX, X_OK) == 0 && access(HAPROXY, X_OK) == 0;
}

_Noreturn static void
give_up(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static char *
path_of(char path[PROXIES_PATH_MAX], const char *name)
{
	snprintf(path, PROXIES_PATH_MAX, "%s/%s", all.folder, name);
	return path;
}

static struct sockaddr_un
address_of(const char *end, enum proxy_kind k)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s.%d", all.folder, end,
	    (int)k);
	return a;
}

static int
open_socket(int flags)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	if (fd < 0)
		give_up("socket");
	return fd;
}

static void
listen_behind(enum proxy_kind k)
{
	struct sockaddr_un a = address_of("back", k);
	int fd = open_socket(SOCK_NONBLOCK);

	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(fd, 16) != 0)
		give_up(a.sun_path);
	all.listeners[k] = fd;
}

static void
write_conf(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		give_up(path);
	for (; *text != '\0'; text++)
		if (*text == '~')
			fputs(all.folder, f);
		else
			fputc(*text, f);
	if (fclose(f) != 0)
		give_up(path);
}

static bool
try_front(enum proxy_kind k)
{
	struct sockaddr_un a = address_of("front", k);
	int fd = open_socket(0);
	bool there = connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0;

	close(fd);
	return there;
}

static void
await(enum proxy_kind k)
{
	int looks;

	for (looks = 0; !try_front(k); looks++) {
		if (looks == LOOKS_MAX)
			give_up(proxy_names[k]);
		(void)poll(NULL, 0, LOOK_MS);
	}
}

void
proxies_start(void)
{
	char path[PROXIES_PATH_MAX];
	int k;

	snprintf(all.folder, sizeof(all.folder), "/tmp/exam-http-XXXXXX");
	if (mkdtemp(all.folder) == NULL)
		give_up(all.folder);
	all.log =
	    open(path_of(path, "log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	for (k = 0; k < N_PROXIES; k++)
		listen_behind((enum proxy_kind)k);
	write_conf(path_of(path, "nginx.conf"), nginx_conf);
	all.nginx = program_start(
	    ARGV(NGINX, "-e", "stderr", "-c", path), all.log, all.log);
	write_conf(path_of(path, "haproxy.conf"), haproxy_conf);
	all.haproxy = program_start(
	    ARGV(HAPROXY, "-db", "-q", "-f", path), all.log, all.log);
	for (k = 0; k < N_PROXIES; k++)
		await((enum proxy_kind)k);
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	(void)program_wait(pid);
}

void
proxies_stop(void)
{
	int k;

	end(all.nginx);
	end(all.haproxy);
	for (k = 0; k < N_PROXIES; k++)
		close(all.listeners[k]);
	close(all.log);
	free(program_output(0, ARGV("/bin/rm", "-rf", all.folder)));
}

int
proxy_connect(enum proxy_kind k)
{
	struct sockaddr_un a = address_of("front", k);
	int fd = open_socket(0);

	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0)
		give_up(proxy_names[k]);
	return fd;
}

int
proxy_accept(enum proxy_kind k)
{
	return accept4(
	    all.listeners[k], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int
proxy_listener(enum proxy_kind k)
{
	return all.listeners[k];
}
