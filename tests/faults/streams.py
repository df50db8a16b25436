"""Streams that are closed, full or endless, paths at which there is no file, and arguments that nobody would give."""

import os
import shutil
import signal
import threading

from front_ends import any_picture, hux, page, plot
from judging import BAD, REFUSED, RIGHT, judge
from mutations import HOSTILE_NUMBERS, HOSTILE_TEXTS, UNITS
from starts import CONNECTIONS, RICH, SPIKES
from texts import judged_run, put_files, status_of

SUBCOMMANDS = [
    ("run", "e.toml", "-o", "r.h5"), ("run", "e.toml", "-o", "r.h5", "--quiet"), ("validate", "e.toml"),
    ("plan", "e.toml"), ("models",), ("info", "whole.h5"), ("info", "whole.h5", "--experiment"), ("info", "--devices"),
    ("recover", "copy.h5.part"), ("--help",), ("--version",), ("run", "nothing.toml"), ("info", "nothing.h5"),
    ("plan", "e.toml", "--set", "simulation.dt=nan"), ("nothing",),
]  # fmt: skip


READER_GONE = 128 + signal.SIGPIPE
PRINTING = {"validate", "plan", "models", "info", "--help", "--version"}


def front_end(arguments):
    """What the table calls a command line."""
    return f"hux {arguments[0]}" if arguments[0] in {"run", "validate", "plan", "models", "info", "recover"} else "hux"


def prepared(folder, originals):
    """A folder with something for every command."""
    put_files(folder, {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})
    (folder / "e.toml").write_text(RICH)
    shutil.copy(originals / "whole.h5", folder)
    shutil.copy(originals / "killed.h5.part", folder / "copy.h5.part")


def closed(stream):
    os.close(stream)


def full(stream):
    os.dup2(os.open("/dev/full", os.O_WRONLY), stream)


def broken(stream):
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, stream)


def whole(stream):
    pass


def judged_streams(ending, out, err):
    """(verdict, why) of a process whose streams were as they were: what can arrive has to."""
    prints = ending.shown.split()[1].strip("'") in PRINTING
    streams = f"where output is {out.__name__} and errors are {err.__name__}: {ending.shown}"
    if out is broken and ending.code == READER_GONE:
        return RIGHT, ""
    if ending.code not in (0, 2, 3):
        return BAD, f"ended with {ending.code} {streams}"
    if ending.code == 0 and prints and out is not whole:
        return BAD, f"does not tell that nothing arrived {streams}"
    if err is whole:
        return judge(ending)
    return (REFUSED if ending.code else RIGHT), ""


def hostile_streams(folder, draw, originals):
    """streams that are closed, full or broken"""
    prepared(folder, originals)
    arguments = draw.choice(SUBCOMMANDS)
    into, out, err = draw.choice([whole, closed]), *draw.choices([whole, closed, full, broken], k=2)

    def prepare():
        for stream, change in enumerate((into, out, err)):
            change(stream)

    ending = hux(folder, *arguments, prepare=prepare)
    verdict, why = judged_streams(ending, out, err)
    if verdict == RIGHT and arguments[0] == "run" and status_of(folder / "r.h5") != "complete":
        verdict, why = BAD, f"the result is not complete: {ending.shown}"
    yield front_end(arguments), verdict, why


def directory(path, _):
    path.mkdir()


def dangling(path, _):
    path.symlink_to("nothing")


def looping(path, _):
    path.symlink_to(path.name)


def device(target):
    def make(path, _):
        path.symlink_to(target)

    return make


def pipe_of(content):
    """A pipe into which somebody writes, then closes it."""

    def make(path, text):
        os.mkfifo(path)

        def write():
            try:
                with open(path, "wb") as pipe:
                    pipe.write(content or text)
            except OSError:
                pass

        threading.Thread(target=write, daemon=True).start()

    return make


def unreadable(path, text):
    path.write_bytes(text)
    path.chmod(0)


DEVICES = ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/tty", "/dev/full", "/proc/self/mem", "/proc/self/environ"]
NO_FILES = [directory, dangling, looping, *map(device, DEVICES), pipe_of(b"nothing"), pipe_of(None)]
NO_FILES += [] if os.geteuid() == 0 else [unreadable]


def hostile_files(folder, draw, originals):
    """what is no file, to be read"""
    prepared(folder, originals)
    name = draw.choice(["e.toml", "connections.txt", "spikes.txt", "spikes.h5"])
    make = draw.choice(NO_FILES)
    text = (folder / name).read_bytes()
    (folder / name).unlink()
    make(folder / name, text)
    subcommand = draw.choice(["validate", "plan", "run"])
    before = {path.name for path in folder.iterdir()}
    ending = hux(folder, subcommand, "e.toml", *(("-o", "r.h5") if subcommand == "run" else ()))
    yield f"hux {subcommand}", *(judged_run(folder, ending, before) if subcommand == "run" else judge(ending))


def hostile_result_files(folder, draw, originals):
    """what is no file, as a result"""
    prepared(folder, originals)
    make = draw.choice(NO_FILES)
    make(folder / "no.h5", b"nothing")
    make(folder / "no.h5.part", b"nothing")
    match draw.randrange(4):
        case 0:
            yield "hux info", *judge(hux(folder, "info", "no.h5"))
        case 1:
            yield "hux recover", *judge(hux(folder, "recover", "no.h5.part"))
        case 2:
            yield "plot.py", *judge(plot(folder, "no.h5", any_picture(draw)))
        case _:
            yield "report.py", *judge(page(folder, "no.h5"))


def hostile_outputs(folder, draw, originals):
    """what is no file, to be written"""
    prepared(folder, originals)
    make = draw.choice([directory, dangling, looping, *map(device, ["/dev/full", "/dev/null", "/proc/self/mem"])])
    make(folder / "o.h5", b"")
    where = draw.choice(["o.h5", "o.h5", "nothing/o.h5", "e.toml/o.h5", "/proc/o.h5", "/dev/full", "", "x" * 5000, "."])
    force = draw.choice([(), ("--force",)])
    yield "hux run", *judge(hux(folder, "run", "e.toml", "-o", where, *force))
    picture = draw.choice(["nothing/p.png", "e.toml/p.png", "/dev/full", "p.nothing", "p", "", "x" * 5000, "."])
    yield "plot.py", *judge(plot(folder, "whole.h5", "raster", picture))


def hostile_arguments(folder, draw, originals):
    """arguments"""
    prepared(folder, originals)
    odd = draw.choice([text for text in HOSTILE_NUMBERS + HOSTILE_TEXTS if "\0" not in text])
    key = draw.choice(["simulation.duration", "population.E.size", "population", "input.drive.rate", "nothing", odd])
    arguments = draw.choice([
        ("models", odd), ("info", odd), ("recover", odd), ("validate", odd), (odd,),
        ("plan", "e.toml", "--backend", odd),
        ("plan", "e.toml", "--device", odd), ("run", "e.toml", "--seed", odd), ("run", "e.toml", "--threads", odd),
        ("validate", "e.toml", odd), ("validate", "e.toml", "--set", odd), ("validate", "e.toml", "--set"),
        *[("plan", "e.toml", "--set", f"{key}={odd} {draw.choice(UNITS)}")] * 4, ("run", "e.toml", f"--{odd}"),
    ])  # fmt: skip
    if arguments[0] == "run":
        arguments += ("-o", "r.h5", "--set", "simulation.duration=1 ms")
    yield front_end(arguments), *judge(hux(folder, *arguments))


KINDS = [
    (hostile_streams, 5), (hostile_files, 3), (hostile_result_files, 2), (hostile_outputs, 2), (hostile_arguments, 5),
]  # fmt: skip
