"""From a result file to a picture file."""

import argparse
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
from hux_pictures.errors import LONGEST_PATH, BadInput, plain
from hux_pictures.pictures import PICTURES, figure_of
from hux_pictures.style import STYLE
from hux_tool import Parser, finish

from .files import reading

matplotlib.use("Agg")  # pictures are written, never shown: no display is needed


def draw_on(path, what=None):
    """A figure with a picture of a result file; the caller closes it. Raises BadInput."""
    with reading(path) as result:
        return figure_of(result, what)


def save(figure, picture):
    """Writes a figure to a file and closes it. Raises BadInput."""
    try:
        # Dates would make two pictures of one result differ.
        kind = Path(picture).suffix.lower()
        undated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
        figure.savefig(picture, metadata=undated.get(kind))
    except (OSError, ValueError, RuntimeError, ArithmeticError, MemoryError) as why:
        raise BadInput(f"{plain(picture, LONGEST_PATH)}: the picture cannot be written ({plain(why)})") from None
    finally:
        plt.close(figure)


def draw(result, what=None, picture=None):
    """Draws a result file to a picture file and returns its path. Raises BadInput."""
    picture = Path(picture) if picture else Path(result).with_suffix(".png")
    with plt.rc_context(STYLE):
        save(draw_on(result, what), picture)
    return picture


def main(arguments):
    known = "\n".join(f"  {name:10} {picture.description}" for name, picture in PICTURES.items())
    parser = Parser(
        prog="plot.py", description=f"Draws what a run has recorded:\n{known}",
        formatter_class=argparse.RawDescriptionHelpFormatter, usage="plot.py RESULT.h5 [WHAT] [-o PICTURE]",
    )  # fmt: skip
    parser.add_argument("result", help="the HDF5 file of a run, or SONATA spikes and reports of another simulator")
    parser.add_argument(
        "what", nargs="?", choices=PICTURES, metavar="WHAT", help="left out: raster, traces or membrane"
    )
    parser.add_argument("-o", "--output", help="the picture (PNG, PDF or SVG); else RESULT with .png")
    options = parser.parse_args(arguments)
    return finish(lambda: print(draw(options.result, options.what, options.output)))
