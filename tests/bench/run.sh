#!/usr/bin/env bash
# run.sh: the figures of a scratch server, on one core, by exam-load on another.
set -euo pipefail

usage() {
	cat <<'EOT'
usage: tests/bench/run.sh [--connections N] [--seconds N] [--bin DIR]

Starts tools/demo with a sitting for exam-load, once for each table, so that
none sees what another left behind:
  herd     all arrive in the same moment: CPU time for each entry
  idle     memory for each candidate who does nothing
  closed   saves as fast as they are acknowledged
  steady   10,000 saves a second, or half of what "closed" reached
Server and exam-load are kept apart (taskset) where there are two cores.

  --connections N   candidates (256); idle and herd use four times as many
  --seconds N       how long to save (10)
  --bin DIR         the programs are there already: build nothing
EOT
}

connections=256 seconds=10 bin=()
while [ $# -gt 0 ]; do
	case $1 in
	--connections) connections=${2:?}; shift 2 ;;
	--seconds) seconds=${2:?}; shift 2 ;;
	--bin) bin=(--bin "$(realpath "${2:?}")"); shift 2 ;;
	--help) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
cd "$(dirname "$0")/../.."
programs=${bin[1]:-$PWD/build/release/bin}

server_on=() load_on=()
if [ "$(nproc)" -ge 2 ] && command -v taskset >/dev/null; then
	server_on=(taskset -c 0) load_on=(taskset -c 1)
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/examd-bench.XXXXXX")
demo=''
stop() {
	[ -z "$demo" ] || kill -TERM "$demo" 2>/dev/null || true
	[ -z "$demo" ] || wait "$demo" 2>/dev/null || true
	demo=''
	rm -rf "$work/data"
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# start N: a fresh server with so many candidates
start() {
	rm -f "$work/sheet"
	"${server_on[@]}" tools/demo --data "$work/data" --load "$1" \
		"${bin[@]}" >"$work/sheet" 2>"$work/log" &
	demo=$!
	until grep -q '^Ctrl-C ends' "$work/sheet" 2>/dev/null; do
		if ! kill -0 "$demo" 2>/dev/null; then
			cat "$work/log" >&2
			exit 1
		fi
		sleep 0.2
	done
}

fact() { awk -v name="$1" '$1 == name { print $2 }' "$work/data/addresses"; }

# measure MODE N [OPTION...]: on a fresh server
measure() {
	local mode=$1 n=$2
	shift 2
	start "$n"
	printf '\n== %s, %s candidates (load of the machine: %s)\n' "$mode" "$n" \
		"$(cut -d' ' -f1 /proc/loadavg)"
	"${load_on[@]}" "$programs/exam-load" "$mode" \
		--server "$(fact candidates)" --ca "$work/data/keys/ca.pem" \
		--tickets "$work/data/load.tickets.json" \
		--pid "$(fact pid)" "$@" | tee "$work/$mode"
	stop
}

printf '%s, %s cores, Linux %s\n' \
	"$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
	"$(nproc)" "$(uname -r)"
measure herd $((4 * connections))
measure idle $((4 * connections)) --seconds 3
measure closed "$connections" --seconds "$seconds"
reached=$(sed -n 's/^closed .*: \([0-9]*\) a second$/\1/p' "$work/closed")
rate=$((${reached:-20000} / 2))
measure steady $((4 * connections)) --seconds "$seconds" \
	--rate $((rate < 10000 ? rate : 10000))
