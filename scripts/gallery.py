#!/usr/bin/env python3
"""Makes docs/gallery, pictures and pages, from runs of the experiments in examples/.

usage: gallery.py --hux HUX [--results FOLDER] [--gallery FOLDER] [PAGE ...]
"""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from hux_tool import Parser, finish, need

need("h5py", "matplotlib")

import matplotlib.pyplot as plt  # noqa: E402
from hux_gallery import PAGES, PICTURES, run_all, write_index, write_page  # noqa: E402
from hux_pictures.errors import BadInput  # noqa: E402
from hux_pictures.style import STYLE  # noqa: E402
from hux_results import open_result  # noqa: E402

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


def make_all(names, hux, results, gallery):
    """Makes some pages, and the list of all. Raises BadInput."""
    try:
        for folder in (results, gallery):
            folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            make(name, hux, results, gallery)
        print(write_index(gallery))
    except (OSError, subprocess.CalledProcessError) as why:
        raise BadInput(f"a run or its page has failed ({why})") from None


def main(arguments):
    parser = Parser(prog="gallery.py", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"all, if none is named: {', '.join(PAGES)}")
    parser.add_argument("--hux", default="hux", help="the hux command")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "gallery", help="folder for the results")
    parser.add_argument("--gallery", type=Path, default=ROOT / "docs" / "gallery", help="folder for pictures and pages")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.pages if name not in PAGES]:
        parser.error(f"there is no page {unknown[0]}; there are {', '.join(PAGES)}")
    return finish(lambda: make_all(options.pages or PAGES, options.hux, options.results, options.gallery))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
