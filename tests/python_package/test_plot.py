"""hux.plot: results in memory are drawn as files are, into axes of one's own or a new figure."""

import subprocess
import sys

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import hux  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
from hux.recorded import recorded  # noqa: E402

WHOLE = ("raster", "traces", "membrane", "spectrum", "isi", "fi", "sheet")


def experiment():
    """Five squid axons in a row, each under a stronger current, the third of which is sampled."""
    network = hux.Network()
    receptor = hux.Receptor("exponential", tau="2 ms", e_rev="0 mV")
    row = hux.GridLayout(5, "100 um")
    network.add("axons", hux.Population(5, "hodgkin_huxley", positions=row, receptor={"ampa": receptor}))
    rule = hux.DistanceProbability(kernel="step", probability=1.0, scale="150 um")
    network.add(
        "pairs", hux.Projection("axons", "axons", "ampa", rule, weight="0 mS/cm2", delay="1 ms", autapses=False)
    )
    network.add("current", hux.ConstantCurrent("axons", hux.Linspace("0 uA/cm2", "20 uA/cm2")))
    recordings = {
        "membrane": hux.Recording("axons", ["v", "m", "g_na", "i_na", "i_current"], "0.1 ms", neurons=[3]),
        "potentials": hux.Recording("axons", ["v"], "0.1 ms", neurons=[2, 4]),
    }
    record = hux.Record(rates=["axons"])
    return hux.Experiment(network, hux.Settings("300 ms"), record, recordings, title="five axons")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("plot") / "axons.h5"


@pytest.fixture(scope="module")
def simulation(path):
    """One that has run, and has written a file."""
    sim = hux.Simulation(experiment())
    with sim.record_to(path, keep=True) as file:
        assert repr(file) == f"<hux.FileRecording to {path}>"
        sim.run("300 ms")
    return sim


@pytest.fixture(autouse=True)
def no_figures():
    yield
    plt.close("all")


def drawn(figure):
    """What is drawn in all axes: lines, steps, pictures, texts of axes."""
    return [
        (
            [line.get_xydata() for line in axes.lines],
            [np.concatenate(patch.get_data()[:2]) for patch in axes.patches if hasattr(patch, "get_data")],
            [image.get_array() for image in axes.images],
            axes.get_xlabel(),
            axes.get_ylabel(),
            axes.get_xlim(),
        )
        for axes in figure.axes
    ]


@pytest.mark.parametrize("what", WHOLE)
def test_a_picture_of_a_simulation_is_that_of_its_file(simulation, path, what):
    shown, its = (drawn(hux.plot.picture(source, what)) for source in (simulation, path))
    assert len(shown) == len(its) > 0
    for one, other in zip(shown, its):
        for mine, theirs in zip(one[:3], other[:3]):
            assert len(mine) == len(theirs)
            for values, expected in zip(mine, theirs):
                np.testing.assert_allclose(values, expected, rtol=1e-6, atol=1e-6)
        assert one[3:] == other[3:]


@pytest.mark.parametrize(
    "draw", ("raster", "rates", "trace", "spectrum", "intervals", "variation", "f_i", "weights", "delays")
)
def test_axes_of_ones_own_are_drawn_into_and_returned(simulation, draw):
    figure, (left, right) = plt.subplots(1, 2)
    left.set_title("mine")
    assert getattr(hux.plot, draw)(simulation, left) is left
    assert left.lines or left.patches
    assert not (right.lines or right.patches)
    assert left.get_title() == "mine"
    assert plt.get_fignums() == [figure.number]


@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize("draw", ["raster", "rates", "trace", "weights"])
def test_nothing_that_is_drawn_into_axes_is_cut_off(simulation, draw, layout):
    figure, (above, _) = plt.subplots(2, layout=layout)
    getattr(hux.plot, draw)(simulation, above)
    figure.canvas.draw()
    for each in (above.get_legend(), *above.texts):
        box = each.get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1


def test_weights_have_the_unit_of_their_receptors(simulation):
    assert hux.plot.weights(simulation).get_xlabel() == "weight (mS/cm\u00b2)"


def test_a_membrane_of_an_experiment_without_a_title_is_headed_by_its_neuron():
    e = experiment()
    e.title = ""
    sim = hux.Simulation(e)
    sim.run("5 ms")
    assert hux.plot.membrane(sim, neuron=4).axes[0].get_title(loc="left") == "axons, neuron 4"


def test_without_axes_a_new_figure_is_drawn_and_settings_stay(simulation):
    before = dict(matplotlib.rcParams)
    axes = hux.plot.raster(simulation)
    assert plt.get_fignums() == [axes.figure.number]
    assert not axes.spines["top"].get_visible()
    assert dict(matplotlib.rcParams) == before


def test_a_raster_has_the_spikes(simulation):
    spikes = simulation.spikes["axons"]
    x, y = hux.plot.raster(simulation.results).lines[0].get_data()
    np.testing.assert_array_equal(x, spikes.times)
    np.testing.assert_array_equal(y, spikes.neurons)


def test_a_raster_has_some_neurons_of_many(simulation):
    (_, y) = hux.plot.raster(simulation, most=2).lines[0].get_data()
    assert set(y) <= {0, 1}
    assert len(y) == np.isin(simulation.spikes["axons"].neurons, (0, 4)).sum()


def test_a_trace_has_the_samples(simulation):
    samples = simulation.samples["membrane"]
    x, y = hux.plot.trace(simulation, variable="m").lines[0].get_data()
    np.testing.assert_allclose(x, samples.times)
    np.testing.assert_array_equal(y, samples["m"][:, 0])


def test_a_membrane_is_of_one_neuron_in_all_recordings_that_have_it(simulation):
    figure = hux.plot.membrane(simulation)  # neuron 3, which is in one recording
    assert len(figure.axes) == 5  # stimulus, potential, gates, conductance, current
    figure = hux.plot.membrane(simulation, neuron=4)  # it is the second column of the other
    (axes,) = figure.axes
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), simulation.samples["potentials"]["v"][:, 1])


def test_a_membrane_is_drawn_on_a_part_of_a_figure(simulation):
    left, right = plt.figure(figsize=(10, 8)).subfigures(1, 2)
    assert hux.plot.membrane(simulation, left) is left
    assert len(left.axes) == 5
    assert not right.axes


def test_an_f_i_curve_has_the_rates_of_the_squid_axon(simulation):
    current, rate = hux.plot.f_i(simulation).lines[0].get_data()
    np.testing.assert_allclose(current, [0, 5, 10, 15, 20])
    np.testing.assert_allclose(rate[[0, 1, 2, 4]], [0, 0, 68.39, 86.51], atol=0.5)  # of the adaptive reference


def test_currents_may_be_an_array():
    e = experiment()
    e.input["current"].amplitude = np.linspace(0, 20, 5)
    sim = hux.Simulation(e)
    sim.run("200 ms")
    axes = hux.plot.f_i(sim)
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), [0, 5, 10, 15, 20])
    assert axes.get_xlabel() == "current (unit of the model)"


def test_a_run_that_goes_on_is_drawn_as_far_as_it_is():
    sim = hux.Simulation(experiment())
    ends = []
    sim.every("100 ms", lambda sim: ends.append(hux.plot.picture(sim, "raster").axes[0].get_xlim()))
    sim.run("300 ms")
    assert ends == [(0, 1), (0, 100), (0, 200)]


def test_the_experiment_of_a_file_is_read_once(simulation, path, monkeypatch):
    read, paths = hux._core.read_recorded_experiment, []
    monkeypatch.setattr(hux._core, "read_recorded_experiment", lambda path: (paths.append(path), read(path))[1])
    found = recorded(path)
    assert found.experiment["input"] and found.positions("axons")
    assert paths == [str(path)]


def test_delays_of_a_simulation_need_not_have_been_recorded(simulation):
    legend = hux.plot.delays(simulation).get_legend().get_texts()[0].get_text()
    assert legend == "pairs\n8 synapses"


def test_what_there_is_not_is_a_mistake_and_leaves_no_figure(simulation):
    with pytest.raises(hux.InputError, match="it holds no samples of h; there are g_na, i_current, i_na, m, v"):
        hux.plot.trace(simulation, variable="h")
    with pytest.raises(hux.InputError, match="it holds no samples of a population 'ax'; there are those of axons"):
        hux.plot.trace(simulation, population="ax")
    with pytest.raises(hux.InputError, match="^result: 3 is not what is needed here; expected a Simulation, its results, or "):
        hux.plot.raster(3)
    with pytest.raises(hux.InputError, match="no sampled variables of neuron 1 of population axons"):
        hux.plot.membrane(simulation, population="axons", neuron=1)
    with pytest.raises(hux.InputError, match="there is no picture 'rastre'; there are raster"):
        hux.plot.picture(simulation, "rastre")
    with pytest.raises(hux.InputError, match="it holds no synapses"):
        hux.plot.weights(simulation.results)
    with pytest.raises(hux.InputError, match="the experiment that they come from is not known"):
        hux.plot.f_i(simulation.results)
    with pytest.raises(hux.FileError):
        hux.plot.raster("/nowhere/result.h5")
    assert not plt.get_fignums()


def test_pictures_need_no_h5py_and_importing_hux_no_matplotlib():
    code = "import sys, hux; assert 'matplotlib' not in sys.modules; hux.plot.raster; assert 'h5py' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_drawing_needs_nothing_of_hux():
    code = "import sys, hux_pictures.pictures; assert not {'hux', 'h5py'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    sys.exit(pytest.main([__file__]))
