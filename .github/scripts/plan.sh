#!/usr/bin/env bash
# Writes into the job's summary what the change does to the clusters, and fails when the gate refuses it. For the comment
# workflow it leaves the plan and the number of the pull request in $RUNNER_TEMP/report/plan/.
#   PR_NUMBER  the pull request; empty in the merge queue
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/base.sh"

report=${RUNNER_TEMP:?}/report
mkdir -p "$report/plan"

plan() {
  fleet plan --base "$base" --out "$out" "$@"
}

code=0
index=$(mktemp)
trap 'rm -f "$index"' EXIT
plan --markdown --full "$report/plan-full.md" --exit-code > "$index" || code=$?
cat "$index" >> "$GITHUB_STEP_SUMMARY"
echo >> "$GITHUB_STEP_SUMMARY"

# 0: nothing changes, 1: something does, 3: the gate refuses. Anything else is no plan at all.
case "$code" in
  0 | 1 | 3) ;;
  *) exit "$code" ;;
esac
plan > "$report/plan/plan.txt" 2> /dev/null
# What would not fit into a comment is left as the index, which always does: it begins with what the gate says.
if [[ "$(wc -c < "$report/plan/plan.txt")" -gt 50000 ]]; then cp "$index" "$report/plan/plan.txt"; fi
if [[ "${PR_NUMBER:-}" =~ ^[0-9]+$ ]]; then printf '%s\n' "$PR_NUMBER" > "$report/plan/number"; fi
bash "$(dirname "${BASH_SOURCE[0]}")/show-changes.sh"
if [[ "$code" -eq 3 ]]; then
  echo "The gate refuses this change. The summary of this job says what it would do and how to approve it." >&2
  exit 3
fi
