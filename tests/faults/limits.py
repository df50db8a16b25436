"""Limits that the system sets a process."""

import os
import resource

from front_ends import hux
from judging import BAD, RIGHT, judge
from streams import prepared
from texts import status_of

COMMANDS = [("run", "e.toml", "-o", "r.h5"), ("validate", "e.toml"), ("plan", "e.toml"), ("models",),
            ("info", "whole.h5"), ("recover", "copy.h5.part")]  # fmt: skip
XCPU = 152


def any_limit(draw):
    """(resource, bound): what the system may set."""
    bound_for_users = [] if os.geteuid() == 0 else [(resource.RLIMIT_NPROC, 1)]
    return draw.choice([
        *bound_for_users,
        (resource.RLIMIT_AS, int(10_000_000 * 100 ** draw.random())),
        (resource.RLIMIT_AS, int(10_000_000 * 10 ** draw.random())),
        (resource.RLIMIT_DATA, int(1_000_000 * 100 ** draw.random())),
        (resource.RLIMIT_NOFILE, draw.randint(3, 20)),
        (resource.RLIMIT_FSIZE, draw.choice([0, 1, 100, 5000, 100_000])),
        (resource.RLIMIT_STACK, draw.choice([1 << 15, 1 << 17, 1 << 20])),
    ])  # fmt: skip


def started(folder, limits):
    """Does the system start the command at all under these limits?"""
    return hux(folder, "--version", limits=limits).code == 0


def small_limits(folder, draw, originals):
    """limits of memory, files, sizes and the stack"""
    prepared(folder, originals)
    limits = (any_limit(draw),)
    if limits[0][0] not in (resource.RLIMIT_FSIZE, resource.RLIMIT_STACK) and not started(folder, limits):
        return
    arguments = draw.choice(COMMANDS)
    ending = hux(folder, *arguments, limits=limits)
    verdict, why = judge(ending)
    yield f"hux {arguments[0]}", verdict, f"{why} under {limits}" if why else ""


def little_time(folder, draw, originals):
    """limits of processor time"""
    prepared(folder, originals)
    endless = ("run", "e.toml", "-o", "r.h5", "--threads", "1", "--set", "simulation.duration=1e6 s")
    ending = hux(folder, *endless, limits=((resource.RLIMIT_CPU, 1),))
    if ending.code != XCPU:
        yield "hux run", BAD, f"ended with {ending.code}: {ending.shown}: {ending.err[-300:]!r}"
        return
    status = status_of(folder / "r.h5")
    yield "hux run", *((RIGHT, "") if status == "interrupted" else (BAD, f"the result is {status}"))


KINDS = [(small_limits, 6), (little_time, 1)]
