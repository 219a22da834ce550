#!/usr/bin/env bash
# Asks of every rollout whether its next wave may follow, by the evidence in $RUNNER_TEMP/evidence/*.json: one file for each Argo CD.
# It holds nothing and proposes nothing. What it leaves in $RUNNER_TEMP/promotion/ is data for propose.mjs:
#   commit         what was asked about
#   rollouts.json  what is under way
#   NAME.txt       of a rollout that was asked about: what its next wave rests on, or what is lacking
#   NAME.yaml      its file with one wave more, where it may have one
#   CONFIG, OUT, PROGRAM  see program.sh
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=.github/scripts/program.sh
source "$here/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$here/neutral.sh"
shopt -s nullglob

result=${RUNNER_TEMP:?}/promotion
rm -rf "$result"
mkdir -p "$result"
git rev-parse --verify 'HEAD^{commit}' > "$result/commit"
if ! fleet rollout status --json > "$result/rollouts.json"; then
  neutral < "$result/rollouts.json"
  rm "$result/rollouts.json"
  echo "::error title=pap-fleet::the fleet on main is not valid, so nobody can say which wave is next"
  exit 1
fi

evidence=()
for file in "$RUNNER_TEMP"/evidence/*.json; do evidence+=(--evidence "$file"); done
if [[ "${#evidence[@]}" -eq 0 ]]; then
  echo "::warning title=pap-fleet::there is no evidence in \$RUNNER_TEMP/evidence, so no wave follows"
  exit 0
fi

# Those that wait for a wave. A name has letters, digits, dots and hyphens; the schema says so.
waiting=$(node -e '
  const { rollouts } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
  for (const { name, reached = 0, waves, paused } of rollouts)
    if (reached > 0 && reached < waves.length && paused === undefined) console.log(name);
' "$result/rollouts.json")
failed=
for name in $waiting; do
  file=$config/rollouts/$name.yaml
  cp "$file" "$result/before"
  code=0
  fleet rollout promote "$name" --out "$out" --by 'workflow promote' "${evidence[@]}" > "$result/$name.txt" 2>&1 || code=$?
  echo "$name ended with $code"
  neutral < "$result/$name.txt" | sed -n 1,60p
  case "$code" in
    0) cp "$file" "$result/$name.yaml" ;;
    3) ;;
    *)
      failed=1
      rm "$result/$name.txt"
      ;;
  esac
  # The next one is asked about as main has it.
  mv "$result/before" "$file"
done
if [[ -n "$failed" ]]; then
  echo "::error title=pap-fleet::of some rollouts nobody can say whether their next wave may follow: see above"
  exit 1
fi
