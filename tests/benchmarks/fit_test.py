#!/usr/bin/env python3
"""Tests of benchmarks/scaling/fit.py: exponents, slopes and the text made of them, on figures made by hand."""

import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "scaling"))
import fit  # noqa: E402


def row(series="size", network="cobahh", neurons=1000, threads=1, **given):
    """One measurement of 100 steps."""
    figures = dict(series=series, network=network, backend="cpu", threads=threads, neurons=neurons, synapses=80 * neurons,
                   simulated=5.0, steps=100, rate=40.0, build=1e-6 * neurons, simulation=1e-6 * neurons, update=0.5e-6 * neurons,
                   delivery=0.4e-6 * neurons, output=0.01, memory=1e6 + 400.0 * neurons)
    return figures | given


def balanced(neurons):
    return row(network="balanced", neurons=neurons, synapses=1000 * neurons, memory=1e6 + 4080.0 * neurons)


class Fit(unittest.TestCase):
    def test_finds_the_exponent_of_a_power(self):
        sizes = [1e3, 1e4, 1e6]
        self.assertAlmostEqual(fit.exponent(sizes, [7 * n**1.3 for n in sizes]), 1.3)

    def test_finds_what_one_more_neuron_brings(self):
        sizes = [1e3, 1e4, 1e6]
        self.assertAlmostEqual(fit.slope(sizes, [1e6 + 443 * n for n in sizes]), 443)

    def test_tells_the_cost_of_a_neuron_step(self):
        self.assertAlmostEqual(fit.ns_a_neuron_step(row(neurons=1000, simulation=1e-3, steps=100)), 10)

    def test_takes_the_median_of_what_was_repeated(self):
        once = fit.merged([row(simulation=s) for s in (1.0, 9.0, 2.0)] + [row(neurons=5000)])
        self.assertEqual([r["simulation"] for r in once], [2.0, 0.005])

    def test_tells_growth_and_flatness_up_to_a_million(self):
        rows = [row(neurons=n, simulation=1e-6 * n * factor) for n, factor in ((1000, 1.0), (10**6, 1.1), (10**7, 3.0))]
        growth, flatness = fit.growth_lines(rows)
        self.assertIn("build 1.00", growth)
        self.assertIn("within 10 %", flatness)

    def test_tells_of_a_gpu_how_it_grows_once_it_is_full(self):
        rows = [row(backend="cuda", neurons=n, simulation=max(1.0, 1e-6 * n)) for n in (1000, 10**6, 10**7)]
        self.assertEqual([line.partition(" with")[0] for line in fit.growth_lines(rows)],
                         ["cobahh: grows, from 1,000,000 neurons on,"])
        self.assertIn("simulation, a ms 1.00", next(fit.growth_lines(rows)))

    def test_tells_neurons_from_synapses_by_two_networks(self):
        rows = [row(neurons=n) for n in (1000, 100000)] + [balanced(n) for n in (1000, 100000)]
        self.assertEqual(fit.memory_line(rows), "memory: 80 bytes a neuron and 4.00 bytes a synapse")

    def test_tells_nothing_of_memory_from_one_network(self):
        self.assertIsNone(fit.memory_line([row(neurons=n) for n in (1000, 100000)]))

    def test_compares_threads_with_one_thread_of_the_same_network(self):
        rows = [row("strong", threads=1, simulation=4.0), row("strong", threads=2, simulation=2.5),
                row("weak", neurons=1000, threads=1, simulation=4.0), row("weak", neurons=2000, threads=2, simulation=5.0)]
        strong, weak = fit.thread_lines(rows)
        self.assertIn("2 threads: 1.60 times as fast", strong)
        self.assertIn("2 threads: 0.80 of the speed", weak)

    def test_tells_what_recording_costs_from_pairs_of_runs(self):
        rows = [row(name, simulation=s) for s, name in ((1.03, "recorded"), (1.0, "silent"), (2.06, "recorded"), (2.0, "silent"))]
        self.assertIn("+3.0 %", fit.output_line(rows))

    def test_lays_out_a_line_for_each_measurement(self):
        lines = fit.table([row(), row(neurons=2000)]).splitlines()
        self.assertEqual(len(lines), 3)
        self.assertEqual(len({len(line) for line in lines}), 1)

    def test_sums_up_a_single_measurement(self):
        self.assertIn("cobahh", fit.summary([row()]))


if __name__ == "__main__":
    unittest.main()
