#!/usr/bin/python3
"""Makes docs/gallery, pictures and pages, from runs of the experiments in examples/.

usage: gallery.py --hux HUX [--results FOLDER] [--gallery FOLDER] [PAGE ...]
"""

import argparse
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import matplotlib.pyplot as plt
from hux_gallery import PAGES, PICTURES, run_all, write_index, write_page
from hux_pictures import STYLE, BadInput, open_result

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def draw(name, files, folder):
    """Draws one picture; returns its path."""
    function, size, _ = PICTURES[name]
    picture = folder / f"{name}.png"
    with plt.rc_context(STYLE | {"font.size": 9, "savefig.dpi": 130}):
        figure = plt.figure(figsize=size, layout="constrained")
        function(files, figure)
        # A picture says nothing of who drew it, so that one result gives one file.
        figure.savefig(picture, metadata={"Software": None})
        plt.close(figure)
    return picture


def make(name, hux, results, folder):
    """Runs what a page needs, draws its pictures and writes it."""
    page = PAGES[name]
    paths = run_all(hux, EXAMPLES, results, page.results())
    with ExitStack() as stack:
        files = {result: stack.enter_context(open_result(path)) for result, path in paths.items()}
        for picture in page.pictures:
            print(draw(picture, files, folder))
        print(write_page(name, files, EXAMPLES, folder))


def main(arguments):
    parser = argparse.ArgumentParser(prog="gallery.py", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"all, if none is named: {', '.join(PAGES)}")
    parser.add_argument("--hux", default="hux", help="the hux command")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "gallery", help="folder for the results")
    parser.add_argument("--gallery", type=Path, default=ROOT / "docs" / "gallery", help="folder for pictures and pages")
    options = parser.parse_args(arguments)
    try:
        for name in options.pages:
            if name not in PAGES:
                raise BadInput(f"there is no page {name}; there are {', '.join(PAGES)}")
        for folder in (options.results, options.gallery):
            folder.mkdir(parents=True, exist_ok=True)
        for name in options.pages or PAGES:
            make(name, options.hux, options.results, options.gallery)
        print(write_index(options.gallery))
    except BadInput as why:
        print(f"gallery.py: {why}", file=sys.stderr)
        return 2
    except (OSError, subprocess.CalledProcessError) as why:
        print(f"gallery.py: a run has failed ({why})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
