#!/usr/bin/env bash
# Pushes what config/ of main says, with the program that fetch.sh has verified. The working copy and the artifact of the build
# job are data for it: it generates again, asks the gate, compares byte by byte, and pushes only what came out equal.
#   CONFIG      folder with fleet.yaml
#   SIGNED      `true`: GitHub makes and signs the commit, whose author is then the owner of the token
#   NOTIFY_URL, NOTIFY_FORMAT  a webhook that is told, and what it takes; the program reads its address from its environment
#   PUSH_TOKEN  may write contents; the program reads it from its environment, and gives it to the server of the remote alone
set -euo pipefail

if [[ ! -d "${RUNNER_TEMP:?}/built/out" ]]; then
  echo "::error title=pap-fleet::there is no artifact of the build job in \$RUNNER_TEMP/built"
  exit 1
fi
if [[ "${SIGNED:-}" == true ]]; then
  way=(--api "${GITHUB_GRAPHQL_URL:?}")
else
  way=(--author 'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>')
fi
# What would load more code into the program.
unset NODE_OPTIONS NODE_PATH
exec node "$RUNNER_TEMP/pap-fleet/dist/pap-fleet.cjs" publish --built "$RUNNER_TEMP/built" --config "${CONFIG:-config}" "${way[@]}" \
  --record "$RUNNER_TEMP/delivery.json" --notify-format "${NOTIFY_FORMAT:-json}"
