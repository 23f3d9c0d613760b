#!/usr/bin/env bash
# nginx.sh: bare replies of Debian's nginx over TLS 1.3, the peer beside run.sh.
set -euo pipefail

usage() {
	cat <<'EOT'
usage: tests/bench/nginx.sh [--connections N] [--seconds N] [--bin DIR]

Starts nginx on loopback with one worker, a certificate of the same kind as
examd's and a reply of 160 bytes, asks with wrk, and prints replies a second and
CPU time a reply.  Run it directly before or after run.sh: what counts is the
ratio.  Installs nginx-light and wrk where they are missing.
EOT
}

connections=256 seconds=8 bin=build/release/bin
while [ $# -gt 0 ]; do
	case $1 in
	--connections) connections=${2:?}; shift 2 ;;
	--seconds) seconds=${2:?}; shift 2 ;;
	--bin) bin=${2:?}; shift 2 ;;
	--help) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
cd "$(dirname "$0")/../.."
tools/packages nginx-light wrk

dir=$(mktemp -d "${TMPDIR:-/tmp}/examd-nginx.XXXXXX")
nginx=''
finish() {
	[ -z "$nginx" ] || kill "$nginx" 2>/dev/null || true
	rm -rf "$dir"
}
trap finish EXIT
"$bin/examctl" init "$dir/data" >/dev/null

# A port that is free now: nginx cannot be asked for port 0.
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
reply=$(printf 'x%.0s' {1..160})
cat >"$dir/nginx.conf" <<EOT
worker_processes 1;
daemon off;
pid $dir/pid;
error_log $dir/error.log;
events { worker_connections 16384; }
http {
	access_log off;
	keepalive_requests 100000000;
	server {
		listen 127.0.0.1:$port ssl;
		ssl_certificate $dir/data/keys/cert.pem;
		ssl_certificate_key $dir/data/keys/key.pem;
		ssl_protocols TLSv1.3;
		ssl_session_tickets off;
		location / { return 200 "$reply"; }
	}
}
EOT

server_on=() load_on=()
if [ "$(nproc)" -ge 2 ] && command -v taskset >/dev/null; then
	server_on=(taskset -c 0) load_on=(taskset -c 1)
fi
"${server_on[@]}" nginx -p "$dir" -c "$dir/nginx.conf" &
nginx=$!
until [ -s "$dir/pid" ] && worker=$(pgrep -P "$nginx"); do sleep 0.1; done

cpu() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$worker/stat"; }
before=$(cpu)
"${load_on[@]}" wrk -t 1 -c "$connections" -d "${seconds}s" "https://127.0.0.1:$port/" >"$dir/wrk"
after=$(cpu)
awk -v before="$before" -v after="$after" -v n="$connections" '
	/requests in/ { requests = $1 }
	/Requests\/sec/ { rate = $2 }
	END {
		printf "nginx        bare replies, %d connections\n", n
		printf "replies      %.0f a second\n", rate
		printf "CPU          %.1f us a reply\n", (after - before) * 1e6 / requests
	}' "$dir/wrk"
