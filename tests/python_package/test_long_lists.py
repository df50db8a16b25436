"""Lists that are too long for a text: in results, in states and in changes."""

import pickle

import experiments
import h5py
import numpy as np
import pytest

import hux

LONG = 1500


def ring(**changes):
    """A ring of cells that are driven to fire, with synapses and potentials of their own."""
    experiment = experiments.ring(LONG)
    experiment.simulation.duration = "20 ms"
    experiment.simulation.threads = 1
    experiment.population["E"].initial["v"] = (-60 - np.arange(LONG) / 7e3, "mV")
    experiment.input["drive"] = hux.ConstantCurrent("E", "500 pA", **changes)
    return experiment


def spikes_of(experiment):
    sim = hux.Simulation(experiment)
    sim.run("20 ms")
    return sim.spikes["E"].times.tobytes(), sim.spikes["E"].neurons.tobytes()


def test_a_result_knows_its_experiment(tmp_path):
    sim = hux.Simulation(ring())
    with sim.record_to(tmp_path / "x.h5", keep=True):
        sim.run("20 ms")
    again = hux.read(tmp_path / "x.h5").experiment
    assert experiments.held(again) == experiments.held(sim.experiment)
    assert len(sim.spikes["E"]) > 0 and spikes_of(again) == spikes_of(ring())
    with h5py.File(tmp_path / "x.h5") as file:
        assert len(file["provenance/experiment"][()]) < 4000
        weights = file["provenance/lists/projection.EE.synapses.weights"][:]
        assert np.allclose(weights, sim.projections["EE"].weights)


def test_a_file_may_be_called_memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sim = hux.Simulation(ring())
    with sim.record_to("memory", keep=True):
        sim.run("1 ms")
    assert experiments.held(hux.read("memory").experiment) == experiments.held(sim.experiment)


def test_results_in_memory_and_files_of_others_do_not_know_it(tmp_path):
    with pytest.raises(hux.HuxError, match="^results in memory do not hold their experiment; expected"):
        hux.Simulation(ring()).results.experiment
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["spikes/E/timestamps"], file["spikes/E/node_ids"] = [1.0], [0]
    with pytest.raises(hux.FileError, match="x.h5 could not be read: it does not hold the experiment"):
        hux.read(tmp_path / "x.h5").experiment


def test_a_state_takes_what_was_changed_with_it_and_nothing_else(tmp_path):
    sim = hux.Simulation(ring())
    assert len(pickle.dumps(sim.save())) < 100_000
    sim.projections["EE"].weights = np.linspace(1, 2, LONG)
    sim.run("5 ms")
    state = sim.save()
    state.save(tmp_path / "s.h5")
    with h5py.File(tmp_path / "s.h5") as file:
        assert list(file["state/lists"]) == ["projection.EE.weight"]
    sim.run("5 ms")
    for copy in (state, pickle.loads(pickle.dumps(state)), hux.SimulationState.load(tmp_path / "s.h5")):
        other = hux.Simulation(ring())
        other.restore(copy)
        assert other.save() == state
        other.run("5 ms")
        assert other.save().difference(sim.save()) == ""


def test_states_of_other_lists_differ_in_the_list():
    state = hux.Simulation(ring()).save()
    experiment = ring()
    experiment.projection["EE"].rule.weights = np.linspace(1, 2, LONG)
    other = hux.Simulation(experiment)
    assert "projection.EE.synapses.weights" in state.difference(other.save())
    with pytest.raises(hux.InputError, match="projection.EE.synapses.weights"):
        other.restore(state)


def test_a_run_that_was_broken_off_goes_on_with_its_lists_and_no_others(tmp_path):
    sim = hux.Simulation(ring(neurons=np.arange(1, 1400)))
    sim.record_to(tmp_path / "x.h5")
    sim.run("10 ms")
    sim.checkpoint(tmp_path / "x.checkpoint")
    sim.end_recording()
    with pytest.raises(hux.FileError, match="x.h5 has results of another experiment, which has .*input.drive.neurons"):
        hux.Simulation(ring(neurons=np.arange(1399))).resume(tmp_path / "x.h5", tmp_path / "x.checkpoint")
    other = hux.Simulation(ring(neurons=np.arange(1, 1400)))
    other.resume(tmp_path / "x.h5", tmp_path / "x.checkpoint")
    other.run("10 ms")
    other.end_recording()
    found = hux.read(tmp_path / "x.h5")
    assert found.spikes["E"].times.tobytes() == spikes_of(ring(neurons=np.arange(1, 1400)))[0]
    assert experiments.held(found.experiment) == experiments.held(other.experiment)


def test_a_change_of_what_is_fixed_names_the_list():
    sim = hux.Simulation(ring())
    experiment = ring()
    experiment.projection["EE"].rule.targets = np.arange(LONG)
    with pytest.raises(hux.InputError, match="^change: .*projection.EE.synapses.targets.* cannot become"):
        sim.change(experiment)
