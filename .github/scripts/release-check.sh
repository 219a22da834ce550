#!/usr/bin/env bash
# Refuses a release whose tag is not the version of package.json, or whose commit is not on main: what nobody reviewed gets no
# attestation. And one whose version says less than its bytes: docs/releasing.md.
#   TAG  name of the tag
set -euo pipefail

version=$(node -p 'JSON.parse(fs.readFileSync("package.json", "utf8")).version')
if [[ "${TAG:?}" != "v$version" ]]; then
  echo "::error title=release::the tag must be v and the version of package.json, which is $version"
  exit 1
fi
if ! git merge-base --is-ancestor HEAD refs/remotes/origin/main; then
  echo "::error title=release::the commit of the tag is not on main"
  exit 1
fi
if ! node "$(dirname "${BASH_SOURCE[0]}")/../../generator/tools/bytes.mjs" --release; then
  echo "::error title=release::the bytes of out/ ask for another version, or for an entry of the changelog"
  exit 1
fi
