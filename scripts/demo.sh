#!/usr/bin/env bash
# Simulates the COBAHH benchmark network and draws its spikes, from a fresh clone on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
echo "Building Hux"
cmake --preset release --log-level=WARNING
cmake --build --preset release --target hux_command

mkdir -p results
build/release/hux run examples/cobahh.toml -o results/cobahh.h5 --force
/usr/bin/python3 scripts/plot.py results/cobahh.h5 -o results/cobahh.png

cat <<END

Spikes:  $PWD/results/cobahh.h5   (what is in it:  build/release/hux info results/cobahh.h5)
Picture: $PWD/results/cobahh.png   (draw it again:  scripts/plot.py results/cobahh.h5 -o results/cobahh.png)
In Python:  import h5py; spikes = h5py.File("results/cobahh.h5")["spikes/E"]; print(spikes["timestamps"][:10])
END
