#!/usr/bin/env bash
# Checks the fleet: each finding as an annotation at its line, and all of them as SARIF in $RUNNER_TEMP/report/.
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

report=${RUNNER_TEMP:?}/report
mkdir -p "$report"
# The check below finds the same and fails the job.
fleet validate --format sarif 2> /dev/null > "$report/findings.sarif" || true
# What goes to standard output is annotations; the program makes the text in them neutral.
code=0
fleet validate --format github 2> "$report/messages" || code=$?
neutral < "$report/messages" >&2
exit "$code"
