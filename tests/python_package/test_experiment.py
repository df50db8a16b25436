"""Experiments as plain data."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from experiments import EXAMPLES, held, listed, ring, small

import hux


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_the_same_to_the_simulator_after_it_was_python(path):
    experiment = hux.load(path)
    assert held(experiment) == hux._core.read_experiment(path).toml()
    assert hux.Experiment.from_toml(experiment.to_toml()) == experiment


def test_what_is_built_is_what_is_read():
    assert hux.Experiment.from_toml(small().to_toml()).population == {
        "E": dataclasses.replace(small().population["E"], parameters={"c_m": "200 pF", "e_l": hux.Normal("-65 mV", "1 mV")})
    }


def test_changes_are_applied_over_a_file():
    by_dict = hux.load(EXAMPLES[0], {"simulation.duration": "2 s", "simulation.seed": 5})
    by_text = hux.load(EXAMPLES[0], ["simulation.duration=2 s", "simulation.seed=5"])
    assert by_dict == by_text
    assert by_dict.simulation.duration == "2000 ms" and by_dict.simulation.seed == 5


def test_the_network_is_within_reach():
    experiment = small()
    experiment.population["E"].size = 20
    experiment.input["drive"].neurons = None
    assert "size = 20" in experiment.to_toml()
    assert experiment.network.population is experiment.population


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, hux.Experiment.copy, lambda e: pickle.loads(pickle.dumps(e))])
def test_experiments_copy_and_pickle(copied):
    for experiment in (small(), ring(2000), hux.load(EXAMPLES[-1])):
        assert copied(experiment) == experiment and copied(experiment) is not experiment


def test_a_copy_shares_nothing():
    experiment = small()
    other = experiment.copy()
    other.population["E"].parameters["e_l"] = "-70 mV"
    assert experiment == small() and other != experiment


def test_experiments_compare_by_their_arrays():
    assert ring(2000) == ring(2000)
    other = ring(2000)
    other.projection["EE"].rule.weights[0][7] = 0
    assert other != ring(2000)
    assert ring(2000) != ring(2001) and ring(5) != small() and small() != "small"


def test_parts_print_on_a_line_what_differs_from_the_defaults():
    assert repr(hux.Settings("1 s", seed=3)) == "hux.Settings(duration='1 s', seed=3)"
    assert repr(hux.ExplicitList(np.arange(2000), [1, 2])) == (
        "hux.ExplicitList(sources=<2,000 values>, targets=[1, 2])"
    )
    assert repr(hux.Receptor("alpha", tau="5 ms")) == "hux.Receptor(synapse='alpha', parameters={'tau': '5 ms'})"
    assert repr(small()) == (
        "<hux.Experiment 'small': 10 neurons in 1 population, 1 projection, 1 input, 100 ms>"
    )
    assert "\n" not in repr(hux.load(EXAMPLES[0]).network)


def test_notebooks_show_a_table_of_what_there_is_to_the_letter():
    experiment = small()
    experiment.title = "<b>small</b>"
    html = experiment._repr_html_()
    assert html.startswith("<table>") and "population.E" in html and "StepCurrent(" in html
    assert "<b>" not in html and "&lt;b&gt;small" in html


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="^there is a Population 'E' already; expected another name"):
        small().network.add("E", hux.Population(1, "traub_miles"))
    with pytest.raises(TypeError, match="is not part of a network"):
        small().network.add("E", hux.Settings())


# ---- files ----


def test_long_lists_go_into_a_file_beside_the_experiment(tmp_path):
    experiment = ring(1001)
    experiment.save(tmp_path / "net.toml")
    assert (tmp_path / "net.arrays.h5").exists() and (tmp_path / "net.toml").stat().st_size < 3000
    again = hux.load(tmp_path / "net.toml")
    assert held(again) == held(experiment)
    assert np.array_equal(again.projection["EE"].rule.weights, 0.1 + np.arange(1001) / 3)


def test_lists_of_a_thousand_stand_in_the_text(tmp_path):
    ring(1000).save(tmp_path / "net.toml")
    assert not (tmp_path / "net.arrays.h5").exists()
    assert held(hux.load(tmp_path / "net.toml")) == held(ring(1000))


def test_a_file_is_not_overwritten_unless_it_is_to_be(tmp_path):
    small().save(tmp_path / "net.toml")
    with pytest.raises(hux.FileError, match="exists already and is not to be overwritten$"):
        small().save(tmp_path / "net.toml")
    small().save(tmp_path / "net.toml", overwrite=True)


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(hux.FileError, match="there is no folder"):
        small().save(tmp_path / "nowhere" / "net.toml")


def test_files_that_a_text_names_start_from_the_folder(tmp_path):
    (tmp_path / "list.txt").write_text("0 1\n1 0\n")
    experiment = listed(2, sources=[0], targets=[1])
    experiment.projection["EE"].rule = hux.ListFile(tmp_path / "list.txt")
    text = experiment.to_toml()
    assert "sources = [0, 1]" in text
    by_file = text[: text.index("\n[projection.EE.synapses]")] + '\nfile = "list.txt"\n'
    assert hux.Experiment.from_toml(by_file, tmp_path).projection["EE"].rule.sources.tolist() == [0, 1]


def test_every_default_is_spelled_out_if_asked_for():
    assert "g_na" not in small().to_toml()
    assert 'g_na = "20000 nS"' in small().to_toml(defaults=True)


# ---- inputs, rules, layouts, stages ----


def parts(module, kind):
    """All classes of a module of a kind that can be part of an experiment."""
    return {each for each in vars(module).values() if isinstance(each, type) and issubclass(each, kind) and each is not kind}


def test_every_input_rule_and_layout_of_the_catalogue_has_its_class():
    known = hux.models()
    assert {c.name for c in parts(hux.inputs, hux.inputs.Input)} == set(known.inputs)
    assert {c.name for c in parts(hux.rules, hux.rules.Rule)} == set(known.rules)
    assert set(hux.network._LAYOUTS) == set(known.layouts)


@pytest.mark.parametrize("kind", sorted(parts(hux.inputs, hux.inputs.Input) - {hux.SpikeFile}, key=lambda c: c.__name__))
def test_a_class_has_the_parameters_of_the_catalogue(kind):
    parameters = {p.name for p in hux.models().inputs[kind.name].parameters}
    beside = {"population", "neurons", "on", "receptor", "spikes"}
    assert {f.name for f in dataclasses.fields(kind)} - beside == parameters


def test_each_input_comes_back_as_its_class():
    inputs = {
        "constant": hux.ConstantCurrent("E", hux.Linspace("0 pA", "10 pA")),
        "step": hux.StepCurrent("E", [1.0] * 10, "1 ms", "2 ms"),
        "pulses": hux.PulseTrain("E", "1 pA", "1 ms", "20 ms", "2 ms", "1 ms"),
        "ramp": hux.RampCurrent("E", "1 pA", "1 ms", "2 ms"),
        "sine": hux.SineCurrent("E", "1 pA", "5 Hz", "1 ms", "2 ms", phase=0.5),
        "clamp": hux.VoltageClamp("E", "1000 nS", "-65 mV", "0 mV", "1 ms", "2 ms"),
        "white": hux.WhiteNoise("E", "1 pA"),
        "ou": hux.OrnsteinUhlenbeck("E", "1 pA", "5 ms"),
        "poisson": hux.PoissonTrain("E", "ampa", "5 Hz", "1 nS"),
        "spikes": hux.SpikeTimes("E", "ampa", "1 nS", hux.Spikes([0, 1], [5.0, 2.0])),
    }
    experiment = small()
    experiment.network.input = inputs
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert {name: type(each) for name, each in again.input.items()} == {name: type(each) for name, each in inputs.items()}
    assert held(again) == held(experiment)


@pytest.mark.parametrize(
    "rule",
    [
        hux.OneToOne(),
        hux.AllToAll(),
        hux.FixedProbability(0.1),
        hux.DistanceProbability(0.5, "20 um", "exponential"),
        hux.FixedIndegree(3),
        hux.FixedOutdegree(3),
        hux.FixedTotalNumber(30),
    ],
    ids=lambda rule: rule.name,
)
def test_each_rule_comes_back(rule):
    experiment = small()
    experiment.projection["EE"].rule = rule
    assert hux.Experiment.from_toml(experiment.to_toml()).projection["EE"].rule == rule


@pytest.mark.parametrize(
    "layout",
    [hux.GridLayout(5, "10 um"), hux.RandomLayout("1 um", "2 um", "3 um"), hux.ListedLayout(np.arange(10.0))],
    ids=lambda layout: type(layout).__name__,
)
def test_each_layout_comes_back(layout):
    experiment = small()
    experiment.population["E"].positions = layout
    assert hux.Experiment.from_toml(experiment.to_toml()).population["E"].positions == layout


def test_recorded_spikes_can_be_given_again():
    class Recorded:
        neurons = np.array([3, 1], dtype=np.uint32)
        times = np.array([5.0, 2.5])

    experiment = small()
    experiment.input["again"] = hux.SpikeTimes("E", "ampa", "1 nS", Recorded())
    assert hux.Experiment.from_toml(experiment.to_toml()).input["again"].spikes.times.tolist() == [5.0, 2.5]


def test_a_file_of_spikes_is_read(tmp_path):
    (tmp_path / "spikes.txt").write_text("1.5 0\n2.5 1\n")
    experiment = small()
    experiment.input["file"] = hux.SpikeFile("E", "ampa", "1 nS", tmp_path / "spikes.txt")
    assert "times = [1.5, 2.5]" in experiment.to_toml() or 'times = ["1.5 ms", "2.5 ms"]' in experiment.to_toml()


def test_stages_come_back_and_their_durations_stay_free():
    experiment = small()
    experiment.simulation.duration = None
    experiment.stage = [
        hux.Stage("50 ms", "warm-up", inputs=[]),
        hux.Stage("50 ms", inputs=["drive"], set={"population.E.parameters.g_l": "12 nS"}, scale={"projection.EE.weight": 0.5}),
    ]
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.stage == experiment.stage and again.simulation.duration is None
    again.stage[1].duration = "100 ms"
    assert held(again)


def test_a_whole_resting_state_can_be_asked_for():
    experiment = small()
    experiment.population["E"].initial = "rest"
    assert hux.Experiment.from_toml(experiment.to_toml()).population["E"].initial == "rest"


def test_another_model_can_be_chosen_for_a_population_that_was_read():
    experiment = hux.load(EXAMPLES[0])
    experiment.population["axon"].model = "wang_buzsaki"
    experiment.recording.clear()
    assert "wang_buzsaki" in held(experiment)


def test_a_name_that_a_part_has_not_cannot_be_set():
    experiment = small()
    for change, said in (
        (lambda: setattr(experiment.simulation, "integrater", 1), "Settings.integrater: cannot be set; did you mean 'integrator'?"),
        (lambda: setattr(experiment, "population", {}), "Experiment.population: cannot be set; known are network, "),
    ):
        with pytest.raises(hux.InputError) as caught:
            change()
        assert str(caught.value).startswith(said)
    assert pickle.loads(pickle.dumps(experiment)) == experiment.copy() == experiment


def test_swapped_parts_of_an_experiment_are_refused():
    with pytest.raises(hux.InputError, match="^network: hux.Settings.*5 ms.* is not what is needed here; expected a hux.Network"):
        hux.Experiment(hux.Settings("5 ms"), hux.Network())
