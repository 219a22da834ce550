#!/usr/bin/env bash
# Shows in the summary of the job what runs where, by the evidence in $RUNNER_TEMP/evidence/*.json where there is some: one file for each
# Argo CD. Leaves the report in $RUNNER_TEMP/status/fleet.html.
#   CONFIG, OUT, PROGRAM  see program.sh
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=.github/scripts/program.sh
source "$here/program.sh"
shopt -s nullglob

live=()
for file in "${RUNNER_TEMP:?}"/evidence/*.json; do live+=(--live "$file"); done
if [[ "${#live[@]}" -eq 0 ]]; then
  echo "::notice title=pap-fleet::there is no evidence in \$RUNNER_TEMP/evidence, so nobody knows what is live"
fi
mkdir -p "$RUNNER_TEMP/status"
fleet status --out "$out" "${live[@]}" --markdown >> "${GITHUB_STEP_SUMMARY:?}"
fleet report --delivered "$out" "${live[@]}" --out "$RUNNER_TEMP/status/fleet.html"
