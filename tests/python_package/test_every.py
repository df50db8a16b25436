"""Functions that a simulation calls while it runs."""

import networks
import numpy as np
import pytest

import hux


def test_a_function_that_changes_nothing_changes_no_bit():
    for period in (0.05, "1 ms", 3.35):
        sim = hux.Simulation(networks.network())
        seen = []
        sim.every(period, lambda s, seen=seen: seen.append((s.t, s["E"].v[0], len(s.spikes["E"]), s.save().t)))
        sim.run("100 ms")
        assert networks.outcome(sim) == networks.whole(networks.network(), 100)
        assert len(seen) > 29


def test_it_is_called_at_each_multiple_of_its_period():
    sim = hux.Simulation(networks.cell())
    sim.run("0.5 ms")
    times = []
    call = sim.every("0.2 ms", lambda s: times.append(round(s.t, 2)))
    sim.run("0.4 ms")
    assert times == [0.5, 0.7]
    sim.run("0.15 ms")
    sim.run("0.15 ms")
    assert times == [0.5, 0.7, 0.9, 1.1]
    call.cancel()
    sim.run("1 ms")
    assert len(times) == 4


def test_a_change_acts_from_the_step_on_in_which_it_is_made():
    sim = hux.Simulation(networks.cell("input.drive.amplitude=0 uA/cm2"))

    def kick(s):
        if s.t == 1:
            s["cell"].v = -20

    sim.every("0.05 ms", kick)
    sim.run("2 ms")
    v, times = sim.samples["membrane"]["v"][:, 0], sim.samples["membrane"].times
    assert v[times.tolist().index(1.0)] == -20 and abs(v[times < 1] + 65).max() < 0.1


def test_functions_of_several_periods_are_called_in_order_and_may_cancel_themselves():
    sim = hux.Simulation(networks.cell())
    said = []
    sim.every(0.1, lambda s: said.append("a"))
    once = sim.every(0.3, lambda s: (said.append("b"), once.cancel()))
    sim.every(0.2, lambda s: said.append("c"))
    sim.run(0.4)
    assert "".join(said) == "abcaaca"


def test_a_function_hands_over_others_whose_first_call_is_a_period_later():
    sim = hux.Simulation(networks.cell())
    times, later = [], []

    def next_one(s):
        times.append(round(s.t, 2))
        calls.pop().cancel()
        calls.append(s.every(0.1 * (len(times) + 1), next_one))
        if len(times) == 1:
            s.every(0.5, lambda s: later.append(round(s.t, 2)))

    calls = [sim.every(0.1, next_one)]
    sim.run(1.2)
    assert times == [0, 0.2, 0.5, 0.9] and later == [0.5, 1.0]


def test_a_call_that_another_cancels_in_the_same_step_is_none():
    sim = hux.Simulation(networks.cell())
    calls = []
    sim.every(0.1, lambda s: calls[0].cancel())
    calls.append(sim.every(0.1, lambda s: pytest.fail("called")))
    sim.run(0.3)


def test_a_call_says_what_it_is():
    call = hux.Simulation(networks.cell()).every("1 ms", print)
    assert repr(call) == "<hux.Every 1 ms: print>"
    call.cancel()
    assert repr(call) == "<hux.Every 1 ms: print, cancelled>"


def test_a_dynamic_clamp_gives_the_bits_of_parts_with_changes():
    def clamped(s):
        s.inputs["drive"].amplitude = float(0.1 * (-50 - s["cell"].v[0]))

    by_function = hux.Simulation(networks.cell())
    by_function.every(0.05, clamped)
    by_function.run("5 ms")
    by_parts = hux.Simulation(networks.cell())
    for _ in range(100):
        clamped(by_parts)
        by_parts.run(0.05)
    assert networks.outcome(by_function) == networks.outcome(by_parts)
    assert by_function.inputs["drive"].amplitude != 10


def test_what_a_function_raises_comes_through_and_the_simulation_goes_on():
    sim = hux.Simulation(networks.network())

    def fail(s):
        if s.t == 33:
            raise ZeroDivisionError("of the function")

    call = sim.every("1 ms", fail)
    with pytest.raises(ZeroDivisionError, match="of the function"):
        sim.run("100 ms")
    assert sim.t == 33
    call.cancel()
    sim.run("67 ms")
    assert networks.outcome(sim) == networks.whole(networks.network(), 100)


def test_a_run_is_stopped_by_a_function():
    sim = hux.Simulation(networks.network())
    sim.every("1 ms", lambda s: s.stop() if s.t >= 12 else None)
    sim.run("100 ms")
    assert sim.t == 12


def test_runs_and_restores_within_a_run_are_refused():
    sim = hux.Simulation(networks.cell())
    state = sim.save()
    sim.every(1, lambda s: s.run(1))
    with pytest.raises(hux.HuxError, match="^the simulation runs already; expected a function given to every"):
        sim.run(2)
    sim = hux.Simulation(networks.cell())
    sim.every(1, lambda s: s.restore(state))
    with pytest.raises(hux.HuxError, match="cannot be restored while it runs"):
        sim.run(2)


def test_calls_go_on_after_a_restore():
    sim = hux.Simulation(networks.cell())
    times = []
    sim.run(1)
    state = sim.save()
    sim.every(0.5, lambda s: times.append(s.t))
    sim.run(2)
    sim.restore(state)
    sim.run(1)
    assert np.allclose(times, [1, 1.5, 2, 2.5, 1, 1.5])


@pytest.mark.parametrize("period", ["0.03 ms", 0, -1, "1 mV", None])
def test_a_period_that_is_none_is_refused(period):
    sim = hux.Simulation(networks.cell())
    with pytest.raises(hux.InputError, match="^every: "):
        sim.every(period, print)


def test_what_is_no_function_is_refused():
    sim = hux.Simulation(networks.cell())
    with pytest.raises(hux.InputError, match="^every: 3 cannot be called; expected a function"):
        sim.every("1 ms", 3)
    sim.run("2 ms")
