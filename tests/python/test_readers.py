"""What the hux command writes, read by h5py, libsonata and bmtk, and drawn by scripts/plot.py.

Environment: HUX_COMMAND is the command's path, HUX_SOURCE_DIR the repository's.
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import libsonata
import numpy as np

try:
    from bmtk.utils.reports.compartment import CompartmentReport
    from bmtk.utils.reports.spike_trains import SpikeTrains
except ImportError:
    SpikeTrains = None

HUX = os.environ.get("HUX_COMMAND", "hux")
PLOT = Path(os.environ.get("HUX_SOURCE_DIR", Path(__file__).parents[2])) / "scripts" / "plot.py"

EXPERIMENT = """
title = "readers"
[simulation]
duration = "300 ms"
dt = "0.05 ms"
seed = 3
[population.E]
size = 40
model = "traub_miles"
[population.E.initial]
v = { uniform = ["-70 mV", "-55 mV"] }
[population.E.receptor.ampa]
synapse = "exponential"
tau = "5 ms"
e_rev = "0 mV"
[population.I]
size = 10
model = "traub_miles"
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.2
weight = "2 nS"
delay = "1 ms"
[record]
spikes = true
rates = ["E"]
rate_bin = "1 ms"
[recording.some]
population = "E"
variables = ["v", "m", "g_ampa"]
neurons = [2, 5, 9]
interval = "0.05 ms"
"""
SIZE = {"E": 40, "I": 10}
THRESHOLD = -20.0  # mV, the model's


def run(folder, name, text):
    """Runs an experiment and returns the path of its result."""
    experiment, result = folder / f"{name}.toml", folder / f"{name}.h5"
    experiment.write_text(text)
    subprocess.run([HUX, "run", experiment, "-o", result, "--quiet"], check=True)
    return result


class Result(unittest.TestCase):
    """One result for all tests, and what h5py reads of it."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        cls.path = run(cls.folder, "readers", EXPERIMENT)
        with h5py.File(cls.path) as file:
            cls.times = {name: group["timestamps"][:] for name, group in file["spikes"].items()}
            cls.ids = {name: group["node_ids"][:] for name, group in file["spikes"].items()}
            cls.samples = {name: group["data"][:] for name, group in file["report"].items()}
            cls.rate = file["rates/E/rate"][:]
            cls.provenance = dict(file["provenance"].attrs)
            cls.experiment = file["provenance/experiment"].asstr()[()]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()


class H5py(Result):
    def test_the_types_are_those_of_sonata(self):
        with h5py.File(self.path) as file:
            self.assertEqual(file.attrs["magic"], 0x0A7A)
            self.assertEqual(list(file.attrs["version"]), [0, 1])
            self.assertEqual(file["spikes/E/timestamps"].dtype, np.float64)
            self.assertEqual(file["spikes/E/timestamps"].attrs["units"], "ms")
            self.assertEqual(file["spikes/E/node_ids"].dtype, np.uint64)
            self.assertEqual(file["report/some.v/data"].dtype, np.float32)
            self.assertEqual(file["report/some.v/data"].attrs["units"], "mV")
            self.assertEqual(file["report/some.g_ampa/data"].attrs["units"], "nS")

    def test_every_population_spikes(self):
        self.assertEqual(sorted(self.times), ["E", "I"])
        for name in SIZE:
            self.assertGreater(len(self.times[name]), SIZE[name])

    def test_spikes_are_in_the_order_of_time_and_within_the_run(self):
        for name, times in self.times.items():
            self.assertTrue(np.all(np.diff(times) >= 0), name)
            self.assertGreater(times[0], 0)
            self.assertLessEqual(times[-1], 300)

    def test_spikes_belong_to_neurons_that_exist(self):
        for name, ids in self.ids.items():
            self.assertLess(ids.max(), SIZE[name])

    def test_spikes_are_where_the_sampled_voltage_crosses_the_threshold(self):
        for column, neuron in enumerate([2, 5, 9]):
            v = self.samples["some.v"][:, column].astype(float)
            at = np.flatnonzero((v[:-1] < THRESHOLD) & (v[1:] >= THRESHOLD))
            crossings = 0.05 * (at + (THRESHOLD - v[at]) / (v[at + 1] - v[at]))
            spikes = self.times["E"][self.ids["E"] == neuron]
            self.assertEqual(len(crossings), len(spikes))
            np.testing.assert_allclose(crossings, spikes, atol=0.01)

    def test_rates_are_the_histogram_of_the_spikes(self):
        counts = np.histogram(self.times["E"], np.arange(301))[0]
        np.testing.assert_allclose(self.rate, counts / SIZE["E"] * 1000, rtol=1e-6)

    def test_the_provenance_is_in_plain_attributes(self):
        for name, value in {"seed": 3, "dt": 0.05, "simulated": 300, "integrator": "rk4", "status": "complete"}.items():
            self.assertEqual(self.provenance[name], value, name)

    def test_the_experiment_kept_in_the_file_gives_the_same_spikes(self):
        with h5py.File(run(self.folder, "again", self.experiment)) as again:
            for name in SIZE:
                np.testing.assert_array_equal(again[f"spikes/{name}/timestamps"][:], self.times[name])
                np.testing.assert_array_equal(again[f"spikes/{name}/node_ids"][:], self.ids[name])

    def test_hux_info_tells_the_variation_that_numpy_finds(self):
        trains = [self.times["E"][self.ids["E"] == neuron] for neuron in range(SIZE["E"])]
        cv = [np.std(np.diff(t)) / np.mean(np.diff(t)) for t in trains if len(t) >= 3]
        told = subprocess.run([HUX, "info", self.path], check=True, capture_output=True, text=True).stdout
        self.assertIn(f"{np.mean(cv):.2f} +- {np.std(cv):.2f}", told)


class Libsonata(Result):
    def test_spikes_are_read_as_h5py_reads_them(self):
        reader = libsonata.SpikeReader(str(self.path))
        self.assertEqual(sorted(reader.get_population_names()), ["E", "I"])
        for name in SIZE:
            ids, times = zip(*reader[name].get())
            np.testing.assert_array_equal(ids, self.ids[name])
            np.testing.assert_array_equal(times, self.times[name])

    def test_spikes_are_known_to_be_in_the_order_of_time(self):
        self.assertEqual(libsonata.SpikeReader(str(self.path))["E"].sorting, "by_time")

    def test_reports_are_read_as_h5py_reads_them(self):
        reader = libsonata.ElementReportReader(str(self.path))
        self.assertEqual(sorted(reader.get_population_names()), ["some.g_ampa", "some.m", "some.v"])
        report = reader["some.v"]
        self.assertEqual(report.data_units, "mV")
        self.assertEqual(report.get_node_ids(), [2, 5, 9])
        frame = report.get()
        np.testing.assert_array_equal(frame.data, self.samples["some.v"])
        np.testing.assert_allclose(frame.times, 0.05 * np.arange(6000), atol=1e-6)


@unittest.skipIf(SpikeTrains is None, "bmtk is not installed")
class Bmtk(Result):
    def test_spikes_are_read_as_h5py_reads_them(self):
        trains = SpikeTrains.from_sonata(str(self.path))
        self.assertEqual(sorted(trains.populations), ["E", "I"])
        for neuron in range(SIZE["E"]):
            times = trains.get_times(node_id=neuron, population="E")
            np.testing.assert_array_equal(times, self.times["E"][self.ids["E"] == neuron])

    def test_reports_are_read_as_h5py_reads_them(self):
        report = CompartmentReport(str(self.path), "r")["some.v"]
        self.assertEqual(report.units(), "mV")
        self.assertEqual(report.n_steps(), 6000)
        for column, neuron in enumerate([2, 5, 9]):
            np.testing.assert_array_equal(report.data(node_id=neuron)[:, 0], self.samples["some.v"][:, column])


class Pictures(Result):
    def plot(self, *arguments):
        command = ["/usr/bin/python3", PLOT, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_rasters_and_traces_are_drawn(self):
        for what in ("raster", "traces"):
            picture = self.folder / f"{what}.png"
            done = self.plot(self.path, what, "-o", picture)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")

    def test_bad_input_ends_in_one_sentence(self):
        text = self.folder / "text.h5"
        text.write_text("no HDF5")
        other = self.folder / "other.h5"
        h5py.File(other, "w").close()
        for arguments in ([self.folder / "none.h5"], [text], [other], [self.path, "rastre"]):
            done = self.plot(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, r"\Aplot.py: .+\n\Z")


if __name__ == "__main__":
    unittest.main()
