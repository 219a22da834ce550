# shellcheck shell=bash
# To be sourced: sets `base`, the commit that a change is compared with.
#   BASE_SHA  the base as the event names it (all zeros or empty: there is none)
#   HEAD_SHA  the head as the event names it

# A pull request is checked out as a merge of main and its head. The first parent is the main it would be merged into now;
# the base of the event may be older, and then commits of out/ that main got since would look like part of the change.
if [[ -n "${HEAD_SHA:-}" && "$(git rev-parse --quiet --verify 'HEAD^2^{commit}' || true)" == "$HEAD_SHA" ]]; then
  base=$(git rev-parse --verify 'HEAD^1^{commit}')
elif [[ "${BASE_SHA:-}" =~ ^[0-9a-f]*[1-9a-f][0-9a-f]*$ ]] && git rev-parse --quiet --verify "$BASE_SHA^{commit}" > /dev/null; then
  base=$(git merge-base "$BASE_SHA" HEAD)
elif git rev-parse --quiet --verify 'HEAD^1^{commit}' > /dev/null; then
  # A new branch, or a base that a force push took away.
  base=$(git rev-parse --verify 'HEAD^1^{commit}')
else
  base=$(git hash-object -t tree /dev/null) # the first commit of all
fi

# Names of what differs between the base and HEAD, below these paths; a submodule too, whatever a tracked
# .gitmodules says of what is to be ignored.
changed() {
  git diff --name-only --no-renames --ignore-submodules=none --no-ext-diff "$base" HEAD -- "$@"
}
