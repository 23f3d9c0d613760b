#!/usr/bin/env bash
# install.sh BUILD: an installation has everything that its pages speak of.
set -euo pipefail

build=${1:?the build directory}
root=$(mktemp -d "${TMPDIR:-/tmp}/examd-install.XXXXXX")
trap 'rm -rf "$root"' EXIT
DESTDIR=$root cmake --install "$build" --prefix /usr >"$root/log"

missing=0
has() {
	local file
	for file; do
		if ! compgen -G "$root$file" >/dev/null; then
			echo "not installed: $file"
			missing=1
		fi
	done
}

has /usr/sbin/examd /usr/bin/{exam,examctl,exam-load} \
	/usr/share/man/man1/{exam,examctl,exam-load}.1 \
	/usr/share/man/man8/examd.8 \
	/usr/share/man/man5/{examd.conf,exam-bank,exam-candidates}.5 \
	/usr/share/man/man5/{exam-programme,exam-schedule}.5 \
	/usr/lib/systemd/system/examd.service /usr/lib/sysusers.d/examd.conf

# The samples are good ones, all of them.
for kind in bank programme schedule; do
	mapfile -t files < <(find "$root/usr/share" -name "*.$kind.json")
	if [ "${#files[@]}" -eq 0 ]; then
		echo "no sample of a $kind is installed"
		missing=1
	fi
	for file in "${files[@]}"; do
		"$root/usr/bin/examctl" "$kind" check "$file" >/dev/null
	done
done

# Each page is one that mandoc can read, where there is mandoc.
if command -v mandoc >/dev/null; then
	find "$root/usr/share/man" -type f -exec mandoc -T lint -W error {} +
fi
exit "$missing"
