#!/bin/sh
# The jobs of a fleet, for any CI that can run a POSIX shell with Node.js and Git:
#   sh ci/fleet.sh look                    on a change: findings, and the plan of the gate, in report/. For people: it runs what the change
#                                          brought, this file too, so it may hold no secret and nothing may rest on it
#   sh ci/fleet.sh plan REF DIR            on the protected branch: the plan of a commit, which is data; nothing of it runs. Leaves in DIR
#                                          head, base, plan.txt and at last code: 0 nothing changes, 1 something does and the gate lets
#                                          it pass, 2 the fleet is not valid, 3 the gate refuses, conflict, edited
#   sh ci/fleet.sh plans LIST DIR          the same for each line `NAME COMMIT REF` of LIST, in DIR/NAME
#   sh ci/fleet.sh gitlab begin|report …   on the protected branch of GitLab, with REVIEW_TOKEN: the status and the note of merge requests
#   sh ci/fleet.sh deliver                 on the protected branch, with PUSH_TOKEN or keys of Git: generates, asks the gate, commits and pushes out/
#   sh ci/fleet.sh nightly                 on the protected branch: whether the fleet is valid today, and out/ what it says
#
# The program is the one below: one that has another digest does not run. Nothing is installed and nothing is built. What a change
# is judged by is the program, this file and the limits of the protected branch. See __DOCS__/docs/ci.md
set -eu

repository='__REPO__'
branch='main'
program='__PROGRAM__'
digest='__DIGEST__'
# What the webhook takes whose address is in the variable NOTIFY_URL: json, slack or teams.
notify_format='json'
# Of one plan, and after which `plans` leaves the rest of its list to the next run: both together are less than the time that the job has.
plan_seconds=240
plans_seconds=420

# What would load other code into Node.js or lead Git elsewhere; and no program sees a token but the one that it is for.
unset NODE_OPTIONS NODE_PATH NODE_TLS_REJECT_UNAUTHORIZED GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_EXTERNAL_DIFF GIT_SSH_COMMAND GIT_PROXY_COMMAND
push_token=${PUSH_TOKEN:-} review_token=${REVIEW_TOKEN:-} notify_url=${NOTIFY_URL:-}
unset PUSH_TOKEN REVIEW_TOKEN NOTIFY_URL

here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
  echo "ci/fleet.sh: $1" >&2
  exit 4
}

# Text of others for a log: no control characters, and no sign that some CI takes for a command. Some compare as people read, so characters
# that nobody sees do not part two signs: a space does.
neutral() {
  LC_ALL=C tr '\000-\010\013-\037\177' '[?*]' | LC_ALL=C sed -e 's/#\([^ -~]\)/# \1/g' -e ':a' -e 's/##/# #/' -e 'ta' -e 's/^/| /'
}

# Fetches the program and makes sure that it is the one that is meant. Sets `root`.
fetch_program() {
  # shellcheck disable=SC2016 # what stands in these quotes is JavaScript
  FETCH_URL=$program FETCH_DIGEST=$digest FETCH_FILE=$work/pap-fleet.tgz node -e '
    const { createHash } = require("node:crypto");
    const { writeFileSync } = require("node:fs");
    const { FETCH_URL, FETCH_DIGEST, FETCH_FILE } = process.env;
    const once = async () => {
      const answer = await fetch(FETCH_URL, { signal: AbortSignal.timeout(120000) });
      if (!answer.ok) throw new Error(`was answered with ${answer.status}`);
      const parts = [];
      let size = 0;
      for await (const part of answer.body) {
        size += part.length;
        if (size > 52428800) throw new Error("has more than 50 MiB");
        parts.push(part);
      }
      return Buffer.concat(parts);
    };
    const main = async () => {
      const bytes = await once().catch(once);
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== FETCH_DIGEST) throw new Error(`has the SHA-256 ${found}, and ${FETCH_DIGEST} is meant: it does not run`);
      writeFileSync(FETCH_FILE, bytes);
    };
    main().catch((error) => {
      console.error(`${FETCH_URL} ${error.cause?.code ?? error.message}`);
      process.exitCode = 1;
    });
  ' || fail 'the program could not be fetched'
  mkdir "$work/program"
  tar -xzf "$work/pap-fleet.tgz" -C "$work/program"
  root=$work/program
  # So lies what a registry of npm packages has.
  if [ -d "$root/package" ]; then root=$root/package; fi
  [ -f "$root/dist/pap-fleet.cjs" ] || fail 'the archive holds no program'
}

fleet() {
  node "$root/dist/pap-fleet.cjs" "$@"
}

# A change may hold a fleet that takes hours: after $plan_seconds there is no plan of it.
bounded_fleet() {
  # shellcheck disable=SC2016 # what stands in these quotes is JavaScript
  PLAN_SECONDS=$plan_seconds node -e '
    const { spawnSync } = require("node:child_process");
    const timeout = Number(process.env.PLAN_SECONDS) * 1000;
    const { status } = spawnSync(process.execPath, process.argv.slice(1), { stdio: "inherit", timeout, killSignal: "SIGKILL" });
    if (status === null) console.error("the plan was given up on: it takes too long, or too much memory");
    process.exitCode = status ?? 124;
  ' "$root/dist/pap-fleet.cjs" "$@"
}

# Git without hooks, filters of others and settings of the machine. What the runner keeps in the clone for its own remote stays.
data_git() {
  GIT_CONFIG_NOSYSTEM=1 GIT_LFS_SKIP_SMUDGE=1 GIT_TERMINAL_PROMPT=0 git -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"
}

# Deliveries, approvals and what two branches have in common are looked for in the history.
fetch_branch() {
  [ "$(data_git rev-parse --is-shallow-repository)" = false ] || fail 'this clone has not all of its history: fetch-depth: 0, GIT_DEPTH: "0", or git fetch --unshallow'
  data_git fetch --quiet --no-tags --no-recurse-submodules origin "+refs/heads/$branch:refs/remotes/origin/$branch"
}

ended() {
  printf '%s\n' "$1" > "$2/code"
  head -n 200 "$2/plan.txt" | neutral
}

# The plan of commit $1 into folder $2. The same as .github/scripts/plan-data.sh of pap-fleet.
plan() {
  result=$2
  rm -rf "$result"
  mkdir -p "$result"
  head=$(data_git rev-parse --verify "$1^{commit}")
  base=$(data_git rev-parse --verify "refs/remotes/origin/$branch^{commit}")
  printf '%s\n' "$head" > "$result/head"
  printf '%s\n' "$base" > "$result/base"
  # Attributes in the working tree would say how files are merged; these come before them.
  attributes=$(data_git rev-parse --git-path info/attributes)
  mkdir -p "$(dirname "$attributes")"
  printf '* !merge\n' > "$attributes"
  status=0
  tree=$(data_git merge-tree --write-tree --no-messages --name-only "$base" "$head") || status=$?
  if [ "$status" -ne 0 ]; then
    [ "$status" -eq 1 ] || fail "Git cannot merge $head (it must be 2.38 or newer)"
    { echo "The head cannot be merged into $branch. In conflict:" && printf '%s\n' "$tree" | sed -n 2,21p; } > "$result/plan.txt"
    ended conflict "$result"
    return
  fi
  merged=$(data_git -c user.name=pap-fleet -c user.email=pap-fleet@localhost commit-tree -p "$base" -p "$head" -m Merge "$tree")
  data_git diff --name-only --no-renames --ignore-submodules=none --no-ext-diff --no-textconv "$base" "$merged" -- out > "$work/touched"
  if [ -s "$work/touched" ]; then
    { echo "This change edits out/ by hand. It is generated from config/ on $branch, after the merge:" && head -n 20 "$work/touched"; } > "$result/plan.txt"
    ended edited "$result"
    return
  fi
  status=0
  bounded_fleet plan --head "$merged" --base "$base" --exit-code > "$result/plan.txt" 2> "$work/messages" || status=$?
  case "$status" in
    0 | 1 | 3)
      # What would not fit into a comment is told by its index, which begins with what the gate says.
      if [ "$(wc -c < "$result/plan.txt")" -gt 50000 ]; then
        bounded_fleet plan --head "$merged" --base "$base" --no-exit-code --markdown > "$result/plan.txt" 2> /dev/null
      fi
      ;;
    *) cp "$work/messages" "$result/plan.txt" ;;
  esac
  ended "$status" "$result"
}

look() {
  fetch_program
  fetch_branch
  plan HEAD report
  if [ -n "${merged:-}" ]; then
    # For what a CI shows beside a change.
    fleet validate --head "$merged" --format gitlab > report/gl-code-quality.json || true
    fleet validate --head "$merged" --format junit > report/junit.xml || true
  fi
  case "$(cat report/code)" in
    0 | 1) ;;
    *) exit 1 ;;
  esac
}

plans() {
  list=$1
  folder=$2
  [ -f "$list" ] || fail "there is no list $list"
  rm -rf "$folder"
  mkdir -p "$folder"
  if [ ! -s "$list" ]; then return; fi
  fetch_program
  fetch_branch
  begun=$(date +%s)
  while read -r name commit ref; do
    if [ "$(($(date +%s) - begun))" -gt "$plans_seconds" ]; then
      echo 'the rest is left to the next run'
      break
    fi
    case "$name-$commit" in *[!0-9A-Za-z-]*) fail 'a line of the list is not NAME COMMIT REF' ;; esac
    case "$ref" in refs/*) ;; *) fail 'a line of the list is not NAME COMMIT REF' ;; esac
    echo "$name $commit"
    if ! data_git fetch --quiet --no-tags --no-recurse-submodules origin "+$ref:refs/fleet/proposal" < /dev/null; then
      echo 'cannot be fetched'
    elif [ "$(data_git rev-parse --verify 'refs/fleet/proposal^{commit}')" != "$commit" ]; then
      echo 'moved on; a run for the new head follows'
    else
      # Beside, so that one that fails leaves no code and stops no other: in a list of commands with || the shell would go on within it.
      (plan "$commit" "$folder/$name") < /dev/null &
      wait $! || echo "no plan: $?"
    fi
  done < "$list"
}

gitlab() {
  verb=$1
  shift
  fetch_program
  REVIEW_TOKEN=$review_token node "$root/dist/gitlab-review.mjs" "$verb" "$repository" "$branch" "$@"
}

# In a clone of its own: whatever an earlier job or a runner has left in this one, no hook and no setting of it counts.
deliver() {
  fetch_program
  fetch_branch
  origin=$(git remote get-url origin)
  if [ -n "$push_token" ]; then origin=$repository; fi
  copy=$work/copy
  git init --quiet --template= "$copy"
  cd "$copy"
  data_git fetch --quiet --no-tags "$here" "refs/remotes/origin/$branch"
  data_git checkout --quiet -B "$branch" FETCH_HEAD
  data_git remote add origin "$origin"
  set -- --author 'pap-fleet <pap-fleet@noreply.invalid>' --record "$here/delivery.json" --notify-format "$notify_format"
  if [ -n "${FLEET_CA_FILE:-}" ]; then set -- "$@" --ca-file "$FLEET_CA_FILE"; fi
  status=0
  PUSH_TOKEN=$push_token NOTIFY_URL=$notify_url node "$root/dist/pap-fleet.cjs" publish "$@" > "$work/said" 2>&1 || status=$?
  neutral < "$work/said"
  exit "$status"
}

nightly() {
  fetch_program
  status=0
  { fleet validate && fleet check; } > "$work/said" 2>&1 || status=$?
  neutral < "$work/said"
  exit "$status"
}

[ -d "$here/.git" ] || [ -f "$here/.git" ] || fail 'run this at the root of a clone of the fleet repository'
if [ -n "${FLEET_CA_FILE:-}" ]; then export NODE_EXTRA_CA_CERTS="$FLEET_CA_FILE"; fi
case "${1:-}:$#" in
  look:1) look ;;
  plan:3)
    fetch_program
    fetch_branch
    plan "$2" "$3"
    ;;
  plans:3) plans "$2" "$3" ;;
  gitlab:3 | gitlab:4)
    shift
    gitlab "$@"
    ;;
  deliver:1) deliver ;;
  nightly:1) nightly ;;
  *) fail 'usage: look | plan REF DIR | plans LIST DIR | gitlab begin LIST | gitlab report LIST DIR | deliver | nightly' ;;
esac
