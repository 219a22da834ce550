#!/usr/bin/env bash
# Says in the output `changes` whether anything but the fleet's config and its out/ changes.
set -euo pipefail
# shellcheck source=.github/scripts/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/base.sh"

if [[ -n "$(changed . ':(exclude)config' ':(exclude)out')" ]]; then changes=true; else changes=false; fi
echo "the project itself changes: $changes"
echo "changes=$changes" >> "$GITHUB_OUTPUT"
