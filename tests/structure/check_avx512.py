"""Checks that object files compiled for AVX-512 hold no function that the linker may take for another's.

usage: check_avx512.py OBJECT...

An inline function that was not inlined is a weak symbol, of which the linker keeps one of all objects'. Compiled for
AVX-512 it would end a program on a machine without: only functions whose names say that they are for vectors of 64 bytes
may be there. Prints what else there is; the exit code is then 1.
"""

import subprocess
import sys


def intruders(symbols):
    """Names of functions that other objects could use and that are not for vectors of 64 bytes.

    symbols: what nm --demangle --defined-only prints
    """
    found = []
    for line in symbols.splitlines():
        _, kind, name = line.split(maxsplit=2)
        if kind in "TWV" and ", 64" not in name and not name.startswith("DW.ref."):
            found.append(name)
    return found


def main(objects):
    faults = 0
    for path in objects:
        done = subprocess.run(["nm", "--demangle", "--defined-only", path], capture_output=True, text=True, check=True)
        for name in intruders(done.stdout):
            print(f"{path}: {name}")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
