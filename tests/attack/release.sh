#!/usr/bin/env bash
# release.sh SOURCE BUILD: the programs as they are released, read for what
# stands in the way of whoever finds a hole in them.
set -euo pipefail

source=${1:?where the sources are} build=${2:?where they are built for this}
programs=(examd exam examctl exam-load exam-verify)
wrong=0

wrong() {
	echo "$1: $2"
	wrong=1
}

cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	-DEXAM_TESTS=OFF \
	-DCMAKE_C_COMPILER_LAUNCHER="$(command -v ccache || true)" >/dev/null
cmake --build "$build" --target "${programs[@]}" >"$build/log" || {
	tail -n 20 "$build/log"
	exit 1
}

# has PROGRAM WHAT TEXT PATTERN / lacks ...: in what readelf says of it
has() {
	grep -qE -- "$4" <<<"$3" || wrong "$1" "no $2"
}
lacks() {
	! grep -qE -- "$4" <<<"$3" || wrong "$1" "$2"
}

read_program() {
	local name=$1 file=$build/bin/$1 headers dynamic symbols
	headers=$(readelf -Wlh "$file")
	dynamic=$(readelf -Wd "$file")
	symbols=$(readelf -W --dyn-syms "$file")
	has "$name" 'position-independent code' "$headers" 'Type: +DYN'
	has "$name" 'read-only relocations' "$headers" 'GNU_RELRO'
	has "$name" 'binding at the start' "$dynamic" 'FLAGS.*(BIND_)?NOW'
	has "$name" 'stack that is not executable' "$headers" \
		'GNU_STACK( +0x[0-9a-f]+){5} RW '
	lacks "$name" 'memory is written and executed' "$headers" \
		'LOAD( +0x[0-9a-f]+){5} RWE'
	lacks "$name" 'relocations in its code' "$dynamic" 'TEXTREL'
	lacks "$name" 'libraries by a path of its own' "$dynamic" 'R(UN)?PATH'
	has "$name" 'stack protector' "$symbols" '__stack_chk_fail'
	has "$name" 'checked copies' "$symbols" '__(memcpy|snprintf|read)_chk'
}

# How each of our files was compiled, by its own record (DW_AT_producer).
read_record() {
	local name=$1 file=$build/bin/$1 flag flags records
	flags=(-fstack-protector-strong -fstack-clash-protection
		-ftrivial-auto-var-init=zero)
	[ "$(uname -m)" = x86_64 ] && flags+=(-fcf-protection=full)
	records=$(readelf --debug-dump=info --dwarf-depth=1 "$file" \
		2>/dev/null | grep -E 'DW_AT_producer +: .*GNU C' || true)
	[ -n "$records" ] || wrong "$name" 'no record of how it was compiled'
	for flag in "${flags[@]}"; do
		grep -qvF -- "$flag" <<<"$records" &&
			wrong "$name" "a file is compiled without $flag"
	done
	return 0
}

# -D is in no record, but FORTIFY's third level is the one that measures what
# malloc gave; here it is asked of the build.
read_commands() {
	local commands
	commands=$(ninja -C "$build" -t commands "${programs[@]}" |
		grep -E ' -c [^ ]+\.c$')
	if grep -vqF -- '-D_FORTIFY_SOURCE=3' <<<"$commands"; then
		wrong build 'a file is compiled without _FORTIFY_SOURCE=3'
	fi
	if grep -qF -- '-DNDEBUG' <<<"$commands"; then
		wrong build 'assertions are off'
	fi
}

# A landing pad where main() begins.  The mark of CET itself is not in the
# program, because Debian 12's start-up files have none.
read_landing() {
	[ "$(uname -m)" = x86_64 ] || return 0
	objdump -d --no-show-raw-insn --disassemble=main "$build/bin/$1" |
		grep -A 1 '<main>:' | grep -q endbr64 ||
		wrong "$1" 'no landing pad (endbr64) at main()'
}

for program in "${programs[@]}"; do
	read_program "$program"
	read_landing "$program"
	read_record "$program"
done
read_commands
exit "$wrong"
