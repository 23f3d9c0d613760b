#!/usr/bin/env bash
# npm FOLDER [FROM]: FOLDER gets the scripts of FROM (or of this one), and in
# node_modules the packages of its package-lock.json, unless they are there.
set -euo pipefail
here=$(cd "${2:-$(dirname "$0")}" && pwd)
mkdir -p "$1"
cp "$here"/*.mjs "$1/"
cd "$1"
if cmp -s "$here/package-lock.json" node_modules/.installed; then
	exit 0
fi
cp "$here/package.json" "$here/package-lock.json" .
if ! command -v npm >/dev/null; then
	echo "npm is missing: tools/packages nodejs npm" >&2
	exit 1
fi
if ! npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
	tail -n 20 npm.log >&2
	echo "npm could not fetch the packages; is there a network?" >&2
	exit 1
fi
cp package-lock.json node_modules/.installed
