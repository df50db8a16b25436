"""One HTML page about one result, with nothing outside it."""

from .page import write_report

__all__ = ["write_report"]
