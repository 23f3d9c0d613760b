#!/usr/bin/env bash
# beside.sh: the comparison with peers has all its figures.
set -euo pipefail
command -v nginx >/dev/null || exit 77
cd "$(dirname "$0")/../.."
tests/bench/peers --connections 4 --paced 64 --idle 8 --seconds 1 --events 50 --json \
	--build "${1:?usage: tests/bench/beside.sh BUILD-DIRECTORY}" |
	python3 -c '
import json
import sys

figures = json.load(sys.stdin)
for name, figure in figures.items():
    if figure["ratio"] <= 0 and name != "idle_kib":
        sys.exit(f"{name}: {figure}")
if len(figures) != 15:
    sys.exit(f"there are {len(figures)} figures")'
