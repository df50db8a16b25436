#!/usr/bin/env python3
"""Compares Hux with other simulators on the COBAHH network: time against accuracy, on the same cores.

usage: compare.py [--rounds N] [--duration MS] [--neurons N] [--only NAMES] [--output FOLDER]

Runs the candidates in turn, round after round, and Hux between all others; of several runs medians count. Writes
peers.csv (every run), peers.json (with what made the figures), peers.md (the table) and peers.png. setup.sh installs the
peers; those that are not there are left out.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import judge

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TIME_LIMIT = 600  # s, for one run


@dataclass(frozen=True)
class Candidate:
    """A simulator with one of its methods, at a step in ms."""

    simulator: str
    method: str
    dt: float
    precision: str = "double"
    threads: tuple = (1, 2)

    @property
    def python(self):
        return Path(sys.executable) if self.simulator == "hux" else ROOT / "build/peers" / self.simulator / "bin/python"

    def command(self, *options):
        return [str(self.python), str(HERE / f"peer_{self.simulator}.py"), f"--method={self.method}", f"--dt={self.dt}",
                f"--precision={self.precision}", *options]


# Hux in all its methods; of each peer what its users take, and the most accurate that it has at a step of Hux's.
CANDIDATES = [
    Candidate("hux", "rk4", 0.05, "single"),
    Candidate("hux", "rk4", 0.05, "double"),
    Candidate("hux", "crank_nicolson", 0.05, "single"),
    Candidate("hux", "crank_nicolson", 0.1, "single"),
    Candidate("hux", "exponential_euler", 0.05, "single"),
    Candidate("hux", "exponential_euler", 0.1, "single"),
    Candidate("nest", "rkf45", 0.1),
    Candidate("nest", "rkf45", 0.05, threads=(2,)),
    Candidate("brian2", "exponential_euler", 0.1),
    Candidate("brian2", "exponential_euler", 0.05, threads=(2,)),
    Candidate("brian2", "rk4", 0.05, threads=(2,)),
    Candidate("neuron", "implicit", 0.05),
    Candidate("neuron", "implicit_coreneuron", 0.05),
    Candidate("neuron", "staggered", 0.05, threads=(2,)),
    Candidate("arbor", "implicit", 0.05),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--duration", type=float, default=1000, help="ms of the network")
    parser.add_argument("--neurons", type=int, default=4000)
    parser.add_argument("--delay", type=float, help="ms; without it, that of examples/cobahh.toml")
    parser.add_argument("--only", default="", help="simulators to compare, with commas between them")
    parser.add_argument("--output", type=Path, default=ROOT / "results" / "benchmark")
    return parser.parse_args()


def run(candidate, threads, *options):
    """Runs a candidate on the first cores; what it printed, and the seconds from its start to its end."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    begun = time.perf_counter()
    done = subprocess.run(candidate.command(f"--threads={threads}", *options), capture_output=True, text=True, check=False,
                          timeout=TIME_LIMIT, preexec_fn=lambda: os.sched_setaffinity(0, cores),
                          env=os.environ | {"OMP_NUM_THREADS": str(threads)})
    whole = time.perf_counter() - begun
    if done.returncode != 0:
        raise RuntimeError(f"{candidate.simulator} failed:\n{done.stdout[-500:]}{done.stderr[-1500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1]) | {"whole": whole}


def chosen_candidates(only):
    wanted = set(filter(None, only.split(",")))
    for candidate in CANDIDATES:
        if wanted and candidate.simulator not in wanted:
            continue
        if candidate.python.exists():
            yield candidate
        else:
            print(f"{candidate.simulator} is not installed: left out", file=sys.stderr)


def measure_accuracy(candidates):
    """Spike-time errors of the driven neuron, ms."""
    reference = json.loads((HERE / "driven_neuron.json").read_text(encoding="utf-8"))["spikes"]
    return {c: judge.spike_time_error(run(c, 1, "--driven")["spikes"], reference) for c in candidates}


def turns(candidates):
    """The runs of a round, in turn: candidates with their threads. All of Hux comes before each run of another, as its
    runs are so short that one might fall into a slow moment of the machine."""
    own, others = ([(c, threads) for c in candidates if (c.simulator == "hux") == ours for threads in c.threads]
                   for ours in (True, False))
    if not others:
        return own
    return [turn for other in others for turn in (*own, other)]


def measure(candidates, chosen):
    """The runs of the network, one after the other in each round; a row each."""
    size = [f"--duration={chosen.duration}", f"--neurons={chosen.neurons}"]
    size += [f"--delay={chosen.delay}"] if chosen.delay else []
    for number in range(chosen.rounds):
        for candidate, threads in turns(candidates):
            got = run(candidate, threads, f"--seed={number + 1}", *size)
            row = {"simulator": candidate.simulator, "version": got.pop("version"), "method": candidate.method,
                   "dt": candidate.dt, "precision": candidate.precision, "threads": threads, "round": number} | got
            print(json.dumps(row), flush=True)
            yield row


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.processor()


def write(rows, errors, chosen):
    chosen.output.mkdir(parents=True, exist_ok=True)
    with open(chosen.output / "peers.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    results = judge.results(rows, {(c.simulator, c.method, c.dt, c.precision): e for c, e in errors.items()})
    provenance = {"machine": processor(), "cores": os.cpu_count(), "system": platform.platform(),
                  "python": platform.python_version(), "duration": chosen.duration, "neurons": chosen.neurons,
                  "rounds": chosen.rounds, "delay": chosen.delay, "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    text = judge.table(results) + "\n" + judge.comparison(results) + "\n"
    (chosen.output / "peers.json").write_text(json.dumps({"provenance": provenance, "results": results}, indent=1),
                                              encoding="utf-8")
    (chosen.output / "peers.md").write_text(text, encoding="utf-8")
    judge.draw(results, provenance, chosen.output / "peers.png")
    print("\n" + text)


def main():
    chosen = arguments()
    candidates = list(chosen_candidates(chosen.only))
    errors = measure_accuracy(candidates)
    write(list(measure(candidates, chosen)), errors, chosen)


if __name__ == "__main__":
    main()
