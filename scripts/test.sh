#!/usr/bin/env bash
# Builds everything and runs the whole test suite, from a fresh clone on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
cmake --preset release --log-level=WARNING
cmake --build --preset release

# What Hux writes is read by other people's readers, which come from PyPI.
venv=build/release/venv
if ! cmp --silent tests/python/requirements.txt $venv/installed; then
  if /usr/bin/python3 -m venv --clear $venv && $venv/bin/pip install --quiet --requirement tests/python/requirements.txt; then
    cp tests/python/requirements.txt $venv/installed
  else
    rm -rf $venv
    echo "Without PyPI, the test python_readers is left out." >&2
  fi
fi

ctest --preset release --parallel "$(nproc)" "$@"
