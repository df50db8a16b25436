"""States and checkpoints that are mutated, and results that are to be gone on with."""

import shutil
import signal
import subprocess
import time

import h5py
import numpy as np
from front_ends import HUX, hux
from judging import BAD, REFUSED, RIGHT, judge
from results import changed_file, changed_structure
from starts import CONNECTIONS, RICH, SPIKES
from texts import judged_run, put_files

# Long enough to be caught before it ends.
BROKEN = RICH.replace('duration = "10 ms"', 'duration = "1 s"')
CHECKPOINT = "r.h5.checkpoint"


def prepare(folder, text):
    put_files(folder, {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})
    (folder / "e.toml").write_text(text)


def make_originals(folder):
    """A state, and a run that was broken off some time after its checkpoint: folders in the folder."""
    state, broken = folder / "state", folder / "broken"
    for each, text in ((state, RICH), (broken, BROKEN)):
        each.mkdir()
        prepare(each, text)
    subprocess.run([HUX, "run", "e.toml", "--quiet", "-o", "r.h5", "--until", "4 ms", "--save-state", "state.h5"],
                   cwd=state, check=True, capture_output=True)  # fmt: skip
    (state / "r.h5").unlink()
    while not (broken / "r.h5.part").exists():
        break_off(broken)


def break_off(folder):
    for left in folder.glob("r.h5*"):
        left.unlink()
    run = subprocess.Popen([HUX, "run", "e.toml", "--quiet", "-o", "r.h5", "--checkpoint-every", "1 ms"], cwd=folder)
    while run.poll() is None and not (folder / CHECKPOINT).exists():
        time.sleep(0.001)
    if run.poll() is None:
        shutil.copy(folder / CHECKPOINT, folder / "early")
        time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
    run.wait()
    if (folder / "early").exists():
        (folder / "early").replace(folder / CHECKPOINT)
    for left in folder.glob("*.checkpoint.part*"):
        left.unlink()


ODD_WHOLE = [0, 1, (1 << 31) - 1, 1 << 32, 1 << 40, 1 << 62, (1 << 63) - 1, (1 << 64) - 1]
ODD_REAL = [float("nan"), float("inf"), -1.0, 0.0, 0.5, 1e4, -1e300, 1e300]


def odd_like(values, draw):
    """The same number of values of the same kind, one or all of which are odd."""
    changed = np.array(values)
    odd = draw.choice(ODD_REAL if changed.dtype.kind == "f" else ODD_WHOLE)
    with np.errstate(over="ignore"):
        odd = np.asarray(odd).astype(changed.dtype)
    if changed.ndim and changed.size and draw.random() < 0.5:
        changed.flat[draw.randrange(changed.size)] = odd
    else:
        changed[...] = odd
    return changed


def numbers_in(file):
    """(owner, name) of all numbers, attributes or data sets."""
    found = []

    def take(name, thing):
        found.extend((thing.attrs, key) for key, value in thing.attrs.items() if np.asarray(value).dtype.kind in "iuf")
        if isinstance(thing, h5py.Dataset) and thing.dtype.kind in "iuf" and thing.size:
            found.append((file, name))

    file.visititems(take)
    return found


def changed_numbers(path, draw):
    """Changes some numbers of a state, attributes as often as data sets, and how many numbers there are."""
    with h5py.File(path, "r+") as file:
        for _ in range(draw.randint(1, 2)):
            of_attributes = draw.random() < 0.5
            owner, name = draw.choice([each for each in numbers_in(file) if (each[0] is not file) == of_attributes])
            values = odd_like(owner[name][()], draw)
            if not of_attributes and draw.random() < 0.3:
                values = np.resize(values, draw.choice([0, 1, values.size + 1, 100_000]))
            attributes = {} if of_attributes else dict(owner[name].attrs)
            del owner[name]
            owner[name] = values
            if not of_attributes:
                owner[name].attrs.update(attributes)


def any_change(draw):
    return draw.choice([changed_file, changed_structure, changed_numbers])


def changed_states(folder, draw, originals):
    """states with bytes or objects changed"""
    shutil.copytree(originals / "state", folder, dirs_exist_ok=True)
    any_change(draw)(folder / "state.h5", draw)
    before = {path.name for path in folder.iterdir()}
    ending = hux(folder, "run", "e.toml", "--quiet", "-o", "r.h5", "--from-state", "state.h5")
    yield "hux run", *judged_run(folder, ending, before)
    yield "hux info", *judge(hux(folder, "info", "state.h5"))


def data_in(path):
    """What is recorded in a result, as bytes, by name."""
    found = {}

    def take(name, thing):
        if isinstance(thing, h5py.Dataset) and not name.startswith("provenance"):
            found[name] = thing[...].tobytes()

    with h5py.File(path) as file:
        file.visititems(take)
    return found


def kept(folder, name, before):
    """Are the results as they were after a resumption that was refused, or found something else recorded?"""
    if not (folder / name).exists():
        return f"{name} is gone: {sorted(path.name for path in folder.iterdir())}"
    return "" if (folder / name).read_bytes() == before else "the results are not what they were"


def kept_data(folder, before):
    """The same for a resumption that had begun: it may have told the results that they are gone on with."""
    (folder / "before.h5.part").write_bytes(before)
    try:
        hux(folder, "recover", "before.h5.part")
        then = data_in(folder / "before.h5")
    except (OSError, RuntimeError):  # damaged where nothing but h5py has looked
        return ""
    if (folder / "r.h5.part").exists() and hux(folder, "recover", "r.h5.part").code:
        return "r.h5.part cannot be recovered"
    now = data_in(folder / "r.h5")
    changed = [name for name in then if name not in now or now[name][: len(then[name])] != then[name]
               and not name.endswith("/time")]  # fmt: skip
    return f"{changed} is not what it was" if changed else ""


def judged_resumption(folder, name):
    """(verdict, why) of a resumption, by what has become of the results, too."""
    before = (folder / name).read_bytes()
    ending = hux(folder, "run", "e.toml", "--quiet", "-o", "r.h5", "--resume")
    verdict, why = judge(ending)
    if verdict == REFUSED:
        wrong = kept(folder, name, before)
        if wrong and began(ending.err):
            wrong = kept_data(folder, before)
        return (BAD, f"{wrong}: {ending.err[-300:]!r}") if wrong else (verdict, why)
    if verdict == RIGHT and judge(hux(folder, "info", "r.h5"))[0] != RIGHT:
        return BAD, "it is resumed, and cannot be read"
    return verdict, why


def began(said):
    return "nothing of it is changed" in said or "diverged" in said or "released" in said


def broken(folder, draw, originals):
    """A run that was broken off, in the folder: the name of its results."""
    shutil.copytree(originals / "broken", folder, dirs_exist_ok=True)
    if draw.random() < 0.7:
        return "r.h5.part"
    assert hux(folder, "recover", "r.h5.part").code == 0
    return "r.h5"


def changed_checkpoints(folder, draw, originals):
    """checkpoints with bytes or objects changed"""
    name = broken(folder, draw, originals)
    any_change(draw)(folder / CHECKPOINT, draw)
    yield "hux info", *judge(hux(folder, "info", CHECKPOINT))
    yield "hux run", *judged_resumption(folder, name)


def changed_results(folder, draw, originals):
    """results to resume with bytes or objects changed"""
    name = broken(folder, draw, originals)
    try:
        any_change(draw)(folder / name, draw)
    except OSError:  # left open by a run that was killed
        changed_file(folder / name, draw)
    yield "hux run", *judged_resumption(folder, name)


KINDS = [(changed_states, 3), (changed_checkpoints, 3), (changed_results, 2)]
