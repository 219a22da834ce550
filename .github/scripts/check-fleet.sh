#!/usr/bin/env bash
# Checks the fleet: each finding as an annotation at its line, and all of them as SARIF in $RUNNER_TEMP/report/.
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

report=${RUNNER_TEMP:?}/report
mkdir -p "$report"
# The check below finds the same and fails the job.
fleet validate --format sarif > "$report/findings.sarif" || true
fleet validate --format github
