"""What the hux command writes, read by h5py, libsonata and bmtk, and analysed by Neo and Elephant."""

import subprocess
import unittest

import elephant.statistics
import h5py
import libsonata
import neo
import numpy as np
import quantities as pq
from runs import HUX, SIZE, Result, run

try:
    from bmtk.utils.reports.compartment import CompartmentReport
    from bmtk.utils.reports.spike_trains import SpikeTrains
except ImportError:
    SpikeTrains = None

THRESHOLD = -20.0  # mV, the model's


class Read(Result):
    """One result for all tests, and what h5py reads of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with h5py.File(cls.path) as file:
            cls.times = {name: group["timestamps"][:] for name, group in file["spikes"].items()}
            cls.ids = {name: group["node_ids"][:] for name, group in file["spikes"].items()}
            cls.samples = {name: group["data"][:] for name, group in file["report"].items()}
            cls.rate = file["rates/E/rate"][:]
            cls.provenance = dict(file["provenance"].attrs)
            cls.as_run = file["provenance/experiment"].asstr()[()]

    def info(self):
        """What hux info says of each population's spikes: neurons, spikes, rate, mean of the CV, +-, its spread."""
        told = subprocess.run([HUX, "info", self.path], check=True, capture_output=True, text=True).stdout
        return {line.split()[0]: line.split()[1:] for line in told.splitlines() if "+-" in line}


class H5py(Read):
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
        with h5py.File(run(self.folder, "again", self.as_run)) as again:
            for name in SIZE:
                np.testing.assert_array_equal(again[f"spikes/{name}/timestamps"][:], self.times[name])
                np.testing.assert_array_equal(again[f"spikes/{name}/node_ids"][:], self.ids[name])

    def test_hux_info_tells_the_variation_that_numpy_finds(self):
        trains = [self.times["E"][self.ids["E"] == neuron] for neuron in range(SIZE["E"])]
        cv = [np.std(np.diff(t)) / np.mean(np.diff(t)) for t in trains if len(t) >= 3]
        self.assertEqual(self.info()["E"][3:], [f"{np.mean(cv):.2f}", "+-", f"{np.std(cv):.2f}"])


class Libsonata(Read):
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
class Bmtk(Read):
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


class Elephant(Read):
    """Neo holds the spikes, Elephant works out of them what hux info says."""

    def trains(self, name):
        return [
            neo.SpikeTrain(self.times[name][self.ids[name] == neuron] * pq.ms, t_stop=300 * pq.ms)
            for neuron in range(SIZE[name])
        ]

    def test_mean_rates_agree_with_hux_info(self):
        for name in SIZE:
            rates = [elephant.statistics.mean_firing_rate(t).rescale(pq.Hz).magnitude for t in self.trains(name)]
            self.assertAlmostEqual(float(np.mean(rates)), float(self.info()[name][2]), delta=0.005)

    def test_coefficients_of_variation_agree_with_hux_info(self):
        for name in SIZE:
            cv = [
                elephant.statistics.cv(elephant.statistics.isi(t).magnitude) for t in self.trains(name) if len(t) >= 3
            ]
            mean, _, spread = self.info()[name][3:6]
            self.assertAlmostEqual(float(np.mean(cv)), float(mean), delta=0.005)
            self.assertAlmostEqual(float(np.std(cv)), float(spread), delta=0.005)

    def test_the_instantaneous_rate_is_the_recorded_one(self):
        counts = elephant.statistics.time_histogram(self.trains("E"), bin_size=1 * pq.ms, output="counts")
        np.testing.assert_allclose(counts.magnitude[:, 0] / SIZE["E"] * 1000, self.rate, rtol=1e-6)


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # Elephant's own: of how it calls its units
