"""Values as users give them."""

import copy

import numpy as np
import pint
import pytest
import quantities
from experiments import held, listed, small

import hux

UNITS = pint.UnitRegistry()


def weight(value):
    """What the simulator has of a weight."""
    experiment = small()
    experiment.projection["EE"].weight = value
    text = held(experiment)
    return text[text.index("\nweight = ") + len("\nweight = ") :].split("\n")[0]


def initial(value):
    """The same of the initial potentials of ten neurons."""
    experiment = small()
    experiment.population["E"].initial = {"v": value}
    return hux.Experiment.from_toml(experiment.to_toml()).population["E"].initial["v"]


class FromPint:
    """A quantity that says no more than pint's."""

    magnitude, units = 6, "nS"


class FromAstropy:
    """A quantity that says no more than astropy's."""

    value, unit = 6.0, "nS"


class FromBrian2(np.ndarray):
    """A quantity that says no more than Brian2's: in SI units, with powers of the base units."""

    class dim:  # noqa: N801
        @staticmethod
        def get_dimension(name):
            return {"length": -2.0, "mass": -1.0, "time": 3.0, "current": 2.0}.get(name, 0.0)


@pytest.mark.parametrize(
    "value",
    [
        "6 nS",
        "0.006 uS",
        6,
        6.0,
        np.float32(6),
        np.int64(6),
        np.array(6.0),
        (6, "nS"),
        (np.float64(0.006), "uS"),
        6 * UNITS.nS,
        UNITS.Quantity(0.006, "microsiemens"),
        quantities.Quantity(6, "nS"),
        FromPint(),
        FromAstropy(),
        np.array(6 * 1e-9).view(FromBrian2),
    ],
    ids=repr,
)
def test_a_conductance_is_one_however_it_is_given(value):
    assert weight(value) == '"6 nS"'


@pytest.mark.parametrize(
    "values",
    [
        list(range(-70, -60)),
        range(-70, -60),
        np.arange(-70, -60),
        np.arange(-70.0, -60.0, dtype=np.float32),
        np.arange(-70.0, -50.0)[:10],
        np.arange(-80.0, -60.0)[10:].astype(">f8"),
        np.repeat(np.arange(-70.0, -60.0), 2)[::2],
        (np.arange(-70e-3, -60.5e-3, 1e-3), "V"),
        ([-0.07 + 0.001 * i for i in range(10)], "V"),
        np.arange(-70, -60) * UNITS.mV,
        np.arange(-70, -60) * quantities.mV,
        [f"{v} mV" for v in range(-70, -60)],
        [v * UNITS.mV for v in range(-70, -60)],
        hux.Linspace("-70 mV", "-61 mV"),
    ],
    ids=lambda values: str(type(values).__name__),
)
def test_each_neuron_has_its_value_however_they_are_given(values):
    found = initial(values)
    expected = np.arange(-70, -60)
    if isinstance(found, hux.Linspace):
        found = np.linspace(float(found.first.split()[0]), float(found.last.split()[0]), 10)
    assert np.allclose(found, expected, rtol=1e-14, atol=0)


@pytest.mark.parametrize(
    "law",
    [
        hux.Uniform(-70, "-60 mV"),
        hux.Normal(-65 * UNITS.mV, 2, min=-70),
        hux.Normal("-65 mV", "2 mV", "-70 mV", "-60 mV", "clip"),
        hux.Linspace(-70, -60),
    ],
    ids=repr,
)
def test_laws_take_values_of_any_kind(law):
    assert type(initial(law)) is type(law)


def test_a_lognormal_comes_back():
    experiment = small()
    experiment.projection["EE"].weight = hux.Lognormal("6 nS", "2 nS", max="20 nS")
    again = hux.Experiment.from_toml(experiment.to_toml()).projection["EE"].weight
    assert again == hux.Lognormal("6 nS", "2 nS", max="20 nS")


@pytest.mark.parametrize(
    "values",
    [
        hux.Repeat(["-60 mV", -61.5]),
        hux.Repeat(np.array([-60.0, -61.5])),
        hux.Formula("-60 mV + 5 mV * i / (n - 1)"),
        hux.Where("0-3", "-50 mV"),
        hux.Where([1, 7], hux.Normal("-60 mV", "1 mV")),
        [hux.Normal("-60 mV", "1 mV"), hux.Where("0-3", "-50 mV"), hux.Where([5], hux.Repeat([-52.0, -53.0]))],
        [hux.Where(None, "-60 mV"), hux.Where([0, 2], [-50.0, -51.0])],
        [-60 * UNITS.mV, hux.Where(np.array([0, 2]), ([-0.05, -0.051], "V"))],
    ],
    ids=repr,
)
def test_neurons_have_values_by_what_they_are(values):
    experiment = small()
    experiment.population["E"].initial = {"v": values}
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert held(again) == held(experiment)
    found = again.population["E"].initial["v"]
    assert type(found) is type(values)
    if isinstance(found, list):
        assert type(found[-1]) is hux.Where and found[-1].neurons is not None


def test_parts_say_whom_they_are_of():
    experiment = small()
    experiment.population["E"].parameters["e_l"] = [hux.Where("0-3", "-60 mV"), hux.Where([4], hux.Linspace(-62, -61))]
    again = hux.Experiment.from_toml(experiment.to_toml()).population["E"].parameters["e_l"]
    assert again == [hux.Where("0-3", "-60 mV"), hux.Where([4], hux.Linspace("-62 mV", "-61 mV"))]


def test_synapses_have_no_values_by_neuron():
    sentence, key = refusal(lambda e: setattr(e.projection["EE"], "weight", hux.Repeat(["1 nS", "2 nS"])))
    assert key == "projection.EE.weight.repeat" and "is for values of neurons, not of synapses" in sentence


def test_densities_of_pint_fit_models_of_a_patch():
    experiment = small()
    experiment.population["E"].model = "hodgkin_huxley"
    experiment.population["E"].parameters = {"g_na": 0.12 * UNITS.S / UNITS.cm**2}
    experiment.population["E"].receptor = {}
    experiment.projection.clear()
    experiment.input["drive"] = hux.ConstantCurrent("E", UNITS.Quantity(5, "uA/cm^2"))
    experiment.recording.clear()
    assert 'g_na = "120 mS/cm2"' in held(experiment) and 'amplitude = "5 uA/cm2"' in held(experiment)


@pytest.mark.parametrize("kind", [np.int64, np.uint32, np.uint8, np.int16, np.float64, np.uint64])
def test_synapses_are_taken_from_arrays_of_any_type_of_number(kind):
    experiment = listed(3, sources=np.array([0, 1, 2], kind), targets=np.array([2, 1, 0], kind))
    assert "sources = [0, 1, 2]" in held(experiment)


def test_what_comes_from_the_simulator_is_read_only():
    again = hux.Experiment.from_core(listed(3, sources=[0, 1], targets=[1, 2]).to_core())
    with pytest.raises(ValueError, match="read-only"):
        again.projection["EE"].rule.sources[0] = 1
    assert copy.deepcopy(again).projection["EE"].rule.sources.flags.writeable


def test_what_comes_from_the_simulator_outlives_it():
    sources = hux.Experiment.from_core(listed(3000, sources=np.arange(3000), targets=np.arange(3000)).to_core())
    assert np.array_equal(sources.projection["EE"].rule.sources, np.arange(3000))


def refusal(change):
    """What is said of a small experiment with a change, and its key."""
    experiment = small()
    change(experiment)
    with pytest.raises(hux.InputError) as caught:
        experiment.validate()
    assert caught.value.__context__ is None and caught.value.__cause__ is None
    return str(caught.value), caught.value.key


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("6 mV", "'6 mV' is a voltage; expected a conductance such as '6 nS'"),
        (6 * UNITS.mV, "'6 mV' is a voltage; expected a conductance such as '6 nS'"),
        ("six", "'six' is not a number with a unit; expected a conductance such as '6 nS'"),
        (True, "true is not what is needed here; expected a conductance such as '6 nS'"),
        (-1, "-1 nS"),
        (float("nan"), "nan is not a finite number"),
        (np.float64("inf"), "inf is not a finite number"),
        (6 * UNITS.parsec, "'6 pc' has the unknown unit 'pc'"),
        (object(), "<object object at "),
        ([None], "None is not what is needed here"),
        (b"6 nS", "b'6 nS'"),
        (np.array([1.0, np.inf]), "number 1 of the list (from 0 on) is inf; expected a conductance such as '6 nS'"),
        (np.ones((2, 2)), "expected an array of numbers with one dimension"),
        (np.ones((300, 4)), "<300 x 4 values> is not what is needed here; expected an array of numbers with one dimension"),
        (np.array(["6 nS"]), "expected an array of numbers with one dimension"),
        (np.array([True]), "expected an array of numbers with one dimension"),
        (np.ones(3, complex), "expected an array of numbers with one dimension"),
        ((np.ones(3), "mV"), "'1 mV' is a voltage"),
        (np.ones((2, 2)) * UNITS.nS, "expected an array of numbers with one dimension"),
        (hux.Uniform("1 nS", "2 mV"), "'2 mV' is a voltage"),
        ({"unifrom": [1, 2]}, "there is no distribution 'unifrom'; did you mean 'uniform'?"),
        ({"array": 0}, "there is no distribution 'array'"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_wrong_weight_is_refused_in_one_sentence_with_its_key(value, said):
    def change(experiment):
        experiment.projection["EE"].weight = value

    sentence, key = refusal(change)
    assert said in sentence and "\n" not in sentence
    assert key.startswith("projection.EE.weight") and sentence.startswith("projection.EE.weight")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda e: setattr(e.population["E"], "size", -1), "population.E.size"),
        (lambda e: setattr(e.population["E"], "size", 2**70), "population.E.size"),
        (lambda e: setattr(e.population["E"], "model", "traub_milse"), "population.E.model"),
        (lambda e: setattr(e.population["E"], "positions", 3), "population.E.positions"),
        (lambda e: setattr(e.projection["EE"], "rule", hux.AllToAll), "projection.EE.rule"),
        (lambda e: e.population["E"].parameters.update(g_na=float("nan")), "population.E.parameters.g_na"),
        (lambda e: e.population["E"].parameters.update(g_na=hux.Where("0-9", hux.Where("0-3", 1))),
         "population.E.parameters.g_na"),
        (lambda e: e.population["E"].parameters.update(g_na=[hux.Where("0-9", [hux.Where("0-3", 1)])]),
         "population.E.parameters.g_na[0]"),
        (lambda e: e.population["E"].parameters.update(g_nah=1), "population.E.parameters.g_nah"),
        (lambda e: e.population["E"].parameters.update({1: 2}), "population.E.parameters"),
        (lambda e: setattr(e.simulation, "duration", None), "simulation.duration"),
        (lambda e: setattr(e.recording["trace"], "neurons", [0, -1]), "recording.trace.neurons"),
        (lambda e: setattr(e.recording["trace"], "neurons", np.array([99])), "recording.trace.neurons"),
        (lambda e: e.population.update({"no name": e.population["E"]}), "population.no name"),
        (lambda e: setattr(e, "stage", [hux.Stage("1 ms", set={"population.E.parameters.e_l": np.ones(3)})]),
         "stage[0].set.population.E.parameters.e_l"),
    ],
)
def test_a_mistake_elsewhere_names_its_key(change, key):
    sentence, found = refusal(change)
    assert found == key and sentence.startswith(key) and "\n" not in sentence


def test_a_tree_that_holds_itself_is_refused():
    experiment = small()
    experiment.population["E"].parameters["e_l"] = loop = {}
    loop["uniform"] = loop
    with pytest.raises((hux.InputError, RecursionError)):
        experiment.validate()
    tree = {}
    tree["population"] = tree
    with pytest.raises(hux.InputError, match="has more than 64 parts"):
        hux._core.Experiment(tree)
    nested = []
    nested.append(nested)
    with pytest.raises(hux.InputError, match="has more than 64 parts"):
        hux._core.Experiment({"title": nested})


def test_quantities_of_astropy_are_taken():
    u = pytest.importorskip("astropy.units")
    assert weight(6 * u.nS) == weight(0.006 * u.uS) == '"6 nS"'
    assert initial(np.arange(-70, -60) * u.mV).tolist() == list(range(-70, -60))


def test_quantities_of_brian2_are_taken():
    brian2 = pytest.importorskip("brian2")
    assert weight(6 * brian2.nS) == weight(0.006 * brian2.uS) == '"6 nS"'
    assert np.allclose(initial(np.arange(-70, -60) * brian2.mV), np.arange(-70, -60), rtol=1e-14)
