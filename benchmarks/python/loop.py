#!/usr/bin/env python3
"""What Python adds to a simulation: beside the command, and of a program in the loop.

usage: PYTHONPATH=build/release/python HUX_COMMAND=build/release/hux loop.py [--repeat N] [--threads N]

COBAHH, as examples/ has it, in turn by the command and from Python; then what a function every ms adds that does nothing,
in pieces of one simulation with it and without; then what reading, setting and changing between two parts of 1 ms take, for
COBAHH and for one cell. Seconds are those of the processors, which others on the machine disturb least; medians. Targets: 2 %
for Python to a file, and 10 us for a call.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import hux
from hux import _core

COBAHH = pathlib.Path(__file__).parents[2] / "examples/cobahh.toml"
CELL = """
[simulation]
duration = "1 s"
[population.E]
size = 1
model = "traub_miles"
[input.drive]
type = "constant"
population = "E"
amplitude = "300 pA"
"""


def experiment(changes):
    return _core.read_experiment(COBAHH, changes)


def by_command(threads, folder):
    """Seconds of the processors, and of the window loop on the clock."""
    command = [os.environ["HUX_COMMAND"], "run", COBAHH, "-o", f"{folder}/x.h5", "--force", "--quiet"]
    before = os.times()
    subprocess.run([*command, "--threads", str(threads)], check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, hux.read(f"{folder}/x.h5").provenance["simulation_seconds"]


def from_python(threads, file=None):
    before = time.process_time()
    sim = hux.Simulation(experiment([f"simulation.threads={threads}"]))
    if file:
        sim.record_to(file, overwrite=True)
    sim.run("1 s")
    sim.end_recording()
    return time.process_time() - before, sim.summary["simulation_seconds"]


def medians(runs):
    return [statistics.median(values) for values in zip(*runs)]


def beside_the_command(repeat, threads):
    ways = {"command": [], "Python, to a file": [], "Python, in memory": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeat):
            ways["command"].append(by_command(threads, folder))
            ways["Python, to a file"].append(from_python(threads, f"{folder}/y.h5"))
            ways["Python, in memory"].append(from_python(threads))
    print(f"COBAHH, 1 s, {threads} threads, {repeat} runs each in turn")
    of_command = medians(ways["command"])[0]
    for way, runs in ways.items():
        used, loop = medians(runs)
        beside = (used / of_command - 1) * 100
        print(f"  {way:20} {used:7.3f} s of processors ({beside:+.1f} %) {loop:7.3f} s on the clock in windows")


PIECE = 25  # ms


def a_call(threads, pieces):
    """What a function that does nothing takes each ms: pieces of one simulation are compared with those behind them."""
    sim = hux.Simulation(experiment([f"simulation.threads={threads}"]))
    sim.run("100 ms")
    differences = []
    for _ in range(pieces):
        alone = processor_seconds(sim, PIECE)
        call = sim.every("1 ms", lambda s: None)
        differences.append(processor_seconds(sim, PIECE) - alone)
        call.cancel()
    each = statistics.median(differences) / PIECE * 1e6
    error = 1.25 * statistics.stdev(differences) / len(differences) ** 0.5 / PIECE * 1e6  # of a median
    print(f"  a call every 1 ms: {each:.1f} +- {error:.1f} us each")


def processor_seconds(sim, duration):
    before = time.process_time()
    sim.run(duration)
    return time.process_time() - before


def microseconds_of(sim, action, parts):
    """What an action between parts of 1 ms takes, and the part."""
    if action:
        sim.every("1 ms", action)
    return processor_seconds(sim, parts) / parts * 1e6


ACTIONS = {
    "nothing": None,
    "an empty function": lambda s: None,
    "v read": lambda s: s["E"].v,
    "v set": lambda s: s["E"].set(v=-60.0, neurons=0),
    "spikes looked at": lambda s: len(s.spikes["E"]),
    "an input changed": lambda s: setattr(s.inputs["drive"], "amplitude", 300 + s.t % 7),
    "a parameter changed": lambda s: s["E"].set(e_l=-60 + s.t % 7),
    "a state saved": lambda s: s.save(),
}


def in_the_loop(name, make, repeat, parts):
    print(f"{name}: us of processors for 1 ms of simulation, and for what is done before it")
    base = 0.0
    for action, function in ACTIONS.items():
        took = statistics.median(microseconds_of(make(), function, parts) for _ in range(repeat))
        base = base or took
        print(f"  {action:20} {took:8.1f} {took - base:8.1f}")


def cell():
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(CELL)
        file.flush()
        return hux.Simulation(_core.read_experiment(file.name, ["simulation.threads=1"]))


def driven_cobahh():
    text = COBAHH.read_text() + '\n[input.drive]\ntype = "constant"\npopulation = "E"\namplitude = "0 pA"\n'
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(text)
        file.flush()
        return hux.Simulation(_core.read_experiment(file.name, ["simulation.threads=1"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    beside_the_command(options.repeat, options.threads)
    a_call(options.threads, 40 * options.repeat)
    in_the_loop("one cell", cell, options.repeat, 2000)
    in_the_loop("COBAHH", driven_cobahh, options.repeat, 100)


if __name__ == "__main__":
    main()
