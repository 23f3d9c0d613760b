#!/usr/bin/env bash
# demo.sh BIN: two demonstrations run side by side, what they print can be typed,
# and Ctrl-C ends each.
set -euo pipefail

bin=${1:?where the programs are}
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/examd-demos.XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
cd "$(dirname "$0")/../.."

# start NAME: until its sheet is printed; sets pid and sheet
start() {
	local line=''
	mkfifo "$TMPDIR/$1.out"
	# A shell's background jobs ignore SIGINT unless told.
	env --default-signal=INT tools/demo --bin "$bin" \
		>"$TMPDIR/$1.out" 2>"$TMPDIR/$1.err" &
	pid=$! sheet=''
	exec {out}<"$TMPDIR/$1.out"
	until [[ $line == *'Ctrl-C ends.'* ]]; do
		if ! IFS= read -r -u "$out" line; then
			cat "$TMPDIR/$1.err"
			exit 1
		fi
		sheet+=$line$'\n'
	done
}

expect() {
	if [[ $sheet != *"$1"* ]]; then
		printf 'the sheet says nothing of "%s":\n%s' "$1" "$sheet"
		exit 1
	fi
}

# sit NUMBER: the exam as the sheet says, by itself.
sit() {
	local server ca
	server=$(sed -n 's/.*EXAM_SERVER=\([^ ]*\).*/\1/p' <<<"$sheet")
	ca=$(sed -n 's/.*EXAM_CA=\([^ ]*\).*/\1/p' <<<"$sheet")
	sed -n "s/.*--candidate $1 *code \([^ ]*\).*/\1/p" <<<"$sheet" \
		>"$TMPDIR/code"
	cat >"$TMPDIR/answers" <<-'EOT'
		{"accept_rules": true, "route": {"submit": true}}
	EOT
	if ! "$bin/exam" --server "$server" --ca "$ca" --candidate "$1" \
		--code-file "$TMPDIR/code" --answers "$TMPDIR/answers" \
		--state "$TMPDIR/state" 2>"$TMPDIR/exam.err"; then
		cat "$TMPDIR/exam.err"
		exit 1
	fi
}

# receipts_hold: every receipt that was taken home, by the keys alone.
receipts_hold() {
	local data
	data=$(sed -n 's/.*EXAMD_DATA=\([^ ]*\).*/\1/p' <<<"$sheet" | head -n 1)
	if ! "$bin/exam-verify" --keys "$data/keys/evidence.keys" \
		"$TMPDIR"/state/receipt-*.txt >"$TMPDIR/verify.err" 2>&1; then
		cat "$TMPDIR/verify.err"
		exit 1
	fi
}

# stop PID: Ctrl-C
stop() {
	local status=0
	kill -INT "$1"
	wait "$1" || status=$?
	if [ "$status" -ne 130 ]; then
		echo "Ctrl-C ended it with $status"
		cat "$TMPDIR"/*.err
		exit 1
	fi
}

start first
first=$pid
for words in 'exam --candidate P-1 ' 'exam --candidate D-1001' \
	'examctl check-in ctss/D-1001' 'examctl room ctss' \
	'examctl results'; do
	expect "$words"
done
sit P-1
receipts_hold
start second
stop "$first"
stop "$pid"
if compgen -G "$TMPDIR/examd-demo.*" >/dev/null; then
	echo "left behind:" "$TMPDIR"/examd-demo.*
	exit 1
fi
