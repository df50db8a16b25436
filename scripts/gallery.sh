#!/usr/bin/env bash
# Makes the gallery (docs/gallery) anew, from a fresh clone on: builds Hux, runs the experiments, draws the pictures.
# usage: scripts/gallery.sh [PAGE ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/build.sh hux_command
python=$(scripts/find_python.sh)
"$python" scripts/gallery.py --hux "$PWD/build/release/hux" "$@"
