#!/usr/bin/env bash
# unit_file.sh UNIT: what systemd thinks of the unit that is installed; 77 where
# there is no systemd to ask.
set -euo pipefail

unit=${1:?the unit as it is built}
most=15 # tenths
if ! command -v systemd-analyze >/dev/null; then
	echo 'systemd-analyze is not installed (package systemd): not asked'
	exit 77
fi

place=$(mktemp -d "${TMPDIR:-/tmp}/examd-unit.XXXXXX")
trap 'rm -rf "$place"' EXIT
# The program need not be installed to be looked after.
sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$unit" >"$place/examd.service"

if ! systemd-analyze --no-pager security --offline=true \
	--threshold="$most" "$place/examd.service" >"$place/exposure"; then
	echo "more exposed than ${most:0:1}.${most:1}:"
	grep -v '✓' "$place/exposure"
	exit 1
fi

# What is misspelt is passed over, with a word to whoever looks.
systemd-analyze --no-pager --man=no verify "$place/examd.service" \
	2>"$place/verdict" || true
if grep -F "$place/examd.service" "$place/verdict"; then
	exit 1
fi
