#!/usr/bin/env bash
# Makes sure that the Debian packages Hux is built from are there: installs what is missing, or, without root, names it.
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
  echo "Packages are missing. Install them by: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; echo "This failed: $*" >&2; exit 1; }; }

echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
quietly apt-get update
quietly apt-get install --yes --no-install-recommends "${missing[@]}"
