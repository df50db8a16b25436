#!/usr/bin/env bash
# Prints the path of a python3 (3.11 or newer) that has some modules: the python3 on the path, else the system's. Where
# HUX_PYTHON is set, that or none. Says what to install if there is none.
# usage: scripts/find_python.sh [MODULE ...]    left out: h5py matplotlib
set -euo pipefail

[[ $# -gt 0 ]] || set -- h5py matplotlib
candidates=(python3 /usr/bin/python3)
[[ -z ${HUX_PYTHON:-} ]] || candidates=("$HUX_PYTHON")

# A virtual environment needs ensurepip, which Debian has in the package of venv.
modules="${*/#venv/venv ensurepip}"
wanted=$*
for python in "${candidates[@]}"; do
  ! "$python" -c "import sys; assert sys.version_info >= (3, 11); import ${modules// /, }; print(sys.executable)" \
    2>/dev/null || exit 0
done

echo "no Python here (tried: ${candidates[*]}) is of version 3.11 or newer and has ${wanted// / and }; install what is missing by" \
  "'sudo apt-get install ${*/#/python3-}' (Debian), 'conda install $*' or 'pip install $*'," \
  "or set HUX_PYTHON to a python3 that has it" >&2
exit 1
