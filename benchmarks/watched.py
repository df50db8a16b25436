"""Runs a program and watches its memory.

The peak that the system tells of a process that has ended (ru_maxrss) is at least that of the one that started it, so
the peak is asked for while the process lives.
"""

import subprocess
import time

INTERVAL = 0.01  # s


def peak_memory(process="self"):
    """The most memory that a process has had in use so far, bytes; 0 if it has ended."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def run(command, **how):
    """Runs a program to its end; its exit code and its peak memory in bytes."""
    process = subprocess.Popen(command, **how)
    peak = 0
    while process.poll() is None:
        peak = max(peak, peak_memory(process.pid))
        time.sleep(INTERVAL)
    return process.returncode, peak
