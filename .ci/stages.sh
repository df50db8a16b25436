# What the scripts of this folder share: each stands in the repository's root and goes through stages.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A stage has a name, and a command that passes or ends all.
stage() {
  local name=$1 begin=$SECONDS
  shift
  echo "== $name"
  "$@" || { echo "== $name failed after $((SECONDS - begin)) s"; exit 1; }
  echo "== $name passed in $((SECONDS - begin)) s"
}
