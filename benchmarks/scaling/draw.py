"""Pictures of the measurements: cost, time, memory by size; what a run's time goes to; speed-up over threads."""

import fit
import matplotlib

matplotlib.use("Agg")  # pictures are written, never shown
import matplotlib.pyplot as plt  # noqa: E402

COLOURS = {"cobahh": "#0072B2", "balanced": "#D55E00"}
LABELS = {"cobahh": "COBAHH, 80 synapses a neuron", "balanced": "balanced, 1000 synapses a neuron"}
PHASES = {"update": "#0072B2", "delivery": "#E69F00", "rest": "#BBBBBB"}
STYLE = {"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10,
         "axes.titlelocation": "left", "legend.frameon": False, "savefig.dpi": 160}


def by_size(axes, rows, value, title, exponents=True):
    """A quantity against the number of neurons, both as logarithms."""
    for network, colour in COLOURS.items():
        of_size = fit.series(rows, "size", network)
        sizes, values = [r["neurons"] for r in of_size], [value(r) for r in of_size]
        label = LABELS[network]
        grown = fit.working(of_size)
        if exponents and len(grown) > 1:
            power = fit.exponent([r["neurons"] for r in grown], [value(r) for r in grown])
            label = f"{network}: ~ n$^{{{power:.2f}}}$"
        axes.plot(sizes, values, "o-", color=colour, label=label)
    axes.set(xscale="log", xlabel="neurons", title=title)
    axes.legend()


def phases(axes, rows):
    """Shares of the time of a run."""
    labels = []
    for network in COLOURS:
        for row in fit.series(rows, "size", network):
            left = 0.0
            shares = {name: row[name] / row["simulation"] for name in ("update", "delivery")}
            shares["rest"] = max(1 - sum(shares.values()), 0)
            for name, share in shares.items():
                axes.barh(len(labels), 100 * share, left=left, color=PHASES[name], label=None if labels else name)
                left += 100 * share
            labels.append(f"{network} {row['neurons']:,}")
    axes.set(yticks=range(len(labels)), yticklabels=labels, xlabel="% of the run", title="What the time goes to")
    axes.invert_yaxis()
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.16), ncols=3, labels=["neurons", "delivery", "rest"])


def threads(axes, rows):
    """Speed-up: the same network on more threads, and a network that grows with them."""
    markers = {"strong": "o-", "weak": "s--"}
    most = 1
    for name, marker in markers.items():
        for network, colour in COLOURS.items():
            of_series = fit.series(rows, name, network)
            for neurons in sorted({r["neurons"] for r in of_series if r["threads"] == 1}):
                line = [r for r in of_series if name == "weak" or r["neurons"] == neurons]
                alone = next(r for r in line if r["threads"] == 1)
                gain = [alone["simulation"] / r["simulation"] * (r["threads"] if name == "weak" else 1) for r in line]
                size = f"{neurons:,}" + (" a thread" if name == "weak" else "")
                axes.plot([r["threads"] for r in line], gain, marker, color=colour, label=f"{network} {size}",
                          alpha=0.5 if neurons < 10_000 else 1)
                most = max(most, *(r["threads"] for r in line))
    axes.plot([1, most], [1, most], color="#999999", linewidth=0.8)
    axes.set(xlabel="threads", ylabel="times as much work a second", title="Threads", xticks=range(1, most + 1))
    axes.legend()


def draw(measured, provenance, path):
    """All of it in one picture."""
    rows = fit.merged(measured)
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(2, 3, figsize=(14, 8), constrained_layout=True)
        by_size(axes[0, 0], rows, fit.ns_a_neuron_step, "Cost of a neuron-step, its synapses included, ns", False)
        gpu = any(r["backend"] == "cuda" for r in rows)
        if gpu:
            axes[0, 0].set_yscale("log")
        else:
            axes[0, 0].set_ylim(bottom=0)
        by_size(axes[0, 1], rows, lambda r: r["simulation"] / r["simulated"], "Seconds for a simulated ms")
        by_size(axes[0, 2], rows, lambda r: r["build"], "Seconds to build the network")
        by_size(axes[1, 0], rows, lambda r: r["memory"] / 2**30,
                "Memory of the GPU, as planned, GiB" if gpu else "Peak memory, GiB")
        for one in (axes[0, 1], axes[0, 2], axes[1, 0]):
            one.set_yscale("log")
        phases(axes[1, 1], rows)
        if any(r["series"] == "strong" for r in rows):
            threads(axes[1, 2], rows)
        else:
            axes[1, 2].axis("off")
        figure.suptitle(f"Hux {provenance['version']} ({provenance['git_commit'][:9]}) on {provenance['machine']}, "
                        f"{provenance['cores']} cores, {provenance['precision']} precision, {provenance['integrator']}")
        figure.savefig(path)
        plt.close(figure)
