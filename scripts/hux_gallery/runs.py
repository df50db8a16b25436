"""The runs behind the gallery's pictures, and who draws these."""

import json
import subprocess
from pathlib import Path

from . import bursts, cells, conduction, coupling, from_text, methods, networks

INTEGRATORS = ("euler", "exponential_euler", "crank_nicolson", "rk4")
STEPS = (0.05, 0.025, 0.0125, 0.00625, 0.003125)  # ms
SODIUM = (100, 80, 60, 40, 30, 25, 20)  # % of the channels that are left


def shared(whole, among):
    """The weight of each of so many synapses or junctions that together have a conductance in mS/cm2."""
    return f"{whole / among:.6g} mS/cm2"


def graded(size, probability, synapses, seed):
    """A network of identical cells: what each receives in all is shared among so many synapses."""
    weight = shared(0.1, synapses)
    return "graded_gamma", {
        "seed": seed, "size": size, "probability": probability, "inhibition": weight, "spread": "0 uA/cm2",
    }  # fmt: skip


# By result: the experiment, and what is changed in it for this run.
RUNS = {
    "action_potential": ("action_potential", {}),
    "threshold": ("threshold", {}),
    "f_i_curves": ("f_i_curves", {}),
    "temperature": ("temperature", {}),
    "voltage_clamp": ("voltage_clamp", {}),
    "cell_from_text": ("cell_from_text", {}),
    "integrators_exact": ("integrators", {"dt": "0.001 ms", "integrator": "rk4"}),
    **{
        f"integrators_{name}_{dt:g}": ("integrators", {"dt": f"{dt:g} ms", "integrator": name})
        for name in INTEGRATORS
        for dt in STEPS
    },
    "chain": ("chain", {}),
    "sheet": ("sheet", {}),
    "cobahh": ("cobahh", {}),
    "gamma": ("wang_buzsaki_gamma", {"duration": "2 s"}),
    "cortical_cells": ("cortical_cells", {}),
    **{f"bursts_{tau}": ("population_bursts", {"tau_rec": f"{tau} ms"}) for tau in (1, *bursts.RECOVERIES)},
    "graded_gamma": ("graded_gamma", {}),
    **{f"graded_seed_{seed}": ("graded_gamma", {"seed": seed}) for seed in coupling.SEEDS},
    **{f"graded_spread_{spread:g}": ("graded_gamma", {"spread": f"{spread:g} uA/cm2"}) for spread in coupling.SPREADS},
    **{
        f"graded_{size}_{synapses}_{seed}": graded(size, synapses / size, synapses, seed)
        for size in coupling.SIZES
        for synapses in coupling.SYNAPSES
        for seed in coupling.DRAWS
    },
    "graded_all": graded(100, 1, 99, 1),
    **{
        f"gap_{kind}_{junctions:g}": (
            "gap_junctions",
            {"inhibition": shared(inhibition, 60), "junctions": shared(junctions, 60)},
        )
        for kind, inhibition in coupling.INHIBITION.items()
        for junctions in coupling.JUNCTIONS
    },
    "gap_more_inhibition": ("gap_junctions", {"inhibition": shared(0.2, 60), "junctions": shared(0, 60)}),
    "channel_block": ("channel_block", {}),
    **{f"sodium_{left}": ("squid_chain", {"g_na": f"{1.2 * left:g} mS/cm2"}) for left in SODIUM},
}
KEYS = {
    "dt": "simulation.dt",
    "integrator": "simulation.integrator",
    "duration": "simulation.duration",
    "tau_rec": "population.E.receptor.exc.tau_rec",
    "seed": "simulation.seed",
    "size": "population.interneurons.size",
    "probability": "projection.inhibition.probability",
    "inhibition": "projection.inhibition.weight",
    "junctions": "projection.junctions.weight",
    "spread": "input.drive.amplitude.normal.std",
    "g_na": "population.chain.parameters.g_na",
}

# By picture: who draws it, its size in inches, and the results it is drawn from.
PICTURES = {
    "action_potential": (cells.draw_action_potential, (8, 8), ["action_potential"]),
    "threshold": (cells.draw_threshold, (9, 7.5), ["threshold"]),
    "f_i_curves": (cells.draw_f_i_curves, (9, 4.2), ["f_i_curves"]),
    "temperature": (cells.draw_temperature, (9, 3.6), ["temperature"]),
    "voltage_clamp": (cells.draw_voltage_clamp, (9, 7), ["voltage_clamp"]),
    "cell_from_text": (from_text.draw_built_up, (9, 7.5), ["cell_from_text"]),
    "phase_plane": (from_text.draw_plane, (9, 7.5), ["cell_from_text"]),
    "m_current": (from_text.draw_adapting, (9, 7), ["cell_from_text"]),
    "integrators": (
        methods.draw_integrators,
        (9, 7),
        ["integrators_exact"] + [f"integrators_{name}_{dt:g}" for name in INTEGRATORS for dt in STEPS],
    ),
    "chain": (conduction.draw_chain, (9, 4.2), ["chain"]),
    "sheet": (conduction.draw_sheet_of_waves, (9, 5.2), ["sheet"]),
    "cobahh": (networks.draw_cobahh, (9, 6.5), ["cobahh"]),
    "gamma": (networks.draw_gamma, (9, 6), ["gamma"]),
    "cortical_cells": (cells.draw_cortical_cells, (9, 6), ["cortical_cells"]),
    "population_bursts": (bursts.draw_bursts, (9, 6), [f"bursts_{tau}" for tau in (*bursts.RECOVERIES, 1)]),
    "graded_gamma": (
        coupling.draw_graded,
        (9, 7),
        [name for name in RUNS if name.startswith("graded_")],
    ),
    "gap_junctions": (coupling.draw_gap, (9, 6), [name for name in RUNS if name.startswith("gap_")]),
    "channel_block": (
        conduction.draw_channel_block,
        (9, 7),
        ["channel_block"] + [f"sodium_{left}" for left in SODIUM],
    ),
}


def run(hux, examples, result, name):
    """Makes one result."""
    experiment, changes = RUNS[name]
    settings = [word for key, value in changes.items() for word in ("--set", f"{KEYS[key]}={json.dumps(value)}")]
    command = [hux, "run", Path(examples) / f"{experiment}.toml", "-o", result, "--force", "--quiet", *settings]
    subprocess.run(command, check=True)


def run_all(hux, examples, folder, names):
    """Makes some results; returns their paths by name."""
    paths = {name: Path(folder) / f"{name}.h5" for name in names}
    for name, path in paths.items():
        run(hux, examples, path, name)
    return paths
