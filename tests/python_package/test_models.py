"""What an experiment can be made of, models of a user's own, and what a run will need."""

import pickle

import pytest
from experiments import ROOT, held, small

import hux

FIBRE = hux.Model(
    parameters={"c_m": "20 uF/cm2", "g_k": "8 mS/cm2", "g_l": "2 mS/cm2", "e_k": "-84 mV", "e_l": "-60 mV", "phi": "0.04 1/ms"},
    gates={"w": {"inf": "sigmoid((v - 2 mV) / 15 mV)", "tau": "1 / phi"}},
    currents={"i_l": "g_l * (v - e_l)", "i_k": "g_k * w * (v - e_k)"},
    initial={"v": "-60 mV"},
)


def own(model):
    """Ten neurons of a model."""
    experiment = hux.Experiment(simulation=hux.Settings("10 ms"))
    experiment.network.add("fibre", model)
    experiment.population["E"] = hux.Population(10, "fibre", parameters={"phi": hux.Uniform("0.03 1/ms", "0.05 1/ms")})
    return experiment


def changed(**fields):
    """The fibre with other fields."""
    return hux.Model(**(vars(FIBRE) | fields))


def test_equations_are_the_same_strings_in_dicts():
    experiment = own(FIBRE)
    again = hux.Experiment.from_toml(experiment.to_toml())
    assert again.model["fibre"].gates == FIBRE.gates and again.model["fibre"].currents == FIBRE.currents
    assert held(again) == held(experiment)
    assert pickle.loads(pickle.dumps(experiment)) == experiment


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        (changed(currents={"i_l": "g_l * (v - e_k) * 1 mV"}), "model.fibre.currents.i_l", "expected uA/cm2"),
        (changed(gates={"w": {"inf": "1 +", "tau": "1 / phi"}}), "model.fibre.gates.w.inf", "expected"),
        (changed(gates={"w": {"infinity": "0.5"}}), "model.fibre.gates.w.infinity", "unknown key"),
        (changed(per="volume"), "model.fibre.per", "'volume'"),
        (changed(parameters={"c_m": "20 parsec"}), "model.fibre.parameters.c_m", "parsec"),
        (changed(gates={"w": 5}), "model.fibre.gates.w", "expected a table"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_in_equations_is_that_of_a_file(model, key, said):
    with pytest.raises(hux.InputError) as caught:
        own(model).validate()
    assert caught.value.key == key and str(caught.value).startswith(key) and said in str(caught.value)


def test_the_equations_of_a_built_in_model_can_be_copied_and_changed():
    known = hux.models()["traub_miles"]
    model = pickle.loads(pickle.dumps(known.equations))
    model.gates["n"]["alpha"] = "0.04 * (15 - v + v_t) / (exp((15 - v + v_t) / 5) - 1)"
    experiment = small()
    experiment.network.add("slow", model)
    experiment.population["E"].model = "slow"
    assert "[model.slow.gates]" in held(experiment) and "0.04 * (15" in held(experiment)


def test_own_models_stay_the_same_where_another_experiment_has_them():
    first = own(FIBRE).to_core()
    second = own(FIBRE).to_core(first)
    assert second.toml() == first.toml()


def test_the_models_of_a_file_are_listed():
    assert list(hux.models(ROOT / "examples" / "relay_cell.toml")) == ["relay"]
    with pytest.raises(hux.FileError, match="^nowhere.toml: cannot be read"):
        hux.models("nowhere.toml")


def test_the_catalogue_says_what_the_command_says():
    known = hux.models()
    cell = known.models["traub_miles"]
    assert {p.name: (p.default, p.unit) for p in cell.parameters}["g_na"] == (20000, "nS")
    assert [s.name for s in cell.states] == ["m", "h", "n"] and {"g_na", "i_na"} <= {o.name for o in cell.observables}
    assert known.models["pospischil"].presets.keys() >= {"RS", "FS"}
    assert known["rk4"] is not None and len(known) == len(list(known))
    assert known.inputs["step"].parameters[0].required
    assert known.synapses["exponential_current"].is_current
    assert "nothing" not in known and known.get("nothing") is None
    for name, said in (("traub_mile", "there is no kind 'traub_mile'; did you mean 'traub_miles'"), (0, "0 names no kind")):
        with pytest.raises(hux.InputError, match=f"^models: {said}"):
            known[name]


def test_what_is_listed_prints_and_shows_itself():
    assert repr(hux.models()).startswith("<hux.Catalog 5 models, ")
    assert repr(hux.models()["step"]) == "<hux.Kind step: a current that is on from start until stop>"
    assert "traub_miles" in hux.models()._repr_html_()
    assert "membrane capacitance" in hux.models()["traub_miles"]._repr_html_()


def test_a_plan_says_what_a_run_will_need():
    plan = hux.plan(small())
    assert plan.steps == 2000 and plan.synapses == pytest.approx(50) and not plan.device
    assert plan.total == sum(plan.host.values()) < plan.available
    assert repr(plan).startswith("<hux.Plan ") and repr(plan).endswith(" 50 synapses, 2,000 steps>")
    assert "available" in plan._repr_html_()


def test_a_plan_shows_the_memory_of_a_gpu():
    plan = hux.Plan({"network": 2**20}, {"state": 2**30, "synapses": 2**30}, 2**34, 10, 2, 5e6)
    assert plan.device_total == 2**31
    assert repr(plan) == "<hux.Plan 1.0 MiB of 16.0 GiB, 2.0 GiB of a GPU, 5,000,000 synapses, 10 steps>"
    assert "GPU: synapses" in plan._repr_html_()


def test_a_plan_of_a_mistake_is_refused():
    with pytest.raises(hux.InputError, match=r"^projection.EE.delay: 1 ms is below the time step"):
        experiment = small()
        experiment.simulation.dt = "5 ms"
        hux.plan(experiment)
