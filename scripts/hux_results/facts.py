"""What a result file says of its run."""

import tomllib
from pathlib import Path

import h5py
from hux_pictures.errors import BadInput, plain

from .checked import attribute, member, numbers, refuse, text
from .opening import is_locked

SHORTEST, LONGEST = 1e-9, 1e15  # ms, of what is taken for a time


def provenance(file, name, otherwise=None):
    """A fact about the run; of a file that does not say, `otherwise`. Of a run that has not said how it ended, how far
    it has come is what its last flush said."""
    group = member(file, "provenance")
    if group is None or name not in group.attrs:
        return otherwise
    if is_unfinished(file) and "progress" in group:
        progress = dict(zip(("simulated", "spikes"), numbers(group, "progress")[:]))
        if name in progress:
            return progress[name]
        if name == "status" and is_locked(file.filename) is False:
            return "killed"
    return attribute(group, name)


def is_unfinished(file):
    """Is it of a run that has not said how it ended?"""
    group = member(file, "provenance")
    return group is not None and text(attribute(group, "status", "")) == "running"


def said_stretch(file):
    """When the recording starts and until when it goes, ms; both may be 0 in a file that does not say so."""
    simulated = provenance(file, "simulated", 0)
    if isinstance(simulated, (str, bytes)) or not 0 <= simulated <= LONGEST:
        raise BadInput(f"{file.filename}: it says that {plain(text(simulated))} ms were simulated; expected a time")
    start = provenance(file, "start", 0)
    if isinstance(start, (str, bytes)) or not 0 <= start <= simulated:
        raise BadInput(
            f"{file.filename}: it says that its recording starts at {plain(text(start))} ms; "
            f"expected a time from 0 ms to {simulated:g} ms"
        )
    return float(start), float(simulated)


def title_of(file):
    return plain(text(provenance(file, "title", ""))) or plain(Path(file.filename).stem)


def source_of(file):
    """The text of the experiment that was run; None if the file does not hold it."""
    source = member(file, "provenance/experiment")
    if source is None:
        return None
    if not isinstance(source, h5py.Dataset) or source.shape != () or h5py.check_string_dtype(source.dtype) is None:
        refuse(source, "is not a text")
    return text(source[()])


def experiment_of(file):
    """The experiment that was run, as nested dictionaries; raises BadInput if the file does not hold it."""
    source = source_of(file)
    if source is None:
        raise BadInput(f"{file.filename}: it does not hold the experiment that it comes from")
    try:
        return with_lists(tomllib.loads(source), file)
    except (ValueError, RecursionError):
        raise BadInput(f"{file.filename}: the experiment that it holds is no TOML") from None


def with_lists(node, file):
    """A part of an experiment with the data sets of long lists, which its text only names: arrays, those of quantities
    with their units."""
    if isinstance(node, list):
        return [with_lists(element, file) for element in node]
    if not isinstance(node, dict):
        return node
    if "dataset" in node and "digest" in node:
        listed = numbers(file, f"provenance/lists/{node['dataset']}")
        return (listed, str(node["unit"])) if "unit" in node else listed
    return {key: with_lists(element, file) for key, element in node.items()}
