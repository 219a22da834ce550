#!/usr/bin/env bash
# The commands of the composite action that hold no token, run in the working copy of the repository that uses it.
#   COMMAND, CONFIG, OUT  see action.yml and program.sh
#   BUILD                 `true`: the program was built beside this; otherwise fetch.sh has left one in $RUNNER_TEMP/pap-fleet that is attested
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ "${BUILD:-}" == true ]]; then PROGRAM=$(cd "$here/../.." && pwd)/dist/pap-fleet.cjs; else PROGRAM=${RUNNER_TEMP:?}/pap-fleet/dist/pap-fleet.cjs; fi
export PROGRAM
# What would load more code into the program.
unset NODE_OPTIONS NODE_PATH
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
