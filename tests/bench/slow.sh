#!/usr/bin/env bash
# slow.sh: on a slow disk syncs are slow, and saves are still right.
set -euo pipefail
build=$(realpath "${1:?usage: tests/bench/slow.sh BUILD-DIRECTORY}")
cd "$(dirname "$0")/../.."

# shellcheck disable=SC2034
sync_ms=5
. tests/bench/place.sh
trap place_close EXIT
place_build "$build"
place_open 8 load
status=0
place_load steady --seconds 0.5 --rate 100 --json >"$place/report.json" ||
	status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 4 ]
python3 tests/bench/short.py steady "$status" "$place/report.json"
python3 - "$place/report.json" <<'EOT'
import json
import sys

journal = json.load(open(sys.argv[1]))["phases"][-1]["journal"]
if journal["sync_us"] < 5000:
    sys.exit(f"a sync took {journal['sync_us']} us")
EOT
