"""Disks that fill: a small tmpfs, where root may mount one."""

import contextlib
import os
import subprocess
import time

from endings import judge
from runs import Run


@contextlib.contextmanager
def small_disk(folder, mebibytes):
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", disk], check=True,
                   capture_output=True)  # fmt: skip
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def may_mount(folder):
    try:
        with small_disk(folder, 1):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def filled_by_the_run(folder, draw):
    """A disk that the run itself fills."""
    with small_disk(folder, draw.randrange(6, 12)) as disk:
        run = Run(disk)
        assert run.wait() == 3, run.said[-300:]
        return judge(run, disk / "r.h5")


def filled_by_another(folder, draw):
    """A disk that somebody else fills at a random moment, to the last byte."""
    with small_disk(folder, 64) as disk:
        run = Run(disk)
        run.wait_for_start()
        time.sleep(draw.uniform(0.5, 3))
        with open(disk / "filler", "wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(os.urandom(1 << 12) * 16)
        assert run.wait() == 3, run.said[-300:]
        if not (disk / "r.h5").exists():
            os.unlink(disk / "filler")
            subprocess.run([os.environ["HUX_COMMAND"], "recover", disk / "r.h5.part"], check=True,
                           capture_output=True)  # fmt: skip
        return judge(run, disk / "r.h5")


DISKS = [(filled_by_the_run, 3), (filled_by_another, 5)]
