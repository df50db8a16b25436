"""The front ends of Hux, each in a process of its own under limits."""

import os
import resource
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import hux_tool  # noqa: E402
import report  # noqa: E402
from hux_pictures.errors import BadInput  # noqa: E402
from hux_pictures.pictures import PICTURES  # noqa: E402
from hux_results import command, draw, open_result  # noqa: E402

HUX = os.path.abspath(os.environ["HUX_COMMAND"])
PROCESSOR_SECONDS, SECONDS, BYTES = 20, 120, 4 << 30  # the second of the wall clock, for what waits


@dataclass
class Ending:
    """How a process ended, and what it said."""

    name: str  # that its sentences start with
    code: int  # minus the signal, if one ended it
    out: str
    err: str
    shown: str  # the command line


def limit(limits=()):
    """What a front end may take until it is ended; limits holds (resource, bound), of which the system warns first."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    for what, bound in limits:
        resource.setrlimit(what, (bound, bound if what != resource.RLIMIT_CPU else bound + 5))
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)


def said(output):
    """What a process has written; bytes that are no UTF-8 become characters that do not print."""
    return output.decode("utf-8", "surrogateescape")


def hux(folder, *arguments, limits=(), prepare=lambda: None):
    """Runs the command in a folder. prepare may change the streams of the process."""

    def start():
        limit(limits)
        prepare()

    done = subprocess.run([HUX, *map(str, arguments)], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          preexec_fn=start, check=False)  # fmt: skip
    shown = " ".join(ascii(str(each)) for each in arguments)
    return Ending("hux", done.returncode, said(done.stdout), said(done.stderr), f"hux {shown}")


def in_child(work, out, err):
    """Forks and works there: to import the tools anew for each input would take a second."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        limit()
        code = work()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)


def tool(name, folder, work, shown):
    """Works as the tool of that name would."""

    def as_tool():
        hux_tool.NAME = name
        os.chdir(folder)
        return work()

    with open(folder.parent / "out", "wb") as out, open(folder.parent / "err", "wb") as err:
        code = in_child(as_tool, out, err)
    return Ending(name, code, *(said((folder.parent / stream).read_bytes()) for stream in ("out", "err")), shown)


def plot(folder, result, what, picture="p.png"):
    arguments = [str(result), what, "-o", picture]
    return tool("plot.py", folder, lambda: command.main(arguments), f"plot.py {' '.join(arguments)}")


def page(folder, result):
    arguments = [str(result), "-o", "p.html"]
    return tool("report.py", folder, lambda: report.main(arguments), f"report.py {' '.join(arguments)}")


def module(folder, result, what):
    """A program that uses hux_results: BadInput is what it has been told to expect."""

    def work():
        try:
            with open_result(result):
                pass
            draw(result, what, "p.png")
        except BadInput as why:
            return hux_tool.failed(why)
        return 0

    return tool("python", folder, work, f"python: draw({str(result)!r}, {what!r}, 'p.png')")


def any_picture(random):
    return random.choice(list(PICTURES))
