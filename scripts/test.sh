#!/usr/bin/env bash
# Builds everything and runs the whole test suite, from a fresh clone on.
# usage: scripts/test.sh [options of ctest]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/build.sh
scripts/setup.sh chromium || echo "Without Chromium, the test python_report is left out." >&2

# Other people's readers of what Hux writes, Neo and Elephant come from PyPI.
venv=build/release/venv
install_readers() {
  local python
  python=$(scripts/find_python.sh venv) &&
    "$python" -m venv --clear $venv &&
    $venv/bin/pip install --quiet --requirement tests/python/requirements.txt &&
    $venv/bin/pip install --quiet --no-deps --requirement tests/python/requirements_alone.txt &&
    cat tests/python/requirements*.txt >$venv/installed
}
if ! cat tests/python/requirements*.txt | cmp --silent - $venv/installed && ! install_readers; then
  rm -rf $venv
  echo "Without PyPI, the test python_readers is left out." >&2
fi

ctest --preset release --parallel "$(nproc)" "$@"
