#!/usr/bin/env bash
# Writes manual pages of the program and each of its commands, from what --help says: manual.sh PROGRAM FOLDER
set -euo pipefail
program=$(realpath "$1")
folder=$2
mkdir -p "$folder"
# Pages are dated as what they are made of, not as they are made.
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
version=$("$program" --version | cut -d ' ' -f 2)
shim=$(mktemp)
trap 'rm -f "$shim"' EXIT
chmod +x "$shim"

page() { # name, arguments…
  local name=$1
  shift
  # The headings that help2man knows.
  printf '#!/bin/sh\n"%s" %s --help | sed -e "s/^OVERVIEW: //" -e "s/^USAGE:/Usage:/" -e "s/^OPTIONS:/Options:/"\n' \
    "$program" "$*" >"$shim"
  local abstract
  abstract=$("$shim" | sed '/^$/q' | tr '\n' ' ' | sed 's/\. *$//')
  help2man --no-info --section=1 --manual="hrscope" --source="hrscope $version" --version-string="$name $version" \
    --name="$abstract" "$shim" | sed -e "s/$(basename "$shim" | tr a-z A-Z | sed 's/[.]/[.]/g')/$(echo "$name" | tr a-z A-Z)/g" \
    -e "s/$(basename "$shim" | sed 's/[.]/[.]/g')/$name/g" >"$folder/$name.1"
}

page hrscope
for command in $("$program" --help | sed -n '/^SUBCOMMANDS:/,$s/^  \([a-z]*\) .*/\1/p'); do page "hrscope-$command" "$command"; done
