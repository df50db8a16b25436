#!/usr/bin/env bash
# Measures Hux from a fresh clone on: how it scales, or how it compares with other simulators. Results: results/benchmark.
# usage: scripts/benchmark.sh [options of benchmarks/scaling/measure.py]
#        scripts/benchmark.sh peers [options of benchmarks/peers/compare.py]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -z ${HUX_COMMAND:-} ]]; then
  scripts/build.sh hux_command
else
  scripts/setup.sh
fi

python=$(scripts/find_python.sh)
if [[ ${1:-} == peers ]]; then
  shift
  benchmarks/peers/setup.sh
  exec "$python" benchmarks/peers/compare.py "$@"
fi
exec "$python" benchmarks/scaling/measure.py "$@"
