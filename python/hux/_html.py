"""Tables for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def table(header: Sequence[str], rows: Iterable[Sequence[object]], caption: str = "") -> str:
    """A table of HTML; what it shows is shown to the letter."""

    def row(cells: Iterable[object], tag: str) -> str:
        inner = "".join(f'<{tag} style="text-align:left">{escape(str(cell))}</{tag}>' for cell in cells)
        return f"<tr>{inner}</tr>"

    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead>{row(header, 'th')}</thead><tbody>{''.join(row(r, 'td') for r in rows)}</tbody></table>"
