"""Results that are mutated, byte by byte or by their structure, for all that reads results."""

import shutil
import signal
import subprocess
import time

import h5py
import numpy as np
from front_ends import HUX, any_picture, hux, module, page, plot
from hostile_results import HOSTILE
from judging import BAD, RIGHT, judge
from mutations import changed_bytes
from starts import CONNECTIONS, RICH, SPIKES
from texts import put_files

ODD_VALUES = [
    np.float64("nan"), np.inf, -1, 0, 1 << 62, "text", "\x1b[31m\nhux: error: another", b"\xff\xfe", np.zeros(0),
    np.ones((3, 3)), np.array(["a", "b"], h5py.string_dtype()), h5py.Empty("f8"), np.bool_(True), "x" * 50_000,
]  # fmt: skip


def make_originals(folder):
    """A result, and what a killed run has left, to be mutated: the folder that holds them."""
    put_files(folder, {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})
    (folder / "e.toml").write_text(RICH)
    run = [HUX, "run", "e.toml", "--quiet", "-o"]
    subprocess.run([*run, "whole.h5"], cwd=folder, check=True, capture_output=True)
    long = subprocess.Popen([*run, "killed.h5", "--set", "simulation.duration=1e6 s"], cwd=folder,
                            stderr=subprocess.DEVNULL)  # fmt: skip
    time.sleep(4)
    long.send_signal(signal.SIGKILL)
    long.wait()
    with h5py.File(folder / "spikes.h5", "w") as file:
        group = file.create_group("spikes/E")
        group["timestamps"], group["node_ids"] = np.sort(np.random.default_rng(1).uniform(0, 9, 50)), np.arange(50) % 12
        group["timestamps"].attrs["units"] = "ms"
    return folder


def changed_file(path, draw):
    """Changes bytes anywhere, or in the first ones, which are the most of the structure; cuts or extends the file."""
    data = path.read_bytes()
    match draw.randrange(5):
        case 0:
            data = data[: draw.randrange(len(data))]
        case 1:
            data += draw.randbytes(draw.choice([1, 512, 100_000]))
        case 2 | 3:
            first = draw.choice([64, 2048, 20_000])
            data = changed_bytes(data[:first], draw) + data[first:]
        case _:
            data = bytearray(data)
            for _ in range(draw.choice([1, 10, 1000])):
                data[draw.randrange(len(data))] = draw.randrange(256)
    path.write_bytes(data)


def objects_in(file):
    names = []
    file.visit(names.append)
    return names


def replaced_object(file, name, draw):
    """Puts something else where an object was."""
    old = file[name]
    shape = getattr(old, "shape", None) or (3,)  # a group has none, a data set without extent says None
    del file[name]
    match draw.randrange(7):
        case 0:
            file.create_group(name)
        case 1:
            file[name] = h5py.SoftLink(draw.choice([name, "/", "/nothing", "/spikes", *objects_in(file)]))
        case 2:
            file[name] = h5py.ExternalLink(draw.choice(["nothing.h5", "input.h5", "/dev/zero"]), "/")
        case 3:
            file[name] = draw.choice([value for value in ODD_VALUES])
        case 4:
            file.create_dataset(name, (draw.choice([1 << 20, 1 << 40, 1 << 60]),), "f8", chunks=(1024,))
        case 5:
            file[name] = np.full(shape, draw.choice([np.nan, -1.0, 1e300, np.inf]))
        case _:
            pass


def changed_values(file, name, draw):
    """Changes a value of a data set, or an attribute of it or of a group."""
    thing = file[name]
    fits = isinstance(thing, h5py.Dataset) and 0 < (thing.size or 0) <= 1 << 20  # some have no extent, some claim too much
    if fits and thing.dtype.kind in "iuf" and draw.random() < 0.5:
        values = thing[...]
        odd = [0, 1, (1 << 31) - 1, 127] if thing.dtype.kind != "f" else [np.nan, np.inf, -1, 1e300, 0]
        with np.errstate(over="ignore"):
            values.flat[draw.randrange(values.size)] = draw.choice(odd)
        thing[...] = values
        return
    names = [*thing.attrs, "size", "units", "status", "title", "simulated", "start", "bin"]
    attribute = draw.choice(names)
    if attribute in thing.attrs:
        del thing.attrs[attribute]
    thing.attrs[attribute] = draw.choice(ODD_VALUES)


def changed_structure(path, draw):
    with h5py.File(path, "r+") as file:
        for _ in range(draw.randint(1, 3)):
            name = draw.choice([each for each in objects_in(file)] or ["/"])
            if name != "/":
                draw.choice([replaced_object, changed_values])(file, name, draw)


def readers(folder, draw, path="input.h5"):
    """All that reads a result."""
    yield "hux info", *judge(hux(folder, "info", path))
    yield "hux info", *judge(hux(folder, "info", path, "--experiment"))
    what = any_picture(draw)
    yield "plot.py", *judge(plot(folder, path, what))
    yield "hux_results", *judge(module(folder, path, any_picture(draw)))
    yield "report.py", *judge(page(folder, path))
    (folder / "e.toml").write_text(
        RICH.replace('file = "spikes.h5"', f'file = "{path}"').replace('file = "spikes.txt"', f'file = "{path}"'))
    (folder / "connections.txt").write_text(CONNECTIONS)
    yield "hux validate", *judge(hux(folder, "validate", "e.toml"))


def recovered(folder, draw):
    """Recovers a copy, and reads what has become of it."""
    shutil.copy(folder / "copy.h5.part", folder / "left.h5.part")
    done = hux(folder, "recover", "left.h5.part")
    verdict, why = judge(done)
    if verdict == RIGHT and judge(hux(folder, "info", "left.h5"))[0] != RIGHT:
        verdict, why = BAD, f"what was recovered cannot be read: {done.shown}"
    yield "hux recover", verdict, why


def given(folder, draw, originals, change):
    """A result or SONATA's spikes, changed, and for its recovery what a killed run has left."""
    shutil.copy(originals / draw.choice(["whole.h5", "whole.h5", "spikes.h5"]), folder / "input.h5")
    change(folder / "input.h5", draw)
    shutil.copy(originals / draw.choice(["killed.h5.part", "whole.h5"]), folder / "copy.h5.part")
    changed_file(folder / "copy.h5.part", draw)
    yield from readers(folder, draw)
    yield from recovered(folder, draw)


def damaged_results(folder, draw, originals):
    """results with bytes changed"""
    yield from given(folder, draw, originals, changed_file)


def restructured_results(folder, draw, originals):
    """results with objects changed"""
    yield from given(folder, draw, originals, changed_structure)


def hostile_results(folder, draw, originals):
    """results that lie, loop or are none"""
    name, make = draw.choice(HOSTILE)
    make(folder / "input.h5")
    yield from readers(folder, draw)
    if (folder / "input.h5").is_file() and not (folder / "input.h5").is_symlink():
        shutil.copy(folder / "input.h5", folder / "copy.h5.part")
        yield from recovered(folder, draw)


KINDS = [(damaged_results, 5), (restructured_results, 5), (hostile_results, 3)]
