"""Runs a program and tells how much memory it took, without a look at it meanwhile that would take time from it.

The peak that the system tells of a process that has ended (ru_maxrss) is at least that of the one that started it, so a
small one does.
"""

import subprocess
import sys
import tempfile

LAUNCHER = """
import os, sys
program = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(program, 0)
with open(sys.argv[1], "w", encoding="ascii") as told:
    told.write(str(usage.ru_maxrss))
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
"""


def peak_memory():
    """The most memory that this process has had in use so far, bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def run(command, **how):
    """Runs a program to its end; its exit code (128 and the signal, if one ended it) and its peak memory in bytes, which is
    right from 8 MiB on."""
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as told:
        code = subprocess.run([sys.executable, "-IS", "-c", LAUNCHER, told.name, *map(str, command)], check=False,
                              **how).returncode
        return code, int(told.read() or 0) * 1024
