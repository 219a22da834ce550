#!/usr/bin/env bash
# Generates what the push job holds its own result against: $RUNNER_TEMP/built/out, and in $RUNNER_TEMP/built/commit the
# commit it was made from.
set -euo pipefail
# shellcheck source=.github/scripts/program.sh
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
# shellcheck source=.github/scripts/neutral.sh
source "$(dirname "${BASH_SOURCE[0]}")/neutral.sh"

built=${RUNNER_TEMP:?}/built
rm -rf "$built"
mkdir -p "$built"
git rev-parse --verify 'HEAD^{commit}' > "$built/commit"
fleet generate --out "$built/out" 2>&1 | neutral
