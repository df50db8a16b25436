"""The examples in Python: each runs as it is, says what is known of its neurons, and draws; notebooks come without outputs."""

import json
import re
import subprocess
import sys

import pytest
from experiments import ROOT

EXAMPLES = ROOT / "examples" / "python"
SECONDS = 60


def run(name, *options):
    """What a script prints."""
    command = [sys.executable, EXAMPLES / f"{name}.py", *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def test_every_example_is_tested():
    known = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {path.stem for path in EXAMPLES.glob("*.py")} <= known


def test_fi_curve():
    rows = [numbers(line) for line in run("fi_curve").splitlines()[1:]]
    firing = [row for row in rows if row[0] >= 0.7]
    assert all(row[1:] == [0, 0, 0] for row in rows if row[0] <= 0.5)
    # The M current lets the cell tire, and raises its rheobase (Pospischil et al. 2008).
    assert all(first > settled > 0 and without > first for _, first, settled, without in firing)


def test_threshold():
    trials, fails, fires = numbers(run("threshold"))
    assert trials == 35
    assert 6 < fails < fires < 7  # Hodgkin & Huxley 1952, figure 12
    assert fires - fails < 1e-9


def test_dynamic_clamp(tmp_path):
    neuron, cell = numbers(run("dynamic_clamp", "-o", tmp_path / "picture.png"))
    assert neuron > 50 and cell > 50  # neither silences the other for good
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_closed_loop(tmp_path):
    free, held = (numbers(line) for line in run("closed_loop", "-o", tmp_path / "picture.png").splitlines())
    assert free[1] > 1.5 * free[0]
    assert held == pytest.approx([20, 20], abs=2)
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_action_potential(tmp_path):
    said = run("action_potential", "-o", tmp_path / "picture.png")
    rest, peak, _ = numbers(said.splitlines()[0])
    assert rest == -65 and 38 < peak < 42
    zero, imbalance, *_ = numbers(said.splitlines()[-1])
    assert zero == 0 and imbalance < 1  # uA/cm2, of currents of up to 800
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_notebooks_have_no_outputs():
    notebooks = list(EXAMPLES.glob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells), path.name
