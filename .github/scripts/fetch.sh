#!/usr/bin/env bash
# Fetches the program that was built when the action's own commit was released, and unpacks it in $RUNNER_TEMP/pap-fleet when
# its attestation says that the release workflow of that repository built it from exactly that commit. So the job that holds
# the token runs bytes that nobody could change since, and neither installs nor builds anything.
#   ACTION_PATH        folder of the action: .../_actions/<owner>/<name>/<ref>
#   ACTION_REF         ref of the action, where the runner says it
#   ACTION_REPOSITORY  owner/name, where the runner says it
#   GH_TOKEN           may read; for the program gh
#   GITHUB_SERVER_URL  whose token that is; nothing else is asked
set -euo pipefail
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

refuse() {
  echo "::error title=pap-fleet::$1"
  echo "Pin the action by the 40 digits of the commit of a release: docs/releasing.md of pap-fleet says how to find it." >&2
  exit 1
}

# The runner leaves both variables empty in some steps of a composite action; the folder has the same words.
path=${ACTION_PATH:?}
ref=${ACTION_REF:-${path##*/}}
rest=${path%/*}
owner=${rest%/*}
repository=${ACTION_REPOSITORY:-${owner##*/}/${rest##*/}}
if [[ ! "$ref" =~ ^[0-9a-f]{40}$ ]]; then refuse "the action is not pinned by a full commit (40 hexadecimal digits)"; fi
if [[ ! "$repository" =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]]; then refuse "the repository of the action has no name that can be used"; fi
version=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).version' "$path/package.json")
if [[ ! "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then refuse "package.json of the action names no version"; fi

# Left alone, gh asks github.com and gives it GH_TOKEN, also where the job and its token are those of another server.
server=${GITHUB_SERVER_URL:-https://github.com}
if [[ ! "$server" =~ ^https://[A-Za-z0-9.-]+(:[0-9]+)?$ ]]; then refuse "the server of the job has no address that can be used"; fi
export GH_HOST=${server#https://}
if [[ "$GH_HOST" != github.com && "$GH_HOST" != *.ghe.com ]]; then
  export GH_ENTERPRISE_TOKEN=${GH_TOKEN:-}
  unset GH_TOKEN
fi

folder=${RUNNER_TEMP:?}/pap-fleet
rm -rf "$folder"
mkdir -p "$folder/download"
file=$folder/download/pap-fleet.tgz
if ! timeout 300 gh release download "v$version" --repo "$repository" --pattern pap-fleet.tgz --dir "$folder/download" 2>&1 | neutral; then
  refuse "$repository has no release v$version with a file pap-fleet.tgz"
fi
if [[ ! -f "$file" || -L "$file" || "$(stat --format %s "$file")" -gt 52428800 ]]; then
  refuse "pap-fleet.tgz of release v$version is no file of at most 50 MiB"
fi
if ! timeout 300 gh attestation verify "$file" --repo "$repository" --signer-workflow "$repository/.github/workflows/release.yml" \
  --source-digest "$ref" --source-ref "refs/tags/v$version" --deny-self-hosted-runners 2>&1 | neutral; then
  refuse "pap-fleet.tgz of release v$version is not attested as built from commit $ref"
fi

# Regular files below dist/ and schemas/, and nothing else: no link, no device, no path that leads elsewhere. The lists are read
# as a whole first: a reader that stops early would make tar fail, and the failure would hide what was found.
kinds=$(tar --list --verbose --gzip --file "$file" | cut -c 1 | sort --unique | tr -d '\n')
paths=$(tar --list --gzip --file "$file" --quoting-style=escape)
if [[ ! "$kinds" =~ ^[-d]+$ ]]; then refuse "pap-fleet.tgz holds something that is neither a file nor a folder"; fi
if grep --invert-match --extended-regexp '^(dist|schemas)/([A-Za-z0-9_-][A-Za-z0-9._-]*/?)*$' <<< "$paths" > /dev/null; then
  refuse "pap-fleet.tgz holds a path that is not below dist/ or schemas/"
fi
tar --extract --gzip --file "$file" --directory "$folder" --no-same-owner --no-same-permissions --keep-old-files
if [[ ! -f "$folder/dist/pap-fleet.cjs" ]]; then refuse "pap-fleet.tgz holds no program"; fi
echo "pap-fleet $version, built by the release workflow from $ref"
