"""Pictures of what Hux has recorded. Needs h5py and matplotlib alone; reads the SONATA files of other simulators too.

    from hux_pictures import draw
    draw("cobahh.h5", "raster", "cobahh.png")

or, on a figure of one's own, one of the functions of PICTURES: PICTURES["raster"].draw(file, figure).
"""

from hux_tool import BadInput

from .command import draw, draw_on
from .opening import open_result
from .pictures import PICTURES
from .style import STYLE

__all__ = ["BadInput", "PICTURES", "STYLE", "draw", "draw_on", "open_result"]
