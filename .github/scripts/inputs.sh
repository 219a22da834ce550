#!/usr/bin/env bash
# Refuses inputs of the action that do not fit together, before anything else runs. A command that writes to GitHub needs a
# token; where there is a token nothing is installed and nothing is built, so no other command may have one.
#   COMMAND   the command
#   HAS_TOKEN `true` when a token was given
#   BUILD     `true` when the program is to be built
set -euo pipefail

if [[ ! "${BUILD:-false}" =~ ^(true|false)$ ]]; then
  echo "::error title=pap-fleet::build must be true or false"
  exit 2
fi
if [[ "${BUILD:-}" == true && "${HAS_TOKEN:-}" == true ]]; then
  echo "::error title=pap-fleet::build goes with no token: it installs packages, and a token must not be near them"
  exit 2
fi

case "${COMMAND:-}" in
  validate | check | generate | review | vendor | build | plan | promote | status)
    if [[ "${HAS_TOKEN:-}" == true ]]; then
      echo "::error title=pap-fleet::$COMMAND takes no token: it installs packages, and a token must not be near them"
      exit 2
    fi
    ;;
  publish | begin | report | propose)
    if [[ "${HAS_TOKEN:-}" != true ]]; then
      echo "::error title=pap-fleet::$COMMAND needs a token: see docs/action.md of pap-fleet"
      exit 2
    fi
    ;;
  *)
    echo "::error title=pap-fleet::command must be validate, check, generate, review, vendor, build, plan, promote, status, publish, begin, report or propose"
    exit 2
    ;;
esac
