#!/usr/bin/env bash
# Makes sure that the Debian packages Hux is built from are there: installs what is missing, or, without root, names it.
# Where packages come from elsewhere as well, which CONDA_PREFIX or CMAKE_PREFIX_PATH say, CMake judges whether all are
# there; on systems other than Debian, too.
# usage: scripts/setup.sh [further packages]
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config git
  libhdf5-dev libspdlog-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev librandom123-dev
  libgtest-dev libgmock-dev libbenchmark-dev libboost-context-dev
  python3 python3-h5py python3-matplotlib python3-venv libjs-dygraphs
  "$@"
)

# CUDA brings Thrust along.
command -v nvcc >/dev/null || [[ -x /usr/local/cuda/bin/nvcc ]] || packages+=(libthrust-dev)

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian; going on in the hope that these packages are here under other names: ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

if [[ $(id -u) -ne 0 ]]; then
  elsewhere=${CONDA_PREFIX:-${CMAKE_PREFIX_PATH:-}}
  if [[ -n $elsewhere ]]; then
    echo "These Debian packages are not installed; going on, since they may be in $elsewhere: ${missing[*]}" >&2
    exit 0
  fi
  echo "Packages are missing. Install them by: sudo apt-get install --no-install-recommends ${missing[*]}" \
    "(or have them in a conda environment, or where CMAKE_PREFIX_PATH says)" >&2
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; echo "This failed: $*" >&2; exit 1; }; }

if [[ ${#missing[@]} -eq 1 ]]; then what="one package"; else what="${#missing[@]} packages"; fi
echo "Installing $what, which takes from seconds to some minutes, by the network: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
quietly apt-get update
quietly apt-get install --yes --no-install-recommends "${missing[@]}"
echo "Installed $what in $SECONDS s"
