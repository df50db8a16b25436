#!/usr/bin/env bash
# Simulates the COBAHH benchmark network and draws its spikes, from a fresh clone on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/build.sh hux_command
python=$(scripts/find_python.sh)

mkdir -p results
hux=$PWD/build/release/hux
spikes=$PWD/results/cobahh.h5
picture=$PWD/results/cobahh.png
"$hux" run examples/cobahh.toml -o results/cobahh.h5 --force
"$python" scripts/plot.py "$spikes" -o "$picture" >/dev/null

cat <<END

Spikes:     $spikes
Raster:     $picture
What is in: $hux info $spikes
Draw again: $PWD/scripts/plot.py $spikes -o $picture
In Python:  import h5py; print(h5py.File("$spikes")["spikes/E/timestamps"][:10])
END
