#!/usr/bin/env python3
"""Tests of the logic of benchmarks/peers: reading the example, finding spikes, judging and comparing results."""

import sys
import unittest
from pathlib import Path

import numpy

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "peers"))
import cobahh  # noqa: E402
import compare  # noqa: E402
import judge  # noqa: E402


def result(simulator, simulation, error, dt=0.05, threads=2, **given):
    """One result whose activity is in the band."""
    figures = dict(simulator=simulator, version="1.0", method="rk4", dt=dt, precision="double", threads=threads, error=error,
                   simulation=simulation, whole=simulation + 1, build=0.5, memory=2**20, rate_e=38.0, rate_i=38.0, in_band=True)
    return figures | given


class Cobahh(unittest.TestCase):
    def test_reads_the_example(self):
        network = cobahh.read_network()
        self.assertEqual((network.excitatory, network.inhibitory), (3200, 800))
        self.assertEqual((network.ampa.weight, network.gaba.weight, network.probability), (6, 67, 0.02))

    def test_keeps_the_synapses_a_neuron_at_another_size(self):
        network = cobahh.read_network(neurons=8000)
        self.assertEqual(network.size * network.probability, 80)

    def test_refuses_another_unit(self):
        with self.assertRaises(ValueError):
            cobahh.quantity("6 uS", "nS")

    def test_draws_each_source_at_most_once(self):
        network = cobahh.read_network()
        sources = cobahh.draw_sources(numpy.random.default_rng(1), network)
        self.assertEqual(len(sources), network.size)
        self.assertTrue(all(len(numpy.unique(s)) == len(s) for s in sources))
        self.assertAlmostEqual(numpy.mean([len(s) for s in sources]), 80, delta=1)

    def test_finds_upward_crossings_between_samples(self):
        times = numpy.arange(0, 10, 0.05)
        found = cobahh.crossings(times, numpy.sin(times), 0.5)
        self.assertEqual(len(found), 2)
        self.assertAlmostEqual(found[0], numpy.arcsin(0.5), places=7)
        self.assertAlmostEqual(found[1], numpy.arcsin(0.5) + 2 * numpy.pi, places=7)

    def test_knows_regular_firing(self):
        self.assertAlmostEqual(cobahh.irregularity([1, 2, 3, 4, 5, 5.5], [7, 7, 7, 7, 7, 2]), 0)


class Judge(unittest.TestCase):
    def test_takes_the_largest_error_of_a_spike(self):
        self.assertAlmostEqual(judge.spike_time_error([1.0, 2.5], [1.1, 2.0]), 0.5)

    def test_has_no_error_for_other_spikes(self):
        self.assertIsNone(judge.spike_time_error([1.0], [1.1, 2.0]))

    def test_tells_another_network_by_its_rates(self):
        self.assertTrue(judge.in_band({"rate_e": 38, "rate_i": 38}))
        self.assertFalse(judge.in_band({"rate_e": 20, "rate_i": 38}))

    def test_takes_the_median_of_rounds(self):
        rows = [dict(simulator="hux", method="rk4", dt=0.05, precision="double", threads=2, round=i, simulation=s,
                     rate_e=38.0, rate_i=38.0) for i, s in enumerate((1.0, 9.0, 2.0))]
        (merged,) = judge.results(rows, {("hux", "rk4", 0.05, "double"): 0.001})
        self.assertEqual((merged["simulation"], merged["error"], merged["in_band"]), (2.0, 0.001, True))

    def test_compares_at_equal_or_better_accuracy_and_at_an_equal_step(self):
        results = [result("hux", 1.0, 0.001), result("hux", 0.5, 0.01, dt=0.1), result("hux", 0.1, 0.5),
                   result("hux", 0.2, 0.001, threads=1), result("nest", 20.0, 0.02)]
        self.assertIn("40.0 x (rk4 0.1 ms)", judge.comparison(results))
        self.assertIn("20.0 x (rk4 0.05 ms)", judge.comparison(results))

    def test_claims_nothing_where_hux_is_less_accurate(self):
        self.assertIn("| - | - |", judge.comparison([result("hux", 1.0, 0.1), result("nest", 20.0, 0.02)]))

    def test_leaves_out_who_did_other_work(self):
        self.assertNotIn("nest", judge.comparison([result("hux", 1.0, 0.001), result("nest", 20.0, 0.02, in_band=False)]))


class Turns(unittest.TestCase):
    def test_run_all_of_hux_before_each_of_the_others(self):
        hux, nest, arbor = (compare.Candidate(name, "method", 0.05, threads=threads)
                            for name, threads in (("hux", (1, 2)), ("nest", (1, 2)), ("arbor", (2,))))
        own = [(hux, 1), (hux, 2)]
        self.assertEqual(compare.turns([hux, nest, arbor]), [*own, (nest, 1), *own, (nest, 2), *own, (arbor, 2)])
        self.assertEqual(compare.turns([hux]), own)
        self.assertEqual(compare.turns([nest]), [(nest, 1), (nest, 2)])


if __name__ == "__main__":
    unittest.main()
