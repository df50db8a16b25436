"""What an installed wheel does, checked in an environment that may have nothing else: a script without a test framework.

usage: wheel_check.py [h5py_first | h5py_last]    with h5py the two HDF5 libraries write and read side by side
"""

from __future__ import annotations

import builtins
import io
import os
import subprocess
import sys
import tempfile

order = sys.argv[1] if len(sys.argv) > 1 else ""
if order == "h5py_first":
    import h5py  # type: ignore[import-not-found]

EXPERIMENT = """
[simulation]
duration = "100 ms"
dt = "0.05 ms"

[population.cells]
size = 20
model = "traub_miles"
receptor.ampa = { synapse = "exponential", tau = "5 ms", e_rev = "0 mV" }

[projection.recurrent]
source = "cells"
target = "cells"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.2
weight = "0.5 nS"
delay = "1 ms"

[input.drive]
type = "constant"
population = "cells"
amplitude = "300 pA"

[record]
spikes = true
"""


def refuses_an_old_processor() -> None:
    """Before anything else: what is imported once is not checked again."""
    def old_machine(path: object, *arguments: object, **named: object) -> object:
        if path == "/proc/cpuinfo":
            return io.StringIO("processor : 0\nflags : fpu sse sse2 avx\n")
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    opened = builtins.open
    builtins.open = old_machine  # type: ignore[assignment]
    try:
        import hux  # noqa: F401
    except ImportError as refusal:
        assert "AVX2" in str(refusal), refusal
    else:
        raise AssertionError("the import went on")
    finally:
        builtins.open = opened
    assert "hux._core" not in sys.modules


def mistakes_arrive_as_exceptions() -> None:
    import hux

    with open("bad.toml", "w") as file:
        file.write('[simulation]\nduration = "5 mV"\n')
    try:
        hux.load("bad.toml")
    except hux.InputError as mistake:
        assert mistake.key == "simulation.duration", mistake.key
        assert "'5 mV'" in str(mistake), mistake
    else:
        raise AssertionError("a duration of 5 mV was taken")


def a_run_has_spikes() -> None:
    import hux

    with open("e.toml", "w") as file:
        file.write(EXPERIMENT)
    simulation = hux.Simulation(hux.load("e.toml"))
    simulation.record_to("spikes.h5")
    simulation.run("100 ms")
    simulation.end_recording()


def the_command_runs() -> None:
    for arguments in (["--version"], ["validate", "e.toml"], ["info", "spikes.h5"]):
        subprocess.run([sys.executable, "-I", "-m", "hux", *arguments], check=True, stdout=subprocess.DEVNULL)


def both_libraries_write_and_read() -> None:
    import numpy

    values = numpy.arange(5000.0)
    with h5py.File("other.h5", "w") as file:
        data = file.create_dataset("values", data=values, compression="gzip")
        a_run_has_spikes()
        file["again"] = values
        data.make_scale("t")
    with h5py.File("spikes.h5") as ours, h5py.File("theirs.h5", "w") as theirs:
        spikes = len(ours["spikes/cells/timestamps"])
        theirs.attrs.update(ours.attrs)
        for name in ours:
            ours.copy(name, theirs)
    assert len(hux.read("theirs.h5").spikes["cells"].times) == spikes > 0
    with h5py.File("other.h5") as file:
        assert (file["values"][:] == file["again"][:]).all()


def beside() -> str:
    import numpy

    return f"numpy {numpy.__version__}" + (f", {order}, HDF5 {h5py.version.hdf5_version}" if order else "")


refuses_an_old_processor()
import hux  # noqa: E402

if order == "h5py_last":
    import h5py

os.chdir(tempfile.mkdtemp())
mistakes_arrive_as_exceptions()
if order:
    both_libraries_write_and_read()
else:
    a_run_has_spikes()
    the_command_runs()
print("hux", hux.__version__, "works under Python", sys.version.split()[0], "with", beside())
