#!/usr/bin/env python3
"""Says what the compiler made of the fused kernels, and what speed that allows; scripts/kernel_report.sh runs it.

usage: report.py [--integrator NAME] [--precision float|double] [--architectures 80,86,89,90] [--build FOLDER]
                 [--output FOLDER]

Prints a table and writes it as kernels.csv and kernels.json. Fails if a kernel spills registers.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

import cards
import compiled
import sass

WINDOW = 20  # steps between a neuron's load and its store
RECEPTORS = 2  # of a neuron, as in COBAHH
SPIKES = 40 * 0.05e-3  # a neuron-step: 40 Hz at 0.05 ms
SPIKE_BYTES = 8 + 8 + 16  # silent_until loaded and stored, a window_spike stored
GOAL = {"model": "traub_miles", "variant": "common", "instructions": 460, "bytes": 12, "occupancy": 0.5}


def bytes_a_step(gates, real, coefficient_bytes=0, receptors=RECEPTORS, window=WINDOW):
    """What a neuron-step moves from and to device memory, but for events: views.hpp tells what there is.

    v, gates and receptors (no cascade) go there and back once a window, coefficients of a neuron's own only there.
    """
    return ((1 + gates + receptors) * 2 * real + coefficient_bytes) / window + SPIKES * SPIKE_BYTES


def per_receptor(function, loop):
    """Instructions by name that a receptor adds to a step: those of the loop over receptors, which ptxas unrolls.

    It is the loop in a step that stores to shared memory; a receptor has a place for x there and one for y.
    """
    for inner in function.loops_inside(loop):
        counts = Counter(i.name for i in function.round(inner))
        if stores := sum(n for name, n in counts.items() if name.startswith("STS")):
            return {name: n * 2 / stores for name, n in counts.items()}
    return {}


def row_of(kernel, real):
    """The figures of a kernel."""
    function = sass.Function(kernel.listing)
    loop = function.step_loop()
    if loop is None:
        raise compiled.ReportFailed(f"the loop over time steps of {kernel.model} was not found in its machine code")
    step = Counter(i.name for i in function.round(loop))
    receptor = per_receptor(function, loop)
    own = kernel.coefficient_bytes if kernel.variant != "common" else 0
    threads = compiled.source_number("kernels/device/views.hpp", r"most_threads = (\d+)")
    dynamic = threads * compiled.source_number("kernels/host/partition.cu", r"ample_shared = (\d+)")
    gates = compiled.gates(kernel.model)
    row = {
        "model": kernel.model, "variant": kernel.variant, "architecture": kernel.architecture,
        "registers": kernel.registers, "spills": kernel.spills, "stack": kernel.stack,
        "static_shared": kernel.static_shared, "dynamic_shared": dynamic,
        "occupancy": cards.occupancy(kernel.architecture, threads, kernel.registers, kernel.static_shared + dynamic),
        "occupancy_by_registers": cards.occupancy(kernel.architecture, threads, kernel.registers, 0),
        "loop_instructions": len(function.instructions(loop.blocks)), "instructions": sum(step.values()),
        "receptor_instructions": sum(receptor.values()), "bytes": bytes_a_step(gates, real, own),
        "gates": gates, "real_bytes": real, "coefficient_bytes": own, "step": dict(step), "receptor": receptor}
    row["predicted"] = {card.name: cards.predicted(card, step, row["bytes"]) for card in cards.CARDS
                        if card.architecture == kernel.architecture}
    return row


def prediction(row, card, receptors, window):
    """Neuron-steps a second and their limit for neurons with so many receptors and windows of so many steps."""
    counts = Counter(row["step"])
    for name, count in row["receptor"].items():
        counts[name] += receptors * count
    moved = bytes_a_step(row["gates"], row["real_bytes"], row["coefficient_bytes"], receptors, window)
    return cards.predicted(card, counts, moved)


def table(rows):
    """As Markdown, a line a kernel."""
    lines = ["| model | coefficients | sm | registers | spills, stack B | shared B | occupancy % (by registers alone) | loop | "
             "step | + a receptor | B a step | predicted neuron-steps/s (limit) |", "|" + "---|" * 12]
    for r in rows:
        reached = "; ".join(f"{name} {speed / 1e9:.1f}e9 ({limit})" for name, (speed, limit) in r["predicted"].items())
        lines.append(
            f"| {r['model']} | {r['variant']} | {r['architecture']} | {r['registers']} | {r['spills']}, {r['stack']} | "
            f"{r['static_shared'] + r['dynamic_shared']} | {100 * r['occupancy']:.0f} ({100 * r['occupancy_by_registers']:.0f}) | "
            f"{r['loop_instructions']} | {r['instructions']} | {r['receptor_instructions']:.0f} | {r['bytes']:.1f} | {reached} |")
    return "\n".join(lines)


def goals(rows):
    """One line for each goal and architecture, of the kernel that has goals."""
    for r in rows:
        if (r["model"], r["variant"]) != (GOAL["model"], GOAL["variant"]):
            continue
        results = {
            f"{r['instructions']} instructions a neuron-step, at most {GOAL['instructions']}":
                r["instructions"] <= GOAL["instructions"],
            f"{r['bytes']:.1f} bytes a neuron-step, at most {GOAL['bytes']}": r["bytes"] <= GOAL["bytes"],
            f"{r['spills']} bytes spilled, none": r["spills"] == 0,
            f"occupancy {100 * r['occupancy']:.0f} %, at least {100 * GOAL['occupancy']:.0f} %":
                r["occupancy"] >= GOAL["occupancy"]}
        for text, met in results.items():
            yield f"sm_{r['architecture']} {r['model']}: {text}: {'met' if met else 'NOT met'}"


def measure(chosen):
    """Rows for every architecture. Files in between stay in build/kernel_report."""
    command, directory = compiled.compile_command(chosen.build, chosen.integrator, chosen.precision)
    tool = compiled.disassembler(chosen.build)
    folder = chosen.build.parent / "kernel_report"
    folder.mkdir(exist_ok=True)
    rows = []
    for architecture in chosen.architectures:
        print(f"Compiling {chosen.integrator}, {chosen.precision} for sm_{architecture}", file=sys.stderr)
        cubin = folder / f"{chosen.integrator}_{chosen.precision}_{architecture}.cubin"
        said = compiled.compile_for(architecture, command, directory, cubin)
        listings = sass.functions(compiled.disassemble(tool, cubin))
        found = compiled.kernels(architecture, said, cubin.read_bytes(), listings)
        rows += [row_of(kernel, {"float": 4, "double": 8}[chosen.precision]) for kernel in found]
    return sorted(rows, key=lambda r: (r["model"], r["variant"] != "common", r["variant"], r["architecture"]))


def write(rows, lines, chosen):
    chosen.output.mkdir(parents=True, exist_ok=True)
    flat = [{k: v for k, v in r.items() if not isinstance(v, dict)}
            | {f"predicted {card.name}": r["predicted"].get(card.name, [""])[0] for card in cards.CARDS} for r in rows]
    with open(chosen.output / "kernels.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, flat[0].keys())
        writer.writeheader()
        writer.writerows(flat)
    provenance = {"integrator": chosen.integrator, "precision": chosen.precision, "window": WINDOW, "receptors": RECEPTORS,
                  "command": " ".join(sys.argv), "ended": datetime.now(timezone.utc).isoformat(timespec="seconds"),
                  "cards": [vars(card) for card in cards.CARDS]}
    (chosen.output / "kernels.json").write_text(
        json.dumps({"provenance": provenance, "goals": lines, "rows": rows}, indent=1), encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--integrator", default="rk4", choices=["rk4", "euler", "exponential_euler", "crank_nicolson"])
    parser.add_argument("--precision", default="float", choices=["float", "double"])
    parser.add_argument("--architectures", default=sorted(cards.ARCHITECTURES),
                        type=lambda text: [int(a) for a in text.split(",")], help="of 80, 86, 89 and 90")
    parser.add_argument("--build", type=Path, default=compiled.ROOT / "build" / "release", help="whose flags are used")
    parser.add_argument("--output", type=Path, default=compiled.ROOT / "results" / "kernels")
    chosen = parser.parse_args()
    if unknown := sorted(set(chosen.architectures) - set(cards.ARCHITECTURES)):
        parser.error(f"--architectures: {unknown[0]} is not known; expected some of 80, 86, 89 and 90")
    return chosen


def main():
    chosen = arguments()
    try:
        rows = measure(chosen)
    except compiled.ReportFailed as failure:
        sys.exit(str(failure))
    lines = list(goals(rows)) if (chosen.integrator, chosen.precision) == ("rk4", "float") else []
    write(rows, lines, chosen)
    print("\n".join([table(rows), "", *lines]))
    if any(r["spills"] for r in rows):
        sys.exit("A kernel spills registers.")


if __name__ == "__main__":
    main()
