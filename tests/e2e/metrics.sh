#!/usr/bin/env bash
# metrics.sh: what the server gives to Prometheus is well formed, by a check of
# ours and by promtool where it is installed, and counts what happened.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${1:?}
work=$(mktemp -d "${TMPDIR:-/tmp}/examd-metrics.XXXXXX")
demo=''
finish() {
	[ -z "$demo" ] || { kill -TERM "$demo"; wait "$demo" || true; }
	rm -rf "$work"
}
trap finish EXIT
tools/demo --data "$work/data" --bin "$bin" >"$work/sheet" 2>"$work/log" &
demo=$!
until grep -q '^Ctrl-C ends' "$work/sheet"; do
	kill -0 "$demo" || { cat "$work/log" >&2; exit 1; }
	read -r -t 0.05 <> <(:) || true
done
EXAMD_DATA=$work/data "$bin/examctl" metrics >"$work/metrics"
python3 tests/e2e/metrics.py <"$work/metrics"
if command -v promtool >/dev/null; then
	promtool check metrics <"$work/metrics"
fi
for line in 'examd_commits_total [1-9]' \
	'examd_commit_seconds_count [1-9]' \
	'examd_attempts{state="expected"} [1-9]' \
	'examd_replies_total{port="staff",route="TICKETS",status="2xx"} [1-9]'; do
	grep -q "^$line" "$work/metrics" || { echo "no $line" >&2; exit 1; }
done
