#!/usr/bin/env python3
"""Measures COBAHH on a GPU, from 4000 neurons to as many as fit; scripts/gpu_acceptance.sh runs it.

usage: measure.py [--device N] [--sizes N,N,...] [--duration MS] [--kernels FILE] [--output FOLDER]

Writes gpu.csv, gpu.json (with what made the figures) and, where there is matplotlib, gpu.png; prints a table. Fails if
the network is not that of COBAHH by its firing rates, or if a run does.
"""

import argparse
import csv
import json
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("scaling", "peers")]
import devices  # noqa: E402
import judge  # noqa: E402
from networks import COBAHH, DT, hux_command  # noqa: E402

SMALLEST, GROWTH = 4000, 4
USED = 0.95  # of the free memory: the driver takes some more
RECEPTORS = 2  # of a neuron
REPEATED_BELOW, REPEATS = 3.0, 3  # s: what is over sooner is repeated
JUDGED = 1000  # ms: in less, rates of the first moments weigh too much
QUIET = {"record.spikes": "false"}  # 16 bytes a spike would be gigabytes
HEADS = {
    "neurons": "{:,}", "synapses": "{:,}", "rate_e": "{:.1f}", "rate_i": "{:.1f}", "build": "{:.2f}",
    "simulation": "{:.3f}", "neuron_steps": "{:.3g}", "update_neuron_steps": "{:.3g}", "of_prediction": "{:.0%}",
    "events": "{:.3g}", "real_time": "{:.3g}", "planned": "{:.3g}"}
TITLES = {
    "rate_e": "E Hz", "rate_i": "I Hz", "build": "build s", "simulation": "run s", "neuron_steps": "neuron-steps/s",
    "update_neuron_steps": "update alone", "of_prediction": "of predicted", "events": "synaptic events/s",
    "real_time": "x real time", "planned": "device bytes"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", type=int, help="number of the GPU; else the first that can be used")
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], help="neurons, multiples of 5")
    parser.add_argument("--duration", type=float, default=1000, help="ms")
    parser.add_argument("--kernels", type=Path, default=hux_command.ROOT / "results" / "kernels" / "kernels.json",
                        help="what scripts/kernel_report.sh wrote")
    parser.add_argument("--output", type=Path, default=hux_command.ROOT / "results" / "gpu")
    return parser.parse_args()


def plan(neurons, device):
    return hux_command.plan(COBAHH.experiment, COBAHH.of_size(neurons, 1) | QUIET, "--backend=cuda",
                            f"--device={device.number}")


def fits(neurons, device):
    try:
        needs = plan(neurons, device)
    except hux_command.HuxFailed:  # there may be no such size
        return False
    return (needs["total of the GPU's memory"] <= USED * device.free
            and needs["total of the host's memory"] <= needs["available memory"])


def sizes_for(device):
    """From the published size on by factors, and as many as fit."""
    largest = COBAHH.largest_that(lambda neurons: fits(neurons, device))
    sizes = [SMALLEST]
    while sizes[-1] * GROWTH < largest:
        sizes.append(sizes[-1] * GROWTH)
    return sizes + [largest]


def measure_once(changes, device, folder):
    """Figures of one run of COBAHH with some changes: seconds, Hz."""
    result, _ = hux_command.run(COBAHH.experiment, folder, "--backend=cuda", f"--device={device.number}",
                                changes=changes | QUIET)
    with result:
        p = dict(result["provenance"].attrs)
        rates = {f"rate_{name.lower()}": float(result[f"rates/{name}/rate"][:].mean()) for name in "EI"}
    return rates | {
        "machine": str(p["machine"]), "version": str(p["version"]), "git_commit": str(p["git_commit"]),
        "steps": round(float(p["simulated"]) / float(p["dt"])), "synapses": int(p["synapses"]),
        "spikes": int(p["spikes"]), "build": float(p["build_seconds"]), "simulation": float(p["simulation_seconds"]),
        "update": float(p["update_seconds"]), "delivery": float(p["delivery_seconds"])}


def measured(neurons, chosen, device, folder):
    """The medians of one run, or of several where they take little time."""
    changes = COBAHH.of_size(neurons, chosen.duration)
    runs = [measure_once(changes, device, folder)]
    if runs[0]["simulation"] < REPEATED_BELOW:
        runs += [measure_once(changes, device, folder) for _ in range(REPEATS - 1)]
    return {name: median(r[name] for r in runs) if isinstance(value, float) else value
            for name, value in runs[0].items()}


def row_of(neurons, run, planned, ceiling):
    """A run's figures and what follows from them.

    ceiling: neuron-steps a second of the update alone, as predicted; None if nothing is.
    """
    neuron_steps = neurons * run["steps"]
    update = neuron_steps / run["update"]
    judged = neurons >= SMALLEST and run["steps"] * DT >= JUDGED
    return {"neurons": neurons} | run | {
        "planned": planned, "neuron_steps": neuron_steps / run["simulation"], "update_neuron_steps": update,
        "of_prediction": update / ceiling if ceiling else None,
        "events": run["spikes"] * run["synapses"] / neurons / run["simulation"],
        "real_time": run["steps"] * DT / 1000 / run["simulation"], "in_band": judge.in_band(run) if judged else None}


def line(row):
    """A row as Markdown."""
    cells = ["-" if row[name] is None else form.format(row[name]) for name, form in HEADS.items()]
    return "| " + " | ".join(cells) + " |" + {True: "", False: " outside the band", None: ""}[row["in_band"]]


def heading():
    return "| " + " | ".join(TITLES.get(name, name) for name in HEADS) + " |\n" + "|---" * len(HEADS) + "|"


def write(rows, remark, device, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "gpu.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    provenance = {"command": " ".join(sys.argv), "device": vars(device), "prediction": remark, "band": judge.BANDS,
                  "ended": datetime.now(timezone.utc).isoformat(timespec="seconds")}
    (folder / "gpu.json").write_text(json.dumps({"provenance": provenance, "rows": rows}, indent=1), encoding="utf-8")


def draw(rows, title, path):
    """A picture, where it can be drawn: a cluster's node may lack what it takes."""
    try:
        import picture
    except ImportError as missing:
        print(f"No picture: {missing}", file=sys.stderr)
        return
    picture.draw(rows, title, path)


def measure(chosen):
    """All sizes, each printed and written as soon as it is known; the rows."""
    device = devices.device_to_use(chosen.device)
    sizes = chosen.sizes or sizes_for(device)
    window = int(plan(sizes[0], device)["steps in a window"])
    ceiling, remark = devices.predicted(device, chosen.kernels, RECEPTORS, window)
    print(f"COBAHH on {device.name}, {chosen.duration:g} ms at {DT} ms, windows of {window} steps\n{remark}\n")
    print(heading())
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for neurons in sizes:
            run = measured(neurons, chosen, device, folder)
            rows.append(row_of(neurons, run, plan(neurons, device)["total of the GPU's memory"], ceiling))
            print(line(rows[-1]), flush=True)
            write(rows, remark, device, chosen.output)
    draw(rows, f"COBAHH on {device.name}: rk4, steps of {DT} ms, windows of {window} steps", chosen.output / "gpu.png")
    return rows


def main():
    try:
        rows = measure(arguments())
    except (hux_command.HuxFailed, devices.NoDevice) as failure:
        sys.exit(str(failure))
    if any(r["in_band"] is False for r in rows):
        sys.exit("The network does not fire as COBAHH does; expected "
                 + " and ".join(f"{low} to {high} Hz" for low, high in judge.BANDS.values()) + " for E and I.")


if __name__ == "__main__":
    main()
