#!/usr/bin/env bash
# Installs the peers from PyPI, each in a virtual environment of its own, and compiles their mechanisms: build/peers.
# usage: benchmarks/peers/setup.sh [nest] [brian2] [neuron] [arbor] [reference]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

peers=("$@")
[[ ${#peers[@]} -gt 0 ]] || peers=(nest brian2 neuron arbor)
sources=$PWD/benchmarks/peers
folder=$PWD/build/peers
mkdir -p "$folder"

install() {
  local venv=$folder/$1 wanted=$sources/requirements/$1.txt
  ! cmp --silent "$wanted" "$venv/installed" || return 0
  echo "Installing $1 in $venv"
  "$(scripts/find_python.sh venv)" -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" "$venv/installed"
}

# With nrnivmodl, for NEURON and CoreNEURON.
compile_for_neuron() {
  mkdir -p "$folder/neuron_mechanisms"
  cd "$folder/neuron_mechanisms"
  PATH=$folder/neuron/bin:$PATH nrnivmodl -coreneuron "$sources/mechanisms/neuron"
}

compile_for_arbor() {
  mkdir -p "$folder/arbor_mechanisms"
  cd "$folder/arbor_mechanisms"
  PATH=$folder/arbor/bin:$PATH arbor-build-catalogue cobahh "$sources/mechanisms/arbor"
}

for peer in "${peers[@]}"; do
  install "$peer"
  case $peer in
    neuron | arbor) ("compile_for_$peer") >"$folder/$peer.log" 2>&1 || { cat "$folder/$peer.log"; exit 1; } ;;
  esac
done
