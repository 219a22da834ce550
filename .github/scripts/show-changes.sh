#!/usr/bin/env bash
# Generates out/ in this working copy and writes into the job's summary what changes by it.
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

whole=$(mktemp)
messages=$(mktemp)
trap 'rm -f "$whole" "$messages"' EXIT
code=0
report=$(fleet generate --out "$out" 2> "$messages") || code=$?
neutral < "$messages" >&2
printf '%s\n' "$report" | neutral
if [[ "$code" -ne 0 ]]; then exit "$code"; fi

git add --all --force -- "$out"
# -diff in .gitattributes folds out/ away in reviews; here it is to be read. No driver of the repository is run.
options=(--cached --ignore-submodules=none --no-renames --no-color --no-ext-diff --no-textconv --text)
stat=$(git diff "${options[@]}" --stat=100 --stat-count=60 HEAD -- "$out")
files=$(git diff "${options[@]}" --name-only HEAD -- "$out" | wc -l)

# The summary of a step may have 1 MiB; nobody reads half of that.
limit=60000
git diff "${options[@]}" HEAD -- "$out" > "$whole"
size=$(wc -c < "$whole")
# The cut may go through a character.
patch=$(head -c "$limit" "$whole" | iconv -c -f UTF-8 -t UTF-8 || true)

{
  echo "## What will change"
  echo
  if [[ "$files" -eq 0 ]]; then
    echo "Nothing: \`$out/\` stays as it is."
  else
    fenced text "$report"
    echo "<details><summary>Files</summary>"
    echo
    fenced text "$stat"
    echo "</details>"
    echo
    echo "<details><summary>Difference</summary>"
    echo
    fenced diff "$patch"
    if [[ "$size" -gt "$limit" ]]; then
      echo "Only the first $limit of $size bytes are shown. All of it: \`pap-fleet generate && git diff --text $out\`"
      echo
    fi
    echo "</details>"
    echo
    echo "The delivery job commits this after the merge, with whatever main has not delivered yet."
  fi
} >> "$GITHUB_STEP_SUMMARY"
