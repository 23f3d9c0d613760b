#!/bin/sh
# Programs ask for routes by name: a path is written in exam/routes.h alone.
# Comments may mention one.
cd "$(dirname "$0")/../.." || exit 2
! grep -rnE '"([^"]*[^"1-9a-z])?/v1/' server client tools --include='*.c' --include='*.h' |
	grep -vE ':[0-9]+:[[:space:]]*(/?\*|//)'
