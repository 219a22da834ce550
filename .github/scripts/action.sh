#!/usr/bin/env bash
# The command of the composite action, run in the working copy of the repository that uses it.
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
  publish) fleet publish ;;
  comment) node "$here/comment.mjs" ;;
  *)
    echo "::error title=pap-fleet::command must be validate, check, generate, review, publish or comment"
    exit 2
    ;;
esac
