#!/usr/bin/env bash
# A static HDF5 that can be linked into a Python module: position-independent, with zlib, and with nothing else that a user's
# machine would have to have. Debian's own is not; this is made of the same release's source package, once (two minutes on two
# idle cores), and needs no root. Prints the folder to give CMake as HDF5_ROOT; the rest it says on stderr.
# usage: scripts/static_hdf5.sh [FOLDER]    left out: build/wheel/hdf5
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(realpath --canonicalize-missing "${1:-$root/build/wheel/hdf5}")

options=(
  --prefix="$folder" --enable-static --disable-shared --with-pic --with-zlib --without-szlib --enable-threadsafe --disable-hl
  --disable-tests --disable-tools --enable-build-mode=production --disable-embedded-libinfo
)
export CFLAGS="-O2 -fvisibility=hidden"

# What the library is made of. One of something else, or one whose build was broken off, is made anew.
recipe() { printf '%s\n' "${options[*]}" "$CFLAGS" "$(gcc -dumpfullversion)" "$(dpkg-query -W zlib1g-dev libhdf5-dev)"; }
finished() { [[ "$(recipe)" == "$(cat recipe)" ]] && sha256sum --check --strict --status contents; }
if (cd "$folder" && finished) 2>/dev/null; then
  echo "$folder"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; echo "This failed: $*" >&2; exit 1; }; }

# Source packages by a configuration of apt's that is gone afterwards, from where the machine has its packages.
apt_get() {
  apt-get -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User= "$@"
}
mkdir -p "$work/lists/partial" "$work/cache"
# shellcheck disable=SC2016  # apt-get's own variables
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' \
  >"$work/sources.list"
cd "$work"
version=$(dpkg-query -W -f '${source:Version}' libhdf5-dev)
quietly apt_get update
quietly apt_get source "hdf5=$version"

echo "Building a static HDF5 $version, which takes some minutes, once" >&2
rm -rf "$folder"
mkdir "$work/build"
cd "$work/build"
quietly ../hdf5-*/configure "${options[@]}"
quietly make --jobs "$(nproc)" -C src install
cd "$folder"
cp "$work"/hdf5-*/COPYING .
recipe >"$work/recipe"
find . -type f -exec sha256sum {} + >"$work/contents"
mv "$work/recipe" "$work/contents" .
echo "Built it in $SECONDS s" >&2
echo "$folder"
