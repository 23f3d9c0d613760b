#!/usr/bin/env bash
# command.sh EXAM-VERIFY VERIFY.PY: what the programs say of the fuzzer's
# corpus, and their exit status.
set -euo pipefail

verify=$1 python=$2
corpus=$(dirname "$0")/../fuzz/corpus/fuzz_verify
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect STATUS WORDS COMMAND...
expect() {
	local wanted=$1 words=$2 got=0
	shift 2
	"$@" >"$work/out" 2>&1 || got=$?
	if [ "$got" != "$wanted" ] || ! grep -q -- "$words" "$work/out"; then
		echo "$*: status $got, wanted $wanted with \"$words\":"
		cat "$work/out"
		failed=1
	fi
}

python3 -c 'import json, sys
print(json.loads(open(sys.argv[1], "rb").read().split(b"\nexamd tr")[0])["keys"],
      end="")' "$corpus/transcript" >"$work/keys"
key=$(sed -n 2p "$work/keys")
trust=(--keys "$work/keys" --head "$corpus/head")

expect 0 'all that was checked holds' "$verify" "${trust[@]}" \
	--page "$work/page.html" "$corpus/bundle"
grep -q 'All that was checked holds' "$work/page.html"
expect 2 'cannot be created: File exists' "$verify" \
	--page "$work/page.html" "$corpus/bundle"
expect 0 'all that was checked holds' "$verify" --key "$key" \
	"$corpus/transcript" "$corpus/bundle"
expect 0 'compare it with' "$verify" - <"$corpus/transcript"
expect 0 'is in the journal' "$verify" --keys "$work/keys" "$corpus/receipt"
expect 0 '2 heads' "$verify" --keys "$work/keys" "$corpus/heads"
for _ in 1 2; do cat "$corpus/head"; echo; done >"$work/witnessed"
expect 0 '2 heads' "$verify" --keys "$work/keys" "$work/witnessed"
expect 0 'holds' "$python" --keys "$work/keys" "$work/witnessed"
expect 0 'all that was checked holds' "$verify" --keys "$work/keys" \
	--head "$work/witnessed" "$corpus/bundle"
sed 's/^146$/140/' "$corpus/head" >"$work/other"
for other in "$work/other" "$corpus/head"; do
	wanted=1
	[ "$other" = "$work/other" ] || wanted=0
	expect $wanted '' "$python" --keys "$work/keys" --head "$other" \
		"$corpus/receipt"
	expect $wanted '' "$verify" --keys "$work/keys" --head "$other" \
		"$corpus/receipt"
done
expect 2 'say whose' "$verify" "$corpus/receipt"
expect 2 'cannot be read' "$verify" "$work/nothing"
expect 2 'usage:' "$verify"
expect 2 'usage:' "$verify" --key "$key" --keys "$work/keys" "$corpus/head"
expect 2 'no transcript or bundle' "$verify" --keys "$work/keys" \
	--page "$work/page.html" "$corpus/receipt"
expect 0 'usage:' "$verify" --help
expect 0 'exam-verify [0-9]' "$verify" --version
expect 1 'stands where event 1 should' "$verify" "$corpus/first-gone"
expect 1 'there are none' "$verify" "$corpus/no-events"
expect 1 'a byte of it was changed' "$verify" "$corpus/bank-changed"
expect 1 '"where":"events"' "$verify" --json "$corpus/no-events"
python3 -m json.tool "$work/out" >/dev/null

for file in "$corpus"/*; do
	case ${file##*/} in
	bundle|transcript|receipt|head|heads) wanted=0 ;;
	*) wanted=1 ;;
	esac
	expect $wanted "${file##*/}: " "$python" --keys "$work/keys" "$file"
	[ "${file##*/}" != not-withheld ] || wanted=2
	expect $wanted '' "$verify" --keys "$work/keys" "$file"
done
exit $failed
