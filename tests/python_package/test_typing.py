"""What type checkers say of the package, and of a program that uses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hux

PACKAGE = Path(hux.__file__).parent
PROGRAM = """
import numpy as np
import hux

net = hux.Network()
net.add("E", hux.Population(10, "traub_miles", parameters={"e_l": hux.Normal("-65 mV", 1.0)},
                            receptor={"ampa": hux.Receptor("exponential", tau="5 ms")}))
net.add("EE", hux.Projection("E", "E", "ampa", hux.FixedProbability(0.1), weight=(np.ones(3), "nS"), delay="1 ms"))
net.add("drive", hux.StepCurrent("E", [1.0, 2.0], "1 ms", "2 ms", neurons=range(2)))
e = hux.Experiment(net, hux.Settings("1 s"), recording={"v": hux.Recording("E", ["v"], 0.1)})
e.population["E"].initial = {"v": hux.Uniform(-70, -60)}
bytes_needed: int = hux.plan(e).total
text: str = hux.Experiment.from_toml(e.to_toml()).title
unit: str = hux.models().models["traub_miles"].parameters[0].unit
sim = hux.Simulation(e)
sim.run("10 ms", progress=lambda p: print(p.fraction))
call = sim.every(1, lambda s: s["E"].set(v=-60.0, neurons=[1, 2]))
call.cancel()
sim["E"].v = np.zeros(10)
sim.inputs["drive"].amplitude = "3 nA"
state: hux.SimulationState = sim.save()
latest: float = max(sim.spikes["E"].times.max(), sim.samples["v"]["v"].max(), state.t)
results: hux.Results = hux.read("x.h5")
mean: float = results.rates["E"].rates.mean()
"""


def checked(*command, cwd):
    done = subprocess.run([*command], capture_output=True, text=True, check=False, cwd=cwd)
    return done.returncode, done.stdout + done.stderr


def programs(tmp_path):
    """One that is right, and one that is wrong in its last line."""
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(PROGRAM)
    wrong.write_text(PROGRAM + "e.population['E'].sise = 5\n")
    return right, wrong


def mypy(*what, cwd):
    command = ["-m", "mypy", "--strict", "--python-version", "3.10", "--cache-dir", os.devnull]
    return checked(sys.executable, *command, *map(str, what), cwd=cwd)


def test_mypy_finds_nothing_in_the_package():
    pytest.importorskip("mypy")
    code, said = mypy("-p", "hux", cwd=PACKAGE.parent)
    assert code == 0, said


def test_mypy_knows_the_package(tmp_path):
    pytest.importorskip("mypy")
    right, wrong = programs(tmp_path)
    code, said = mypy(right, cwd=tmp_path)
    assert code == 0, said
    code, said = mypy(wrong, cwd=tmp_path)
    assert code == 1 and 'has no attribute "sise"' in said


def test_pyright_finds_nothing(tmp_path):
    pytest.importorskip("pyright")
    right, wrong = programs(tmp_path)
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    code, said = checked(*command, str(PACKAGE), cwd=tmp_path)
    if "rror: " not in said and code != 0:
        pytest.skip("pyright cannot be had without the network")
    assert code == 0, said
    assert checked(*command, str(right), cwd=tmp_path)[0] == 0
    code, said = checked(*command, str(wrong), cwd=tmp_path)
    assert code == 1 and '"sise"' in said


def test_everything_public_has_a_docstring():
    for name in hux.__all__:
        thing = getattr(hux, name)
        assert name == "__version__" or (thing.__doc__ and not thing.__doc__.startswith(f"{name}(")), name
        members = vars(thing).items() if isinstance(thing, type) and thing.__module__.startswith("hux") else ()
        for member, value in members:
            if not member.startswith("_") and callable(value):
                assert value.__doc__ or any(getattr(base, member, None) for base in thing.__mro__[1:]), f"{name}.{member}"
            if not member.startswith("_") and isinstance(value, (property, classmethod)):
                assert value.__doc__, f"{name}.{member}"


def test_the_names_of_a_module_are_what_it_offers():
    assert dir(hux) == sorted(hux.__all__) and dir(hux.plot) == sorted(hux.plot.__all__)
