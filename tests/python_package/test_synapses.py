"""Synapses of a user's own."""

import pickle

import numpy as np
import pytest
from experiments import held

import hux

RISING = hux.Synapse(
    parameters={"tau": "2 ms", "e_rev": {"value": "0 mV", "description": "reversal"}},
    define={"rate": "1 / tau"},
    receptor={
        "states": {
            "g": {"derivative": "(s - g) * rate"},
            "s": {"derivative": "-s * rate", "arrival": "s + exp(1) * w"},
        },
        "current": "g * (v - e_rev)",
    },
)


def with_synapse(synapse, kind="rising"):
    """Two cells, of which the second hears the first."""
    experiment = hux.Experiment(simulation=hux.Settings("40 ms", precision="double"))
    experiment.network.add("rising", synapse)
    experiment.population["E"] = hux.Population(2, "traub_miles", receptor={"exc": hux.Receptor(kind, {"tau": "3 ms"})})
    experiment.projection["on"] = hux.Projection("E", "E", "exc", hux.AllToAll(), weight="3 nS", delay="1 ms")
    experiment.input["drive"] = hux.ConstantCurrent("E", "500 pA", neurons=[0])
    return experiment


def test_their_texts_are_the_same_strings_in_dicts():
    experiment = with_synapse(RISING)
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.synapse["rising"].receptor == RISING.receptor and again.synapse["rising"].define == RISING.define
    assert held(again) == held(experiment)
    assert pickle.loads(pickle.dumps(experiment)) == experiment


def test_they_are_part_of_a_network():
    experiment = with_synapse(RISING)
    assert "synapse.rising" in experiment._repr_html_()
    with pytest.raises(ValueError, match="there is a Synapse 'rising' already"):
        experiment.network.add("rising", RISING)
    with pytest.raises(TypeError, match="expected a population, projection, input, model or synapse"):
        experiment.network.add("rising", 5)


def potentials(synapse, kind):
    simulation = hux.Simulation(with_synapse(synapse, kind))
    simulation.run("40 ms")
    return simulation.populations["E"].v


def test_a_network_with_one_runs_as_with_a_built_in_synapse():
    assert np.allclose(potentials(RISING, "rising"), potentials(RISING, "alpha"), rtol=1e-9)


def test_parameters_of_a_receptor_are_changed_between_runs():
    simulation = hux.Simulation(with_synapse(RISING))
    simulation.run("10 ms")
    cells = simulation.populations["E"]
    assert getattr(cells, "exc.e_rev") == "0 mV"
    cells.set(**{"exc.tau": "4 ms"})
    assert getattr(cells, "exc.tau") == "4 ms"
    with pytest.raises(hux.InputError, match="with these parameters receptor.states.g.derivative is 0.25 1/ms times g"):
        cells.set(**{"exc.tau": "-4 ms"})


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        ({"current": "g * v * v"}, "synapse.rising.receptor.current", "expected pA"),
        ({"current": "g * (v -"}, "synapse.rising.receptor.current", "expected"),
        ({"terminal": {}}, "synapse.rising.receptor.terminal", "unknown key"),
        ({"states": {"g": 5}}, "synapse.rising.receptor.states.g", "expected a table"),
    ],
)
def test_a_mistake_is_that_of_a_file(change, key, said):
    synapse = hux.Synapse(**(vars(RISING) | {"receptor": RISING.receptor | change}))
    with pytest.raises(hux.InputError) as caught:
        with_synapse(synapse).validate()
    assert caught.value.key == key and said in str(caught.value)


def test_those_of_a_file_are_listed_with_their_equations(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(with_synapse(RISING).to_toml(), encoding="utf-8")
    listed = hux.models(path).synapses["rising"]
    assert listed.equations.receptor == RISING.receptor and not listed.is_current
    assert {p.name: p.unit for p in listed.parameters} == {"tau": "ms", "e_rev": "mV"}


def test_those_of_hux_are_listed_with_equations_to_be_copied():
    alpha = hux.models().synapses["alpha"].equations
    assert alpha.receptor["states"]["g"] == {"derivative": "-g / tau + y / (1 ms)"}
    assert np.array_equal(potentials(alpha, "rising"), potentials(alpha, "alpha"))
    assert "exp(-0.062 * v" in hux.models().synapses["nmda"].equations.receptor["current"]


def test_a_parameter_that_is_given_twice_is_refused():
    with pytest.raises(hux.InputError, match="tau: is given twice, in parameters and by its name; expected it once"):
        hux.Receptor("rising", {"tau": "3 ms"}, tau="4 ms")


def test_texts_of_numpy_are_texts():
    synapse = pickle.loads(pickle.dumps(RISING))
    synapse.receptor["current"] = np.str_("g * (v - e_rev)")
    assert held(with_synapse(synapse)) == held(with_synapse(RISING))


# ---- terminals ----

DEPRESSING = hux.Synapse(
    parameters={"u": 0.5, "tau_rec": "800 ms", "tau": "5 ms"},
    terminal={
        "states": {"x": {"derivative": "(1 - x) / tau_rec"}},
        "on_spike": {"release": "u * x", "x": "x - u * x"},
    },
    receptor={"states": {"g": {"derivative": "-g / tau", "arrival": "g + w"}}, "current": "g * v"},
)


def with_terminal():
    experiment = with_synapse(DEPRESSING)
    experiment.projection["on"].terminal = {"tau_rec": "100 ms"}
    return experiment


def test_a_terminal_is_a_dict_of_the_same_strings():
    experiment = with_terminal()
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.synapse["rising"].terminal["on_spike"] == DEPRESSING.terminal["on_spike"]
    assert again.projection["on"].terminal == {"tau_rec": "100 ms"}
    assert held(again) == held(experiment)


def test_states_of_a_terminal_are_read_set_recorded_saved_and_go_on():
    experiment = with_terminal()
    experiment.recording["x"] = hux.Recording("E", ["on.x"], "0.05 ms")
    simulation = hux.Simulation(experiment)
    assert simulation["E"].variables["on.x"] == ""
    simulation.run("20 ms")
    x = simulation["E"].state("on.x")
    assert x[0] < 0.7 and x[1] == 1
    recorded = simulation.samples["x"]["on.x"]
    assert recorded.min() >= 0.2 and np.isclose(recorded[-1, 0], x[0], rtol=2e-3)  # a step before
    simulation["E"].set(**{"on.x": [0.25, 0.5]})
    assert simulation["E"].state("on.x").tolist() == [0.25, 0.5]
    state = pickle.loads(pickle.dumps(simulation.save()))
    assert "on.x" in state.variables("E")
    simulation.run("20 ms")
    after = simulation.save()
    simulation.restore(state)
    simulation.run("20 ms")
    assert simulation.save() == after


def test_parameters_of_a_terminal_are_set_while_it_goes_on():
    simulation = hux.Simulation(with_terminal())
    simulation.run("10 ms")
    projection = simulation.projections["on"]
    projection.terminal = {"tau_rec": "1 ms", "u": 0.25}
    assert projection.terminal == {"tau_rec": "1 ms", "u": 0.25}
    with pytest.raises(hux.InputError, match="on.terminal.tau: "):
        projection.terminal = {"tau": "1 ms"}
    with pytest.raises(hux.InputError, match="expected weight, weights, receptor or terminal"):
        projection.delay = "1 ms"


def test_projections_share_a_terminal_of_their_source():
    experiment = with_synapse(DEPRESSING)
    experiment.population["E"].terminal["pool"] = {"synapse": "rising", "tau_rec": "100 ms"}
    experiment.projection["on"].terminal = "pool"
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.population["E"].terminal == {"pool": {"synapse": "rising", "tau_rec": "100 ms"}}
    assert again.projection["on"].terminal == "pool"
    assert held(again) == held(experiment)
    simulation = hux.Simulation(experiment)
    simulation.run("20 ms")
    assert simulation["E"].state("pool.x")[0] < 0.7
    simulation.projections["on"].terminal = {"tau_rec": "50 ms"}
    assert simulation.projections["on"].terminal == {"synapse": "rising", "tau_rec": "50 ms"}


def test_a_spike_may_arrive_at_several_receptors():
    experiment = with_synapse(RISING)
    experiment.population["E"].receptor["slow"] = hux.Receptor("nmda")
    experiment.projection["on"].receptor = {"exc": 1, "slow": 0.25}
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.projection["on"].receptor == {"exc": 1, "slow": 0.25}
    assert held(again) == held(experiment)
    simulation = hux.Simulation(experiment)
    simulation.run("20 ms")
    assert simulation["E"].slow[1] > 0
    on = simulation.projections["on"]
    on.receptor = {"slow": 0.5}
    assert on.receptor == {"exc": 1, "slow": 0.5}
    assert simulation.experiment.projection["on"].receptor == {"exc": 1, "slow": 0.5}
    with pytest.raises(hux.InputError, match="'slow' is no dict; expected factors by their receptors"):
        on.receptor = "slow"
    for unknown in ("sloe", "slow.x"):
        with pytest.raises(hux.InputError, match=f"there is no receptor of population 'E' called '{unknown}'"):
            on.receptor = {unknown: 1}
    with pytest.raises(hux.InputError, match=r"projection.on.receptor.slow: -1 is out of range"):
        on.receptor = {"slow": -1}
    assert on.receptor == {"exc": 1, "slow": 0.5}


def test_a_receptor_may_be_called_as_a_distribution_is():
    experiment = with_synapse(RISING)
    experiment.population["E"].receptor["normal"] = hux.Receptor("alpha")
    experiment.projection["on"].receptor = {"normal": 0.5}
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.projection["on"].receptor == {"normal": 0.5}
    assert held(again) == held(experiment)


def test_a_projection_that_ends_at_one_receptor_has_no_factors():
    on = hux.Simulation(with_synapse(RISING)).projections["on"]
    assert on.receptor == "exc"
    with pytest.raises(hux.InputError, match="it ends at 'exc' alone; expected a projection that ends at several receptors"):
        on.receptor = {"exc": 2}
    assert on.receptor == "exc"


def with_minis(rate="900 Hz * exp(-since_spike / 5 ms) + 400 Hz"):
    experiment = with_synapse(RISING)
    experiment.projection["on"].spontaneous = {"rate": rate, "weight": "2 nS"}
    return experiment


def test_spontaneous_release_is_a_dict_of_texts():
    experiment = with_minis()
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.projection["on"].spontaneous == {"rate": "900 Hz * exp(-since_spike / 5 ms) + 400 Hz", "weight": "2 nS"}
    assert held(again) == held(experiment)
    assert pickle.loads(pickle.dumps(experiment)) == experiment
    with pytest.raises(hux.InputError, match="projection.on.spontaneous.rate: column 1: since_spike is ms; expected Hz"):
        with_minis("since_spike").validate()


def test_a_simulation_with_minis_goes_on_from_a_state_that_was_pickled():
    one, other = hux.Simulation(with_minis()), hux.Simulation(with_minis())
    one.run("20 ms")
    other.restore(pickle.loads(pickle.dumps(one.save())))
    one.run("20 ms")
    other.run("20 ms")
    assert one.save().difference(other.save()) == ""
    without = hux.Simulation(with_synapse(RISING))
    without.run("40 ms")
    assert not np.array_equal(without.populations["E"].v, one.populations["E"].v)
    assert one.populations["E"].state("last_spike_step").max() > 0


JUNCTION = hux.Synapse(terminal={"signal": "v_pre"}, receptor={"current": "weights * v - arriving"})
GRADED = hux.Synapse(
    parameters={"alpha": "12 1/ms", "e_rev": "-75 mV"},
    terminal={
        "states": {"s": {"derivative": "alpha * sigmoid(v_pre / (2 mV)) * (1 - s) - 0.1 * s", "initial": 0}},
        "signal": "s",
    },
    receptor={"current": "arriving * (v - e_rev)"},
)


def with_signals():
    """Cells that are joined by junctions and inhibit each other."""
    experiment = hux.Experiment(simulation=hux.Settings("20 ms", backend="cpu", equations="interpret"))
    experiment.network.add("junction", JUNCTION)
    experiment.network.add("graded_own", GRADED)
    receptors = {"gap": hux.Receptor("junction"), "inh": hux.Receptor("graded_own")}
    drawn = {"v": hux.Uniform("-70 mV", "-50 mV")}
    experiment.population["I"] = hux.Population(30, "wang_buzsaki", initial=drawn, receptor=receptors)
    weight = "0.01 mS/cm2"
    experiment.projection["gaps"] = hux.Projection("I", "I", "gap", hux.FixedTotalNumber(60), weight=weight, symmetric=True)
    experiment.projection["inhibits"] = hux.Projection("I", "I", "inh", hux.FixedProbability(0.3), weight=weight)
    experiment.input["drive"] = hux.ConstantCurrent("I", "2 uA/cm2")
    return experiment


def test_signals_are_texts_and_their_states_are_read_and_set():
    experiment = with_signals()
    assert held(hux.Experiment.from_toml(experiment.to_toml())) == held(experiment)
    simulation = hux.Simulation(experiment)
    simulation.run("10 ms")
    cells = simulation.populations["I"]
    s = cells.state("inhibits.s")
    assert 0 < s.max() <= 1
    junctions = simulation.projections["gaps"]
    pairs = set(zip(junctions.sources.tolist(), junctions.targets.tolist(), strict=True))
    assert len(junctions.sources) == 120
    assert {(b, a) for a, b in pairs} == pairs
    cells.set(**{"inhibits.s": 0.25})
    assert (cells.state("inhibits.s") == 0.25).all()
    simulation.run("1 ms")
    assert not (cells.state("inhibits.s") == 0.25).all()


def test_a_simulation_with_signals_goes_on_from_a_state():
    one, other = hux.Simulation(with_signals()), hux.Simulation(with_signals())
    one.run("7.35 ms")
    other.restore(pickle.loads(pickle.dumps(one.save())))
    one.run("10 ms")
    other.run("10 ms")
    assert one.save().difference(other.save()) == ""


def test_a_signal_has_one_delay():
    experiment = with_signals()
    experiment.projection["inhibits"].delay = "1 ms"
    experiment.validate()
    experiment.projection["inhibits"].delay = hux.Uniform("1 ms", "2 ms")
    with pytest.raises(hux.InputError, match="projection.inhibits.delay: a signal has one delay for all synapses"):
        experiment.validate()
