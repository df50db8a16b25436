#!/usr/bin/env python3
"""Holds that no two functions of HDF5 run at once: all are called by hdf5::call, own and unchecked, which take its lock.

usage: check_hdf5.py ROOT
"""

import re
import sys
from pathlib import Path

CALL = re.compile(r"\bH5[A-Z][a-z]?\w*(?=\()")
UNDER_THE_LOCK = "H5Eset_auto2"  # where it is taken
AT_THE_START = "H5dont_atexit"  # while the program has one thread


def faults(root):
    """Every call that is made without the lock, as "file:line: what"."""
    found = []
    for file in sorted((Path(root) / "src").rglob("*.[ch]pp")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//")[0]
            for name in CALL.findall(code):
                if name not in (UNDER_THE_LOCK, AT_THE_START):
                    found.append(f"{file.relative_to(root)}:{number}: {name} is called without the lock; expected "
                                 f"call({name}, ...), own or unchecked")
    return found


if __name__ == "__main__":
    FOUND = faults(sys.argv[1])
    print("\n".join(FOUND) or "all of HDF5 is called under one lock")
    sys.exit(1 if FOUND else 0)
