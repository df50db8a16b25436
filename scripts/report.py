#!/usr/bin/env python3
"""Writes one HTML page about a result: numbers, what was run, a raster that can be zoomed, and pictures.

usage: report.py RESULT.h5 [-o PAGE.html]

The page holds all it needs. Needs h5py, matplotlib and, for its drawings, Dygraphs (Debian: libjs-dygraphs).
"""

import sys

from hux_tool import Parser, finish, need

need("h5py", "matplotlib")

from hux_report import write_report  # noqa: E402


def main(arguments):
    parser = Parser(prog="report.py", description=__doc__.splitlines()[0])
    parser.add_argument("result", help="the HDF5 file of a run")
    parser.add_argument("-o", "--output", help="the page; else RESULT with .html")
    options = parser.parse_args(arguments)
    return finish(lambda: print(write_report(options.result, options.output)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
