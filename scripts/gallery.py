#!/usr/bin/python3
"""Makes the pictures of docs/gallery from runs of the experiments in examples/.

usage: gallery.py --hux HUX [--results FOLDER] [--pictures FOLDER] [PICTURE ...]
"""

import argparse
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import matplotlib.pyplot as plt
from hux_gallery import PAGES, run_all
from hux_pictures import STYLE, BadInput, open_result

ROOT = Path(__file__).resolve().parent.parent


def draw(name, paths, folder):
    """Draws one picture; returns its path."""
    function, size, needs = PAGES[name]
    picture = folder / f"{name}.png"
    with ExitStack() as stack, plt.rc_context(STYLE | {"font.size": 9, "savefig.dpi": 130}):
        files = {need: stack.enter_context(open_result(paths[need])) for need in needs}
        figure = plt.figure(figsize=size, layout="constrained")
        function(files, figure)
        figure.savefig(picture)
        plt.close(figure)
    return picture


def main(arguments):
    parser = argparse.ArgumentParser(prog="gallery.py", description=__doc__.splitlines()[0])
    parser.add_argument("pictures_wanted", nargs="*", metavar="PICTURE", choices=[*PAGES, []], help=", ".join(PAGES))
    parser.add_argument("--hux", default="hux", help="the hux command")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "gallery", help="folder for the results")
    parser.add_argument("--pictures", type=Path, default=ROOT / "docs" / "gallery", help="folder for the pictures")
    options = parser.parse_args(arguments)
    names = options.pictures_wanted or list(PAGES)
    for folder in (options.results, options.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        paths = run_all(options.hux, ROOT / "examples", options.results, names)
        for name in names:
            print(draw(name, paths, options.pictures))
    except BadInput as why:
        print(f"gallery.py: {why}", file=sys.stderr)
        return 2
    except (OSError, subprocess.CalledProcessError) as why:
        print(f"gallery.py: a run has failed ({why})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
