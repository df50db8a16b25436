#!/usr/bin/env python3
"""Runs the benchmarks on tiny networks, to see that they work: scaling, and peers with Hux alone."""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def run(script, *options):
    subprocess.run([sys.executable, BENCHMARKS / script, *options], check=True, stdout=subprocess.DEVNULL)


class Quick(unittest.TestCase):
    def test_scaling_writes_figures_and_a_picture(self):
        with tempfile.TemporaryDirectory() as folder:
            run("scaling/measure.py", "--quick", f"--output={folder}")
            with open(Path(folder) / "scaling.csv", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual({r["series"] for r in rows}, {"size", "strong", "weak", "recorded", "silent"})
            self.assertTrue(all(0 < float(r["update"]) <= float(r["simulation"]) for r in rows))
            written = json.loads((Path(folder) / "scaling.json").read_text(encoding="utf-8"))
            self.assertIn("git_commit", written["provenance"])
            self.assertGreater((Path(folder) / "scaling.png").stat().st_size, 10_000)

    def test_peers_measures_hux(self):
        with tempfile.TemporaryDirectory() as folder:
            run("peers/compare.py", "--only=hux", "--duration=20", "--neurons=500", f"--output={folder}")
            results = json.loads((Path(folder) / "peers.json").read_text(encoding="utf-8"))["results"]
            self.assertTrue(all(r["error"] is None or r["error"] < 2 for r in results))
            self.assertLess(min(r["error"] for r in results if r["method"] == "rk4"), 0.01)
            self.assertGreater((Path(folder) / "peers.png").stat().st_size, 10_000)


if __name__ == "__main__":
    unittest.main()
