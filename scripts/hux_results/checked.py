"""What a file holds, looked at before it is used: a file that is damaged, or of somebody else's, may claim anything.

All raises BadInput where something is not what it should be.
"""

import os

import h5py
import numpy as np
from hux_pictures.errors import BadInput, plain

MOST_LINKS = 16  # followed for one object
MOST_SHRUNK = 1032  # by the usual filter, deflate
LARGEST_CHUNK = 1 << 28  # bytes, all of which are read for one value


def refuse(thing, why):
    """Says what is wrong with a group or a data set."""
    raise BadInput(f"{plain(thing.file.filename)}: {plain(thing.name)} {why}")


def member(group, path, links=0):
    """What is at a path below a group; None if nothing is."""
    for name in filter(None, path.split("/")):
        if group is None:
            return None
        group = step(expect_group(group), name, links)
    return group


def step(group, name, links):
    """One object of a group, by hard and soft links. Other files may be anything, pipes that never end among them."""
    link = group.get(name, getlink=True)
    if link is None:
        return None
    if isinstance(link, h5py.ExternalLink):
        refuse(group, f"leads by {plain(name)} to another file, {plain(link.filename)}; expected all in one file")
    if not isinstance(link, h5py.SoftLink):
        return group[name]
    if links == MOST_LINKS:
        refuse(group, f"has links that lead in a circle: {plain(name)}")
    found = member(group.file if link.path.startswith("/") else group, link.path, links + 1)
    if found is None:
        refuse(group, f"has a link that leads nowhere: {plain(name)}")
    return found


def expect_group(thing):
    if not isinstance(thing, h5py.Group):
        refuse(thing, "is not a group")
    return thing


def members(file, path):
    """What a group holds, by name; nothing if there is no such group."""
    group = member(file, path)
    return {} if group is None else {name: step(group, name, 0) for name in expect_group(group)}


def numbers(group, name, rank=1, kinds="iuf"):
    """A data set of numbers (whole ones, where kinds is iu) that its file can hold."""
    found = member(group, name)
    if found is None:
        refuse(group, f"has no {name}")
    if not isinstance(found, h5py.Dataset):
        refuse(found, "is not a data set")
    if found.dtype.kind not in kinds:
        refuse(found, f"does not hold {'whole ' if kinds == 'iu' else ''}numbers")
    if found.shape is None or len(found.shape) != rank:
        dimensions = len(found.shape or ())
        refuse(found, f"has {dimensions} {'dimension' if dimensions == 1 else 'dimensions'}; expected {rank}")
    expect_in_file(found)
    return found


def expect_in_file(dataset):
    """Is all that the data set claims in its file? Data that were never written take no place there."""
    if dataset.is_virtual or dataset.external:
        refuse(dataset, "is kept in another file; expected all in one file")
    filtered = dataset.id.get_create_plist().get_nfilters() > 0
    most = os.path.getsize(dataset.file.filename) * (MOST_SHRUNK if filtered else 1)
    if bytes_of(dataset, dataset.shape) > most:
        refuse(dataset, "claims more values than the file can hold")
    if dataset.chunks and bytes_of(dataset, dataset.chunks) > LARGEST_CHUNK:
        refuse(dataset, f"is kept in chunks of more than {LARGEST_CHUNK >> 20} MiB")


def bytes_of(dataset, shape):
    return dataset.dtype.itemsize * np.prod([int(n) for n in shape], dtype=object)


def finite(dataset, what, first=0, last=None):
    """Some rows of a data set, all of it if none are named, every value of them a number. what: as one calls one."""
    values = dataset[first:last]
    if not np.all(np.isfinite(values)):
        refuse(dataset, f"holds a value that is no {what}")
    return values


def text(value):
    """A text from a file, of whichever kind."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def attribute(thing, name, otherwise=None):
    """A single value that a group or a data set is marked with; if there is none, `otherwise`."""
    if name not in thing.attrs:
        return otherwise
    value = thing.attrs[name]
    if isinstance(value, h5py.Empty) or np.size(value) != 1:
        refuse(thing, f"has an attribute {name} that is not a single value")
    return value.item() if isinstance(value, (np.ndarray, np.generic)) else value


def label_of(thing, name, otherwise=""):
    """The same as a text to show: short, and on one line."""
    return plain(text(attribute(thing, name, otherwise)))


def number_within(thing, name, otherwise, low, high):
    """The same as a number within bounds."""
    value = attribute(thing, name, otherwise)
    if isinstance(value, (str, bytes)) or not low <= value <= high:
        shown = plain(repr(text(value)) if isinstance(value, (str, bytes)) else value)
        refuse(thing, f"has {name} = {shown}; expected a number from {low:g} to {high:g}")
    return value
