#!/usr/bin/env python3
"""The campaign of faults: ends runs in every way they may end, and looks at what is left of what they recorded.

usage: campaign.py [SEED [TIMES]], which does all that many times
Needs HUX_COMMAND. Prints a table of what was tried, what survived and what was lost; exit code 1 if anything was lost.
"""

import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from disks import DISKS, may_mount  # noqa: E402
from endings import ENDINGS  # noqa: E402
from races import RACES  # noqa: E402
from resumptions import RESUMPTIONS, RESUMPTIONS_ON_DISKS  # noqa: E402
from runs import check_same_start  # noqa: E402


def attempt(fault, number, seed):
    """One fault in a folder of its own: (what survived, the age of what did not), or why it did not survive."""
    with tempfile.TemporaryDirectory(prefix="hux_faults_", ignore_cleanup_errors=True) as folder:
        try:
            return fault(Path(folder), random.Random(f"{seed} {fault.__doc__} {number}"))
        except (AssertionError, OSError, KeyError) as why:
            return f"{type(why).__name__}: {why}"


def possible_faults():
    with tempfile.TemporaryDirectory() as folder:
        disks = DISKS + RESUMPTIONS_ON_DISKS if may_mount(Path(folder)) else []
    if not disks:
        print("disks that fill: left out, since no tmpfs can be mounted here")
    return ENDINGS + RESUMPTIONS + disks + RACES


def main(seed="1", repeated="1"):
    start = time.monotonic()
    faults = [(fault, number) for fault, times in possible_faults()
              for number in range(times * int(repeated))]  # fmt: skip
    with ThreadPoolExecutor(max_workers=4) as workers:
        outcomes = list(workers.map(lambda each: attempt(*each, seed), faults))
    results = [outcome[0] for outcome in outcomes if isinstance(outcome, tuple)]
    check_same_start(results)
    lost = 0
    print(f"{'fault':78}{'tried':>6}{'survived':>10}{'lost':>6}{'oldest loss, s':>16}")
    for fault in dict.fromkeys(fault for fault, _ in faults):
        of_it = [outcome for (f, _), outcome in zip(faults, outcomes) if f is fault]
        bad = [outcome for outcome in of_it if isinstance(outcome, str)]
        oldest = max((outcome[1] for outcome in of_it if isinstance(outcome, tuple)), default=0)
        print(f"{fault.__doc__.splitlines()[0]:78}{len(of_it):>6}{len(of_it) - len(bad):>10}{len(bad):>6}{oldest:>16.1f}")
        lost += len(bad)
        for why in bad:
            print(f"    {why}")
    print(f"seed {seed}, {time.monotonic() - start:.0f} s")
    print(f"{len(faults) - lost} passed, {lost} failed")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
