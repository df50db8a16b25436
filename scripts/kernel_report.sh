#!/usr/bin/env bash
# Says what nvcc makes of the fused kernels, without a GPU: registers, spills, occupancy, instructions and bytes a
# neuron-step, and the speed that they allow. Results: results/kernels.
# usage: scripts/kernel_report.sh [options of scripts/kernel_report/report.py]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
# The build's own flags are used; of it only the models need have been built.
cmake --preset release --log-level=WARNING >/dev/null
cmake --build --preset release --target hux_models >/dev/null

venv=build/kernel_report/venv
if ! command -v nvdisasm >/dev/null && [[ ! -x /usr/local/cuda/bin/nvdisasm && ! -f $venv/installed ]]; then
  "$(scripts/find_python.sh venv)" -m venv --clear $venv
  $venv/bin/pip install --quiet --requirement scripts/kernel_report/requirements.txt
  touch $venv/installed
fi

exec scripts/kernel_report/report.py "$@"
