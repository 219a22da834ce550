#!/usr/bin/env bash
# Checks the fleet: each finding as an annotation at its line, and all of them as SARIF in $RUNNER_TEMP/report/.
set -euo pipefail

report=${RUNNER_TEMP:?}/report
mkdir -p "$report"
# The check below finds the same and fails the job.
node dist/pap-fleet.cjs validate --format sarif > "$report/findings.sarif" || true
node dist/pap-fleet.cjs validate --format github
