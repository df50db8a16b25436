#!/usr/bin/env bash
# Makes the wheel and the source archive, and tries what they install in virtual environments that have nothing else: under each
# Python of 3.10 to 3.13 found here, with numpy 1.26 and 2, alone and with h5py, which has an HDF5 of its own.
# usage: tests/python_package/wheel_test.sh [-DOPTION=VALUE ...]    options of CMake, as scripts/wheel.sh takes them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
place=$PWD/build/wheel
check=$PWD/tests/python_package/wheel_check.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HUX_CACHE=$work/cache TMPDIR=$work PIP_DISABLE_PIP_VERSION_CHECK=1

fail() { echo "$*" >&2; exit 1; }
install() { "$work/venv/bin/pip" install --quiet "$@"; }
try() { "$work/venv/bin/python" -I -B -W error "$check" "$@"; }
fresh() { "$1" -m venv --clear "$work/venv"; }

# The first Python of a version, of those on the path, the system's and pyenv's.
python_of() {
  local python
  for python in "python$1" "/usr/bin/python$1" "$HOME/.pyenv/versions/$1".*/bin/python; do
    ! "$python" -c "import ensurepip, sys; assert '%d.%d' % sys.version_info[:2] == '$1'" 2>/dev/null ||
      { echo "$python"; return; }
  done
  return 1
}

# Libraries of C and C++ only, and no symbol that another module of the process could meet.
holds_all_it_needs() {
  local module=$work/unpacked/hux/_core.abi3.so needed exported
  python3 -m zipfile -e "$1" "$work/unpacked"
  [[ ! -e $work/unpacked/hux.libs ]] || fail "The wheel brings libraries along: $(ls "$work/unpacked/hux.libs")"
  needed=$(objdump -p "$module" | awk '$1 == "NEEDED" { print $2 }' |
    grep -vxE 'lib(stdc\+\+|m|gcc_s|c|dl|rt|pthread)\.so\.[0-9]+|ld-linux-x86-64\.so\.2' || true)
  [[ -z $needed ]] || fail "The wheel needs these libraries: $needed"
  exported=$(nm -DC --defined-only "$module" | cut -d ' ' -f 3- | grep -vE '^PyInit__core$|nanobind::|std::' || true)
  [[ -z $exported ]] || fail "The wheel exports more than its entry: $exported"
}

# The wheel under one Python, all ways.
tried_under() {
  local version=$1 numpy numpies=(2) order
  # numpy 1.26 is not made for newer ones.
  [[ ${version#3.} -gt 12 ]] || numpies=(1.26 2)
  fresh "$2"
  for numpy in "${numpies[@]}"; do
    install "$wheel" "numpy==$numpy.*"
    try
  done
  for numpy in "${numpies[@]}"; do
    install h5py "numpy==$numpy.*"
    for order in h5py_first h5py_last; do try "$order"; done
  done
}

# The source archive, as pip builds it on a machine that has the libraries; without what takes longest.
built_from_source() {
  local archive size
  rm -rf "$place/sdist"
  "$place/venv/bin/python" -m build --sdist --outdir "$place/sdist" >"$place/log" 2>&1 || fail "$(tail -n 50 "$place/log")"
  archive=$(ls "$place"/sdist/hux-*.tar.gz)
  ! tar --list --file "$archive" | grep -E '\.(png|h5|o)$' || fail "The source archive has these pictures and leftovers."
  size=$(stat --format %s "$archive")
  ((size < 2 << 20)) || fail "The source archive has $size bytes; expected less than 2 MiB."
  fresh "$(scripts/find_python.sh venv)"
  CMAKE_ARGS="-DHUX_CUDA=OFF -DHUX_AVX512=OFF" install "$archive"
  try
  echo "The source archive has $size bytes and builds"
}

wheel=$(scripts/wheel.sh "$@")
holds_all_it_needs "$wheel"
tried=0
for version in 3.10 3.11 3.12 3.13; do
  if python=$(python_of "$version"); then
    tried_under "$version" "$python"
    tried=$((tried + 1))
  else
    echo "There is no Python $version here to try the wheel under." >&2
  fi
done
((tried > 0)) || fail "The wheel was tried under no Python."
built_from_source
