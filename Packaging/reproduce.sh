#!/usr/bin/env bash
# Proves that the same program and commit give the same packages, byte for byte: makes them once more, elsewhere, with another
# umask, locale, time zone and clock, and compares them with those of build.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
again=$(mktemp -d "${TMPDIR:-/var/tmp}/hrscope-again.XXXXXX")
trap 'rm -rf "$again"' EXIT
(umask 077 && LC_ALL=de_DE.UTF-8 LANGUAGE=de TZ=Pacific/Apia HOME=$again Packaging/build.sh "$again/packages" >"$again/log" 2>&1) || {
  cat "$again/log" >&2
  exit 1
}
status=0
for file in .build/package/hrscope*; do
  if cmp "$file" "$again/packages/$(basename "$file")"; then
    echo "reproduce: $(basename "$file"): the same bytes"
  else
    status=1
  fi
done
exit $status
