#!/usr/bin/env bash
# Tries Hux on this machine's GPU, from a fresh clone on: builds it, runs the conformance suite on the device, measures
# COBAHH from 4,000 neurons to as many as fit, and compares with what scripts/kernel_report.sh predicts. Results:
# results/gpu. Without a GPU it tries what can be tried: the build, and the rest in small on the executor of the tests.
# usage: scripts/gpu_acceptance.sh [options of benchmarks/gpu/measure.py]
# exit codes: 0: all has passed on a GPU; 1: something has failed; 77: there is no GPU, what runs without has passed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
no_gpu_code=77

# The capability of the first GPU that Hux can use, such as 86; nothing if there is none.
capability() {
  build/release/hux info --devices | awk '$NF == "yes" { sub(/[.]/, "", $(NF - 5)); print $(NF - 5); exit }'
}

# The suite on the GPU itself, or, built with the executor in its place, on that.
conformance() {
  scripts/build.sh "$1"
  echo "Running the conformance suite"
  "build/release/tests/$1" --gtest_brief=1 --gtest_filter='*both_backends*'
}

# Without a prediction, which needs PyPI, there is still something to measure.
predict() {
  [[ " 80 86 89 90 " == *" $1 "* ]] || return 0
  scripts/kernel_report.sh --architectures "$1" >/dev/null || echo "The kernel report has failed." >&2
}

on_executor() {
  conformance test_conformance
  scripts/build.sh hux_command_on_executor
  HUX_COMMAND=$PWD/build/release/tests/hux_on_executor \
    benchmarks/gpu/measure.py --sizes 500,1000 --duration 10 --output results/gpu_on_executor
}

scripts/build.sh hux_command

device=$(capability)
if [[ -z $device ]]; then
  reason=$(build/release/hux info --devices | tail -n 1)
  echo "Hux can use no GPU here, so nothing below has run on one: $reason" >&2
  on_executor
  echo "All that can be tried without a GPU has passed: the build, and conformance and COBAHH on the executor."
  exit $no_gpu_code
fi

conformance test_conformance_gpu
predict "$device"
benchmarks/gpu/measure.py "$@"
echo "All has passed on the GPU. The figures: $PWD/results/gpu/gpu.csv, gpu.json"
