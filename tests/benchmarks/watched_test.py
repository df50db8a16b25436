#!/usr/bin/env python3
"""Tests of benchmarks/watched.py."""

import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import watched  # noqa: E402

MIB = 2**20
HELD = bytearray(100 * MIB)  # this process is larger than what it runs


def run(program):
    return watched.run([sys.executable, "-IS", "-c", program])


class Watched(unittest.TestCase):
    def test_tells_the_peak_of_the_program_alone(self):
        small = run("pass")[1]
        large = run("memory = bytearray(50 << 20); del memory")[1]
        self.assertLess(small, 30 * MIB)
        self.assertAlmostEqual((large - small) / MIB, 50, delta=3)
        self.assertGreater(watched.peak_memory(), 100 * MIB)

    def test_passes_on_how_it_ended(self):
        self.assertEqual(run("raise SystemExit(7)")[0], 7)
        self.assertEqual(run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")[0], 128 + 9)


if __name__ == "__main__":
    unittest.main()
