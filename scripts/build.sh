#!/usr/bin/env bash
# Sets up and builds Hux, optimised, from a fresh clone on: all of it, or some targets.
# usage: scripts/build.sh [-DOPTION=VALUE ...] [TARGET ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step_seconds=6 # of one core, for a source file on the average

scripts/setup.sh
options=()
while [[ ${1:-} == -D* ]]; do options+=("$1"); shift; done
cmake --preset release --log-level=WARNING "${options[@]}"

# What there is to do for the first time, and how long that will take.
if [[ -e build/release/hux ]]; then
  echo "Building what has changed of Hux"
else
  steps=$(cd build/release && ninja -t commands "$@" | wc -l)
  cores=$(nproc)
  minutes=$(((steps * step_seconds / cores + 59) / 60))
  echo "Building Hux: $steps steps, some $minutes min on $cores idle cores; later builds do only what has changed"
fi

begin=$SECONDS
[[ $# -eq 0 ]] || set -- --target "$@"
cmake --build --preset release "$@"
echo "Built in $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
