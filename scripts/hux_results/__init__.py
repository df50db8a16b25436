"""Result files, read with care, for pictures and reports. Needs h5py; reads the SONATA files of other simulators, too.

In Python, with scripts/ on the path: from hux_results import draw; draw("cobahh.h5", "isi", "isi.png").
"""

import hux_tool  # noqa: F401  (it leads to hux_pictures)
from hux_pictures.errors import BadInput

from .command import draw, draw_on
from .files import open_result, reading

__all__ = ["BadInput", "draw", "draw_on", "open_result", "reading"]
