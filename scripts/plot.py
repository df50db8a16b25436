#!/usr/bin/env python3
"""Draws what a run has recorded: a raster, traces, spectra and more (plot.py --help lists all).

usage: plot.py RESULT.h5 [WHAT] [-o PICTURE]

Needs h5py and matplotlib alone. In Python: from hux_results import draw, with this folder on the path.
"""

import sys

from hux_tool import need

need("h5py", "matplotlib")

from hux_results.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
