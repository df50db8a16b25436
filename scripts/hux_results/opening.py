"""Opening an HDF5 file, or saying what there is in its place."""

import fcntl
import os
import stat
import struct
from pathlib import Path

import h5py
from hux_pictures.errors import BadInput, plain

F_OFD_GETLK = 36  # of Linux; Python 3.11 does not have it


def open_file(path):
    """Opens an HDF5 file; raises BadInput if that cannot be done."""
    expect_a_file(path)
    try:
        return h5py.File(path, "r", libver="latest", swmr=is_written_live(path))
    except PermissionError:
        raise BadInput(f"{path}: it may not be read") from None
    except (OSError, RuntimeError, ValueError) as why:
        raise BadInput(f"{path}: {reason_of(str(why))}") from None


def reason_of(why):
    """What HDF5's message of a file that it cannot open means."""
    if "unable to lock" in why or "already open for write" in why:
        return "a program is still writing it, or was killed as it did so"
    if "truncated" in why:
        return "it is not complete: its end is missing"
    return "this is not a readable HDF5 file"


def expect_a_file(path):
    """Raises BadInput where there is something else at a path, which one might wait for or read forever, or nothing."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise BadInput(f"{path}: {what_is_there(Path(path))}") from None
    except OSError as why:
        raise BadInput(f"{path}: it cannot be opened: {why.strerror}") from None
    if stat.S_ISDIR(mode):
        raise BadInput(f"{path}: it is a folder; expected the HDF5 file of a run")
    if not stat.S_ISREG(mode):
        raise BadInput(f"{path}: it is a device or a pipe; expected the HDF5 file of a run")


def what_is_there(path):
    """What there is in the place of a file that is not."""
    part, whole = Path(f"{path}.part"), path.with_suffix("")
    if part.exists():
        return f"it is not there yet; {plain(part.name)} is what a run has written of it so far"
    if path.suffix == ".part" and whole.exists():
        return f"it is not there any more; the run has ended, and its result is {plain(whole.name)}"
    if path.is_symlink():
        return f"it is a link to {plain(os.readlink(path))}, which is not there"
    if not path.parent.exists():
        return f"there is no folder {plain(path.parent)}"
    return "there is no such file"


def is_written_live(path):
    """Has its writer, which may have been killed, let others read the file? HDF5's superblock 3 says so in a flag."""
    with open(path, "rb") as file:
        start = file.read(12)
    return start[:9] == b"\x89HDF\r\n\x1a\n\x03" and start[11:] == b"\x05"


def is_locked(path):
    """Does a process that lives hold the lock of a file? None where the file system has no locks."""
    with open(path, "rb") as file:
        whole = struct.pack("hhqqixxxx", fcntl.F_RDLCK, 0, 0, 0, 0)
        try:
            return struct.unpack("hhqqixxxx", fcntl.fcntl(file, F_OFD_GETLK, whole))[0] != fcntl.F_UNLCK
        except OSError:
            return None
