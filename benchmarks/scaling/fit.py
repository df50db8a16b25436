"""What the measurements come to: growth exponents, bytes a neuron and a synapse, speed-up over threads; as text."""

from statistics import median

import numpy

FULL_GPU = 300_000  # neurons that keep one busy
# What is said to grow, and how it is told of a row.
GROWING = {
    "build": lambda row: row["build"],
    "simulation, a ms": lambda row: row["simulation"] / row["simulated"],
    "memory": lambda row: row["memory"],
}


def exponent(sizes, values):
    """The b of value = a size^b, by least squares of the logarithms."""
    return float(numpy.polyfit(numpy.log(sizes), numpy.log(values), 1)[0])


def slope(sizes, values):
    """What one more neuron brings, by least squares weighted for equal relative errors."""
    sizes, values = numpy.asarray(sizes, dtype=float), numpy.asarray(values, dtype=float)
    return float(numpy.polyfit(sizes, values, 1, w=1 / values)[0])


def ns_a_neuron_step(row):
    return row["simulation"] * 1e9 / (row["neurons"] * row["steps"])


def merged(rows):
    """One row where one measurement was repeated: of all times the median."""
    groups = {}
    for row in rows:
        groups.setdefault((row["series"], row["network"], row["threads"], row["neurons"]), []).append(row)
    return [{key: median(r[key] for r in group) if isinstance(value, float) else value
             for key, value in group[0].items()} for group in groups.values()]


def series(rows, name, network=None):
    return sorted((r for r in rows if r["series"] == name and network in (None, r["network"])),
                  key=lambda r: (r["network"], r["neurons"], r["threads"]))


def working(rows):
    """Those from whose growth an exponent may be taken: smaller networks leave a GPU without work."""
    return [r for r in rows if r["backend"] == "cpu" or r["neurons"] >= FULL_GPU]


def growth_lines(rows):
    """Exponents of each network, and how flat the cost of a neuron-step is up to a million neurons on a CPU."""
    for network in sorted({r["network"] for r in rows if r["series"] == "size"}):
        of_size = series(rows, "size", network)
        grown = working(of_size)
        if len(grown) > 1:
            sizes = [r["neurons"] for r in grown]
            powers = ", ".join(f"{what} {exponent(sizes, [of(r) for r in grown]):.2f}" for what, of in GROWING.items())
            yield f"{network}: grows, from {min(sizes):,} neurons on, with their number to the power of: {powers}"
        costs = [ns_a_neuron_step(r) for r in of_size if r["backend"] == "cpu" and r["neurons"] <= 1_000_000]
        if len(costs) < 2:
            continue
        yield (f"{network}: a neuron-step takes {min(costs):.2f} to {max(costs):.2f} ns up to a million neurons: "
               f"within {100 * (max(costs) / min(costs) - 1):.0f} %")


def memory_line(rows):
    """Bytes a neuron and a synapse, from two networks that differ in the synapses a neuron."""
    found = {}
    for network in {r["network"] for r in rows if r["series"] == "size"}:
        of_size = series(rows, "size", network)
        if len(of_size) > 1:
            sizes = [r["neurons"] for r in of_size]
            found[network] = (slope(sizes, [r["synapses"] for r in of_size]), slope(sizes, [r["memory"] for r in of_size]))
    if len(found) != 2:
        return None
    (few, small), (many, large) = sorted(found.values())
    synapse = (large - small) / (many - few)
    planned = "" if all(r["backend"] == "cpu" for r in rows) else ", as planned"
    return f"memory{planned}: {small - few * synapse:.0f} bytes a neuron and {synapse:.2f} bytes a synapse"


def thread_lines(rows):
    """Speed-up and efficiency over threads."""
    for name, unit in (("strong", "times as fast"), ("weak", "of the speed a thread")):
        for row in (rows_of := series(rows, name)):
            alone = next(r for r in rows_of if r["threads"] == 1 and r["network"] == row["network"]
                         and (name == "weak" or r["neurons"] == row["neurons"]))
            if row["threads"] > 1:
                gain = alone["simulation"] / row["simulation"]
                yield f"{name} scaling, {row['network']}, {row['neurons']} neurons, {row['threads']} threads: {gain:.2f} {unit}"


def output_line(rows):
    """What recording costs: pairs of runs, one after the other."""
    recorded, silent = ([r["simulation"] for r in rows if r["series"] == name] for name in ("recorded", "silent"))
    if not recorded:
        return None
    ratio = median(a / b for a, b in zip(recorded, silent))
    return f"recording to disk: {100 * (ratio - 1):+.1f} % of the time of a run ({len(recorded)} pairs of runs)"


def table(rows):
    """One line a measurement."""
    head = ["series", "network", "threads", "neurons", "synapses", "rate Hz", "build s", "run s", "neurons %", "delivery %",
            "output s", "ns/step", "MiB"]
    lines = [head] + [[
        r["series"], r["network"], r["threads"], r["neurons"], r["synapses"], f"{r['rate']:.1f}", f"{r['build']:.2f}",
        f"{r['simulation']:.2f}", f"{100 * r['update'] / r['simulation']:.0f}", f"{100 * r['delivery'] / r['simulation']:.0f}",
        f"{r['output']:.3f}", f"{ns_a_neuron_step(r):.3g}", f"{r['memory'] / 2**20:.0f}"] for r in rows]
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join(f"{value!s:>{width}}" for value, width in zip(line, widths)) for line in lines)


def summary(rows):
    """All of it, for a reader."""
    once = merged(rows)
    lines = [table(once), "", *growth_lines(once), memory_line(once), *thread_lines(once), output_line(rows)]
    return "\n".join(line for line in lines if line is not None)
