"""Result files that lie, loop or are none: what a reader of results has to refuse in one sentence, or to read right.

HOSTILE holds (name, make): make(path) puts such a file, or whatever else there may be, at a path.
"""

import os
import zlib
from pathlib import Path

import h5py
import numpy as np

MANY = 1 << 40
FAR = 10**12


def spikes(file, times=(1.0, 2.0, 3.0), neurons=(0, 1, 0), population="E", **attributes):
    """The spikes of a population, as Hux writes them."""
    group = file.create_group(f"spikes/{population}")
    group.attrs.update(attributes)
    group["timestamps"], group["node_ids"] = np.asarray(times, float), np.asarray(neurons, np.uint64)
    return group


def report(file, rows=50, neurons=(0, 1), name="some.v", times=(0.0, 50.0, 1.0)):
    """Samples of some neurons, as Hux writes them."""
    group = file.create_group(f"report/{name}")
    group.attrs.update({"recording": "some", "population": "E", "variable": "v"})
    group["data"] = np.zeros((rows, len(neurons)), np.float32)
    group["data"].attrs["units"] = "mV"
    group["mapping/node_ids"], group["mapping/time"] = np.asarray(neurons, np.uint64), np.asarray(times)
    return group


def rates(file, values=(1.0, 2.0, 3.0), times=(0.0, 3.0, 1.0), **attributes):
    """The rate of a population, as Hux writes it."""
    group = file.create_group("rates/E")
    group["rate"], group["time"] = np.asarray(values), np.asarray(times)
    group["rate"].attrs.update({"bin": 1.0} | attributes)
    return group


def provenance(file, experiment=None, **facts):
    group = file.create_group("provenance")
    group.attrs.update({"status": "finished", "simulated": 100.0} | facts)
    if experiment is not None:
        group["experiment"] = experiment


def unwritten(group, name, shape, kind="f8", **options):
    """A data set that claims its shape, and of which nothing was ever written."""
    del group[name]
    group.create_dataset(name, shape, kind, chunks=tuple(min(n, 1024) for n in shape), **options)


HOSTILE = []


def hostile(make):
    """A maker of a file, given its path."""
    HOSTILE.append((make.__name__, make))
    return make


def in_file(fill):
    """A maker of an HDF5 file, given the open file."""

    def make(path):
        with h5py.File(path, "w") as file:
            fill(file)

    HOSTILE.append((fill.__name__, make))
    return make


# ---- claims that no file can keep ----


@in_file
def claims_many_spikes(file):
    group = spikes(file)
    unwritten(group, "timestamps", (MANY,))
    unwritten(group, "node_ids", (MANY,), "u8")


@in_file
def claims_many_compressed_spikes(file):
    group = spikes(file)
    unwritten(group, "timestamps", (MANY,), compression="gzip")
    unwritten(group, "node_ids", (MANY,), "u8", compression="gzip")


@in_file
def claims_many_samples(file):
    unwritten(report(file), "data", (MANY, 2), "f4")


@in_file
def claims_many_sampled_neurons(file):
    group = report(file)
    unwritten(group, "data", (1, MANY), "f4")
    unwritten(group, "mapping/node_ids", (MANY,), "u8")


@in_file
def claims_many_bins(file):
    unwritten(rates(file), "rate", (MANY,))


@in_file
def claims_many_times_of_a_report(file):
    unwritten(report(file), "mapping/time", (MANY,))


@in_file
def claims_many_positions(file):
    spikes(file)
    for axis in "xy":
        file[f"nodes/E/0/{axis}"] = [0.0]
        unwritten(file["nodes/E/0"], axis, (MANY,))


@in_file
def claims_many_synapses(file):
    provenance(file)
    for name in ("delay", "syn_weight"):
        file[f"edges/EE/0/{name}"] = [1.0]
        unwritten(file["edges/EE/0"], name, (MANY,))


@in_file
def claims_one_chunk_of_a_gibibyte(file):
    group = spikes(file)
    for name, kind in (("timestamps", "f8"), ("node_ids", "u8")):
        del group[name]
        group.create_dataset(name, (1 << 28,), kind, chunks=(1 << 28,))


@in_file
def claims_an_empty_report_of_many_neurons(file):
    group = report(file)
    del group["data"]
    group.create_dataset("data", (0, MANY), "f4", maxshape=(None, MANY), chunks=(1, 1024))


@in_file
def claims_a_long_experiment(file):
    provenance(file)
    file.create_dataset("provenance/experiment", (MANY,), h5py.string_dtype(), chunks=(1024,))


# ---- numbers that are none, or too large ----


@in_file
def has_ids_of_1e12(file):
    spikes(file, neurons=(0, FAR, FAR))


@in_file
def has_ids_beyond_int64(file):
    spikes(file, neurons=(0, 2**64 - 1, 2**63))


@in_file
def has_ids_beyond_the_size(file):
    spikes(file, neurons=(0, 7, 100), size=5)


@in_file
def has_negative_ids(file):
    group = spikes(file)
    del group["node_ids"]
    group["node_ids"] = np.array([-1, 0, -(2**40)])


@in_file
def has_a_size_of_1e12(file):
    spikes(file, size=FAR)


@in_file
def has_a_size_of_2_to_the_64(file):
    spikes(file, size=np.uint64(2**64 - 1))


@in_file
def has_a_negative_size(file):
    spikes(file, size=-5)


@in_file
def has_times_that_are_no_number(file):
    spikes(file, times=(1, np.nan, 3), size=2)


@in_file
def has_nothing_but_times_that_are_no_number(file):
    spikes(file, times=(np.nan, np.nan, np.nan), size=2)


@in_file
def has_infinite_times(file):
    spikes(file, times=(-np.inf, 1, np.inf), size=2)


@in_file
def has_times_of_1e300(file):
    spikes(file, times=(1, 1e300, 1.7e308), size=2)


@in_file
def has_negative_times(file):
    spikes(file, times=(-300, -200, -1e9), size=2)


@in_file
def has_tiny_times(file):
    spikes(file, times=(0, 5e-324, 1e-320), size=2)


@in_file
def has_times_in_no_order(file):
    spikes(file, times=(3, 1, 2), size=2)


@in_file
def has_a_duration_that_is_no_number(file):
    spikes(file, size=2)
    provenance(file, simulated=np.nan)


@in_file
def has_an_infinite_duration(file):
    spikes(file, size=2)
    provenance(file, simulated=np.inf)


@in_file
def has_a_duration_of_1e18(file):
    spikes(file, size=2)
    provenance(file, simulated=1e18)


@in_file
def starts_at_no_number(file):
    spikes(file, size=2)
    provenance(file, start=np.nan)


@in_file
def starts_at_a_text(file):
    spikes(file, size=2)
    provenance(file, start="early")


@in_file
def starts_before_the_run(file):
    spikes(file, size=2)
    provenance(file, start=-1.0)


@in_file
def starts_after_its_end(file):
    spikes(file, size=2)
    provenance(file, start=200.0)


@in_file
def starts_and_ends_far_away(file):
    spikes(file, times=(1e15 - 1, 1e15), neurons=(0, 1), size=2)
    report(file, times=(1e15 - 1, 1e15, 0.02))
    provenance(file, start=1e15 - 1, simulated=1e15)


@in_file
def starts_after_its_spikes_and_rates(file):
    spikes(file, size=2)
    rates(file)
    report(file)
    provenance(file, start=99.0)


@in_file
def has_rates_that_start_after_its_end(file):
    rates(file, times=(500.0, 503.0, 1.0))
    provenance(file)


@in_file
def has_samples_that_are_no_number(file):
    report(file)["data"][:] = np.nan


@in_file
def has_infinite_samples(file):
    report(file)["data"][:] = [np.inf, -np.inf]


@in_file
def has_samples_at_no_interval(file):
    report(file, times=(0.0, 0.0, 0.0))


@in_file
def has_samples_at_times_that_are_no_number(file):
    report(file, times=(np.nan, np.inf, np.nan))


@in_file
def has_rates_that_are_no_number(file):
    rates(file, values=(np.nan, np.inf, -np.inf))


@in_file
def has_rates_in_bins_of_no_width(file):
    rates(file, bin=0.0, times=(0, 0, 0))


@in_file
def has_positions_that_are_no_number(file):
    spikes(file, size=2)
    for axis in "xy":
        file[f"nodes/E/0/{axis}"] = [np.nan, np.inf]


@in_file
def has_synapses_that_are_no_number(file):
    provenance(file)
    for name in ("delay", "syn_weight"):
        file[f"edges/EE/0/{name}"] = [np.nan, np.inf, 1.0]


# ---- nothing at all ----


@in_file
def holds_nothing(file):
    del file


@in_file
def has_no_spikes_and_no_size(file):
    spikes(file, (), ())


@in_file
def has_no_neurons(file):
    spikes(file, (), (), size=0)


@in_file
def has_empty_groups(file):
    for name in ("spikes", "report", "rates", "nodes", "edges", "diverged", "provenance"):
        file.create_group(name)


@in_file
def has_empty_populations(file):
    for name in ("spikes/E", "report/some.v", "rates/E", "nodes/E", "edges/EE", "diverged/E"):
        file.create_group(name)


@in_file
def has_a_report_of_no_neurons(file):
    report(file, neurons=())


@in_file
def has_a_report_without_a_mapping(file):
    del report(file)["mapping"]


@in_file
def has_times_without_neurons(file):
    del spikes(file)["node_ids"]


@in_file
def has_fewer_neurons_than_times(file):
    spikes(file, neurons=(0,), size=2)


@in_file
def has_fewer_positions_than_neurons(file):
    spikes(file, neurons=(0, 1, 4), size=5)
    for axis in "xy":
        file[f"nodes/E/0/{axis}"] = [0.0, 1.0]


@in_file
def has_rates_without_a_bin(file):
    del rates(file)["rate"].attrs["bin"]


@in_file
def has_an_empty_experiment(file):
    spikes(file, size=2)
    provenance(file, experiment="")


# ---- other things than expected ----


@in_file
def has_a_data_set_for_a_group(file):
    for name in ("spikes", "report", "rates", "nodes", "edges", "provenance"):
        file[name] = [1, 2, 3]


@in_file
def has_data_sets_for_populations(file):
    for name in ("spikes/E", "report/some.v", "rates/E", "nodes/E", "edges/EE"):
        file[name] = [1, 2, 3]


@in_file
def has_groups_for_data_sets(file):
    for name in ("spikes/E/timestamps", "spikes/E/node_ids", "report/some.v/data", "rates/E/rate", "edges/EE/0/delay"):
        file.create_group(name)


@in_file
def has_a_type_for_a_data_set(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = np.dtype("f8")


@in_file
def has_texts_for_times(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = ["one", "two", "three"]


@in_file
def has_compounds_for_times(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = np.zeros(3, [("ms", "f8"), ("us", "i4")])


@in_file
def has_complex_times(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = np.array([1j, 2, 3])


@in_file
def has_references_for_neurons(file):
    group = spikes(file)
    del group["node_ids"]
    group.create_dataset("node_ids", (3,), h5py.ref_dtype)


@in_file
def has_fractions_for_neurons(file):
    group = spikes(file)
    del group["node_ids"]
    group["node_ids"] = [0.5, np.nan, 1e300]


@in_file
def has_times_of_two_dimensions(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = np.ones((3, 3))


@in_file
def has_one_time_without_a_dimension(file):
    group = spikes(file)
    for name in ("timestamps", "node_ids"):
        del group[name]
        group[name] = 1


@in_file
def has_null_data_sets(file):
    group = spikes(file)
    for name, kind in (("timestamps", "f8"), ("node_ids", "u8")):
        del group[name]
        group[name] = h5py.Empty(kind)


@in_file
def has_samples_of_one_dimension(file):
    group = report(file)
    del group["data"]
    group["data"] = np.zeros(50, np.float32)


@in_file
def has_samples_that_are_text(file):
    group = report(file)
    del group["data"]
    group["data"] = np.full((50, 2), b"nothing")


@in_file
def has_two_times_of_a_report(file):
    report(file, times=(0.0, 1.0))


@in_file
def has_more_neurons_than_samples(file):
    group = report(file)
    del group["data"]
    group["data"] = np.zeros((50, 1), np.float32)


@in_file
def has_attributes_of_other_types(file):
    spikes(file, size="many")
    provenance(file, simulated="long", title=[1.5, 2.5], status=3, seed=[1, 2], dt="x", synapses=h5py.Empty("f8"))


@in_file
def has_attributes_of_many_values(file):
    spikes(file, size=[1, 2, 3])
    provenance(file, simulated=np.ones(1000), threads=np.ones((3, 3)), version=["a", "b"])


@in_file
def has_a_unit_that_is_none(file):
    spikes(file)["timestamps"].attrs["units"] = "parsec"


@in_file
def has_a_unit_that_is_a_number(file):
    spikes(file)["timestamps"].attrs["units"] = [1.5, 2.5]


@in_file
def has_a_number_for_an_experiment(file):
    spikes(file, size=2)
    provenance(file, experiment=[1, 2, 3])


@in_file
def has_an_experiment_that_is_no_toml(file):
    spikes(file, size=2)
    provenance(file, experiment="]]] = [[[")


@in_file
def has_a_deep_experiment(file):
    spikes(file, size=2)
    provenance(file, experiment="a = " + "[" * 40_000 + "]" * 40_000)


@in_file
def has_an_experiment_of_other_things(file):
    spikes(file, size=2)
    report(file)
    provenance(file, experiment='input = 3\npopulation = ["a"]\n')


@in_file
def has_inputs_of_other_things(file):
    spikes(file, size=2)
    report(file)
    provenance(file, experiment='[input.a]\ntype = 3\npopulation = []\n[input.b]\ntype = "step"\npopulation = "E"\n'
                                'amplitude = { linspace = ["x", 3] }\n')  # fmt: skip


@in_file
def has_progress_of_one_value(file):
    spikes(file, size=2)
    provenance(file, status="running")
    file["provenance/progress"] = [1.0]


@in_file
def has_times_of_neurons_to_come(file):
    unwritten(spikes(file, size=2), "timestamps", (MANY,))
    provenance(file, status="running")


# ---- names and texts that do more than name ----

ESCAPES = "red\x1b[31m\nhux: error: another\x07"


@in_file
def is_called_by_escape_codes(file):
    spikes(file, population=ESCAPES)["timestamps"].attrs["units"] = ESCAPES
    report(file, name=ESCAPES, times=(0.0,))
    provenance(file, title=ESCAPES, status=ESCAPES)


@in_file
def is_called_by_mathematics(file):
    spikes(file, population="$\\frac{", size=2)
    report(file, name="$\\undefined$").attrs.update({"population": "$x^$", "variable": "$^{"})
    provenance(file, title="$\\badness{$")


@in_file
def has_a_title_of_a_million_letters(file):
    spikes(file, size=2)
    file.create_group("provenance").attrs["title"] = "x" * 60_000
    file["provenance"].attrs["status"] = "finished"


@in_file
def has_a_name_of_many_letters(file):
    spikes(file, population="n" * 60_000, size=2)


@in_file
def has_a_title_that_is_no_utf8(file):
    spikes(file, size=2)
    provenance(file, title=np.bytes_(b"\xff\xfe\x00\x80"))


@in_file
def has_many_populations(file):
    for number in range(3000):
        spikes(file, population=f"p{number}", size=2)


@in_file
def has_many_reports(file):
    for number in range(500):
        report(file, name=f"r{number}.v")


# ---- links ----


@in_file
def has_soft_links_that_loop(file):
    for name in ("spikes", "report", "rates", "provenance", "nodes", "edges"):
        file[name] = h5py.SoftLink(f"/{name}")


@in_file
def has_data_sets_that_are_loops(file):
    group = spikes(file)
    del group["timestamps"]
    group["timestamps"] = h5py.SoftLink("node_ids_")
    group["node_ids_"] = h5py.SoftLink("timestamps")


@in_file
def has_groups_that_hold_themselves(file):
    for name in ("spikes", "report", "rates", "nodes", "edges"):
        group = file.create_group(name)
        group[name] = group
    file["spikes/root"], file["report/root"] = file, file


@in_file
def has_links_to_nothing(file):
    for name in ("spikes/E", "report/some.v", "rates/E", "provenance"):
        file[name] = h5py.SoftLink("/nowhere")


@hostile
def has_links_from_file_to_file(path):
    other = Path(f"{path}.other")
    for here, there in ((path, other), (other, path)):
        with h5py.File(here, "w") as file:
            for name in ("spikes", "report", "rates", "provenance"):
                file[name] = h5py.ExternalLink(there.name, f"/{name}")


@in_file
def has_a_link_to_a_device(file):
    file["spikes"] = h5py.ExternalLink("/dev/zero", "/spikes")


@hostile
def has_a_link_to_a_pipe(path):
    pipe = Path(f"{path}.pipe")
    os.mkfifo(pipe)
    with h5py.File(path, "w") as file:
        for name in ("spikes", "report", "provenance"):
            file[name] = h5py.ExternalLink(str(pipe), "/spikes")


@hostile
def has_a_soft_link_through_a_link_to_a_pipe(path):
    pipe = Path(f"{path}.pipe")
    os.mkfifo(pipe)
    with h5py.File(path, "w") as file:
        file["elsewhere"] = h5py.ExternalLink(str(pipe), "/")
        file["spikes"] = h5py.SoftLink("/elsewhere/spikes")


@hostile
def has_a_virtual_data_set_of_a_pipe(path):
    pipe = Path(f"{path}.pipe")
    os.mkfifo(pipe)
    with h5py.File(path, "w", libver="latest") as file:
        group = spikes(file, size=2)
        del group["timestamps"]
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource(str(pipe), "t", (3,))
        group.create_virtual_dataset("timestamps", layout)


@in_file
def has_times_in_a_device(file):
    group = spikes(file, size=2)
    del group["timestamps"]
    group.create_dataset("timestamps", (3,), "f8", external=[("/dev/zero", 0, 24)])


# ---- no HDF5 files ----


@hostile
def is_not_there(path):
    del path


@hostile
def is_empty(path):
    path.touch()


@hostile
def is_text(path):
    path.write_text("no HDF5\n" * 100, encoding="utf-8")


@hostile
def is_the_head_of_a_file_alone(path):
    path.write_bytes(b"\x89HDF\r\n\x1a\n")


@hostile
def is_a_head_and_noise(path):
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + zlib.compress(bytes(range(256)) * 64))


@hostile
def is_a_folder(path):
    path.mkdir()


@hostile
def is_a_link_to_itself(path):
    path.symlink_to(path.name)


@hostile
def is_an_endless_device(path):
    path.symlink_to("/dev/zero")


@hostile
def is_an_empty_device(path):
    path.symlink_to("/dev/null")


@hostile
def is_a_pipe(path):
    os.mkfifo(path)


def whole_result(path):
    with h5py.File(path, "w") as file:
        spikes(file, np.arange(2000.0), np.arange(2000) % 7, size=7)
        report(file, rows=2000, times=(0.0, 2000.0, 1.0))
        rates(file, np.ones(2000), (0.0, 2000.0, 1.0))
        provenance(file, simulated=2000.0)


@hostile
def may_not_be_read(path):
    whole_result(path)
    path.chmod(0)


@hostile
def has_lost_its_second_half(path):
    whole_result(path)
    os.truncate(path, path.stat().st_size // 2)


@hostile
def has_lost_its_end(path):
    whole_result(path)
    os.truncate(path, path.stat().st_size - 100)


@hostile
def is_full_of_holes(path):
    whole_result(path)
    with open(path, "r+b") as file:
        for place in range(2048, path.stat().st_size, 4096):
            file.seek(place)
            file.write(bytes(64))


@hostile
def has_only_what_a_run_has_written_so_far(path):
    whole_result(Path(f"{path}.part"))


@hostile
def is_what_a_run_has_written_so_far(path):
    """As a writer that was killed at once leaves it."""
    with h5py.File(path, "w", libver="latest") as file:
        spikes(file, size=2)
        file.swmr_mode = True
        file.flush()
        content = path.read_bytes()
    path.write_bytes(content)
