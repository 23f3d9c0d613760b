#!/usr/bin/env bash
# screen: exam on a terminal's whole screen, by its keys, in tmux: practice with
# every kind of item, a window that shrinks, and terminals that have no screen.
#	usage: screen.sh DIRECTORY-OF-PROGRAMS
set -euo pipefail

exam=${1:?usage: screen.sh DIRECTORY-OF-PROGRAMS}/exam
bank=$PWD/question-banks/practice.bank.json
if ! command -v tmux >/dev/null; then
	echo "screen: SKIPPED: tmux is not installed" >&2
	exit 77
fi
data=$(mktemp -d "${TMPDIR:-/tmp}/exam-screen.XXXXXX")
# The server of tmux outlives its sessions, which follow each other closely.
echo 'set -g exit-empty off' > "$data/tmux.conf"
pane() { tmux -S "$data/tmux" -f "$data/tmux.conf" -u "$@"; }
finish() {
	pane kill-server 2>/dev/null || true
	rm -rf "$data"
}
trap finish EXIT

fail() {
	echo "screen: $*; the screen shows:" >&2
	pane capture-pane -p -t exam >&2 || true
	exit 1
}

# Each look costs a fork; 60 s and more are given to a busy machine.
await() { # a text on the screen
	local i
	for ((i = 0; i < 3000; i++)); do
		if pane capture-pane -p -t exam 2>/dev/null |
			grep -qF -- "$1"; then
			return
		fi
		read -rt 0.02 <> <(:) || true
	done
	fail "waited in vain for \"$1\""
}
press() { pane send-keys -t exam "$@"; }
text() { pane send-keys -t exam -l "$@"; }

# start WIDTH HEIGHT VARIABLE=VALUE... -- ARGUMENTS...
start() {
	local width=$1 height=$2 settings=()
	shift 2
	while [ "$1" != -- ]; do
		settings+=("$1")
		shift
	done
	shift
	pane new-session -d -s exam -x "$width" -y "$height" \
		env LC_ALL=C.UTF-8 "${settings[@]}" sh -c \
		"\"\$@\"; echo \"ended: \$?\"; exec cat" sh \
		"$exam" --state "$data/state" "$@"
}
stop() { pane kill-session -t exam; }

practice_on_the_screen() {
	start 80 24 -- --practice "$bank" --seed 3
	await 'A: accept these rules'
	press a
	await 'B: begin section 1'
	press b
	await 'Item 1, 1 of 12'
	press a
	await '(•) a'
	await 'All saved'
	press N
	await '▸  2'
	press b a
	await '[×] b'
	press F
	await '2 ● ⚑'
	press N Enter
	await 'Write   Enter done'
	text 'rec N ?'
	await '▌ rec N ?'
	press Enter
	await '3 ●'
	press G
	await 'Its number:'
	text 6
	press Enter
	await '▸  6'
	press c
	await '▸  1'
	await '6 ●'
}

an_essay_is_kept_through_a_small_window() {
	press G
	await 'Its number:'
	text 11
	press Enter
	await 'Write a text of 10 to 80 words'
	press Enter
	await 'Write   Esc done'
	text 'Zwölf Wörter für'
	press Enter
	text 'שלום'
	await '4 words'
	await 'םולש'
	pane resize-window -t exam -x 60 -y 20
	await 'Please make the window larger'
	pane resize-window -t exam -x 100 -y 30
	await '▌ Zwölf Wörter für'
	await '11 ●'
	press Escape
	await 'N next'
}

what_was_written_is_cleared_after_a_question_only() {
	press C
	await 'Clear this text?'
	press x
	await 'Y yes   N no'
	press n
	await '▌ Zwölf Wörter für'
	press C
	await 'Clear this text?'
	press y
	await '11 ○'
	await 'Enter write'
}

a_unit_behind_a_number_is_refused_and_can_be_mended() {
	press G
	await 'Its number:'
	text 9
	press Enter
	await 'Type a number, in'
	press Enter
	await 'Write   Enter done'
	text '75 m'
	press Enter
	await 'Write the number alone'
	await '▌ 75 m'
	press BSpace BSpace Enter
	await '9 ●'
}

lines_and_the_screen_lead_to_each_other() {
	press L
	await 'item 9>'
	text '?'
	press Enter
	await 'screen: go on on the whole screen'
	text 'screen'
	press Enter
	await '▸  9 ●'
}

leaving_practice_is_asked() {
	press Q
	await 'nothing of it is kept'
	press n
	await 'N next'
}

the_result_tells_the_key() {
	press R
	await 'Flagged: 2.'
	press Escape
	await 'N next'
	press E
	await 'End this section?'
	press y
	await 'All sections are closed.'
	press d
	await 'Hand in the exam for good?'
	press y
	await 'Your exam is submitted.'
	press v
	await 'Your answer:'
	await 'The key:'
	press q
	await 'ended: 0'
	await 'Your exam is submitted.'
	stop
}

lines_take_over_where_there_is_no_screen() {
	start 70 24 -- --practice "$bank"
	await 'This window is smaller than 80 by 24'
	await 'type: accept'
	stop
	start 80 24 TERM=dumb -- --practice "$bank"
	await 'no screen that is known here'
	await 'type: accept'
	stop
	start 80 24 LC_ALL=C -- --practice "$bank"
	await 'is not one of UTF-8'
	await 'type: accept'
	stop
	start 80 24 -- --practice "$bank" --plain
	await 'type: accept'
	stop
	start 80 24 -- --practice "$bank"
	await 'A: accept these rules'
	press L
	await 'type: accept'
	stop
}

practice_on_the_screen
an_essay_is_kept_through_a_small_window
what_was_written_is_cleared_after_a_question_only
a_unit_behind_a_number_is_refused_and_can_be_mended
lines_and_the_screen_lead_to_each_other
leaving_practice_is_asked
the_result_tells_the_key
lines_take_over_where_there_is_no_screen
