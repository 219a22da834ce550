#!/usr/bin/env bash
# Refuses a change that carries out/. What lies there is generated on main after the merge; a pull request says what it
# wants in config/. Otherwise two open pull requests would collide in generated files, and a hand edit could reach a
# cluster. Only a change of the generator itself brings its out/ along, so that reviewers see what it does, and then out/
# must be exactly what it generates.
set -euo pipefail
# shellcheck source=.github/scripts/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/base.sh"
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

touched=$(changed "$out")
# In another repository the generator is no part of a change.
generator=
if [[ -z "${PROGRAM:-}" ]]; then generator=$(changed generator schemas package.json package-lock.json); fi

if [[ -z "$touched" && -z "$generator" ]]; then
  echo "$out/ is left to the delivery job"
  exit 0
fi

if [[ -n "$generator" ]]; then
  echo "the generator changes, so out/ must be exactly what it generates:"
  code=0
  fleet check --out "$out" 2>&1 | neutral || code=$?
  if [[ "$code" -ne 0 ]]; then
    echo "Run 'npm run generate' and commit out/ together with the generator." >&2
  fi
  exit "$code"
fi

{
  echo "This change edits $out/ by hand:"
  head -n 20 <<< "$touched" | sed 's/^/file: /'
  echo "$out/ is generated from $config/ on main, after the merge. Say it in $config/ and take the edit back:"
  echo "  git checkout $base -- $out && git commit"
} | neutral >&2
exit 1
