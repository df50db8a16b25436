"""Runs of the hux command for the campaign of faults: started in a terminal of their own, watched, and judged."""

import os
import pty
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

HUX = os.environ["HUX_COMMAND"]

# One experiment for all runs: whatever one of them leaves must be what the others have as well.
EXPERIMENT = """
[simulation]
duration = "100000 s"
dt = "0.1 ms"
integrator = "exponential_euler"
threads = 1
[population.E]
size = 200
model = "traub_miles"
receptor.ampa = { synapse = "exponential", tau = "5 ms", e_rev = "0 mV" }
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.02
weight = "1 nS"
delay = "1 ms"
[input.drive]
type = "poisson"
population = "E"
receptor = "ampa"
rate = "200 Hz"
weight = "6 nS"
[record]
rates = ["E"]
[recording.membrane]
population = "E"
variables = ["v"]
neurons = "0-9"
interval = "1 ms"
"""

NOTED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU, signal.SIGUSR1)

SIMULATED = re.compile(rb"([0-9.]+) / [0-9.]+ (m?s)")


@dataclass
class Run:
    """A run of hux in a folder, its terminal read all the time; `reached` holds (wall time, simulated ms)."""

    folder: Path
    options: tuple = ()
    limits: tuple = ()  # (resource, soft, hard)
    ignored: tuple = ()  # signals that the parent had ignored
    output: str = "r.h5"
    reached: list = field(default_factory=list)
    said: bytes = b""

    def __post_init__(self):
        experiment = self.folder / "e.toml"
        if not experiment.exists():
            experiment.write_text(EXPERIMENT, encoding="utf-8")
        self.terminal, inside = pty.openpty()
        self.start = time.monotonic()
        self.process = subprocess.Popen(
            [HUX, "run", "e.toml", "-o", self.output, *self.options], cwd=self.folder, stdin=inside, stdout=inside,
            stderr=inside, preexec_fn=self.prepare, start_new_session=True,
        )  # fmt: skip
        os.close(inside)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def prepare(self):
        import fcntl
        import resource
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        for what, soft, hard in self.limits:
            resource.setrlimit(what, (soft, hard))
        for number in NOTED:  # whoever runs the campaign in the background may have them ignored
            signal.signal(number, signal.SIG_IGN if number in self.ignored else signal.SIG_DFL)

    def read(self):
        try:
            while piece := os.read(self.terminal, 1 << 16):
                now = time.monotonic()
                self.said = (self.said + piece)[-20000:]
                for value, unit in SIMULATED.findall(piece):
                    self.reached.append((now, float(value) * (1000 if unit == b"s" else 1)))
        except OSError:  # its other end is closed
            pass

    def close_terminal(self):
        os.close(self.terminal)

    def wait(self, seconds=60):
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"it did not end within {seconds} s") from None
        self.end = time.monotonic()
        self.reader.join(5)
        return code

    def wait_for_start(self):
        while not self.reached and self.process.poll() is None:
            time.sleep(0.01)

    def reached_before(self, wall):
        """The simulated time (ms) that the terminal showed at a moment."""
        return max((simulated for when, simulated in self.reached if when <= wall), default=0)


def hux(folder, *arguments):
    """Another command, to its end."""
    return subprocess.run([HUX, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)


@dataclass
class Kept:
    """What is in a result that any reader opens."""

    status: str
    simulated: float
    times: np.ndarray
    neurons: np.ndarray
    samples: np.ndarray
    seed: int


def kept(path):
    with h5py.File(path, "r") as file:
        facts, spikes = file["provenance"].attrs, file["spikes/E"]
        data = file["report/membrane.v/data"][:, 0]
        end = file["report/membrane.v/mapping/time"][1]
        assert abs(end - len(data)) < 1e-6, f"mapping/time says {end} ms of {len(data)} samples, one a ms"
        assert len(spikes["timestamps"]) == len(spikes["node_ids"]), "as many times as neurons"
        return Kept(facts["status"], float(facts["simulated"]), spikes["timestamps"][:], spikes["node_ids"][:], data,
                    int(facts["seed"]))


def check_same_start(results):
    """All runs were of one experiment: each must hold the start of what the longest holds."""
    longest = max(results, key=lambda r: len(r.times))
    for r in results:
        n = len(r.times)
        assert np.array_equal(r.times, longest.times[:n]) and np.array_equal(r.neurons, longest.neurons[:n]), "spikes"
        n = min(len(r.samples), len(longest.samples))
        assert np.array_equal(r.samples[:n], longest.samples[:n]), "samples"
        assert not n or not len(r.times) or r.times[-1] <= r.simulated + 20 * 0.1, "spikes beyond what was simulated"
