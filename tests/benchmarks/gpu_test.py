#!/usr/bin/env python3
"""Tests of benchmarks/gpu: reading what hux says, figures made by hand, and a run on the executor as the GPU.

The environment's HUX_COMMAND is the command for which the executor of tests/simt is a GPU.
"""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path += [str(BENCHMARKS / "gpu"), str(BENCHMARKS / "scaling")]
import devices  # noqa: E402
import hux_command  # noqa: E402
import measure  # noqa: E402
from networks import COBAHH  # noqa: E402

LISTED = """device  name                              capability        memory          free  use
0       NVIDIA GeForce GTX 1080                  6.1      8.00 GiB      7.50 GiB  this build has no code for it
1       NVIDIA GeForce RTX 4090                  8.9      23.6 GiB      23.2 GiB  yes
"""
KERNEL = {"model": "traub_miles", "variant": "common", "architecture": 89, "gates": 3, "real_bytes": 4,
          "coefficient_bytes": 0, "step": {"FFMA": 500, "BRA": 124}, "receptor": {"FFMA": 50}}
RUN = {"steps": 20000, "synapses": 320000, "spikes": 160000, "rate_e": 40.0, "rate_i": 38.0, "build": 0.1,
       "simulation": 0.5, "update": 0.4, "delivery": 0.1}


def device(name="NVIDIA GeForce RTX 4090", capability=89):
    return devices.Device(1, name, capability, 2.0**34, "yes")


class Devices(unittest.TestCase):
    def test_reads_the_list_of_devices(self):
        first, second = devices.devices_in(LISTED)
        self.assertEqual((first.capability, first.use), (61, "this build has no code for it"))
        self.assertEqual(second, devices.Device(1, "NVIDIA GeForce RTX 4090", 89, 23.2 * 2**30, "yes"))

    def test_finds_none_where_there_is_none(self):
        self.assertEqual(devices.devices_in("this build of Hux has no CUDA backend: experiments run on the CPU\n"), [])

    def test_uses_the_executor(self):
        self.assertEqual(devices.device_to_use().name, "SIMT executor")
        with self.assertRaises(devices.NoDevice):
            devices.device_to_use(7)

    def predicted(self, name, rows):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "kernels.json"
            file.write_text(json.dumps({"rows": rows}), encoding="utf-8")
            return devices.predicted(device(name), file, receptors=2, window=20)

    def test_predicts_for_the_card_at_hand(self):
        speed, remark = self.predicted("NVIDIA GeForce RTX 4090", [KERNEL])
        self.assertAlmostEqual(speed, 128 * 2.52e9 * 128 / 724, delta=1e6)
        self.assertIn("limited by issue", remark)

    def test_says_why_nothing_is_predicted(self):
        self.assertIn("does not know", self.predicted("NVIDIA GeForce RTX 3090 Ti", [KERNEL])[1])
        self.assertIn("sm_80", self.predicted("NVIDIA A100-SXM4-80GB", [KERNEL])[1])
        self.assertIsNone(devices.predicted(device(), Path("nowhere.json"), 2, 20)[0])


class Rows(unittest.TestCase):
    def test_works_out_speeds(self):
        row = measure.row_of(4000, RUN, planned=1e6, ceiling=1e9)
        self.assertAlmostEqual(row["neuron_steps"], 1.6e8)
        self.assertAlmostEqual(row["of_prediction"], 0.2)
        self.assertAlmostEqual(row["events"], 160000 * 80 / 0.5)
        self.assertAlmostEqual(row["real_time"], 2)
        self.assertTrue(row["in_band"])

    def test_judges_rates_of_the_published_network_only(self):
        self.assertFalse(measure.row_of(4000, RUN | {"rate_e": 3.0}, 1e6, None)["in_band"])
        self.assertIsNone(measure.row_of(1000, RUN, 1e6, None)["in_band"])
        self.assertIsNone(measure.row_of(4000, RUN | {"steps": 200}, 1e6, None)["in_band"])

    def test_lays_out_a_line_for_each_run(self):
        row = measure.row_of(4000, RUN | {"rate_e": 3.0}, 1e6, None)
        self.assertEqual(measure.line(row).count("|"), measure.heading().splitlines()[0].count("|"))
        self.assertTrue(measure.line(row).endswith("outside the band"))

    def test_grows_to_as_many_as_fit(self):
        small = devices.Device(0, "SIMT executor", 86, 2.0**28, "yes")
        sizes = measure.sizes_for(small)
        self.assertEqual(sizes[:4], [4000, 16000, 64000, 256000])
        self.assertTrue(measure.fits(sizes[-1], small))
        self.assertFalse(measure.fits(sizes[-1] * 2, small))

    def test_finds_the_largest_network_for_the_memory_of_either(self):
        on_gpu, on_cpu = (COBAHH.largest(2.0**28, backend) for backend in ("cuda", "cpu"))
        self.assertGreater(on_gpu, 100_000)
        self.assertGreater(on_cpu, 100_000)
        self.assertNotEqual(on_gpu, on_cpu)


class Executor(unittest.TestCase):
    def run_measure(self, folder, *options):
        return subprocess.run([sys.executable, BENCHMARKS / "gpu" / "measure.py", f"--output={folder}", *options], text=True,
                              check=False, capture_output=True)

    def test_measures_on_it(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_measure(folder, "--sizes=500,1000", "--duration=5")
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(Path(folder) / "gpu.csv", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            written = json.loads((Path(folder) / "gpu.json").read_text(encoding="utf-8"))
            self.assertTrue((Path(folder) / "gpu.png").read_bytes().startswith(b"\x89PNG"))
        self.assertEqual([int(r["neurons"]) for r in rows], [500, 1000])
        for r in rows:
            self.assertEqual(int(r["steps"]), 100)
            self.assertAlmostEqual(int(r["synapses"]) / int(r["neurons"]), 80, delta=4)
            self.assertAlmostEqual(float(r["neuron_steps"]) * float(r["simulation"]), int(r["neurons"]) * 100, delta=1)
            self.assertGreater(float(r["planned"]), 1e5)
        self.assertEqual(written["provenance"]["device"]["name"], "SIMT executor")
        self.assertIn("| 1,000 |", done.stdout)

    def test_runs_what_others_have_published(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "new" / "published.json"
            done = subprocess.run([sys.executable, BENCHMARKS / "gpu" / "published.py", "--scale=0.002", "--duration=3",
                                   f"--output={file}"], text=True, check=False, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            alone, coupled = json.loads(file.read_text(encoding="utf-8"))["rows"]
        self.assertEqual(alone["first_run"]["synapses"], 0)
        self.assertEqual(coupled["first_run"]["synapses"], 770 * 770)  # of 385,000 neurons, at this scale: all to all
        self.assertIn("| 2,000 |", done.stdout)
        self.assertGreater(coupled["seconds"], 0)

    def test_scales_on_it_where_no_backend_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, BENCHMARKS / "scaling" / "measure.py", "--quick", f"--output={folder}"], text=True,
                                  check=False, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(Path(folder) / "scaling.csv", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            self.assertTrue((Path(folder) / "scaling.png").read_bytes().startswith(b"\x89PNG"))
        self.assertEqual({r["backend"] for r in rows}, {"cuda"})
        self.assertEqual({r["series"] for r in rows}, {"size", "recorded", "silent"})
        small, large = (float(r["memory"]) for r in rows if (r["series"], r["network"]) == ("size", "cobahh"))
        self.assertLess(small, large)
        self.assertLess(large, 2.0**23, "the GPU's memory, not that of the process")

    def test_passes_on_what_hux_complains_of(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_measure(folder, "--device=3")
        self.assertEqual((done.returncode, done.stderr.strip()), (1, "There is no GPU 3 here."))


if __name__ == "__main__":
    unittest.main()
