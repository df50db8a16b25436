#!/usr/bin/env bash
# Builds everything and runs the whole test suite, from a fresh clone on.
# usage: scripts/test.sh [options of ctest]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh chromium || echo "Without Chromium, the test python_report is left out." >&2

# Other people's readers of what Hux writes, Neo and Elephant come from PyPI, as does what the Python package is built from.
venv=build/release/venv
requirements=(tests/python/requirements{,_alone}.txt tests/python_package/requirements.txt)
install_packages() {
  local python
  scripts/setup.sh python3-dev
  python=$(scripts/find_python.sh venv) &&
    "$python" -m venv --clear $venv &&
    $venv/bin/pip install --quiet --requirement "${requirements[0]}" --requirement "${requirements[2]}" &&
    $venv/bin/pip install --quiet --no-deps --requirement "${requirements[1]}" &&
    cat "${requirements[@]}" >$venv/installed
}
package=ON
if ! cat "${requirements[@]}" | cmp --silent - $venv/installed && ! install_packages; then
  rm -rf $venv
  package=OFF
  echo "Without PyPI, the Python package and the test python_readers are left out." >&2
fi

scripts/build.sh -DHUX_PYTHON=$package
ctest --preset release --parallel "$(nproc)" "$@"
