"""A picture of what a GPU does with COBAHH of growing size."""

from draw import STYLE, plt  # from the folder of the scaling benchmark, which measure.py knows

GREEN, BLUE, GREY = "#009E73", "#0072B2", "#999999"


def speed(axes, rows):
    """Neuron-steps a second: of a run, of the neurons' update in it, and the most that is predicted for that."""
    sizes = [r["neurons"] for r in rows]
    axes.plot(sizes, [r["update_neuron_steps"] for r in rows], "s--", color=GREEN, label="update of the neurons alone")
    axes.plot(sizes, [r["neuron_steps"] for r in rows], "o-", color=BLUE, label="with delivery and host")
    if rows[0]["of_prediction"]:
        most = rows[0]["update_neuron_steps"] / rows[0]["of_prediction"]
        axes.axhline(most, color=GREY, linewidth=0.8)
        axes.annotate("the most that the machine code allows", (sizes[0], most), xytext=(0, 3), color=GREY,
                      textcoords="offset points")
    axes.set(xscale="log", yscale="log", xlabel="neurons", title="Neuron-steps a second")
    axes.legend()


def time(axes, rows):
    """Seconds that a second takes."""
    axes.plot([r["neurons"] for r in rows], [1 / r["real_time"] for r in rows], "o-", color=BLUE)
    axes.axhline(1, color=GREY, linewidth=0.8)
    axes.annotate("real time", (rows[0]["neurons"], 1), xytext=(0, 3), color=GREY, textcoords="offset points")
    axes.set(xscale="log", yscale="log", xlabel="neurons", title="Seconds for a second of COBAHH")


def draw(rows, title, path):
    with plt.rc_context(STYLE):
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), constrained_layout=True)
        speed(left, rows)
        time(right, rows)
        figure.suptitle(title, fontsize=10)
        figure.savefig(path)
        plt.close(figure)
