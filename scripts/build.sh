#!/usr/bin/env bash
# Sets up and builds Hux, optimised, from a fresh clone on: all of it, or some targets.
# usage: scripts/build.sh [TARGET ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step_seconds=6 # of one core, for a source file on the average

scripts/setup.sh
cmake --preset release --log-level=WARNING

# What there is to do, and how long that will take.
steps=$(ninja -C build/release -n "$@" | sed -n '$s|^\[[0-9]*/\([0-9]*\)\].*|\1|p')
if [[ -n $steps ]]; then
  cores=$(nproc)
  minutes=$(((steps * step_seconds / cores + 59) / 60))
  echo "Building Hux: $steps steps, some $minutes min on $cores idle cores; later builds do only what has changed"
fi

begin=$SECONDS
[[ $# -eq 0 ]] || set -- --target "$@"
cmake --build --preset release "$@"
[[ -z $steps ]] || echo "Built in $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
