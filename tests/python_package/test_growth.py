"""Simulations that are made and dropped leave no memory behind."""

import contextlib
import gc
import os
import subprocess
import sys

import networks
import pytest

import hux

FEW, MANY = 200, 1000
LEAK = 1024  # bytes of a simulation that would be noticed


def made(experiment):
    """Made, run, looked at and dropped."""
    sim = hux.Simulation(experiment)
    sim.run("0.1 ms")
    return sim["cell"].v, sim.save()


def called(experiment):
    """With a function that holds the simulation that holds it."""
    sim = hux.Simulation(experiment)
    sim.every("0.05 ms", lambda s: sim.t)
    sim.run("0.1 ms", progress=lambda p: sim.t)


def failed(experiment):
    """Ended by errors, of the simulator and of a function."""
    sim = hux.Simulation(experiment)
    sim.every("0.05 ms", lambda s: 1 / 0)
    with contextlib.suppress(ZeroDivisionError):
        sim.run("0.1 ms")
    for mistake in (lambda: sim["cell"].set(v="1 nS"), lambda: sim["cells"], lambda: sim.run("0.01 ms")):
        with contextlib.suppress(hux.InputError):
            mistake()


def resident():
    gc.collect()
    with open("/proc/self/statm") as said:
        return int(said.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def print_growth(use):
    experiment = networks.cell("simulation.threads=1")
    for number in range(MANY):
        if number % 50 == 0:
            gc.collect()  # circles, of which many may wait for it
        if number == FEW:
            before = resident()
        use(experiment)
    print(resident() - before)


@pytest.mark.parametrize("use", [made, called, failed])
def test_memory_does_not_grow(use):
    code = f"import test_growth; test_growth.print_growth(test_growth.{use.__name__})"
    path = os.pathsep.join([os.path.dirname(__file__), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert int(run.stdout) < (MANY - FEW) * LEAK / 2  # some may go into what is free within the heap
