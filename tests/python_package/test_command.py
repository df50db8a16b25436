"""The command, python -m hux."""

import os
import signal
import subprocess
import sys
import time

import pytest
from experiments import ROOT, small


HUX = [sys.executable, "-m", "hux"]


def run(*arguments):
    """The exit code of the command and what it said."""
    done = subprocess.run([*HUX, *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_it_says_what_the_command_says():
    command = subprocess.run([os.environ["HUX_COMMAND"], "models"], capture_output=True, text=True, check=True)
    assert run("models") == (0, command.stdout, "")


def test_it_simulates(tmp_path):
    code, _, said = run("run", ROOT / "examples" / "action_potential.toml", "-o", tmp_path / "out.h5")
    assert code == 0 and "1 spike" in said and (tmp_path / "out.h5").exists()


@pytest.mark.parametrize(
    ("arguments", "code"), [(["run", "nowhere.toml"], 3), (["flyy"], 2), (["plan"], 2), (["run", "/dev/null"], 2)]
)
def test_it_ends_with_one_sentence_and_the_commands_code(arguments, code):
    found, printed, said = run(*arguments)
    assert found == code and not printed and said.startswith("hux: error: ") and said.count("\n") == 1


def test_control_c_ends_it_with_a_readable_result(tmp_path):
    long = small()
    long.simulation.duration = "1000 s"
    long.save(tmp_path / "long.toml")
    program = subprocess.Popen([*HUX, "run", tmp_path / "long.toml", "-o", tmp_path / "out.h5"], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not (tmp_path / "out.h5.part").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=30)
    assert program.returncode == 130 and (tmp_path / "out.h5").exists(), said
