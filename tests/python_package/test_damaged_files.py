"""Files that are damaged, or lie: FileError in a sentence, whatever they hold."""

import os
import threading

import experiments
import h5py
import networks
import numpy as np
import pytest

import hux


def all_of(path):
    """Reads all that results have."""
    found = hux.read(path)
    arrays = [s.times for s in found.spikes.values()] + [s.times for s in found.samples.values()]
    return arrays, [found[v] for found in found.samples.values() for v in found.variables], found.experiment


def saved(folder):
    """A file of results and one of a state, and how each is read."""
    sim = hux.Simulation(networks.network())
    with sim.record_to(folder / "r.h5"):
        sim.run("10 ms")
    sim.save().save(folder / "s.h5")
    return [(folder / "r.h5", all_of), (folder / "s.h5", hux.SimulationState.load)]


def test_files_that_are_damaged_anywhere_are_read_or_refused_in_a_sentence(tmp_path):
    draw = np.random.default_rng(1)
    refused = 0
    for path, read in saved(tmp_path):
        whole = np.fromfile(path, np.uint8)
        for cut in (True, False) * 15:
            damaged = whole.copy()
            damaged[draw.integers(0, 4096 if draw.random() < 0.5 else len(whole), 8)] ^= np.uint8(1 << draw.integers(0, 8))
            damaged[: draw.integers(1, len(whole)) if cut else len(whole)].tofile(path)
            try:
                read(path)
            except hux.FileError as error:
                assert str(error).startswith(str(path)) and "\n" not in str(error)
                refused += 1
    assert refused > 15


def test_a_text_that_is_none_is_refused(tmp_path):
    for path, read in saved(tmp_path):
        with h5py.File(path, "r+") as file:
            group = "provenance" if read is all_of else "state"
            file[group].attrs["version"] = np.bytes_(b"\xff\xfe")
        with pytest.raises(hux.FileError, match=f"{path.name} could not be read: it holds a text that is not UTF-8"):
            read(path)


def test_a_file_that_leads_to_a_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["spikes/E"] = h5py.ExternalLink(str(tmp_path / "pipe"), "/")
    with pytest.raises(hux.FileError, match="x.h5 could not be read: it is damaged, or leads to another file"):
        hux.read(tmp_path / "x.h5")


@pytest.mark.parametrize(
    "place", ["report/membrane.v/mapping/node_ids", "diverged/E/node_ids", "provenance/lists/population.E.initial.v"]
)
def test_numbers_that_lead_to_a_pipe_are_refused(tmp_path, place):
    os.mkfifo(tmp_path / "pipe")
    experiment = experiments.ring(1500)
    experiment.simulation.on_divergence = "mark"
    experiment.population["E"].initial["v"] = (-60 - np.arange(1500) / 7e3, "mV")
    experiment.recording["membrane"] = hux.Recording("E", ["v"], "0.1 ms", neurons=[1, 2])
    sim = hux.Simulation(experiment)
    with sim.record_to(tmp_path / "x.h5"):
        sim.run("1 ms")
    with h5py.File(tmp_path / "x.h5", "r+") as file:
        del file[place]
        file[place] = h5py.ExternalLink(str(tmp_path / "pipe"), "/")
    with pytest.raises(hux.FileError, match="x.h5 could not be read: it is damaged, or leads to another file"):
        all_of(tmp_path / "x.h5")


def test_files_are_read_while_another_thread_writes_one(tmp_path):
    path, _ = saved(tmp_path)[0]
    sim = hux.Simulation(networks.network())
    sim.record_to(tmp_path / "other.h5")
    writing = threading.Thread(target=lambda: [sim.run("10 ms") for _ in range(20)])
    writing.start()
    found = [len(hux.read(path).spikes["E"].times) for _ in range(20)]
    writing.join()
    assert len(set(found)) == 1 and found[0] > 0
