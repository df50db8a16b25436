"""Whether the benchmarks of the package run."""

import subprocess
import sys

from experiments import ROOT


def test_making_experiments_is_measured():
    command = [sys.executable, ROOT / "benchmarks" / "python" / "experiments.py", "--synapses", "2000"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "2,000 synapses from numpy arrays to an experiment: " in said and said.count(" s\n") == 5
