#!/usr/bin/env python3
"""Holds the arrows of the house (CONTRIBUTING.md): who includes whom, read from the #include lines.

usage: check_dependencies.py ROOT
"""

import re
import sys
from pathlib import Path

# Where the parts of the house are; the first pattern that a path matches decides.
PARTS = [
    (r"include/hux/device/", "device"),
    (r"include/hux/(equations|errors|found_rests|model_page|nearest|parameter|printable|synapse_page|units)\.hpp", "equations"),
    (r"include/hux/", "experiment"),
    (r"src/(io/\w+|\w+)/", None),  # named after the folder
    (r"kernels/", "kernels"),
    (r"python/src/", "python"),
    (r"(tests|benchmarks|examples)/", "outside"),
]

# What each part may include besides itself; what those may include is allowed to it as well.
ARROWS = {
    "outside": {"cli", "kernels", "tools"},
    "python": {"cli"},
    "cli": {"run"},
    "tools": {"io/experiment"},
    "run": {"io/experiment", "io/state", "validate", "cpu"},
    "io/experiment": {"io/result"},
    "io/result": {"io/hdf5", "io/text", "engine"},
    "io/state": {"io/hdf5", "experiment"},
    "io/hdf5": {"support"},
    "io/text": {"experiment"},
    "cpu": {"engine"},
    "kernels": {"engine"},
    "engine": {"network"},
    "validate": {"network"},
    "network": {"experiment"},
    "experiment": {"equations", "support"},
    "equations": {"device"},
    "support": {"equations"},
    "device": set(),
}

# Headers of other people's libraries, and the parts that know them.
LIBRARIES = [
    (r"(cuda|thrust/|cub/|device_launch)", {"kernels"}),
    (r"(hdf5|H5)", {"io/hdf5", "io/result", "outside"}),
    (r"spdlog/", {"cli", "outside"}),
    (r"(toml\+\+|nlohmann)/", {"cli", "io/experiment", "io/result", "io/text", "outside", "python"}),
    (r"(nanobind/|Python\.h)", {"python"}),
    (r"CLI/", {"cli"}),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SUFFIXES = {".hpp", ".cpp", ".cu", ".cuh", ".in"}
GENERATED = {"hux_build_info.hpp", "models/models.hpp", "synapses/synapses.hpp"}


def part_of(path):
    """The part of the house that a path (relative to the root) belongs to."""
    for pattern, part in PARTS:
        if match := re.match(pattern, path):
            return part or match.group(1)
    return None


def allowed(part):
    """All parts that a part may include."""
    reached, front = {part}, [part]
    while front:
        new = ARROWS[front.pop()] - reached
        reached |= new
        front += new
    return reached


def resolve(root, includer, header):
    """The path of one of our own headers, relative to the root; None if there is no such file."""
    for folder in (includer.parent, root / "include", root / "src", root / "kernels", root / "tests"):
        if (folder / header).is_file():
            return (folder / header).resolve().relative_to(root).as_posix()
    return None


def fault(root, file, quoted, header):
    """What is wrong with one #include, or None."""
    part = part_of(file.relative_to(root).as_posix())
    if not quoted:
        for pattern, knowing in LIBRARIES:
            if re.match(pattern, header) and part not in knowing:
                return f"{part} must not know the library of <{header}>"
        return None
    if header in GENERATED or "@" in header:
        return None
    if Path(header).suffix in {".cpp", ".cu"}:
        return f'"{header}" is compiled, and not included'
    target = resolve(root, file, header)
    if target is None:
        return f'"{header}" is none of our headers; those of libraries go in <>'
    if part_of(target) not in allowed(part):
        return f"{part} must not include {part_of(target)} ({target})"
    return None


def sources(root):
    """Every file that may have an #include."""
    for folder in ("include", "src", "kernels", "python/src", "tests", "benchmarks", "examples"):
        yield from (file for file in sorted((root / folder).rglob("*")) if file.suffix in SUFFIXES)


def cycle(includes):
    """Files that include each other in a circle, or []. includes: of each file, those that it includes."""
    done = set()

    def circle(file, way):
        if file in way:
            return way[way.index(file):] + [file]
        if file in done:
            return []
        found = next(filter(None, (circle(next_one, way + [file]) for next_one in includes.get(file, []))), [])
        done.add(file)
        return found

    return next(filter(None, (circle(file, []) for file in includes)), [])


def faults(root):
    """Every fault in the tree, as "file: what"."""
    root = Path(root).resolve()
    found, includes = [], {}
    for file in sources(root):
        name = file.relative_to(root).as_posix()
        if part_of(name) not in ARROWS:
            found.append(f"{name}: is in no room of the house")
            continue
        for bracket, header in INCLUDE.findall(file.read_text(encoding="utf-8")):
            if what := fault(root, file, bracket == '"', header):
                found.append(f"{name}: {what}")
            elif bracket == '"' and (target := resolve(root, file, header)):
                includes.setdefault(name, []).append(target)
    if circle := cycle(includes):
        found.append(f"{circle[0]}: includes itself, by {' -> '.join(circle[1:])}")
    return found


if __name__ == "__main__":
    FOUND = faults(sys.argv[1])
    print("\n".join(FOUND) or "every #include follows the arrows")
    sys.exit(1 if FOUND else 0)
