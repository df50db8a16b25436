"""The numbers of docs/gallery, read off runs of the examples, against published ones; its pages are up to date."""

import tempfile
import unittest
from contextlib import ExitStack
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from hux_gallery import PAGES, PICTURES, run_all, write_index, write_page
from hux_gallery.measures import crossings
from hux_gallery.sodium_potassium import Cell
from hux_pictures.style import STYLE
from hux_results import open_result
from runs import EXAMPLES, HUX, ROOT

GALLERY = ROOT / "docs" / "gallery"


def setUpModule():
    """Runs the experiments of all pages."""
    folder = Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    stack = unittest.enterModuleContext(ExitStack())
    for name, page in PAGES.items():
        paths = run_all(HUX, EXAMPLES, folder, page.results())
        FILES[name] = {result: stack.enter_context(open_result(path)) for result, path in paths.items()}
        NUMBERS[name] = page.numbers(FILES[name])


FILES, NUMBERS = {}, {}


class Published(unittest.TestCase):
    def within(self, page, number, low, high):
        self.assertTrue(
            low <= NUMBERS[page][number] <= high, f"{number} = {NUMBERS[page][number]}, not {low} to {high}"
        )

    def test_an_action_potential_of_the_squid_axon_is_100_to_110_mv_high_and_1_to_2_ms_wide(self):
        # Hodgkin & Huxley 1952, figures 12 to 17, at 6 degC: from rest to 40 mV; g_na some 30, g_k 10 to 15 mS/cm2.
        self.within("action_potential", "amplitude_mv", 100, 110)
        self.within("action_potential", "half_width_ms", 1, 2)
        self.within("action_potential", "lowest_mv", -77, -75)
        self.within("action_potential", "g_na_ms", 28, 36)
        self.within("action_potential", "g_k_ms", 10, 15)

    def test_the_threshold_is_between_6_and_7_mv(self):
        # Hodgkin & Huxley 1952, figure 12: of 90, 15, 7 and 6 mV the last one fails.
        self.assertEqual(NUMBERS["threshold"]["fails_at_mv"], 6)
        self.assertEqual(NUMBERS["threshold"]["fires_at_mv"], 7)

    def test_a_second_shock_as_strong_as_the_first_fails_until_12_5_ms_after_it(self):
        # Gerstner & Kistler 2002, figure 2.3: it fails after 5, 7.5, 10 and 12.5 ms.
        self.assertEqual(NUMBERS["threshold"]["refractory_for_equal_ms"], 12.5)
        self.assertLess(NUMBERS["threshold"]["fires_again_for_strong_ms"], 12.5)

    def test_an_axon_fires_when_a_hyperpolarising_current_ends(self):
        self.within("threshold", "anode_break_ua", 1, 12)

    def test_the_squid_axon_starts_to_fire_at_6_2_ua_per_cm2_and_50_hz(self):
        # Rinzel & Miller 1980: periodic firing from 6.2 to 6.3 uA/cm2 on; at 10, an adaptive reference has 68.39 Hz.
        self.within("f_i_curves", "hodgkin_huxley_rheobase", 6.2, 6.5)
        self.within("f_i_curves", "hodgkin_huxley_onset_hz", 48, 56)
        self.within("f_i_curves", "hodgkin_huxley_at_10_hz", 68.38, 68.40)

    def test_cells_of_class_1_start_to_fire_slowly(self):
        for model in ("connor_stevens", "wang_buzsaki", "traub_miles", "RS"):
            self.within("f_i_curves", f"{model}_onset_hz", 0.3, 8)

    def test_rheobases_are_the_published_ones(self):
        # The first current of the grid above the saddle-node: 0.16 uA/cm2 (Wang-Buzsaki), 8.0 to 8.2 (Connor-Stevens).
        self.within("f_i_curves", "wang_buzsaki_rheobase", 0.16, 0.185)
        self.within("f_i_curves", "connor_stevens_rheobase", 8.0, 8.25)
        self.within("f_i_curves", "traub_miles_rheobase", 18.2, 23.2)

    def test_gates_3_times_faster_in_10_degc_make_the_action_potential_narrower_by_nearly_as_much(self):
        numbers = NUMBERS["f_i_curves"]
        q10 = (numbers["width_at_6_ms"] / numbers["width_at_18_ms"]) ** (10 / (18.5 - 6.3))
        self.assertTrue(2.5 < q10 < 3, q10)
        self.within("f_i_curves", "amplitude_at_18_mv", 90, 100)  # Hodgkin & Huxley 1952: 90.5 mV where it propagates

    def test_under_voltage_clamp_the_sodium_current_is_reversed_at_its_equilibrium_potential(self):
        self.within("voltage_clamp", "reversal_mv", 49, 51)
        self.within("voltage_clamp", "largest_inward_at_mv", -15, 5)

    def test_the_potassium_current_is_that_of_the_steady_gate(self):
        v = 65.0
        alpha, beta = 0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10)), 0.125 * np.exp(-(v + 65) / 80)
        self.assertAlmostEqual(
            NUMBERS["voltage_clamp"]["i_k_at_65_ua"] / (36 * (alpha / (alpha + beta)) ** 4 * (v + 77)), 1, delta=0.005
        )

    def test_integrators_have_the_orders_of_their_theory(self):
        for name, order in {"euler": 1, "exponential_euler": 2, "crank_nicolson": 2, "rk4": 4}.items():
            self.within("integrators", f"{name}_order", order - 0.15, order + 0.15)

    def test_a_chain_fires_once_cell_by_cell_and_a_wave_takes_the_whole_sheet(self):
        numbers = NUMBERS["travelling"]
        self.assertEqual(numbers["chain_spikes"], numbers["chain_cells"])
        self.assertEqual(numbers["sheet_fired"], numbers["sheet_cells"])
        self.within("travelling", "wave_m_s", 0.02, 0.2)  # Wu, Huang & Zhang 2008: cortical waves, 0.01 to 0.15 m/s

    def test_cobahh_is_as_active_and_irregular_as_in_other_simulators(self):
        self.within("networks", "E_hz", 34, 44)
        self.within("networks", "I_hz", 35, 42)
        self.within("networks", "E_cv", 1.8, 2.4)

    def test_interneurons_find_a_gamma_rhythm(self):
        self.within("networks", "gamma_hz", 30, 45)  # Wang & Buzsaki 1996: 20 to 80 Hz, near 40 for these cells

    def test_depressing_synapses_make_bursts_as_they_recover(self):
        # Tsodyks, Uziel & Markram 2000: all neurons fire within tens of ms, resources are used up, recovery sets the pace.
        numbers = NUMBERS["population_bursts"]
        self.assertGreaterEqual(numbers["spikes_each"], 1)
        self.within("population_bursts", "width_ms", 10, 100)
        self.assertLess(numbers["x_after"], 0.2 * numbers["x_before"])
        self.assertLess(1.5 * numbers["fast_interval_ms"], numbers["interval_ms"])
        self.assertLess(1.5 * numbers["interval_ms"], numbers["slow_interval_ms"])
        self.assertLess(numbers["between_hz"], 5)
        self.assertGreater(numbers["without_hz"], 50)

    def test_cells_with_graded_inhibition_fire_as_one_where_all_are_joined(self):
        # Of one cell that inhibits itself with 0.1 mS/cm2, SciPy (LSODA) has a period of 25.612003 ms, 39.0442 Hz;
        # Wang & Buzsaki 1996, figure 3: 39 Hz.
        self.within("graded_gamma", "joined_hz", 39.04, 39.05)
        self.within("graded_gamma", "joined_kappa", 0.999, 1.001)

    def test_networks_with_graded_inhibition_are_as_fast_and_coherent_as_in_numpy(self):
        # 24 networks in NumPy (rk4, synapses at its stages): 35.4 +- 1.0 Hz, kappa 0.20 +- 0.08. Three standard errors
        # of the mean of eight.
        self.within("graded_gamma", "mean_hz", 34.3, 36.5)
        self.within("graded_gamma", "mean_kappa", 0.12, 0.28)
        self.within("graded_gamma", "shown_kappa", 0.2, 0.4)

    def test_coherence_takes_a_minimal_number_of_synapses(self):
        # Wang & Buzsaki 1996: a number that does not depend on the size of the network, not a share of its cells.
        numbers = NUMBERS["graded_gamma"]
        for size in (100, 200):
            self.within("graded_gamma", f"kappa_{size}_30", 0.09, 0.11)
            self.within("graded_gamma", f"kappa_{size}_80", 0.4, 0.9)
        self.assertLess(numbers["critical_200"], 1.5 * numbers["critical_100"])
        self.assertLess(numbers["different_kappa"], 0.11)

    def test_gap_junctions_synchronise_cells_that_more_inhibition_does_not(self):
        # Kopell & Ermentrout 2004. Without either, the rates are those of cells by themselves: 59.70 Hz at 1 uA/cm2.
        numbers = NUMBERS["gap_junctions"]
        self.within("gap_junctions", "neither_hz", 59, 60)
        for name in ("neither", "alone", "weak", "more"):
            self.within("gap_junctions", f"{name}_kappa", 0.09, 0.11)
        self.assertGreater(numbers["joined_kappa"], 1.5 * numbers["free_kappa"])
        self.assertLess(numbers["joined_sd_hz"], 0.2 * min(numbers["alone_sd_hz"], numbers["free_sd_hz"]))
        self.assertGreater(numbers["more_sd_hz"], numbers["alone_sd_hz"])
        self.assertEqual(numbers["alone_silent"], 0)
        self.assertGreater(numbers["more_silent"], 0)

    def test_cortical_cells_adapt_or_do_not_or_burst(self):
        # Pospischil et al. 2008, figures 2 to 5; of RS the first and the last interval are 27.6 and 133.4 ms.
        numbers = NUMBERS["networks"]
        self.assertAlmostEqual(numbers["RS_first_ms"], 27.6, delta=0.03 * 27.6)
        self.assertAlmostEqual(numbers["RS_last_ms"], 133.4, delta=0.03 * 133.4)
        self.assertAlmostEqual(numbers["FS_first_ms"], numbers["FS_last_ms"], delta=0.1)

    def test_bursting_cells_burst(self):
        # The intervals of the authors' demonstrations by LSODA at a tolerance of 1e-9.
        numbers = NUMBERS["networks"]
        self.assertEqual(numbers["IB_spikes"], 16)
        self.assertEqual(numbers["IB_burst"], 8)
        self.assertAlmostEqual(numbers["IB_first_ms"], 7.3, delta=0.1)
        self.assertAlmostEqual(numbers["IB_last_ms"], 397.3, delta=0.02 * 397.3)
        self.assertEqual(numbers["LTS_spikes"], 4)
        self.assertAlmostEqual(numbers["LTS_first_ms"], 11.4, delta=0.1)
        self.assertAlmostEqual(numbers["LTS_last_ms"], 209.4, delta=0.02 * 209.4)

    def test_blocked_sodium_channels_lower_and_blocked_potassium_channels_widen_the_action_potential(self):
        numbers = NUMBERS["channel_block"]
        heights = [numbers[f"TTX_{left}_amplitude_mv"] for left in (0, 20, 40, 60, 80, 100)]
        widths = [numbers[f"TEA_{left}_width_ms"] for left in (100, 80, 60, 40, 20)]
        self.assertTrue(np.all(np.diff(heights) > 0), heights)
        self.assertLess(heights[1], 30)
        self.assertTrue(np.all(np.diff(widths) > 0), widths)

    def test_conduction_slows_down_and_then_fails(self):
        numbers = NUMBERS["channel_block"]
        self.assertLess(numbers["slowest_mm_s"], 0.6 * numbers["intact_mm_s"])
        self.assertLess(numbers["fails_at_percent"], numbers["slowest_at_percent"])


class CellFromText(unittest.TestCase):
    """The page against its equations, solved in NumPy."""

    three = Cell(g_m=0)

    @classmethod
    def setUpClass(cls):
        cls.numbers = NUMBERS["cell_from_text"]

    def near(self, number, expected, delta):
        self.assertAlmostEqual(self.numbers[number], expected, delta=delta, msg=number)

    def test_a_membrane_with_a_leak_has_its_time_constant(self):
        self.near("tau_ms", 1 / 8, 0.001)
        self.near("leak_rest_mv", -80, 1e-3)

    def test_membranes_stay_where_their_currents_are_zero(self):
        rest, threshold, up = Cell(g_k=0, g_m=0).fixed_points()
        self.near("sodium_rest_mv", rest, 1e-3)
        self.near("sodium_up_mv", up, 1e-3)
        self.assertTrue(self.numbers["returns_mv"] < threshold < self.numbers["rises_mv"])
        self.near("rest_mv", self.three.fixed_points()[0], 1e-3)

    def test_the_cell_begins_to_fire_where_rest_and_threshold_merge(self):
        _, merged = self.three.saddle_node()
        self.assertAlmostEqual(merged, 4.51, delta=0.005)  # Izhikevich 2007, chapter 6
        self.assertTrue(merged < self.numbers["rheobase_ua"] <= merged + 0.005)  # the step of the currents

    def test_intervals_grow_at_the_onset_as_the_normal_form_tells(self):
        self.assertGreater(1000 / self.numbers["onset_hz"], 10 * self.numbers["spike_ms"])
        self.near("later_spike_ms", self.numbers["spike_ms"], 0.1)

    def test_spikes_are_those_of_the_equations(self):
        # All at once: three currents, an M current, and the gates n of the cell that bursts.
        cells = Cell(g_k=np.array([10, 10, 9]), g_m=np.array([0, 5, 5]), tau_n=np.array([1, 1, 0.152]))
        v = cells.trajectory(cells.start(np.full(3, -66.0)), np.array([10, 10, 5]), 0.02, 9500)[:, 0]
        regular, adapting, bursting = (crossings(0.02 * np.arange(len(v)), column, -20) for column in v.T)
        self.near("at_10_hz", 1000 / np.diff(regular)[-1], 0.01)
        self.near("adapting_first_ms", np.diff(adapting)[0], 0.001)
        self.near("adapting_last_ms", np.diff(adapting)[-1], 0.001)
        first, second, third = np.split(bursting, np.flatnonzero(np.diff(bursting) > 20) + 1)[:3]
        self.assertEqual(self.numbers["burst_spikes"], len(second))
        self.near("burst_first_ms", second[1] - second[0], 0.001)
        self.near("burst_every_ms", third[0] - second[0], 0.001)


class Pages(unittest.TestCase):
    def test_pages_are_those_that_the_examples_give(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in PAGES:
                written = write_page(name, FILES[name], EXAMPLES, Path(folder)).read_text(encoding="utf-8")
                self.assertEqual(
                    written, (GALLERY / f"{name}.md").read_text(encoding="utf-8"), f"scripts/gallery.sh {name}"
                )
            self.assertEqual(write_index(Path(folder)).read_text(), (GALLERY / "README.md").read_text())

    def test_every_picture_can_be_drawn_and_is_there(self):
        for name, page in PAGES.items():
            for picture in page.pictures:
                with self.subTest(picture), plt.rc_context(STYLE):
                    draw, size, _ = PICTURES[picture]
                    figure = plt.figure(figsize=size)
                    draw(FILES[name], figure)
                    self.assertGreater(len(figure.axes), 1)
                    plt.close(figure)
                    self.assertTrue((GALLERY / f"{picture}.png").exists())


if __name__ == "__main__":
    unittest.main()
