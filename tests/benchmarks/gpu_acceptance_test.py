#!/usr/bin/env python3
"""Tests of scripts/gpu_acceptance.sh in a tree where all is built: on the executor as the GPU, and without a GPU.

The environment's HUX_COMMAND is the command for which the executor of tests/simt is a GPU.
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTHING = "#!/bin/sh\nexit 0\n"
FAILS = "#!/bin/sh\nexit 1\n"
HAS_NO_GPU = "#!/bin/sh\necho 'no CUDA-capable device is detected'\n"
SMALL = ("--sizes=500", "--duration=5", "--output=results/gpu")


class Tree:
    """The sources, and programs in the place of what they build."""

    def __init__(self, folder):
        self.root = Path(folder)
        for name in ("scripts", "build/release/tests"):
            (self.root / name).mkdir(parents=True)
        for name in ("benchmarks", "examples", "scripts/kernel_report"):
            (self.root / name).symlink_to(ROOT / name)
        for name in ("scripts/gpu_acceptance.sh", "scripts/find_python.sh"):
            self.program(name, (ROOT / name).read_text(encoding="utf-8"))
        for name in ("scripts/build.sh", "scripts/kernel_report.sh",
                     "build/release/tests/test_conformance", "build/release/tests/test_conformance_gpu"):
            self.program(name, NOTHING)
        for name in ("build/release/hux", "build/release/tests/hux_on_executor"):
            (self.root / name).symlink_to(os.environ["HUX_COMMAND"])

    def program(self, name, text):
        path = self.root / name
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def accept(self, *options):
        """Runs the script."""
        environment = os.environ | {"HUX_COMMAND": str(self.root / "build/release/hux")}
        return subprocess.run([self.root / "scripts" / "gpu_acceptance.sh", *options], env=environment, text=True,
                              check=False, capture_output=True)

    def has(self, name):
        return (self.root / name).exists()


class Acceptance(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = Tree(folder.name)

    def test_measures_on_a_gpu(self):
        done = self.tree.accept(*SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("All has passed on the GPU", done.stdout)
        self.assertTrue(self.tree.has("results/gpu/gpu.csv"))

    def test_builds_nothing_where_all_is_built(self):
        self.tree.program("scripts/build.sh", FAILS)
        self.tree.program("scripts/kernel_report.sh", FAILS)
        self.assertEqual(self.tree.accept(*SMALL).returncode, 1)
        done = self.tree.accept("--built", *SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")

    def test_fails_where_the_conformance_suite_does(self):
        self.tree.program("build/release/tests/test_conformance_gpu", FAILS)
        self.assertEqual(self.tree.accept(*SMALL).returncode, 1)
        self.assertFalse(self.tree.has("results"))

    def test_says_that_nothing_has_run_on_a_gpu_where_there_is_none(self):
        self.tree.program("build/release/hux", HAS_NO_GPU)
        done = self.tree.accept()
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertIn("Hux can use no GPU here", done.stderr)
        self.assertIn("no CUDA-capable device is detected", done.stderr)
        self.assertTrue(self.tree.has("results/gpu_on_executor/gpu.csv"))
        self.assertFalse(self.tree.has("results/gpu"))

    def test_fails_without_a_gpu_where_the_executor_does(self):
        self.tree.program("build/release/hux", HAS_NO_GPU)
        self.tree.program("build/release/tests/test_conformance", FAILS)
        self.assertEqual(self.tree.accept().returncode, 1)


if __name__ == "__main__":
    unittest.main()
