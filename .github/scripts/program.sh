# shellcheck shell=bash
# To be sourced: the program, and where it reads and writes, in this project or in another repository that uses the action.
#   PROGRAM    the built program (default: this project's own)
#   CONFIG     folder with fleet.yaml (default: config)
#   OUT        folder that Argo CD reads (default: out)
config=${CONFIG:-config}
out=${OUT:-out}

fleet() {
  local command=$1
  shift
  node "${PROGRAM:-dist/pap-fleet.cjs}" "$command" --config "$config" "$@"
}
