"""What the runs of the peers come to: who did the same work, how accurate they were, how much faster Hux is."""

from statistics import median

# Seen over seeds, steps and delays in several simulators, Hz; the coefficient of variation is wider in short runs.
BANDS = {"rate_e": (34, 44), "rate_i": (34, 42)}
KEYS = ("simulator", "method", "dt", "precision")
COLOURS = {"hux": "#D55E00", "nest": "#0072B2", "brian2": "#009E73", "neuron": "#CC79A7", "arbor": "#E69F00"}


def spike_time_error(spikes, reference):
    """Largest distance of a spike from its counterpart, ms; None if there are not as many."""
    if len(spikes) != len(reference):
        return None
    return max(abs(a - b) for a, b in zip(spikes, reference))


def in_band(result):
    """Whether a network's activity is that of COBAHH: what did other work is no comparison."""
    return all(low <= result[name] <= high for name, (low, high) in BANDS.items())


def results(rows, errors):
    """One result for each candidate and number of threads: the median of its rounds, and its accuracy."""
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[k] for k in (*KEYS, "threads")), []).append(row)
    found = []
    for key, group in groups.items():
        result = {name: median(r[name] for r in group) if isinstance(value, float) else value
                  for name, value in group[0].items() if name != "round"}
        result["error"] = errors[key[:-1]]
        result["in_band"] = in_band(result)
        found.append(result)
    return sorted(found, key=lambda r: r["simulation"])


def accuracy(result):
    return float("inf") if result["error"] is None else result["error"]


def matching(results_, peer, fits):
    """The fastest run of Hux on as many threads that fits."""
    return min((r for r in results_ if r["simulator"] == "hux" and r["threads"] == peer["threads"] and fits(r)),
               key=lambda r: r["simulation"], default=None)


def method(result):
    short = {"single": ", single", "double": ""}[result["precision"]]
    return f"{result['method'].replace('_', ' ')} {result['dt']:g} ms{short}"


def table(results_):
    """As Markdown, the fastest first."""
    lines = ["| simulator | method | threads | simulation s | whole s | build s | memory MiB | spike-time error ms | E, I rate Hz |",
             "|---|---|---|---|---|---|---|---|---|"]
    for r in results_:
        error = "other spikes" if r["error"] is None else f"{r['error']:.2g}"
        rates = f"{r['rate_e']:.1f}, {r['rate_i']:.1f}" + ("" if r["in_band"] else " (outside the band)")
        lines.append(f"| {r['simulator']} {r['version']} | {method(r)} | {r['threads']} | {r['simulation']:.2f} | "
                     f"{r['whole']:.1f} | {r['build']:.1f} | {r['memory'] / 2**20:.0f} | {error} | {rates} |")
    return "\n".join(lines) + "\n"


def times_faster(peer, own):
    return "-" if own is None else f"{peer['simulation'] / own['simulation']:.1f} x ({method(own)})"


def comparison(results_):
    """How much faster Hux is than each peer, as Markdown: at equal or better accuracy, and at an equal step."""
    lines = ["| peer | threads | Hux at equal or better accuracy | Hux at equal step, at least as accurate |", "|---|---|---|---|"]
    for peer in results_:
        if peer["simulator"] == "hux" or not peer["in_band"]:
            continue
        accurate = matching(results_, peer, lambda r, peer=peer: accuracy(r) <= accuracy(peer))
        equal = matching(results_, peer, lambda r, peer=peer: accuracy(r) <= accuracy(peer) and r["dt"] == peer["dt"])
        lines.append(f"| {peer['simulator']}, {method(peer)} | {peer['threads']} | {times_faster(peer, accurate)} | "
                     f"{times_faster(peer, equal)} |")
    return "\n".join(lines) + "\n"


def draw(results_, provenance, path):
    """Time against accuracy, both as logarithms: lower left is better."""
    import matplotlib

    matplotlib.use("Agg")  # pictures are written, never shown
    import matplotlib.pyplot as plt

    style = {"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False}
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(8, 5.5), constrained_layout=True)
        shown = [r for r in results_ if r["error"] is not None and r["in_band"]]
        for r in shown:
            axes.plot(r["error"], r["simulation"], "o" if r["threads"] == 1 else "s", color=COLOURS[r["simulator"]],
                      markerfacecolor="none" if r["threads"] == 1 else None)
        # Numbers, named beside the picture in the order of their height: names would lie over each other.
        numbered = sorted((r for r in shown if r["threads"] > 1), key=lambda r: -r["simulation"])
        for number, r in enumerate(numbered, 1):
            axes.annotate(str(number), (r["error"], r["simulation"]), fontsize=8, xytext=(5, 3), textcoords="offset points")
            axes.annotate(f"{number}  {r['simulator']}, {method(r)}", (1.02, 1 - 0.06 * number), fontsize=8,
                          xycoords="axes fraction", color=COLOURS[r["simulator"]])
        axes.axhline(provenance["duration"] / 1000, color="#999999", linewidth=0.8)
        axes.annotate("real time", (0.99, provenance["duration"] / 1000), xycoords=("axes fraction", "data"), fontsize=8,
                      xytext=(0, 3), textcoords="offset points", color="#666666", ha="right")
        axes.set(xscale="log", yscale="log", xlabel="spike-time error of a driven neuron, ms",
                 ylabel=f"seconds for {provenance['duration'] / 1000:g} s of {provenance['neurons']:,} neurons")
        axes.set_title(f"COBAHH on {provenance['machine']}; filled: two threads, open: one", loc="left", fontsize=10)
        figure.savefig(path, dpi=160)
        plt.close(figure)
