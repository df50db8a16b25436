#!/usr/bin/env python3
"""Runs on a GPU the networks for which others have published times on one, and prints both.

usage: published.py [--device N] [--scale FRACTION] [--duration MS] [--output FILE]

The times are those of Alevi et al. 2022, Front. Neuroinform. 16:883700, of COBAHH with exponential Euler at 0.1 ms in
double precision on an RTX 2080 Ti. Where neurons have 1,000 synapses instead of 80, these are weaker in proportion.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import devices
import measure
from networks import COBAHH, PROJECTIONS, hux_command  # from the folder of the scaling benchmark, which measure knows

WEIGHTS = {"E": 6, "I": 67}  # nS, with COBAHH.synapses synapses a neuron


@dataclass(frozen=True)
class Published:
    """A network, and what others' simulators took for 10 s of it, in seconds."""

    network: str
    neurons: int
    synapses: int
    genn: float
    brian2cuda: float

    def changes(self, scale, duration):
        neurons = round(self.neurons * scale / 5) * 5
        changed = COBAHH.of_size(neurons, duration, integrator='"exponential_euler"', precision='"double"')
        changed["simulation.dt"] = '"0.1 ms"'
        for name in PROJECTIONS:
            changed[f"projection.{name}.probability"] = min(1.0, self.synapses / neurons)
            if self.synapses:
                weight = WEIGHTS[name[0]] * COBAHH.synapses / self.synapses
                changed[f"projection.{name}.weight"] = f'"{weight:g} nS"'
            else:  # delays, though no spike has any, say how many steps may be taken at once
                changed[f"projection.{name}.delay"] = '"5 ms"'
        return changed


NETWORKS = (Published("not coupled", 1_000_000, 0, 268, 288), Published("1,000 synapses", 385_000, 1000, 168, 121))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", type=int, help="number of the GPU; else the first that can be used")
    parser.add_argument("--scale", type=float, default=1, help="of the numbers of neurons")
    parser.add_argument("--duration", type=float, default=10_000, help="ms")
    parser.add_argument("--output", type=Path, default=hux_command.ROOT / "results" / "gpu" / "published.json")
    return parser.parse_args()


def main():
    chosen = arguments()
    rows = []
    try:
        device = devices.device_to_use(chosen.device)
        print(f"{chosen.duration:g} ms of COBAHH, exponential Euler, 0.1 ms, double precision, on {device.name}; "
              "others on an RTX 2080 Ti, 10,000 ms\n")
        print("| network | neurons | Hux s | E, I Hz | GeNN s | Brian2CUDA s |\n|---|---|---|---|---|---|")
        with tempfile.TemporaryDirectory() as folder:
            for published in NETWORKS:
                changes = published.changes(chosen.scale, chosen.duration)
                runs = [measure.measure_once(changes, device, folder) for _ in range(measure.REPEATS)]
                seconds, first = median(r["simulation"] for r in runs), runs[0]
                rows.append(vars(published) | {"scale": chosen.scale, "seconds": seconds, "first_run": first})
                print(f"| {published.network} | {published.neurons * chosen.scale:,.0f} | {seconds:.2f} | "
                      f"{first['rate_e']:.1f}, {first['rate_i']:.1f} | {published.genn} | {published.brian2cuda} |",
                      flush=True)
    except (hux_command.HuxFailed, devices.NoDevice) as failure:
        sys.exit(str(failure))
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    written = {"command": " ".join(sys.argv), "device": vars(device), "duration": chosen.duration, "rows": rows}
    chosen.output.write_text(json.dumps(written, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
