#!/usr/bin/env bash
# lines: practice line by line, as a file of lines types it: items of several
# parts, numbers with more behind them, answers that are only begun.
#	usage: lines.sh DIRECTORY-OF-PROGRAMS
set -euo pipefail

exam=${1:?usage: lines.sh DIRECTORY-OF-PROGRAMS}/exam
bank=$PWD/tests/e2e/parts.bank.json
data=$(mktemp -d "${TMPDIR:-/tmp}/exam-lines.XXXXXX")
trap 'rm -rf "$data"' EXIT

# type LINE...: in the section, until there is no more to type; sets said to
# what was answered, on one line
said=''
type() {
	said=$(printf '%s\n' accept enter "$@" |
		LC_ALL=C.UTF-8 "$exam" --practice "$bank" --seed 1 --plain \
			--state "$data/state" | tr -s '\n' ' ') || true
}

expect() {
	if [[ $said != *"$1"* ]]; then
		printf 'lines: nothing of "%s" is said in:\n%s\n' "$1" "$said"
		exit 1
	fi
}

expect_no() {
	if [[ $said == *"$1"* ]]; then
		printf 'lines: "%s" is said in:\n%s\n' "$1" "$said"
		exit 1
	fi
}

every_part_can_be_written() {
	type 'type' 'type 3' 'Because.' '.' '6 type' 'So that' 'it is.' '.' \
		'6 type 1' 'So' '2 fibre' '6 more'
	expect 'Say which part, as in: type 2, or: type 3, or: type 6'
	expect 'gap 2: "fibre"; part 3: a text of 1 word;'
	expect 'part 6: a text of 3 words'
	expect 'To write this text, type: type 6'
}

examples_are_of_the_part() {
	type '?'
	expect '1 b, or: 2 your text, or: type 3, or: 4 c a b, or: 5 1 b, 2 a'
	expect_no 'describe'
	expect_no 'help TEXT'
	type '5 1 b, 2 a' '4 c a b'
	expect 'part 4: c, a, b; part 5: 1 b, 2 a'
}

what_was_written_is_cleared_after_a_question() {
	type '2 fibre' 'clear' 'perhaps' 'n' 'show'
	expect 'Please answer yes or no.'
	expect 'Your answer: part 1: nothing entered; gap 2: "fibre"'
	type '2 fibre' 'part 2 clear' 'y'
	expect 'gap 2: nothing entered'
}

a_number_stands_alone() {
	type 'go 2' '75 °C' 'show'
	expect 'Write the number alone; its unit (°C) is understood.'
	expect_no 'saved'
	type 'go 2' '75' 'show'
	expect 'Item 2: "75", saved'
}

an_order_that_is_begun_is_reviewed_as_that() {
	type 'go 3' 'a b' 'review'
	expect 'a, b (1 still without a place)'
	expect 'Begun, not whole: 3.'
}

leaving_says_what_is_true_in_practice() {
	type 'quit' 'y'
	expect 'nothing of it is kept. Leave? yes or no'
	expect_no 'stays open'
}

every_part_can_be_written
examples_are_of_the_part
what_was_written_is_cleared_after_a_question
a_number_stands_alone
an_order_that_is_begun_is_reviewed_as_that
leaving_says_what_is_true_in_practice
