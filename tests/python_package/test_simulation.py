"""Simulations that run in parts, and are looked at between them."""

import copy
import gc
import os
import pickle
import subprocess
import threading

import networks
import numpy as np
import pytest

import hux


@pytest.fixture(scope="module")
def expected():
    return networks.whole(networks.network(), 100)


def test_spikes_samples_and_rates_are_those_of_the_command(tmp_path):
    file = tmp_path / "network.toml"
    file.write_text(networks.NETWORK)
    subprocess.run([os.environ["HUX_COMMAND"], "run", file, "-o", tmp_path / "x.h5", "--quiet"], check=True)
    sim = hux.Simulation(networks.network())
    sim.run("100 ms")
    result = hux.read(tmp_path / "x.h5")
    for name in ("E", "I"):
        assert len(result.spikes[name]) > 50
        assert np.array_equal(sim.spikes[name].times, result.spikes[name].times)
        assert np.array_equal(sim.spikes[name].neurons, result.spikes[name].neurons)
        kept = sim.rates[name]  # the file has the last bin as well, which ends with the run
        assert np.array_equal(kept.rates, result.rates[name].rates[: len(kept)]) and len(kept) >= 49
    kept, written = sim.samples["voltages"], result.samples["voltages"]
    assert kept.variables == ["v", "g_ampa", "i_noise"]
    assert np.array_equal(kept.times, written.times) and np.array_equal(kept.neurons, written.neurons)
    for variable in kept.variables:
        assert np.array_equal(kept[variable], written[variable]) and kept.units[variable] == written.units[variable]


@pytest.mark.parametrize("part", ["0.05 ms", 0.3, "1 ms", 7.75])
def test_parts_give_the_bits_of_the_whole(expected, part):
    sim = hux.Simulation(networks.network())
    time = hux._core.milliseconds(part, "") if isinstance(part, str) else part
    while sim.t + time < 100:
        sim.run(part)
    sim.run(round((100 - sim.t) / 0.05) * 0.05)
    assert networks.outcome(sim) == expected


def test_time_and_step_are_as_asked():
    sim = hux.Simulation(networks.cell())
    assert sim.t == 0 and sim.dt == 0.05
    sim.run("1.5 ms")
    sim.run(np.float64(0.5))
    sim.run(1)
    assert sim.t == 3.0 and sim.summary["time"] == 3.0 and sim.summary["complete"]


@pytest.mark.parametrize(
    "duration, said",
    [
        ("5 mV", "duration: '5 mV' is a voltage; expected a time"),
        ("0.03 ms", "duration: 0.03 ms is not a whole number of time steps"),
        (-1, "duration: "),
        (None, "duration: None is no time; expected a number of ms, or a text such as '1.5 ms'"),
        (True, "duration: True is no time"),
        (float("nan"), "duration: "),
    ],
)
def test_a_duration_that_is_none_is_refused(duration, said):
    sim = hux.Simulation(networks.cell())
    with pytest.raises(hux.InputError) as caught:
        sim.run(duration)
    assert str(caught.value).startswith(said) and caught.value.key == "duration"
    assert sim.t == 0


# ---- states ----


def test_a_state_goes_on_as_it_went_on(expected):
    sim = hux.Simulation(networks.network())
    sim.run("40 ms")
    state = sim.save()
    early = sim.spikes["E"]
    sim.run("60 ms")
    assert networks.outcome(sim) == expected
    kept = early.times.copy()
    for other in (sim, hux.Simulation(networks.network())):
        other.restore(state)
        assert other.t == 40 and state.t == 40
        assert len(other.spikes["E"]) == 0
        other.run("60 ms")
        found = networks.outcome(other)
        assert found["states"] == expected["states"]
        assert other.spikes["E"].start == 40
        assert early.times.tobytes() + found["spikes"]["E"][0] == expected["spikes"]["E"][0]
    assert np.array_equal(early.times, kept)


def test_states_are_values(tmp_path):
    sim = hux.Simulation(networks.network())
    sim.run("5 ms")
    state = sim.save()
    again = pickle.loads(pickle.dumps(state))
    assert again == state and again.t == 5 and state.difference(again) == ""
    state.save(tmp_path / "state.h5")
    assert hux.SimulationState.load(tmp_path / "state.h5") == state
    with pytest.raises(hux.FileError, match="exists"):
        state.save(tmp_path / "state.h5")
    assert np.array_equal(state.values("E", "v"), sim["E"].v)
    assert state.variables("I") == ["v", "m", "h", "n", "ampa"] and state.populations == ["E", "I"]
    sim.run("0.05 ms")
    assert sim.save() != state and state.difference(sim.save()).startswith("time: 5 and 5.05")
    assert state != 5 and repr(state) == "<hux.SimulationState of E, I at 5 ms>"
    with pytest.raises(hux.InputError, match="did you mean 'E'"):
        state.values("e", "v")


def test_a_state_of_another_network_is_refused():
    state = hux.Simulation(networks.cell()).save()
    sim = hux.Simulation(networks.network())
    with pytest.raises(hux.InputError, match="^state: it is not one of this network: "):
        sim.restore(state)
    sim.run("1 ms")


def test_variables_are_read_and_set():
    sim = hux.Simulation(networks.network())
    e = sim["E"]
    assert (e.size, len(e), e.model, e.name) == (200, 200, "traub_miles", "E")
    assert e.variables == {"v": "mV", "m": "", "h": "", "n": "", "ampa": "nS", "gaba": "nS"}
    assert e.v.dtype == np.float64 and e.v.shape == (200,)
    e.v = -61
    assert (e.v == -61).all()
    e.v = "-0.0625 V"
    assert (e.v == -62.5).all()
    e.set(v=[-50, -40], neurons=[7, 9])
    assert e.v[7] == -50 and e.v[9] == -40 and e.v[8] == -62.5
    e.set(v=0, m=0.5, neurons=slice(0, 100, 50))
    assert np.flatnonzero(e.v == 0).tolist() == [0, 50] == np.flatnonzero(e.m == 0.5).tolist()
    e.set(n=0.75, neurons="3-4")
    assert np.flatnonzero(e.n == 0.75).tolist() == [3, 4]
    e.set(h=0.25, neurons=e.v == 0)
    assert np.flatnonzero(e.h == 0.25).tolist() == [0, 50]
    e.gaba = np.linspace(0, 1, 200, dtype=np.float32)
    assert e.gaba[-1] == 1
    assert "v" in dir(e) and "ampa" in dir(e)
    assert e.state("last_spike").shape == (200,)


def test_what_is_handed_out_cannot_be_written_to():
    sim = hux.Simulation(networks.network())
    sim.run("20 ms")
    spikes, samples = sim.spikes["E"], sim.samples["voltages"]
    for array in (sim["E"].v, spikes.times, spikes.neurons, samples["v"], samples.times, sim.rates["E"].rates,
                  sim.projections["EI"].weights, sim.save().values("E", "v")):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        spikes.times = 5


@pytest.mark.parametrize(
    "neurons, named",
    [
        ("3", [3]),
        ("2-4", [2, 3, 4]),
        (["0-2", 5], [0, 1, 2, 5]),
        (range(4, 0, -2), [2, 4]),
        (slice(198, None), [198, 199]),
    ],
)
def test_neurons_are_named_by_indices_and_by_texts(neurons, named):
    sim = hux.Simulation(networks.network())
    sim["E"].set(v=12.5, neurons=neurons)
    assert np.flatnonzero(sim["E"].v == 12.5).tolist() == named


@pytest.mark.parametrize(
    "how, said",
    [
        ({"v": 600}, "population.E.v: 600 is not a value that a neuron can have; expected -500 to 500"),
        ({"m": 1.5}, "population.E.m: 1.5 is not a value that a neuron can have"),
        ({"v": [1, 2]}, "population.E.v: 2 values for 200 neurons"),
        ({"v": "5 nS"}, "population.E.v: '5 nS' is a conductance; expected a voltage"),
        ({"v": None}, "population.E.v: None is no number"),
        ({"v": np.zeros((200, 1))}, "population.E.v: <200 x 1 values> is not what is needed here; expected an array of numbers"),
        ({"v": np.array(["a"] * 200)}, "population.E.v: <200 values> is not what is needed here; expected an array of numbers"),
        ({"vv": 1}, "population.E: there is no state variable or parameter 'vv'; did you mean 'v'?"),
        ({"v": 0, "neurons": [200]}, "population.E.neurons: there is no neuron 200; expected indices from 0 to 199"),
        ({"v": 0, "neurons": [-1]}, "population.E.neurons: there is no neuron -1"),
        ({"v": 0, "neurons": []}, "population.E.neurons: none is named"),
        ({"v": 0, "neurons": [0.5]}, "population.E.neurons: [0.5] names no neurons"),
        ({"v": 0, "neurons": "0-x"}, "population.E.neurons: '0-x' names no neurons"),
        ({"v": 0, "neurons": "0-200"}, "population.E.neurons: there is no neuron 200"),
        ({"v": 0, "neurons": "0-9999999999"}, "population.E.neurons: there is no neuron 9999999999; expected indices"),
        ({"v": 0, "neurons": f"0-{10**20}"}, f"population.E.neurons: there is no neuron {10**20}; expected indices"),
        ({"v": 0, "neurons": range(10**11)}, f"population.E.neurons: there is no neuron {10**11 - 1}; expected indices"),
        ({"v": 0, "neurons": "5-2"}, "population.E.neurons: '5-2' ends before it starts; expected the lower index first"),
        ({"v": 0, "neurons": ["0-3", "x"]}, "population.E.neurons: 'x' names no neurons"),
        ({"v": 0, "neurons": ["0-3", 200]}, "population.E.neurons: there is no neuron 200"),
        ({"v": 0, "neurons": [[1, 2], 3]}, "population.E.neurons: [[1, 2], 3] names no neurons"),
        ({"v": 0, "neurons": np.ones(3, bool)}, "population.E.neurons: 3 times True or False for 200 neurons"),
        ({"e_l": -60, "neurons": [1]}, "population.E.parameters.e_l: is set for all neurons alike"),
        ({"v": -60, "g_na": -5}, "population.E.parameters.g_na: "),
    ],
)
def test_what_no_neuron_can_have_is_refused_and_nothing_is_changed(how, said):
    sim = hux.Simulation(networks.network())
    state = sim.save()
    with pytest.raises(hux.InputError) as caught:
        sim["E"].set(**how)
    assert str(caught.value).startswith(said)
    assert caught.value.__cause__ is None
    assert sim.save() == state


def test_an_unknown_name_names_the_nearest():
    sim = hux.Simulation(networks.network())
    for use, said in [
        (lambda: sim["EE"], "population: there is no population 'EE'; did you mean 'E'?"),
        (lambda: sim[0], "population: 0 names no population; known are E, I"),
        (lambda: sim.inputs[:1], "input: slice(None, 1, None) names no input; known are noise, spikes"),
        (lambda: sim.samples["voltages"].values["u"], "recording.voltages: there is no variable 'u'"),
        (lambda: sim["E"].gamba, "population.E: there is no state variable or parameter 'gamba'; did you mean 'gaba'?"),
        (lambda: sim.spikes["A"], "spikes: there is no recorded population 'A'; "),
        (lambda: sim.samples["voltage"], "samples: there is no recording 'voltage'; did you mean 'voltages'?"),
        (lambda: sim.samples["voltages"]["u"], "recording.voltages: there is no variable 'u'; known are v, g_ampa, i_noise"),
        (lambda: sim.rates["A"], "rates: "),
        (lambda: sim.inputs["noises"], "input: there is no input 'noises'; did you mean 'noise'?"),
        (lambda: sim.inputs["noise"].sdt, "input.noise: there is no parameter 'sdt'; did you mean 'std'?"),
        (lambda: sim.projections["EE"], "projection: there is no projection 'EE'; did you mean 'EI'?"),
    ]:
        with pytest.raises(hux.InputError) as caught:
            use()
        assert str(caught.value).startswith(said), caught.value
    assert not hasattr(sim["E"], "_no_such_thing")
    assert sim.populations.get("EE") is None and sim.populations.get("E") is sim["E"]


@pytest.mark.parametrize(
    "use, said",
    [
        (lambda sim: hux.Simulation(3), "experiment: 3 is not what is needed here; expected a hux.Experiment"),
        (lambda sim: hux.Simulation(networks.cell(), limit_bytes=-1), "limit_bytes: -1 is not what is needed here; expected "),
        (lambda sim: sim.change(3), "experiment: 3 is not what is needed here"),
        (lambda sim: hux.plan(3), "experiment: 3 is not what is needed here"),
        (lambda sim: sim.restore(3), "state: 3 is not what is needed here; expected a hux.SimulationState"),
        (lambda sim: sim.record_to(3), "path: 3 is not what is needed here; expected the path of a file"),
        (lambda sim: sim.record(3, "cell", "v"), "recording: 3 is not what is needed here; expected a name"),
        (lambda sim: hux.read(3), "path: 3 is not what is needed here; expected the path of a file"),
        (lambda sim: sim.run(1, progress=3), "progress: 3 is not what is needed here; expected True, False or a function"),
        (lambda sim: sim.run(1, progress="yes"), "progress: 'yes' is not what is needed here"),
    ],
)
def test_what_is_of_another_kind_is_refused(use, said):
    with pytest.raises(hux.InputError) as caught:
        use(hux.Simulation(networks.cell()))
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)


def test_a_name_that_a_simulation_has_not_cannot_be_set():
    sim = hux.Simulation(networks.cell())
    with pytest.raises(AttributeError, match="bogus"):
        sim.bogus = 3


# ---- what it is as an object ----


def test_a_simulation_is_no_value():
    sim = hux.Simulation(networks.cell())
    for refuse in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled or copied; pickle its experiment and its state"):
            refuse(sim)


def test_it_says_what_it_is_on_a_line():
    sim = hux.Simulation(networks.network("simulation.backend=cpu"))
    count = len(sim.projections["EI"]) + len(sim.projections["IE"])
    sim.run("50 ms")
    assert repr(sim) == f"<hux.Simulation 250 neurons, {count:,} synapses, t = 50 ms, cpu>"
    assert repr(sim["E"]) == "<hux population 'E': 200 x traub_miles, v, m, h, n, ampa, gaba>"
    assert repr(sim.inputs["spikes"]) == "<hux input 'spikes': rate, weight; on>"
    assert repr(sim.populations) == "<populations: E, I>" and list(sim.populations) == ["E", "I"]
    assert "<table>" in sim._repr_html_() and "traub_miles" in sim._repr_html_()
    assert sim._ipython_key_completions_() == ["E", "I"]


def test_two_simulations_in_two_threads_give_the_bits_of_each_alone(expected, tmp_path):
    found = {}

    def simulate(seed):
        sim = hux.Simulation(networks.network(f"simulation.seed={seed}", "simulation.threads=2"))
        with sim.record_to(tmp_path / f"{seed}.h5", keep=True):
            for _ in range(10):
                sim.run("10 ms")
        found[seed] = networks.outcome(sim)

    threads = [threading.Thread(target=simulate, args=(seed,)) for seed in (5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[5] == expected
    assert found[6] == networks.whole(networks.network("simulation.seed=6"), 100)
    assert np.array_equal(hux.read(tmp_path / "5.h5").spikes["E"].times, np.frombuffer(expected["spikes"]["E"][0]))


def test_nothing_is_left_of_simulations_that_nobody_has():
    def use():
        sim = hux.Simulation(networks.network("simulation.threads=1"))
        sim.every("1 ms", lambda s: s["E"].v)
        sim.run("2 ms")
        sim.inputs["noise"].mean = "250 pA"
        sim.restore(sim.save())
        return sim.spikes["E"]

    def resident():
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    number, most = int(os.environ.get("HUX_SIMULATIONS", "150")), 2 << 20
    for _ in range(50):
        use()
    gc.collect()
    before = resident()
    for _ in range(number):
        use()
    gc.collect()
    assert resident() - before < most
