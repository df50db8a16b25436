#!/usr/bin/env bash
# Sets up and builds Hux, optimised, from a fresh clone on: all of it, or some targets.
# usage: scripts/build.sh [TARGET ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
echo "Building Hux"
cmake --preset release --log-level=WARNING
[[ $# -eq 0 ]] || set -- --target "$@"
cmake --build --preset release "$@"
