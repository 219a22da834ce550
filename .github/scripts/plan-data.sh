#!/usr/bin/env bash
# Makes the plan of a pull request, or of a group of the merge queue, that the required check rests on. The proposal is data:
# it lies in a folder of its own, nothing of it runs, no file of its working tree is read, and Git reads its objects with
# settings of ours alone. The program is that of main, or the one the action is pinned to.
#
# Leaves in $RUNNER_TEMP/review/: `head` and `base`, the commits that were compared; plan.txt; plan.json; findings.sarif; and at last `code`:
#   0 nothing changes, 1 something does and the gate lets it pass, 2 the fleet is not valid, 3 the gate refuses,
#   conflict, edited (out/ was edited by hand), or any other number: the program failed.
#
#   PROPOSAL   the folder (default: proposal), a clone whose HEAD is the head of the proposal
#   HEAD_SHA   the head, as the event names it
#   PR_NUMBER  empty for the merge queue, whose groups are merged already
#   PROGRAM    see program.sh; without it this is the generator's own repository
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=.github/scripts/program.sh
source "$here/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$here/neutral.sh"

program=${PROGRAM:-$PWD/dist/pap-fleet.cjs}
result=${RUNNER_TEMP:?}/review
rm -rf "$result"
mkdir -p "$result"
cd "${PROPOSAL:-proposal}"

git() {
  GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_LFS_SKIP_SMUDGE=1 GIT_TERMINAL_PROMPT=0 \
    command git -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"
}

head=$(git rev-parse --verify 'HEAD^{commit}')
if [[ ! "${HEAD_SHA:-}" =~ ^[0-9a-f]{40,64}$ || "$head" != "$HEAD_SHA" ]]; then
  echo "The head is not the commit that this run is for. It moved on, and a run for the new head follows." >&2
  exit 1
fi
base=$(git rev-parse --verify 'refs/remotes/origin/main^{commit}')
if [[ -z "${PR_NUMBER:-}" ]]; then base=$(git merge-base "$base" "$head"); fi
printf '%s\n' "$head" > "$result/head"
printf '%s\n' "$base" > "$result/base"

ended() {
  printf '%s\n' "$1" > "$result/code"
  neutral < "$result/plan.txt" | sed -n 1,200p
  exit 0
}

# Attributes in the working tree would say how files are merged; these come before them.
printf '* !merge\n' > "$(git rev-parse --git-path info/attributes)"
# What would lie on main: the base and the head merged, as a commit that only this folder knows.
merged=$head
if [[ -n "${PR_NUMBER:-}" ]]; then
  code=0
  tree=$(git merge-tree --write-tree --no-messages --name-only "$base" "$head") || code=$?
  if [[ "$code" -ne 0 ]]; then
    { echo "The head cannot be merged into main. In conflict:" && sed -n 2,21p <<< "$tree"; } > "$result/plan.txt"
    if [[ "$code" -eq 1 ]]; then ended conflict; else exit "$code"; fi
  fi
  merged=$(git -c user.name=pap-fleet -c user.email=pap-fleet@localhost commit-tree -p "$base" -p "$head" -m Merge "$tree")
fi

# A submodule counts too: a tracked .gitmodules may say that it is to be ignored.
changed() {
  git diff --name-only --no-renames --ignore-submodules=none --no-ext-diff --no-textconv "$base" "$merged" -- "$@"
}
generator=
if [[ -z "${PROGRAM:-}" ]]; then generator=$(changed generator schemas package.json package-lock.json); fi
touched=$(changed "$out")
if [[ -n "$touched" && -z "$generator" ]]; then
  {
    echo "This change edits $out/ by hand. It is generated from $config/ on main, after the merge:"
    head -n 20 <<< "$touched"
  } > "$result/plan.txt"
  ended edited
fi

plan() {
  node "$program" plan --head "$merged" --base "$base" --config "$config" --out "$out" "$@"
}
# For people and for code scanning; the verdict does not rest on it.
node "$program" validate --head "$merged" --config "$config" --format sarif > "$result/findings.sarif" 2> /dev/null || true
code=0
plan --exit-code > "$result/plan.txt" 2> "$result/messages" || code=$?
case "$code" in
  0 | 1 | 3)
    plan --no-exit-code --json > "$result/plan.json" 2> /dev/null || true
    # What would not fit into a comment is told by its index, which begins with what the gate says.
    if [[ "$(wc -c < "$result/plan.txt")" -gt 50000 ]]; then plan --no-exit-code --markdown > "$result/plan.txt" 2> /dev/null; fi
    ;;
  *) cp "$result/messages" "$result/plan.txt" ;;
esac
ended "$code"
