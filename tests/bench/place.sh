# place.sh: a scratch server to be measured, for the scripts beside it.
# shellcheck shell=bash
#
#	place_build [BUILD]		build/release, unless it is there already
#	place_open CANDIDATES SITTING...	prepare and start, with these sittings
#	place_load MODE [OPTION...]	exam-load on the sitting $sitting
#	place_fact candidates|staff|pid	what it says of itself
#	place_part hall|net		the process that is it
#	place_close			stop it and remove it
#
# Sittings: "load", open for hours; "bell", all in one time of $bell_seconds;
# "day", the same, and it opens $opens_in seconds from now.  Their results are
# told at once.  Server and exam-load each have a core, where there are two.
# Every sync of the disk takes $sync_ms longer.

bell_seconds=${bell_seconds:-20} grace=${grace:-5} opens_in=${opens_in:-10}
sync_ms=${sync_ms:-0} sitting=load
place='' place_build='' place_bin='' place_parent='' place_password=''
server_on=() load_on=()
if [ "$(nproc)" -ge 2 ] && command -v taskset >/dev/null; then
	server_on=(taskset -c 0) load_on=(taskset -c 1)
fi

place_fact() { awk -v name="$1" '$1 == name { print $2 }' "$place/data/addresses"; }
place_at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }

# What it says is of interest if it fails.
place_ctl() {
	EXAMD_DATA=$place/data "$place_bin/examctl" "$@" 2>>"$place/log" && return
	tail -n 20 "$place/log" >&2
	return 1
}

# The commit of every sitting is another person's: there are two.
place_staff() {
	printf '%s\n' "$place_password" >"$place/password"
	place_ctl staff add "$1" proctor examiner registrar \
		--new-password-file "$place/password" >/dev/null
}

place_as() {
	local name=$1
	shift
	EXAMCTL_PASSWORD=$place_password EXAMD_DATA='' "$place_bin/examctl" \
		"$@" --server "$(place_fact staff)" \
		--ca "$place/data/keys/ca.pem" --user "$name"
}

place_programme() {
	local proposal
	place_ctl bank load question-banks/ctss.bank.json >/dev/null
	proposal=$(place_as anna bank approve ctss@2026.1 \
		--reason organisation --words 'to be measured' |
		sed -n 's/^proposal \([0-9]*\):.*/\1/p')
	place_as ben confirm "$proposal" >/dev/null
	place_ctl programme load schedules/ctss.programme.json >/dev/null
}

# place_sitting ID ROUTE OPENS CANDIDATES
place_sitting() {
	cat >"$place/schedule.json" <<-EOT
		{"format": "exam-schedule-1", "sittings": [{
		 "id": "$1", "title": "for exam-load",
		 "programme": {"id": "ctss", "version": "2026.1"},
		 "bank": {"id": "ctss", "version": "2026.1"},
		 "zone": "UTC", "opens": "$3",
		 "closes": "$(place_at '8 hours')",
		 "routes": {"full": $2}, "takeover": "free",
		 "grace_seconds": $grace, "release": "at-once", "check_in": false, "admission": false,
		 "practice": true, "rules": "none"}]}
	EOT
	place_ctl schedule load "$place/schedule.json" >/dev/null
	awk -v id="$1" -v n="$4" 'BEGIN {
		print "number,name,route"
		for (i = 1; i <= n; i++) printf "%s-%d,Candidate %d,full\n", id, i, i
	}' >"$place/$1.csv"
	place_ctl candidates import "$1" "$place/$1.csv" >/dev/null
	place_ctl tickets "$1" --json >"$place/$1.tickets.json"
}

place_start() {
	local slow=()
	[ "$sync_ms" = 0 ] ||
		slow=("LD_PRELOAD=$place_build/lib/slow_sync.so" "SLOW_SYNC_MS=$sync_ms")
	: >"$place/ready"
	env "${slow[@]}" "${server_on[@]}" "$place_bin/examd" \
		-c "$place/data/examd.conf" >"$place/ready" 2>>"$place/log" &
	place_parent=$!
	until grep -q '^ready ' "$place/ready"; do
		if ! kill -0 "$place_parent" 2>/dev/null; then
			cat "$place/log" >&2
			return 1
		fi
		sleep 0.1
	done
}

place_build() {
	place_build=$(realpath "${1:-build/release}")
	place_bin=$place_build/bin
	[ $# -eq 0 ] || return 0
	tools/packages @build
	cmake --preset release >/dev/null
	cmake --build --preset release >/dev/null
}

place_open() {
	local n=$1 section='{"minutes": 105}' whole name
	shift
	ulimit -n "$(ulimit -Hn)"
	place=$(mktemp -d "${TMPDIR:-/tmp}/examd-bench.XXXXXX")
	place_password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
	"$place_bin/examctl" init "$place/data" --candidates 127.0.0.1:0 \
		--staff 127.0.0.1:0 >/dev/null
	# exam-load is one address, however many candidates it plays
	echo "connections-per-address 24000" >>"$place/data/examd.conf"
	place_start
	place_staff anna
	place_staff ben
	place_programme
	whole=$(awk -v s="$bell_seconds" 'BEGIN { printf "%.3f", s / 60 }')
	whole='{"minutes": '$whole', "sections": [{}, {}, {}, {}]}'
	for name in "$@"; do
		case $name in
		load)
			place_sitting load \
				"{\"sections\": [$section, $section, $section, $section]}" \
				"$(place_at '1 minute ago')" "$n" ;;
		bell) place_sitting bell "$whole" "$(place_at '1 minute ago')" "$n" ;;
		day) place_sitting day "$whole" "$(place_at "$opens_in seconds")" "$n" ;;
		esac
	done
	sitting=$1
}

place_part() {
	local role=$1
	[ "$role" != net ] || role='net --port=candidates'
	pgrep -P "$(place_fact pid)" -f "examd $role"
}

place_load() {
	local mode=$1
	shift
	EXAMCTL_PASSWORD=$place_password "${load_on[@]}" \
		"$place_bin/exam-load" "$mode" \
		--server "$(place_fact candidates)" \
		--ca "$place/data/keys/ca.pem" \
		--tickets "$place/$sitting.tickets.json" \
		--pid "$(place_fact pid)" --admin "$place/data/admin.sock" \
		--staff "$(place_fact staff)" --sitting "$sitting" --user anna \
		"$@"
}

place_close() {
	[ -z "$place_parent" ] || kill -TERM "$place_parent" 2>/dev/null || true
	[ -z "$place_parent" ] || wait "$place_parent" 2>/dev/null || true
	[ -z "$place" ] || rm -rf "$place"
	place='' place_parent=''
}
