"""The pictures of docs/gallery: which runs they need, and how they are drawn from them."""

from .pages import PAGES, run_all

__all__ = ["PAGES", "run_all"]
