"""Runs that are ended and resumed, again and again: they have to end as one that nothing has broken."""

import functools
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import h5py
import numpy as np
from disks import small_disk
from runs import HUX, hux

# There is noise, delays differ, and refractory neurons wait where a run is cut. Windows are
# long: where cores are busy, threads wait for each other once in each.
EXPERIMENT = """
[simulation]
duration = "8 s"
dt = "0.1 ms"
integrator = "exponential_euler"
threads = 1
[population.E]
size = 160
model = "traub_miles"
refractory = "3 ms"
parameters = { e_l = { linspace = ["-65 mV", "-60 mV"] } }
receptor.ampa = { synapse = "exponential", tau = "5 ms", e_rev = "0 mV" }
[population.I]
size = 40
model = "traub_miles"
receptor.ampa = { synapse = "alpha", tau = "2 ms", e_rev = "0 mV" }
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.05
weight = { lognormal = { mean = "1 nS", std = "0.5 nS" } }
delay = { uniform = ["5 ms", "15 ms"] }
[projection.EI]
source = "E"
target = "I"
receptor = "ampa"
rule = "fixed_indegree"
indegree = 5
weight = "3 nS"
delay = "6 ms"
[input.drive]
type = "poisson"
population = "E"
receptor = "ampa"
rate = "300 Hz"
weight = "6 nS"
[input.noise]
type = "ornstein_uhlenbeck"
population = "I"
mean = "100 pA"
std = "150 pA"
tau = "3 ms"
[record]
rates = ["E", "I"]
rate_bin = "BIN"
spike_times = "TIMES"
[recording.membrane]
population = "E"
variables = ["v", "m", "g_ampa"]
neurons = "0-4"
interval = "0.7 ms"
[recording.noise]
population = "I"
variables = ["i_noise"]
interval = "5 ms"
"""

# Times of spikes on the grid may be those of the edges of bins, and of the end of a part.
VARIANTS = [EXPERIMENT.replace("BIN", bins).replace("TIMES", times)
            for bins, times in (("7.3 ms", "interpolated"), ("1 ms", "grid"))]  # fmt: skip
DURATION = 8_000  # ms
CHECKPOINT = "r.h5.checkpoint"
HALF_WRITTEN = "r.h5.checkpoint.part"
# What was recorded before there was a checkpoint, and an empty file that was killed before it had its name.
ALLOWED = r"r\.\d+\.h5\.part|r\.h5(\.checkpoint)?\.part\.\d+-\d+"
one_at_a_time = threading.Lock()


def recorded(path):
    """All data sets of a result but those of /provenance, as bytes, and all attributes, by name."""
    found = {}

    def take(name, thing):
        if not name.startswith("provenance"):
            found[name] = thing[...].tobytes() if isinstance(thing, h5py.Dataset) else b""
            found[name + " attributes"] = {key: np.asarray(value).tobytes() for key, value in thing.attrs.items()}

    with h5py.File(path) as file:
        file.visititems(take)
    return found


def differences(found, expected):
    """Names of what is in one of two and not the same in the other."""
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


@functools.cache
def computed(experiment):
    with tempfile.TemporaryDirectory(prefix="hux_unbroken_") as name:
        folder = Path(name)
        (folder / "e.toml").write_text(experiment, encoding="utf-8")
        done = hux(folder, "run", "e.toml", "-o", "r.h5", "--quiet")
        assert done.returncode == 0, done.stderr
        return recorded(folder / "r.h5")


def prepared(folder, draw):
    """Puts an experiment there whose results are known."""
    experiment = draw.choice(VARIANTS)
    (folder / "e.toml").write_text(experiment, encoding="utf-8")
    unbroken(folder)


def unbroken(folder):
    """What a run records that nothing has broken."""
    with one_at_a_time:
        return computed((folder / "e.toml").read_text(encoding="utf-8"))


def any_interval(draw):
    return draw.choice([f"{draw.uniform(100, 900):.1f} ms", f"{draw.uniform(0.5, 4):.1f} s",
                        f"{draw.uniform(0.02, 0.1):.4f} s wall"])  # fmt: skip


def any_way(draw):
    """Options that change how it runs and not what comes of it."""
    return ("--threads", str(draw.choice([1, 1, 2, 3])), "--set", f"simulation.window={draw.randint(20, 50)}")


def status_of(folder):
    with h5py.File(folder / "r.h5") as file:
        return file["provenance"].attrs["status"]


class Part:
    """One of the runs of which one that was broken is made: with checkpoints, resumed if there is one."""

    def __init__(self, folder, draw, every=None):
        self.folder, self.resumed = folder, (folder / CHECKPOINT).exists()
        options = ("--resume",) if self.resumed else ("--force",)
        self.process = subprocess.Popen(
            [HUX, "run", "e.toml", "-o", "r.h5", "--quiet", "--checkpoint-every", every or any_interval(draw), *options,
             *any_way(draw)], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True)  # fmt: skip

    def end(self, number=None, seconds=30):
        """Its exit code, after a signal if it has not ended by itself."""
        if number is not None:
            self.process.send_signal(number)
        try:
            self.said = self.process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise AssertionError(f"it did not end within {seconds} s") from None
        code = self.process.returncode
        expected = {0} if number is None else {0, 128 + number, -number}  # by the signal itself if it came early
        assert code in expected, f"exit code {code} after {number}: {self.said}"
        assert code or not self.said, f"it said {self.said}"
        if code == 128 + signal.SIGTERM and "while the network was built" not in self.said:
            assert status_of(self.folder) == "interrupted", status_of(self.folder)
        return code

    def wait_for(self, condition, seconds=10):
        """Waits until that is so, or it has ended; tells whether it is so, and it still runs."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.0003)
        return False


def simulated_in(folder):
    """How far what is left says that it goes (ms), which its data have to bear out; 0 if nothing is left."""
    left = [folder / name for name in ("r.h5.part", "r.h5") if (folder / name).exists()]
    if not left:
        return 0
    shutil.copy(left[0], folder / "look.h5.part")
    done = hux(folder, "recover", "look.h5.part")
    if done.returncode:  # killed before all was in it that is there from the start
        assert done.returncode == 3 and done.stderr.count("\n") == 1, f"recovery: {done.stderr}"
        (folder / "look.h5.part").unlink()
        return 0
    try:
        return checked_extent(folder / "look.h5")
    finally:
        (folder / "look.h5").unlink()


def checked_extent(path):
    with h5py.File(path) as file:
        for group in file["rates"].values():
            _, stop, width = group["time"]
            assert (len(group["rate"]) - 1) * width < stop + 1e-6, f"{len(group['rate'])} rates until {stop} ms"
        return file["provenance"].attrs["simulated"]


def is_complete(folder):
    """A run that is interrupted leaves a checkpoint, too."""
    return (folder / "r.h5").exists() and not (folder / CHECKPOINT).exists()


def complete(folder, draw):
    """Resumes it to its end, and compares what it has left with an unbroken one."""
    if not is_complete(folder):
        Part(folder, draw).end()
    wrong = differences(recorded(folder / "r.h5"), unbroken(folder))
    assert not wrong, f"it is not the same: {wrong}"
    with h5py.File(folder / "r.h5") as file:
        facts = file["provenance"].attrs
        counted = sum(len(group["timestamps"]) for group in file["spikes"].values())
        assert facts["status"] == "complete" and facts["simulated"] == DURATION, dict(facts)
        assert facts["spikes"] == counted, f"it says {facts['spikes']} spikes of {counted}"
    left = {path.name for path in folder.iterdir() if not re.fullmatch(ALLOWED, path.name)}
    assert left == {"e.toml", "r.h5"}, f"it has left {sorted(left)}"


def resumed(folder, draw):
    """kill -9 or SIGTERM again and again, resumed in other ways until it is complete"""
    prepared(folder, draw)
    for _ in range(draw.randint(2, 5)):
        part = Part(folder, draw)
        part.wait_for((folder / CHECKPOINT).exists)
        time.sleep(draw.uniform(0, 0.25))
        part.end(draw.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
        if is_complete(folder):
            break
        simulated_in(folder)
    complete(folder, draw)


def behind(folder, draw):
    """A resumed run is ended before it is where it had been"""
    prepared(folder, draw)
    part = Part(folder, draw, every="300 ms")
    part.wait_for((folder / CHECKPOINT).exists)
    shutil.copy(folder / CHECKPOINT, folder / "early")
    time.sleep(draw.uniform(0, 0.3))
    part.end(draw.choice([None, signal.SIGKILL, signal.SIGTERM]))
    reached = simulated_in(folder)
    for _ in range(draw.randint(1, 3)):
        shutil.copy(folder / "early", folder / CHECKPOINT)  # as if there had been no other since
        part = Part(folder, draw)
        time.sleep(draw.uniform(0.02, 0.15))
        part.end(draw.choice([signal.SIGKILL, signal.SIGTERM]))
        before, reached = reached, simulated_in(folder)
        assert reached >= before, f"it says {reached} ms where it said {before} ms"
    (folder / "early").rename(folder / CHECKPOINT)
    complete(folder, draw)


def killed_at_a_checkpoint(folder, draw):
    """kill -9 while a checkpoint is being written"""
    prepared(folder, draw)
    for _ in range(draw.randint(1, 3)):
        part = Part(folder, draw, every="10 ms")
        part.wait_for((folder / CHECKPOINT).exists)
        time.sleep(draw.uniform(0, 0.1))
        part.wait_for((folder / HALF_WRITTEN).exists)
        part.end(signal.SIGKILL)
        if is_complete(folder):
            break
    simulated_in(folder)
    complete(folder, draw)


def filled_at_a_checkpoint(folder, draw):
    """A disk that is full when a checkpoint is written"""
    with small_disk(folder, 64) as disk:
        prepared(disk, draw)
        part = Part(disk, draw, every="0.01 s wall")
        part.wait_for((disk / CHECKPOINT).exists)
        time.sleep(draw.uniform(0, 0.2))
        with open(disk / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(1 << 16))
            except OSError:
                pass
        part.said = part.process.communicate(timeout=30)[1]
        if part.process.returncode == 0:  # it had all on the disk before
            assert not differences(recorded(disk / "r.h5"), unbroken(disk)), part.said
            return
        assert part.process.returncode == 3 and part.said.count("\n") <= 2, part.said  # a warning of the checkpoint, and the error
        (disk / "filler").unlink()
        simulated_in(disk)
        complete(disk, draw)


RESUMPTIONS = [(resumed, 3), (behind, 3), (killed_at_a_checkpoint, 2)]
RESUMPTIONS_ON_DISKS = [(filled_at_a_checkpoint, 2)]
