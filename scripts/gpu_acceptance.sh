#!/usr/bin/env bash
# Tries Hux on this machine's GPU, from a fresh clone on: builds it, runs the conformance suite on the device, measures
# COBAHH from 4,000 neurons to as many as fit, and compares with what scripts/kernel_report.sh predicts. Results:
# results/gpu. Without a GPU it tries what can be tried: the build, and the rest in small on the executor of the tests.
# usage: scripts/gpu_acceptance.sh [--built] [options of benchmarks/gpu/measure.py]
#   --built: build nothing; for a machine without a compiler or the network, such as a cluster's node with GPUs, that
#            sees a tree that was built elsewhere. Its python3 needs h5py and, to draw, matplotlib.
# exit codes: 0: all has passed on a GPU; 1: something has failed; 77: there is no GPU, what runs without has passed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
no_gpu_code=77
python=$(scripts/find_python.sh h5py)
built=
if [[ ${1:-} == --built ]]; then
  built=yes
  shift
fi

build() { [[ -n $built ]] || scripts/build.sh "$@"; }

# The capability of the first GPU that Hux can use, such as 86; nothing if there is none.
capability() {
  build/release/hux info --devices | awk '$NF == "yes" { sub(/[.]/, "", $(NF - 5)); print $(NF - 5); exit }'
}

# The suite on the GPU itself, or, built with the executor in its place, on that.
conformance() {
  build "$1"
  echo "Running the conformance suite"
  "build/release/tests/$1" --gtest_brief=1 --gtest_filter="$2"
}

# Without a prediction, which needs PyPI, there is still something to measure.
predict() {
  [[ -z $built && " 80 86 89 90 " == *" $1 "* ]] || return 0
  scripts/kernel_report.sh --architectures "$1" >/dev/null || echo "The kernel report has failed." >&2
}

on_executor() {
  conformance test_conformance '*both_backends*'
  build hux_command_on_executor
  HUX_COMMAND=$PWD/build/release/tests/hux_on_executor \
    "$python" benchmarks/gpu/measure.py --sizes 500,1000 --duration 10 --output results/gpu_on_executor
}

build hux_command

device=$(capability)
if [[ -z $device ]]; then
  reason=$(build/release/hux info --devices | tail -n 1)
  echo "Hux can use no GPU here, so nothing below has run on one: $reason" >&2
  on_executor
  echo "All that can be tried without a GPU has passed: the build, and conformance and COBAHH on the executor."
  exit $no_gpu_code
fi

conformance test_conformance_gpu '*'
predict "$device"
"$python" benchmarks/gpu/measure.py "$@"
echo "All has passed on the GPU. The figures: $PWD/results/gpu/gpu.csv, gpu.json, gpu.png"
