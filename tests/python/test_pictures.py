"""scripts/plot.py: every picture is drawn, what it draws is right, and what cannot be drawn ends in one sentence."""

import base64
import subprocess
import sys
import time
import unittest
from pathlib import Path

import h5py
import matplotlib.pyplot as plt
import numpy as np
from hux_pictures.activity import rates_for_spectrum, spectrum_of
from hux_pictures.curves import f_i_curves, steady_rates
from hux_pictures.errors import BadInput
from hux_pictures.membrane import membrane_panels
from hux_pictures.pictures import PICTURES
from hux_pictures.raster import coarser, read_populations
from hux_pictures.result import Rate
from hux_pictures.sheet import last_spikes
from hux_pictures.style import COLUMNS
from hux_pictures.traces import thinned
from hux_pictures.trains import intervals_of
from hux_report.data import raster_data, rate_data
from hux_results import draw, draw_on, open_result, spikes
from hux_results.checked import text
from hux_results.facts import provenance
from runs import EXAMPLES, EXPERIMENT, HUX, SCRIPTS, Result, moved, run

MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "svg": b"<?xml"}
DRIVEN = """
[simulation]
duration = "300 ms"
dt = "0.05 ms"
[population.axons]
size = 5
model = "hodgkin_huxley"
[population.axons.positions]
layout = "grid"
columns = 5
spacing = "100 um"
[population.axons.receptor.ampa]
synapse = "exponential"
tau = "2 ms"
e_rev = "0 mV"
[projection.neighbours]
source = "axons"
target = "axons"
receptor = "ampa"
rule = "distance_probability"
kernel = "step"
probability = 1.0
scale = "150 um"
autapses = false
weight = "0 mS/cm2"
delay = "1 ms"
velocity = "0.1 m/s"
[input.current]
type = "constant"
population = "axons"
amplitude = { linspace = ["0 uA/cm2", "20 uA/cm2"] }
[record]
spikes = true
connections = ["neighbours"]
[recording.some]
population = "axons"
variables = ["v", "m", "h", "n", "g_na", "g_k", "i_na", "i_k", "i_current"]
neurons = [4]
interval = "0.1 ms"
"""


def plot(*arguments):
    command = [sys.executable, SCRIPTS / "plot.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def spikes_file(path, times, neurons, size, **facts):
    """A file with the spikes of one population, as another simulator would write it."""
    with h5py.File(path, "w") as file:
        group = file.create_group("spikes/all")
        group.attrs["size"] = size
        group["timestamps"], group["node_ids"] = np.asarray(times, float), np.asarray(neurons, np.uint64)
        file.create_group("provenance").attrs.update(facts)
    return path


class Drawn(Result):
    experiment = DRIVEN

    def test_every_kind_of_picture_is_drawn(self):
        for what in PICTURES:
            with self.subTest(what):
                picture = draw(self.path, what, self.folder / f"{what}.png")
                self.assertEqual(picture.read_bytes()[:8], MAGIC["png"])

    def test_pictures_are_png_pdf_or_svg(self):
        for kind, magic in MAGIC.items():
            picture = self.folder / f"kind.{kind}"
            self.assertEqual(plot(self.path, "raster", "-o", picture).returncode, 0)
            self.assertTrue(picture.read_bytes().startswith(magic), kind)

    def test_one_result_gives_one_picture(self):
        first, second = (draw(self.path, "membrane", self.folder / f"{n}.svg").read_bytes() for n in (1, 2))
        self.assertEqual(first, second)

    def test_what_is_left_out_is_chosen_and_named_after_the_result(self):
        done = plot(self.path)
        self.assertEqual(done.stdout.strip(), str(self.path.with_suffix(".png")))

    def test_the_current_of_a_receptor_is_no_stimulus_though_spikes_of_its_name_come_in(self):
        text = DRIVEN.replace('"i_current"', '"i_ampa", "i_current"') + """
[input.ampa]
type = "poisson"
population = "axons"
receptor = "ampa"
rate = "10 Hz"
weight = "0.1 mS/cm2"
[input.k]
type = "constant"
population = "others"
amplitude = "1 uA/cm2"
[population.others]
size = 1
model = "hodgkin_huxley"
"""
        with open_result(run(self.folder, "named", text)) as file:
            panels = {label: {r.variable for r in reports} for label, reports in membrane_panels(file)}
        self.assertEqual(panels["stimulus"], {"i_current"})
        self.assertEqual(panels["current"], {"i_na", "i_k", "i_ampa"})

    def test_axes_are_labelled_with_units(self):
        svg = draw(self.path, "membrane", self.folder / "labels.svg").read_text()
        for label in ("time (ms)", "(mV)", "(mS/cm\u00b2)", "(\u00b5A/cm\u00b2)", "open fraction"):
            self.assertIn(label, svg)

    def test_f_i_curves_have_the_rates_of_the_squid_axon(self):
        with open_result(self.path) as file:
            ((_, current, unit, rate),) = f_i_curves(file)
        np.testing.assert_array_equal(current, [0, 5, 10, 15, 20])
        self.assertEqual(unit, "uA/cm2")
        np.testing.assert_allclose(rate[[0, 1, 2, 4]], [0, 0, 68.39, 86.51], atol=0.5)  # of the adaptive reference

    def test_currents_that_are_in_a_data_set_have_their_unit(self):
        listed = ", ".join(f'"{current / 100} uA/cm2"' for current in range(1500))
        text = f"""
[simulation]
duration = "1 ms"
dt = "0.05 ms"
[population.axons]
size = 1500
model = "hodgkin_huxley"
[input.current]
type = "constant"
population = "axons"
amplitude = {{ values = [{listed}] }}
"""
        with open_result(run(self.folder, "listed", text)) as file:
            ((_, current, unit, _),) = f_i_curves(file)
        np.testing.assert_array_equal(current, np.arange(1500) / 100)
        self.assertEqual(unit, "uA/cm2")

    def test_delays_grow_with_distance(self):
        with h5py.File(self.path) as file:
            delays = file["edges/neighbours/0/delay"][:]
        np.testing.assert_allclose(delays, 2.0)  # 1 ms, and 0.1 mm at 0.1 m/s


class Computed(unittest.TestCase):
    def test_a_rhythm_is_at_its_frequency_in_the_spectrum(self):
        time = np.arange(4000) / 1000
        frequency, power = spectrum_of(20 + 10 * np.sin(2 * np.pi * 40 * time), 1.0)
        self.assertAlmostEqual(frequency[np.argmax(power)], 40, delta=0.5)
        self.assertAlmostEqual(np.sum(power) * frequency[1], 50, delta=1)  # the variance: Parseval

    def test_thinned_traces_keep_every_spike(self):
        values = np.zeros(1_000_000)
        values[123_457] = 40
        time, kept = thinned(np.arange(1_000_000.0), values)
        self.assertLess(len(kept), 10_000)
        self.assertEqual(kept.max(), 40)
        self.assertAlmostEqual(time[np.argmax(kept)], 123_457, delta=500)

    def test_a_thinned_trace_of_a_neuron_that_diverged_ends_there(self):
        values = np.full(1_000_000, np.nan)
        values[:1_500] = -65
        values[1_490] = 40
        time, kept = thinned(np.arange(1_000_000.0), values)
        self.assertEqual(np.nanmax(kept), 40)
        self.assertTrue(np.isnan(kept[time > 2_000]).all())

    def test_a_neuron_that_stops_has_no_steady_rate(self):
        rates = steady_rates(np.array([1.0, 2, 60, 70, 80]), np.array([0, 0, 1, 1, 1]), 3, 0, 90)
        np.testing.assert_allclose(rates, [0, 100, 0])


class Spikes(Result):
    experiment = EXPERIMENT

    def setUp(self):
        rng = np.random.default_rng(1)
        self.times = np.sort(rng.uniform(0, 1000, 5000))
        self.neurons = rng.integers(0, 50, 5000)
        self.piece = spikes.PIECE
        spikes.PIECE = 700  # so that what spans pieces is tried

    def tearDown(self):
        spikes.PIECE = self.piece

    def made(self, name="made.h5"):
        return spikes_file(self.folder / name, self.times, self.neurons, 50, simulated=1000.0)

    def test_intervals_are_those_of_numpy_whatever_the_piece(self):
        with open_result(self.made()) as file:
            found = intervals_of(file.spikes["all"], np.linspace(0, 1000, 11))
        intervals = [np.diff(self.times[self.neurons == n]) for n in range(50)]
        np.testing.assert_allclose(found.cv, [np.std(i) / np.mean(i) for i in intervals])
        np.testing.assert_array_equal(found.histogram, np.histogram(np.concatenate(intervals), found.edges)[0])

    def shuffled(self, seconds=False):
        """The same spikes in no order, as other simulators write them."""
        order = np.random.default_rng(4).permutation(len(self.times))
        times = self.times[order] / 1000 if seconds else self.times[order]
        path = spikes_file(self.folder / "shuffled.h5", times, self.neurons[order], 50)
        with h5py.File(path, "a") as file:
            file["spikes/all/timestamps"].attrs["units"] = "seconds" if seconds else "ms"
        return open_result(path)

    def test_intervals_of_spikes_in_no_order_are_the_same(self):
        edges = np.linspace(0, 1000, 11)
        with open_result(self.made()) as ordered, self.shuffled() as file:
            expected = intervals_of(ordered.spikes["all"], edges)
            found = intervals_of(file.spikes["all"], edges)
        np.testing.assert_allclose(found.cv, expected.cv)

    def test_times_in_seconds_are_converted(self):
        with self.shuffled(seconds=True) as file:
            self.assertAlmostEqual(file.duration, self.times[-1])
            (population,) = read_populations(file, most=50)
            since = last_spikes(file.spikes["all"], 50, [1000.0])[0]
        self.assertAlmostEqual(population.times.max(), self.times[-1])
        np.testing.assert_allclose(since, [1000 - self.times[self.neurons == n].max() for n in range(50)])

    def test_more_spikes_than_can_be_put_in_order_are_refused(self):
        most, spikes.MOST_SORTED = spikes.MOST_SORTED, 4999
        with self.shuffled() as file, self.assertRaisesRegex(BadInput, "are not in the order of time"):
            intervals_of(file.spikes["all"], np.linspace(0, 1000, 11))
        spikes.MOST_SORTED = most

    def test_a_raster_has_every_spike_of_the_neurons_drawn_and_the_rate_of_all(self):
        with open_result(self.made()) as file:
            (population,) = read_populations(file, most=10)
        self.assertEqual(len(population.neurons), 10)
        drawn = np.isin(self.neurons, population.neurons)
        np.testing.assert_array_equal(population.times, self.times[drawn])
        np.testing.assert_array_equal(population.neurons[population.rows.astype(int)], self.neurons[drawn])
        self.assertAlmostEqual(population.rate.values.mean(), 5000 / 50, delta=1e-6)

    def test_pictures_of_a_sheet_show_the_time_since_the_last_spike(self):
        with open_result(self.made()) as file:
            since = last_spikes(file.spikes["all"], 50, [100.0, 900.0])
        for moment, found in zip((100, 900), since):
            before = self.times <= moment
            expected = [max(self.times[before & (self.neurons == n)], default=-np.inf) for n in range(50)]
            np.testing.assert_allclose(found, moment - np.array(expected))

    def test_files_of_other_simulators_are_drawn(self):
        path = spikes_file(self.folder / "other.h5", self.times, self.neurons, 50)
        self.assertTrue(draw(path, "raster").exists())

    def test_a_million_neurons_are_thinned(self):
        rng = np.random.default_rng(2)
        path = spikes_file(self.folder / "many.h5", self.times, rng.integers(0, 1_000_000, 5000), 1_000_000)
        spikes.PIECE = self.piece
        with open_result(path) as file:
            (population,) = read_populations(file)
        self.assertLessEqual(len(population.neurons), 400)
        self.assertEqual(population.spikes, 5000)

    def test_a_recorded_rate_ends_where_the_run_did(self):
        path = self.folder / "rates.h5"
        with h5py.File(path, "w") as file:
            file["rates/all/rate"], file["rates/all/time"] = np.array([10.0, 20, 40]), np.array([0, 2.5, 1.0])
            file["rates/all/rate"].attrs["bin"] = 1.0
        with open_result(path) as file:
            (rate,) = file.rates.values()
        self.assertEqual(rate[1:], (1.0, 0.0, 2.5))
        np.testing.assert_array_equal(coarser(rate).values, rate.values)
        many = np.append(np.full(COLUMNS, 10.0), 40)  # bins by two: the last is of half a bin and of none
        np.testing.assert_allclose(coarser(Rate(many, 1.0, 7.0, COLUMNS + 7.5)).values[[0, -1]], [10, 40])

    def test_a_run_without_spikes_is_drawn_empty(self):
        self.assertTrue(draw(spikes_file(self.folder / "none.h5", [], [], 5, simulated=10.0), "raster").exists())


class Later(Result):
    """Pictures of a recording that starts at 500 ms are those of the same one that starts at 0, moved along the axis."""

    experiment = DRIVEN.replace("[record]", '[record]\nrates = ["axons"]')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = moved(cls.path, cls.folder / "later.h5", 500.0)
        with h5py.File(moved(cls.path, cls.folder / "rates.h5", 500.0), "r+") as file:
            del file["spikes"]

    def drawn(self, path, what):
        """The figure, with what is drawn on it."""
        figure = draw_on(path, what)
        self.addCleanup(plt.close, figure)
        return figure

    def test_it_is_read_from_its_start_to_its_end(self):
        with open_result(self.later) as file:
            self.assertEqual(file.stretch, (500.0, 800.0))
            self.assertEqual(file.duration, 300.0)

    def test_a_file_that_does_not_say_where_it_starts_starts_at_0(self):
        path = self.folder / "before.h5"
        path.write_bytes(self.path.read_bytes())
        with h5py.File(path, "r+") as file:
            del file["provenance"].attrs["start"]
        with open_result(path) as file:
            self.assertEqual(file.stretch, (0.0, 300.0))

    def test_every_axis_of_time_goes_from_its_start_to_its_end(self):
        pictures = [(self.later, what) for what in ("raster", "traces", "membrane", "sheet")]
        for path, what in [*pictures, (self.folder / "rates.h5", "raster")]:
            for axes in self.drawn(path, what).axes:
                with self.subTest(what, file=path.name):
                    self.assertEqual(axes.get_xlim(), (500.0, 800.0))

    def test_spikes_samples_and_rates_are_where_they_were(self):
        for what in ("raster", "traces", "membrane"):
            for axes, before in zip(self.drawn(self.later, what).axes, self.drawn(self.path, what).axes):
                for line, its in zip(axes.lines, before.lines):
                    if len(its.get_xdata()) and its.get_xdata()[-1] != 1:  # else a line across the whole axes
                        np.testing.assert_allclose(np.asarray(line.get_xdata()) - 500, its.get_xdata(), atol=1e-9)
                    np.testing.assert_array_equal(line.get_ydata(), its.get_ydata())

    def test_rates_are_over_the_time_recorded(self):
        with open_result(self.later) as file, open_result(self.path) as before:
            (population,), (its,) = read_populations(file), read_populations(before)
            for found, expected in zip(f_i_curves(file), f_i_curves(before)):
                np.testing.assert_allclose(found[3], expected[3])
            (recorded,) = file.rates.values()
        self.assertEqual((population.rate.start, population.rate.bin), (500.0, its.rate.bin))
        np.testing.assert_array_equal(population.rate.values, its.rate.values)
        self.assertEqual(recorded[2:], (500.0, 800.0))
        (legend,) = (axes.get_legend() for axes in self.drawn(self.later, "raster").axes if axes.get_legend())
        self.assertIn(f"mean {its.spikes / 5 / 0.3:.3g} Hz", legend.get_texts()[0].get_text())

    def test_recorded_rates_are_drawn_from_their_start_on(self):
        (axes,) = self.drawn(self.folder / "rates.h5", "raster").axes
        (steps,) = axes.patches
        np.testing.assert_allclose(steps.get_data().edges, np.arange(500.0, 801.0))

    def test_a_spectrum_is_of_all_of_a_recording_that_starts_when_the_run_has_settled(self):
        for path in (self.later, self.folder / "rates.h5"):
            with open_result(path) as file:
                ((rate, width),) = rates_for_spectrum(file, 1.0).values()
                self.assertEqual((len(rate) * width, width), (299 if path == self.later else 300, 1.0))

    def test_a_report_has_its_spikes_and_rates_from_its_start_to_its_end(self):
        with open_result(self.later) as file, open_result(self.path) as before:
            raster, rates, its = raster_data(file), rate_data(file), rate_data(before)
        times, found, moved_from, expected = (
            np.frombuffer(base64.b64decode(column), "<f4") for column in rates["columns"] + its["columns"]
        )
        self.assertEqual(raster["stretch"], (500.0, 800.0))
        np.testing.assert_allclose(times[[0, -1]], [500, 800])
        np.testing.assert_allclose(times - 500, moved_from, atol=1e-3)
        np.testing.assert_array_equal(found, expected)

    def test_a_current_that_was_over_before_the_recording_gives_no_curve(self):
        with h5py.File(self.later, "r") as file:
            source = file["provenance/experiment"].asstr()[()]
        self.assertIn('type = "constant"', source)
        path = self.folder / "over.h5"
        path.write_bytes(self.later.read_bytes())
        with h5py.File(path, "r+") as file:
            del file["provenance/experiment"]
            over = source.replace('type = "constant"', 'type = "step"\nstart = "100 ms"\nstop = "400 ms"')
            file["provenance/experiment"] = over
        with open_result(path) as file, self.assertRaisesRegex(BadInput, "no population gets a constant current"):
            f_i_curves(file)

    def test_every_kind_of_picture_is_drawn(self):
        for what in PICTURES:
            with self.subTest(what):
                self.assertTrue(draw(self.later, what, self.folder / f"later_{what}.png").exists())


class BadInputs(Result):
    def refused(self, pattern, *arguments, code=3):
        done = plot(*arguments)
        self.assertEqual(done.returncode, code)
        self.assertRegex(done.stderr, rf"\Aplot.py: error: .*{pattern}.*\n\Z")

    def test_a_file_that_is_not_there(self):
        self.refused("there is no such file", self.folder / "none.h5")

    def test_a_file_that_is_not_hdf5(self):
        (self.folder / "text.h5").write_text("no HDF5")
        self.refused("not a readable HDF5 file", self.folder / "text.h5")

    def test_a_file_that_is_not_of_a_simulation(self):
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["spikes"] = [1, 2, 3]
        self.refused("/spikes is not a group", self.folder / "other.h5", "raster")

    def test_an_empty_file(self):
        h5py.File(self.folder / "empty.h5", "w").close()
        self.refused("holds no spikes", self.folder / "empty.h5")

    def test_a_file_whose_end_is_missing(self):
        (self.folder / "cut.h5").write_bytes(self.path.read_bytes()[:9000])
        self.refused("its end is missing", self.folder / "cut.h5")

    def test_a_file_that_a_run_has_not_finished(self):
        Path(self.folder / "running.h5.part").touch()
        self.refused("running.h5.part is what a run has written of it so far", self.folder / "running.h5")

    def test_a_run_that_goes_on_and_one_that_was_killed_are_drawn_as_far_as_they_are_flushed(self):
        long = self.folder / "long.toml"
        long.write_text(EXPERIMENT.replace('duration = "300 ms"', 'duration = "100000 s"'), encoding="utf-8")
        part = self.folder / "long.h5.part"
        with subprocess.Popen([HUX, "run", long, "-o", self.folder / "long.h5", "--quiet"]) as process:
            try:
                while not self.simulated(part):
                    self.assertIsNone(process.poll())
                    time.sleep(0.1)
                self.assertEqual(self.status(part), "running")
                draw(part, "raster", self.folder / "live.png")
            finally:
                process.kill()  # which would else go on for hours
        self.assertEqual(self.status(part), "killed")
        draw(part, "traces", self.folder / "killed.png")

    @staticmethod
    def simulated(path):
        """Whether more than 1 ms can be read; in its first moments a file is not there, or cannot be read yet."""
        try:
            with open_result(path) as file:
                return file.duration > 1
        except BadInput:
            return False

    @staticmethod
    def status(path):
        with open_result(path) as file:
            return text(provenance(file.file, "status"))

    def test_a_part_of_a_run_that_has_ended(self):
        self.refused("its result is result.h5", f"{self.path}.part")

    def test_a_folder_that_has_moved(self):
        self.refused("there is no folder .*/moved", self.folder / "moved" / "result.h5")

    def test_a_picture_that_is_not_known(self):
        self.refused("rastre", self.path, "rastre", code=2)

    def test_a_picture_that_the_result_has_nothing_for(self):
        self.refused("record.connections", self.path, "synapses")
        self.refused("linspace", self.path, "fi")
        self.refused("positions", self.path, "sheet")

    def test_a_recording_without_a_sample(self):
        with h5py.File(self.path) as file, h5py.File(self.folder / "unsampled.h5", "w") as copy:
            file.copy("report/some.v", copy.create_group("report"))
            data = copy["report/some.v/data"]
            units = data.attrs["units"]
            del copy["report/some.v/data"]
            copy.create_dataset("report/some.v/data", (0, 3), "f4").attrs["units"] = units
        self.refused("before the first sample", self.folder / "unsampled.h5", "traces")

    def test_a_recording_that_starts_at_no_time_of_its_run(self):
        for start, said in (np.nan, "nan"), ("early", "early"), (-1.0, "-1.0"), (301.0, "301.0"):
            path = self.folder / "start.h5"
            path.write_bytes(self.path.read_bytes())
            with h5py.File(path, "r+") as file:
                file["provenance"].attrs["start"] = start
            with self.subTest(start):
                self.refused(f"starts at {said} ms; expected a time from 0 ms to 300 ms", path, "raster")

    def test_a_folder_that_is_not_there(self):
        self.refused("cannot be written", self.path, "raster", "-o", self.folder / "nowhere" / "raster.png")

    def test_in_python_it_is_an_exception(self):
        with self.assertRaisesRegex(BadInput, "no such file"):
            draw(self.folder / "none.h5")


class Examples(Result):
    """The commands that the examples name in their comments."""

    experiment = EXAMPLES.joinpath("chain.toml").read_text(encoding="utf-8")

    def test_a_chain_is_drawn_by_place(self):
        self.assertTrue(draw(self.path, "sheet").exists())

    def test_an_experiment_kept_in_a_result_runs_again(self):
        with h5py.File(self.path) as file:
            again = run(self.folder, "again", file["provenance/experiment"].asstr()[()])
        with h5py.File(again) as second, h5py.File(self.path) as first:
            np.testing.assert_array_equal(*(f["spikes/chain/timestamps"][:] for f in (first, second)))


if __name__ == "__main__":
    unittest.main()
