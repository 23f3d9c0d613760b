#!/usr/bin/env bash
# rollback: an older copy of the data is not started with, unless that is
# accepted with a reason; who keeps the published heads notices in any case.
#	usage: rollback.sh DIRECTORY-OF-PROGRAMS
set -euo pipefail

bin=${1:?usage: rollback.sh DIRECTORY-OF-PROGRAMS}
root=$(mktemp -d "${TMPDIR:-/tmp}/exam-rollback.XXXXXX")
export EXAMD_DATA=$root/data
server=''
trap '[ -z "$server" ] || kill "$server"; wait; rm -rf "$root"' EXIT

fail() {
	printf 'rollback: %s\n' "$*"
	cat "$root"/log "$root"/said
	exit 1
}

# start [OPTION...]: until it serves; else status 1, and $ended is its own
start() {
	: >"$root/ready"
	"$bin/examd" -c "$EXAMD_DATA/examd.conf" "$@" >"$root/ready" \
		2>"$root/log" &
	server=$!
	until grep -q '^ready' "$root/ready"; do
		if ! kill -0 "$server" 2>/dev/null; then
			ended=0
			wait "$server" || ended=$?
			server=''
			return 1
		fi
		read -r -t 0.05 <> <(:) || true
	done
}

stop() {
	kill "$server"
	wait "$server" || fail "it did not stop in order"
	server=''
}

ctl() {
	"$bin/examctl" "$@" >"$root/said" 2>&1
}

add() {
	ctl staff add "$1" proctor --new-password-file "$root/password" ||
		fail "no account $1"
}

says() {
	grep -q -e "$1" "$2" || fail "nothing of \"$1\" is said"
}

printf 'correct horse battery\n' >"$root/password"
ctl init --candidates 127.0.0.1:0 --staff 127.0.0.1:0 "$EXAMD_DATA" ||
	fail "no data directory"
if ctl staff list; then
	fail "somebody answers before it runs"
fi
says 'no examd runs on' "$root/said"
start || fail "it does not start"
add anna
ctl rotate-key --reason other --words 'a new year' || fail "the key stays"
stop
cp "$EXAMD_DATA/examd.db" "$root/older.db"
start || fail "it does not start again"
ctl witness "$root/heads" || fail "a witness has no first head"
says 'published .* ago' "$root/said"
if ctl witness "$root/nowhere/heads"; then
	fail "heads are kept nowhere"
fi
if grep -q 'Compare this key' "$root/said"; then
	fail "a witness is greeted whose file cannot be"
fi
add ben
stop
start || fail "it does not start a third time"
ctl witness "$root/heads" || fail "a head did not grow out of the first"
stop

# As somebody would who wants to undo something.
cp "$root/older.db" "$EXAMD_DATA/examd.db"
if start; then
	fail "it starts with an older copy"
fi
says 'has 2 events' "$root/log"
says 'but 3 were signed' "$root/log"
says '--accept-rollback REASON' "$root/log"
[ "$ended" = 78 ] || fail "it ends with status $ended instead of 78"
[ "$(grep -c 'were signed' "$root/log")" = 1 ] || fail "it is said more than once"

start --accept-rollback 'the disk of May burnt' ||
	fail "it does not start although that is accepted"
says 'is accepted: the disk of May burnt' "$root/log"
says 'tell the witnesses' "$root/log"
add carl
stop
start || fail "what was accepted once is not known any more"
if ctl witness "$root/heads"; then
	fail "a witness did not notice"
fi
says 'ALARM: the journal was rewritten' "$root/said"
stop

start --accept-rollback 'none needed' || fail "a needless reason hinders it"
says 'nothing was rolled back' "$root/log"
stop
if start --accept-rollback ''; then
	fail "no reason is a reason"
fi
says 'needs a reason' "$root/log"
