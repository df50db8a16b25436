#!/usr/bin/env python3
"""Finds calls of the C library's inexact functions, and of the C++ library's distributions, where results are made:
another library gives other bits. Hux has its own in include/hux/device; what IEEE 754 defines to the last bit (sqrt, fma,
floor, ldexp, ...) may be called.

usage: check_libm.py ROOT
"""

import re
import sys
from pathlib import Path

FOLDERS = ("include", "src", "kernels")
SHOWN_ONLY = "src/cli/"  # what the command prints
SUFFIXES = {".hpp", ".cpp", ".cu", ".cuh", ".in"}
MATH = "hux/device/math.hpp"
FUNCTIONS = "hux/device/functions.hpp"

# Where Hux has a function of the same name.
OWN = dict.fromkeys(["exp", "expm1", "exp2", "log"], MATH) | dict.fromkeys(["sinh", "cosh", "tanh"], FUNCTIONS)
INEXACT = {*OWN, "exp10", "log1p", "log2", "log10", "pow", "cbrt", "hypot", "sin", "cos", "tan", "sincos", "asin", "acos",
           "atan", "atan2", "asinh", "acosh", "atanh", "erf", "erfc", "lgamma", "tgamma"}

COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
NAME = rf"((?:{'|'.join(INEXACT)})[fl]?)\b"
OF_A_LIBRARY = re.compile(rf"(?:\bstd::|__builtin_|(?<![\w>])::){NAME}|\bstd::(\w+_distribution)\b")
UNQUALIFIED = re.compile(rf"(?<![\w.:>]){NAME}\s*\(")


def without_comments(text):
    """The code alone; its lines keep their numbers."""
    return COMMENT_OR_STRING.sub(lambda match: "\n" * match.group().count("\n"), text)


def calls(path, text):
    """Each call of a library's function: (position in the code, name)."""
    for match in OF_A_LIBRARY.finditer(text):
        yield match.start(), match.group(1) or match.group(2)
    for match in UNQUALIFIED.finditer(text):
        header = OWN.get(match.group(1))
        ours = header and (path.as_posix().endswith(header) or f'#include "{header}"' in path.read_text("utf-8"))
        if not ours:
            yield match.start(), match.group(1)


def faults(root):
    """Every fault in the tree, as "file:line: what"."""
    root = Path(root).resolve()
    found = []
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.suffix not in SUFFIXES or name.startswith(SHOWN_ONLY):
                continue
            code = without_comments(file.read_text("utf-8"))
            for position, function in sorted(calls(file, code)):
                line = code.count("\n", 0, position) + 1
                header = OWN.get(function, MATH)
                found.append(f"{name}:{line}: {function} is the library's; expected a function of include/{header}, included here")
    return found


if __name__ == "__main__":
    FOUND = faults(sys.argv[1])
    print("\n".join(FOUND) or "no bit of a result comes from the C library's mathematics")
    sys.exit(1 if FOUND else 0)
