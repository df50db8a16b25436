"""``python -m hux`` is the hux command."""

from __future__ import annotations

import sys

from . import _core


def main() -> int:
    """Runs the command with the arguments of this program, and returns its exit code."""
    return _core.run_command(["hux", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
