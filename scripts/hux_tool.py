"""What all tools in Python share: how they find the modules they need, read their arguments and end.

Needs Python alone, so that it can say what else is missing, and leads to the repository's hux_pictures.
"""

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS.parent / "python"))

from hux_pictures.errors import BadInput, escaped  # noqa: E402

FIND_PYTHON = SCRIPTS / "find_python.sh"
NAME = Path(sys.argv[0]).name
USERS_MISTAKE, FILE_TROUBLE = 2, 3  # exit codes, those of hux


def need(*modules):
    """Goes on where all modules can be imported; else starts the tool anew under a Python where they can, or ends."""
    try:
        for module in modules:
            importlib.import_module(module)
    except Exception as why:  # an extension that was built for another NumPy may raise anything
        start_elsewhere(modules, why)


def start_elsewhere(modules, why):
    found = subprocess.run([FIND_PYTHON, *modules], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        sys.exit(f"{NAME}: error: {found.stderr.strip()}")
    if "HUX_STARTED_ANEW" in os.environ:
        sys.exit(f"{NAME}: error: {escaped(why)}")
    python = found.stdout.strip()
    os.execve(python, [python, *sys.argv], os.environ | {"HUX_STARTED_ANEW": "1"})


class Parser(argparse.ArgumentParser):
    """Arguments; what is wrong with them is one sentence."""

    def error(self, message):
        self.exit(USERS_MISTAKE, f"{NAME}: error: {escaped(message)}; {' '.join(self.format_usage().split())}\n")


def finish(work):
    """Does the work of a tool, which may raise BadInput; its exit code."""
    try:
        work()
        sys.stdout.flush()
    except BadInput as why:
        return failed(why)
    except OSError:  # the work has caught those of its files
        # What is left in the buffer would be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return failed("standard output cannot be written to")
    except KeyboardInterrupt:
        return 130
    return 0


def failed(why):
    print(f"{NAME}: error: {escaped(why)}", file=sys.stderr)
    return FILE_TROUBLE
