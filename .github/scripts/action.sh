#!/usr/bin/env bash
# The commands of the composite action that hold no token, run in the working copy of the repository that uses it.
#   COMMAND, CONFIG, OUT, PROGRAM  see action.yml and program.sh
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=.github/scripts/program.sh
source "$here/program.sh"

case "${COMMAND:-}" in
  validate) fleet validate --format github ;;
  check | generate) fleet "$COMMAND" --out "$out" --format github ;;
  review)
    bash "$here/check-fleet.sh"
    bash "$here/check-out.sh"
    bash "$here/plan.sh"
    ;;
  vendor) fleet vendor --check ;;
  build) bash "$here/build.sh" ;;
  plan) bash "$here/plan-data.sh" ;;
  promote) bash "$here/promote.sh" ;;
  status) bash "$here/status.sh" ;;
  *)
    echo "::error title=pap-fleet::not a command of this action that works without a token"
    exit 2
    ;;
esac
