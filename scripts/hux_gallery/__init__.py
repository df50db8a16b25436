"""The gallery, docs/gallery: its runs, how they are drawn, and the pages around the pictures."""

from .pages import PAGES, write_index, write_page
from .runs import PICTURES, run_all

__all__ = ["PAGES", "PICTURES", "run_all", "write_index", "write_page"]
