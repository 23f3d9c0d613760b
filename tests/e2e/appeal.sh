#!/usr/bin/env bash
# appeal: a demonstration is sat and paused; its transcript and its bundle hold
# for somebody who has the published keys and nothing else of ours, age opens
# the bundle, and what is changed by hand is found and named.
#	usage: appeal.sh DIRECTORY-OF-PROGRAMS
set -euo pipefail

bin=$(realpath "${1:?usage: appeal.sh DIRECTORY-OF-PROGRAMS}")
root=$(mktemp -d "${TMPDIR:-/tmp}/exam-appeal.XXXXXX")
export EXAMD_DATA=$root/data
demo=''
trap '[ -z "$demo" ] || kill -INT "$demo"; wait; rm -rf "$root"' EXIT
cd "$(dirname "$0")/../.."

fail() {
	printf 'appeal: %s\n' "$*"
	cat "$root"/said "$root"/demo.err
	exit 1
}

ctl() {
	"$bin/examctl" "$@" >"$root/said" 2>&1
}

why=(--reason candidate-request --words 'an appeal')

# ---- an exam with a pause ----

start() {
	local line=''
	mkfifo "$root/demo.out"
	env --default-signal=INT tools/demo --bin "$bin" --data "$EXAMD_DATA" \
		>"$root/demo.out" 2>"$root/demo.err" &
	demo=$!
	exec {out}<"$root/demo.out"
	until [[ $line == *'Ctrl-C ends.'* ]]; do
		IFS= read -r -u "$out" line || fail "the demonstration ended"
	done
	candidates=$(awk '$1 == "candidates" { print $2 }' \
		"$EXAMD_DATA/addresses")
	sed -n 's/^[^,]*,P-1,[^,]*,[^,]*,\([^,]*\).*/\1/p' \
		"$EXAMD_DATA/practice.tickets.csv" >"$root/code"
}

exam() {
	"$bin/exam" --server "$candidates" --ca "$EXAMD_DATA/keys/ca.pem" \
		--candidate P-1 --code-file "$root/code" --state "$root/state" \
		"$@" >"$root/said" 2>&1
}

# Line by line up to the first section; then the proctor stops the clock, and
# the client finishes by itself.
sit() {
	local client
	mkfifo "$root/typed"
	exam --plain <"$root/typed" &
	client=$!
	exec {typed}>"$root/typed"
	printf 'accept\nenter\n' >&"$typed"
	until "$bin/examctl" show practice/P-1 --json 2>&1 |
		grep -q '"in-section"'; do
		kill -0 "$client" || fail "the client ended"
		read -r -t 0.05 <> <(:) || true
	done
	ctl pause practice/P-1 --reason technical --words 'a dark screen' ||
		fail "no pause"
	ctl resume practice/P-1 --reason technical --words 'it is bright' ||
		fail "it stays paused"
	exec {typed}>&-
	wait "$client" || true
	printf '{"accept_rules": true, "route": {"submit": true}}\n' \
		>"$root/answers"
	exam --answers "$root/answers" || fail "it is not sat to its end"
}

# ---- what is checked ----

keys=$root/evidence.keys heads=$root/heads

# verify STATUS [WORDS...]: by the keys and heads alone; says each of the words
verify() {
	local status=0 wanted=$1 file=$2 words
	shift 2
	"$bin/exam-verify" --keys "$keys" --head "$heads" "$file" \
		>"$root/said" 2>&1 || status=$?
	[ "$status" -eq "$wanted" ] ||
		fail "exam-verify $file: $status, not $wanted"
	for words; do
		grep -q -e "$words" "$root/said" ||
			fail "nothing of \"$words\" is said of $file"
	done
}

# What examctl prints is what exam-verify takes.
checkpoint_is_taken() {
	ctl checkpoint --keys || fail "no keys"
	cp "$root/said" "$keys"
	cmp "$keys" "$EXAMD_DATA/keys/evidence.keys" || fail "other keys"
	ctl checkpoint || fail "no head"
	cp "$root/said" "$heads"
	verify 0 "$heads" '1 head, '
	rm "$heads"
}

# change NAME FROM TO OF: a copy in which it is so, of the same length
change() {
	LC_ALL=C sed "$2" "$3" >"$root/$1"
	! cmp -s "$3" "$root/$1" || fail "$1 is the same"
}

transcript_holds() {
	ctl transcript practice/P-1 --to "$root/transcript" ||
		fail "no transcript"
	verify 0 "$root/transcript" 'all that was checked holds'
	grep -q 'a dark screen' "$root/transcript.html" ||
		fail "the page does not tell of the pause"
	if ctl transcript practice/P-1 --to "$root/transcript"; then
		fail "a file that was there is replaced"
	fi
	if ctl transcript practice/P-2; then
		fail "there is a transcript of who has not begun"
	fi
	grep -q 'possible only when it is closed' "$root/said" ||
		fail "it does not say when there is one"
}

bundle_opens() {
	age-keygen -o "$root/board" 2>/dev/null
	{
		echo '# the board'
		age-keygen -y "$root/board"
	} >"$root/board.pub"
	ctl appeal practice/P-1 --recipient "@$root/board.pub" \
		--to "$root/bundle.age" "${why[@]}" || fail "no bundle"
	age --decrypt -i "$root/board" "$root/bundle.age" >"$root/bundle.tar" ||
		fail "age does not open it"
	tar -tf "$root/bundle.tar" | tr '\n' ' ' >"$root/said"
	grep -q '^transcript.json bank.exambank programme.json paper.json marks.json README.txt manifest $' \
		"$root/said" || fail "other files are in it"
	verify 0 "$root/bundle.tar" 'all that was checked holds'
	mkdir "$root/open"
	tar -xf "$root/bundle.tar" -C "$root/open"
	(cd "$root/open" && sed '/^$/,$d; /^examd /,$d' manifest |
		sha256sum --quiet --check -) >"$root/said" 2>&1 ||
		fail "sha256sum finds the manifest wrong"
	if age-keygen 2>/dev/null | age --decrypt -i - "$root/bundle.age" \
		>"$root/said" 2>&1; then
		fail "another can read it"
	fi
}

# Somebody without the key changes what is told.
forgery_is_found() {
	local moved
	change marks.tar 's/"max_marks":1000,"marks":0,/"max_marks":1000,"marks":9,/' \
		"$root/bundle.tar"
	verify 1 "$root/marks.tar" 'marks.json.*not what follows' \
		'manifest'
	moved=$(sed -n 's/.*"word":"paused","wall":\([0-9]*\).*/\1/p' \
		"$root/transcript")
	change moved "s/\"wall\":$moved/\"wall\":$((moved + 60000))/" \
		"$root/transcript"
	verify 1 "$root/moved" 'seal' 'event [0-9]* (.*paused'
	change removed '/"word":"paused"/d' "$root/transcript"
	verify 1 "$root/removed" 'seal' 'event [0-9]* (.*resumed'
}

nobody_is_written_for() {
	local other
	for other in nobody age1xyz \
		AGE1fp7la8wp5n93gj82p6vy2jp8mswzkncyzl0mdww5syepu23qzffqnhrv55
	do
		if ctl appeal practice/P-1 --recipient "$other" \
			--to "$root/none" "${why[@]}"; then
			fail "a bundle for $other"
		fi
	done
	cat "$root/board.pub" "$root/board.pub" >"$root/two"
	if ctl appeal practice/P-1 --recipient "@$root/two" \
		--to "$root/none" "${why[@]}"; then
		fail "a bundle for two"
	fi
	grep -q 'names 2 recipients' "$root/said" || fail "it does not say why"
	if ctl appeal practice/P-1 --recipient "@$root/board" \
		--to "$root/none" "${why[@]}"; then
		fail "a bundle for a secret"
	fi
	grep -q 'secret half' "$root/said" || fail "it does not say which half"
	[ ! -e "$root/none" ] || fail "something was written"
}

replay_holds() {
	ctl replay practice/P-1 || fail "the replay does not hold"
	grep -q 'what is kept follows from them' "$root/said" || fail "or so"
	ctl replay --all || fail "the replay of all does not hold"
	grep -q '^7 attempts, .* saves: 0 findings$' "$root/said" ||
		fail "other figures"
	ctl replay --all practice || fail "the replay of a sitting"
	grep -q '^3 attempts, ' "$root/said" || fail "it has others"
}

start
sit
checkpoint_is_taken
ctl witness "$heads" || fail "no head"
transcript_holds
bundle_opens
forgery_is_found
nobody_is_written_for
replay_holds
