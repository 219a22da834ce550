#!/usr/bin/env bash
# Writes into the job's summary what the change does to the clusters, and fails when the gate refuses it. Leaves the plan in
# full in $RUNNER_TEMP/report/. It runs what the pull request brought, so nobody relies on it: the check that counts is made
# by review.yml.
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/base.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

report=${RUNNER_TEMP:?}/report
mkdir -p "$report"

code=0
fleet plan --base "$base" --out "$out" --markdown --full "$report/plan-full.md" --exit-code \
  > "$report/index.md" 2> "$report/messages" || code=$?
neutral < "$report/messages" >&2
cat "$report/index.md" >> "$GITHUB_STEP_SUMMARY"
echo >> "$GITHUB_STEP_SUMMARY"

# 0: nothing changes, 1: something does, 3: the gate refuses. Anything else is no plan at all.
case "$code" in
  0 | 1 | 3) ;;
  *) exit "$code" ;;
esac
bash "$(dirname "${BASH_SOURCE[0]}")/show-changes.sh"
if [[ "$code" -eq 3 ]]; then
  echo "The gate refuses this change. The summary of this job says what it would do and how to approve it." >&2
  exit 3
fi
