#!/usr/bin/env bash
# Packs the built program as $1: the same bytes whenever the same dist/ and schemas/ are packed. Compiled code that V8 left
# beside the program is for one machine and stays out, and so does the note of what it was built from.
set -euo pipefail

target=${1:?}
tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' --format=ustar \
  --exclude='*.v8' --exclude=dist/built-from dist schemas | gzip --no-name --best > "$target"
