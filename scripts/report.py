#!/usr/bin/python3
"""Writes one HTML page about a result: numbers, what was run, a raster that can be zoomed, and pictures.

usage: report.py RESULT.h5 [-o PAGE.html]

The page holds all it needs. Needs h5py, matplotlib and, for its drawings, Dygraphs (Debian: libjs-dygraphs).
"""

import argparse
import sys

from hux_pictures import BadInput
from hux_report import write_report


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise BadInput(f"{message}; {self.format_usage().strip()}")


def main(arguments):
    parser = Parser(prog="report.py", description=__doc__.splitlines()[0])
    parser.add_argument("result", help="the HDF5 file of a run")
    parser.add_argument("-o", "--output", help="the page; else RESULT with .html")
    try:
        options = parser.parse_args(arguments)
        print(write_report(options.result, options.output))
    except BadInput as why:
        print(f"report.py: {why}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
