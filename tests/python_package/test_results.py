"""What is recorded: kept in memory up to a limit, or streamed to a file."""

import os
import subprocess

import networks
import numpy as np
import pytest

import hux


def test_arrays_that_were_taken_stay_as_they_were():
    sim = hux.Simulation(networks.network())
    taken = []
    for _ in range(40):
        sim.run("10 ms")
        taken.append((sim.spikes["E"].times, sim.spikes["E"].times.copy(), sim.samples["voltages"]["v"],
                      sim.samples["voltages"]["v"].copy()))
    assert len(taken[-1][0]) > 1024
    for times, times_then, v, v_then in taken:
        assert np.array_equal(times, times_then) and np.array_equal(v, v_then)


def test_spikes_are_handed_out_without_a_copy():
    sim = hux.Simulation(networks.network())
    sim.run("50 ms")
    one, other = sim.spikes["E"], sim.spikes["E"]
    assert one.times.ctypes.data == other.times.ctypes.data
    assert one.times.dtype == np.float64 and one.neurons.dtype == np.uint32
    samples = sim.samples["voltages"]
    assert samples["v"].dtype == np.float32 and samples["v"].base is not None
    del sim
    assert (np.diff(one.times) >= 0).all()


def test_spikes_say_what_they_are():
    sim = hux.Simulation(networks.network("record.spikes=[\"E\"]"))
    sim.run("100 ms")
    spikes = sim.spikes["E"]
    assert list(sim.spikes) == ["E"] and spikes.size == 200
    assert spikes.rate == pytest.approx(len(spikes) / 200 / 0.1)
    assert sum(len(spikes.of(neuron)) for neuron in range(200)) == len(spikes)
    for neuron in (200, -1, 1.5):
        with pytest.raises(hux.InputError, match=f"^spikes.E: there is no neuron {neuron}; expected an index from 0 to 199"):
            spikes.of(neuron)
    assert repr(spikes) == f"<hux.RecordedSpikes of 'E': {len(spikes):,} spikes of 200 neurons, {spikes.rate:.3g} Hz>"
    assert repr(sim.samples["voltages"]) == (
        "<hux.RecordedSamples 'voltages' of 'E': v, g_ampa, i_noise of 5 neurons, 200 times>"
    )
    assert repr(sim.rates["I"]) == "<hux.RecordedRates of 'I': 49 bins of 2 ms>" and sim.rates["I"].times[1] == 2
    assert repr(sim.results).startswith("<hux.Results in memory, 0 to 100 ms: ") and sim.results.source is None
    assert "<td" in sim.results._repr_html_() and "voltages" in sim.results._repr_html_()


def test_results_are_those_of_a_moment():
    sim = hux.Simulation(networks.network())
    sim.run("50 ms")
    results = sim.results
    number = len(results.spikes["E"])
    sim.run("50 ms")
    assert len(results.spikes["E"]) == number < len(sim.spikes["E"]) and results.stop == 50


def test_results_are_forgotten_when_asked():
    sim = hux.Simulation(networks.network())
    sim.run("50 ms")
    before = sim.spikes["E"].times
    sim.forget()
    assert len(sim.spikes["E"]) == 0 and len(sim.samples["voltages"].times) == 0 and len(sim.rates["E"]) == 0
    sim.run("50 ms")
    assert sim.spikes["E"].start == 50 and sim.rates["E"].start == 50
    together = before.tobytes() + sim.spikes["E"].times.tobytes()
    assert together == networks.whole(networks.network(), 100)["spikes"]["E"][0]


# ---- limits ----


def test_what_is_planned_beyond_the_limit_is_refused_before_it_is_simulated():
    sim = hux.Simulation(networks.network(), limit_bytes=1 << 20)
    with pytest.raises(hux.MemoryPlanError) as caught:
        sim.run("1000 s")
    assert str(caught.value) == (
        "the samples of recording 'voltages' in 1e+06 ms take 130 MiB of memory, and 1.00 MiB are left of 1.00 MiB; "
        "expected record_to(file), which keeps nothing in memory, or a larger limit_bytes"
    )
    assert sim.t == 0
    sim.run("10 ms")


def test_what_is_planned_counts_recordings_in_the_stages_in_which_they_are_on():
    def planned(first, second):
        """Are 1000 s planned, of which 20 ms in the first stage?"""
        stages = [f"[[stage]]\nduration = '{time}'\nrecordings = {on}\n" for time, on in (("20 ms", first), ("50 ms", second))]
        text = networks.NETWORK.replace('duration = "100 ms"\n', "", 1) + "".join(stages)
        sim = hux.Simulation(networks.read(text), limit_bytes=1 << 20)
        try:
            return sim._core.aim(1e6) > 0
        except hux.MemoryPlanError as error:
            assert str(error).startswith("the samples of recording 'voltages' in 1e+06 ms take 130 MiB")
            return False

    assert planned(["voltages"], []) and planned([], [])
    assert not planned([], ["voltages"]) and not planned(["voltages"], ["voltages"])


def test_spikes_beyond_the_limit_end_the_run_between_windows(tmp_path):
    sim = hux.Simulation(networks.network("recording.voltages.on=false"), limit_bytes=100_000)
    with pytest.raises(hux.MemoryPlanError, match=r"^spikes and samples from \S+ ms on are more than the 97.7 KiB "):
        sim.run("10 s")
    kept = len(sim.spikes["E"])
    assert 0 < kept < 10_000 and sim.spikes["E"].times[-1] <= sim.t < 10_000
    reached = sim.t
    with pytest.raises(hux.MemoryPlanError, match="record_to"):
        sim.run("1 ms")
    assert sim.t == reached
    sim.forget()
    sim.run("1 ms")
    assert sim.t == pytest.approx(reached + 1)
    with sim.record_to(tmp_path / "x.h5"):
        sim.run("2 s")
    assert len(hux.read(tmp_path / "x.h5").spikes["E"]) > kept


def test_the_limit_is_half_of_what_is_free():
    sim = hux.Simulation(networks.cell())
    assert 1 << 27 < sim._core.limit_bytes < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGESIZE")
    assert sim._core.kept_bytes == 0


# ---- files ----


def test_a_file_has_what_memory_has(tmp_path):
    sim = hux.Simulation(networks.network())
    sim.run("20 ms")
    with sim.record_to(tmp_path / "x.h5", keep=True):
        sim.run("80 ms")
    kept, written = sim.results, hux.read(tmp_path / "x.h5")
    assert written.start == 20 and written.stop == 100 and written.source == str(tmp_path / "x.h5")
    later = kept.spikes["E"].times > 20
    assert np.array_equal(kept.spikes["E"].times[later], written.spikes["E"].times)
    assert np.array_equal(kept.samples["voltages"]["v"][40:], written.samples["voltages"]["v"])
    assert written.provenance["status"] == "complete" and "[population.E]" in written.provenance["experiment"]
    assert "x.h5, 20 to 100 ms" in repr(written)


def test_what_goes_to_a_file_alone_is_not_kept(tmp_path):
    sim = hux.Simulation(networks.network())
    sim.record_to(tmp_path / "x.h5")
    sim.run("50 ms")
    for look in (lambda: sim.spikes, lambda: sim.samples, lambda: sim.results):
        with pytest.raises(hux.HuxError, match="^results go to a file alone; expected record_to"):
            look()
    with pytest.raises(hux.HuxError, match="results go to a file already"):
        sim.restore(sim.save())
    sim.end_recording()
    sim.run("50 ms")
    both = hux.read(tmp_path / "x.h5").spikes["E"].times.tobytes() + sim.spikes["E"].times.tobytes()
    assert both == networks.whole(networks.network(), 100)["spikes"]["E"][0]
    with pytest.raises(hux.FileError, match="exists"):
        sim.record_to(tmp_path / "x.h5")
    sim.record_to(tmp_path / "x.h5", overwrite=True)
    sim.end_recording()


def test_a_file_is_whole_when_nobody_has_the_simulation_and_when_the_program_ends(tmp_path):
    sim = hux.Simulation(networks.network())
    sim.record_to(tmp_path / "dropped.h5")
    sim.run("10 ms")
    del sim
    assert hux.read(tmp_path / "dropped.h5").stop == 10
    code = (
        "import hux, networks, sys; sim = hux.Simulation(networks.network()); sim.record_to(sys.argv[1]); sim.run(5); "
        "keep = [sim]; keep.append(keep)"
    )
    here = os.path.dirname(__file__)
    file = tmp_path / "ended.h5"
    subprocess.run([os.sys.executable, "-c", code, file], check=True, cwd=here)
    assert hux.read(file).stop == 5


def test_a_run_that_was_broken_off_is_gone_on_with(tmp_path):
    sim = hux.Simulation(networks.network())
    sim.record_to(tmp_path / "x.h5")
    sim.run("30 ms")
    sim.checkpoint(tmp_path / "x.checkpoint")
    (tmp_path / "copy.h5.part").write_bytes((tmp_path / "x.h5.part").read_bytes())
    other = hux.Simulation(networks.network())
    other.resume(tmp_path / "copy.h5", tmp_path / "x.checkpoint")
    assert other.t == 30
    other.run("70 ms")
    other.end_recording()
    times = hux.read(tmp_path / "copy.h5").spikes["E"].times
    assert times.tobytes() == networks.whole(networks.network(), 100)["spikes"]["E"][0]
    with pytest.raises(hux.HuxError, match="expected results to go to one"):
        hux.Simulation(networks.network()).checkpoint(tmp_path / "y.checkpoint")


def test_a_file_that_holds_no_results_is_refused(tmp_path):
    (tmp_path / "x.h5").write_text("nothing")
    for path in (tmp_path / "x.h5", tmp_path / "none.h5"):
        with pytest.raises(hux.FileError) as caught:
            hux.read(path)
        assert str(caught.value).startswith(f"{path} could not be read: ")
    sim = hux.Simulation(networks.cell())
    with pytest.raises(hux.FileError):
        sim.record_to(tmp_path / "no" / "x.h5")
    sim.run(1)


def test_neurons_that_diverged_are_told(tmp_path):
    changes = ("simulation.on_divergence=mark", "input.drive.amplitude=1e7 uA/cm2")
    sim = hux.Simulation(networks.cell(*changes))
    with sim.record_to(tmp_path / "x.h5", keep=True):
        sim.run(1)
    for results in (sim.results, hux.read(tmp_path / "x.h5")):
        assert list(results.diverged) == ["cell"]
        assert results.diverged["cell"].neurons.tolist() == [0] and results.diverged["cell"].times[0] < 1
    sim = hux.Simulation(networks.cell(changes[1]))
    with pytest.raises(hux.DivergenceError, match="'cell'"):
        sim.run(1)
    with pytest.raises(hux.HuxError, match="the simulation failed"):
        sim.run(1)
    assert len(sim.spikes["cell"].times) == 0


# ---- other packages ----


def test_results_become_data_frames(tmp_path):
    pytest.importorskip("pandas")
    sim = hux.Simulation(networks.network())
    with sim.record_to(tmp_path / "x.h5", keep=True):
        sim.run("100 ms")
    for results in (sim.results, hux.read(tmp_path / "x.h5")):
        frame = results.to_pandas()
        assert list(frame.columns) == ["time", "population", "neuron"] and frame.time.is_monotonic_increasing
        assert (frame.population == "E").sum() == len(results.spikes["E"])
        samples = results.samples["voltages"].to_pandas()
        assert samples["v"][3].iloc[7] == results.samples["voltages"]["v"][7, 3] and samples.index[7] == 3.5
        assert results.rates["E"].to_pandas()[4.0] == results.rates["E"].rates[2]
    assert hux.Simulation(networks.cell()).results.to_pandas().empty


def test_results_become_a_block_of_neo(tmp_path):
    pytest.importorskip("neo")
    sim = hux.Simulation(networks.network())
    sim.run("100 ms")
    segment = sim.results.to_neo().segments[0]
    assert len(segment.spiketrains) == 250
    train = segment.spiketrains[7]
    assert train.annotations == {"population": "E", "neuron": 7}
    assert np.array_equal(train.magnitude, sim.spikes["E"].of(7)) and train.dimensionality.string == "ms" and train.t_stop == 100
    v = segment.analogsignals[0]
    assert v.name == "voltages.v" and v.dimensionality.string == "mV" and v.shape == (200, 5)
    assert v.sampling_period == 0.5 and v.t_start == 0
    assert np.array_equal(v.magnitude, sim.samples["voltages"]["v"])


def test_what_is_not_installed_is_named(monkeypatch):
    sim = hux.Simulation(networks.cell())
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    monkeypatch.setitem(__import__("sys").modules, "neo", None)
    with pytest.raises(hux.HuxError, match=r"^to_pandas\(\) needs the package pandas, which is not installed$"):
        sim.results.to_pandas()
    with pytest.raises(hux.HuxError, match=r"^to_neo\(\) needs the package neo, which is not installed$"):
        sim.results.to_neo()


@pytest.mark.parametrize(
    "key, name, population, variables, more",
    [
        ("recording.x.variables", "x", "E", ["nope"], {}),
        ("recording.x.interval", "x", "E", "v", {"interval": "0.07 ms"}),
        ("recording.x.neurons", "x", "E", "v", {"neurons": [200]}),
        ("recording.voltages", "voltages", "E", "v", {}),
        ("population", "x", "F", "v", {}),
    ],
)
def test_a_recording_that_is_refused_is_so_with_its_key_and_changes_nothing(key, name, population, variables, more):
    sim = hux.Simulation(networks.network())
    before = sim.save()
    with pytest.raises(hux.InputError, match=f"^{key}: ") as caught:
        sim.record(name, population, variables, **more)
    assert caught.value.key == key and sim.save() == before and list(sim.samples) == ["voltages"]
