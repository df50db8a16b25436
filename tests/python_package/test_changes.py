"""What is changed between the parts of a run."""

import experiments
import networks
import numpy as np
import pytest

import hux


def test_a_parameter_that_is_set_acts_from_then_on():
    sim = hux.Simulation(networks.network())
    sim.run("50 ms")
    before = sim.spikes["E"].times.copy()
    sim["E"].set(e_l="-64 mV")
    sim.run("50 ms")
    expected = networks.whole(networks.network(), 100)
    assert networks.outcome(sim)["spikes"] != expected["spikes"]
    assert np.array_equal(sim.spikes["E"].times[: len(before)], before)
    assert 'e_l = "-64 mV"' in sim.experiment.to_toml()


def test_parameters_of_receptors_thresholds_and_values_for_each_neuron_are_set():
    sim = hux.Simulation(networks.network())
    sim["E"].set(threshold=-30, g_na=np.full(200, 19000.0), **{"ampa.tau": "6 ms"})
    toml = sim.experiment.to_toml()
    assert 'threshold = "-30 mV"' in toml and 'tau = "6 ms"' in toml
    sim["E"].g_na = "20 uS"
    assert 'g_na = "20000 nS"' in sim.experiment.to_toml()


def test_parameters_are_read_as_the_experiment_has_them():
    sim = hux.Simulation(networks.network())
    e = sim["E"]
    assert (e.g_na, e.threshold, getattr(e, "ampa.tau"), sim["I"].threshold) == ("20000 nS", "-20 mV", "5 ms", "-20 mV")
    assert getattr(e, "gaba.tau_rise") == "0.5 ms" and "g_na" in dir(e)
    e.set(threshold=-30, g_na=np.linspace(19000, 20000, 200), e_l=hux.Normal("-65 mV", "1 mV"))
    assert e.threshold == "-30 mV" and e.e_l == hux.Normal("-65 mV", "1 mV")
    assert e.g_na[-1] == 20000 and not e.g_na.flags.writeable
    with pytest.raises(hux.InputError, match="there is no state variable or parameter 'g_naa'; did you mean 'g_na'"):
        e.g_naa


def test_parameters_are_read_of_neurons_whose_receptors_start_at_values_of_their_own():
    experiment = hux.Experiment.from_core(networks.network())
    experiment.population["E"].receptor["ampa"].initial = np.linspace(0, 1, 200)
    sim = hux.Simulation(experiment)
    assert (sim["E"].g_na, getattr(sim["E"], "ampa.tau")) == ("20000 nS", "5 ms")


def test_parameters_of_presets_and_own_models_are_read():
    model = hux.Model(
        parameters={"c_m": "1 uF/cm2", "g_l": "0.3 mS/cm2", "e_l": "-60 mV"},
        currents={"i_l": "g_l * (v - e_l)"},
        presets={"leaky": {"g_l": "0.5 mS/cm2"}},
    )
    experiment = hux.Experiment(simulation=hux.Settings("1 ms"))
    experiment.model["passive"] = model
    experiment.population["A"] = hux.Population(3, "passive")
    experiment.population["B"] = hux.Population(3, "passive", preset="leaky", parameters={"e_l": "-50 mV"})
    sim = hux.Simulation(experiment)
    assert (sim["A"].g_l, sim["A"].e_l) == ("0.3 mS/cm2", "-60 mV")
    assert (sim["B"].g_l, sim["B"].e_l) == ("0.5 mS/cm2", "-50 mV")


def test_a_change_back_is_none():
    sim = hux.Simulation(networks.network())
    sim.run("30 ms")
    now = sim.experiment
    sim["E"].set(e_l="-64 mV")
    sim.inputs["noise"].std = "50 pA"
    sim.inputs["noise"].std = 200
    sim.projections["IE"].weight = "25 nS"
    sim.change(now)
    sim.run("70 ms")
    assert networks.outcome(sim) == networks.whole(networks.network(), 100)


def test_inputs_are_changed_and_switched():
    sim = hux.Simulation(networks.cell())
    drive = sim.inputs["drive"]
    assert drive.amplitude == 10 and drive.on is True and drive.name == "drive"
    drive.amplitude = "0.02 mA/cm2"
    assert drive.amplitude == 20
    drive.amplitude = 12
    assert drive.amplitude == 12
    drive.amplitude = [7.5]
    assert drive.amplitude.tolist() == [7.5]
    drive.on = False
    assert not sim.inputs["drive"].on
    sim.run("20 ms")
    assert len(sim.spikes["cell"]) == 0
    sim.inputs["drive"].on = True
    drive.amplitude = np.float32(10)
    sim.run("20 ms")
    assert len(sim.spikes["cell"]) > 0
    assert "amplitude" in dir(drive) and "on" in dir(drive)


def test_an_input_that_is_changed_gives_what_the_command_gives_in_a_stage():
    staged = networks.CELL.replace('duration = "20 ms"', "") + """
[[stage]]
duration = "8 ms"
[[stage]]
duration = "12 ms"
set = { "input.drive.amplitude" = "4 uA/cm2" }
"""
    sim = hux.Simulation(networks.cell())
    sim.run("8 ms")
    sim.inputs["drive"].amplitude = 4
    sim.run("12 ms")
    assert networks.outcome(sim) == networks.whole(networks.read(staged), 20)


@pytest.mark.parametrize(
    "key, value, said",
    [
        ("amplitude", "3 mV", "input.drive.amplitude: '3 mV' is a voltage; expected a current density"),
        ("amplitude", float("nan"), "input.drive.amplitude: "),
        ("amplitude", None, "input.drive.amplitude: None is no value"),
        ("amplitude", [1.0, 2.0], "input.drive.amplitude: "),
        ("amplitud", 3, "input.drive: there is no parameter 'amplitud'; did you mean 'amplitude'?"),
        ("on", 1, "input.drive.on: expected True or False"),
    ],
)
def test_what_no_input_can_have_is_refused(key, value, said):
    sim = hux.Simulation(networks.cell())
    with pytest.raises(hux.InputError) as caught:
        setattr(sim.inputs["drive"], key, value)
    assert str(caught.value).startswith(said)
    assert sim.inputs["drive"].amplitude == 10


def test_weights_are_read_and_set_by_synapse():
    sim = hux.Simulation(networks.network())
    ei, ie = sim.projections["EI"], sim.projections["IE"]
    assert ie.weight == 3 and len(ie) == len(ie.weights) == len(ie.sources) == len(ie.targets)
    assert ei.weights.min() >= 2 and ei.weights.max() <= 6 and len(np.unique(ei.weights)) > 100
    assert ei.delays.min() >= 0.7 and (ie.delays == 1).all()
    assert (np.diff(ei.sources.astype(int)) >= 0).all() and ei.targets.max() < 50
    same = ei.weights
    ei.weights = same
    sim.run("100 ms")
    assert networks.outcome(sim) == networks.whole(networks.network(), 100)
    ei.weights = ei.weights / 2
    assert np.allclose(ei.weights, same / 2)
    ei.weight = "4 nS"
    assert ei.weight == 4
    with pytest.raises(hux.InputError, match="projection.EI.weight"):
        ei.weights = same[:-1]
    with pytest.raises(hux.InputError, match="^projection.EI.weight: <300 x 4 values> is not what is needed here"):
        ei.weights = np.ones((300, 4))
    with pytest.raises(hux.InputError, match="projection.EI.delays: cannot be set"):
        ei.delays = 1
    assert ei.weight == 4


def test_recordings_begin_and_end():
    sim = hux.Simulation(networks.network())
    sim.run("10 ms")
    sim.record("inhibition", "I", ["v", "i_ampa"], neurons=[3, 1], interval="0.2 ms")
    sim.record("all", "I", "v")
    sim.run("10 ms")
    sim.end_record("inhibition")
    sim.run("10 ms")
    samples = sim.samples["inhibition"]
    assert samples.neurons.tolist() == [1, 3] and samples.units == {"v": "mV", "i_ampa": "pA"}
    assert samples["v"].shape == (50, 2) and samples.times[0] == 10 and samples.times[-1] == pytest.approx(19.8)
    assert sim.samples["all"]["v"].shape == (400, 50)
    assert len(sim.samples["voltages"].times) == 60
    sim.record("inhibition", "E", "v", neurons=0, interval=1)
    sim.run("2 ms")
    assert sim.samples["inhibition"].population == "E" and sim.samples["inhibition"]["v"].shape == (2, 1)
    assert samples["v"].shape == (50, 2)
    sim.record("some", "E", "v", neurons="3-5")
    assert sim.samples["some"].neurons.tolist() == [3, 4, 5]
    with pytest.raises(hux.InputError, match="no variable 'w'"):
        sim.record("w", "E", "w")
    with pytest.raises(hux.InputError, match="recording: there is no recording 'x'"):
        sim.end_record("x")


def test_what_is_fixed_cannot_be_changed():
    sim = hux.Simulation(networks.network())
    with pytest.raises(hux.InputError, match="^change: 'size = 200' in .* cannot become 'size = 100' in "):
        sim.change(networks.network("population.E.size=100"))


def test_weights_that_a_list_has_for_each_synapse_are_set():
    sim = hux.Simulation(experiments.ring(5))
    sim.projections["EE"].weights = np.arange(5) / 4
    assert sim.projections["EE"].weights.tolist() == [0, 0.25, 0.5, 0.75, 1]
    sim.projections["EE"].weight = "2 nS"
    assert sim.projections["EE"].weight == 2
