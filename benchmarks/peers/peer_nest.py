"""The COBAHH network on NEST; prints one line of JSON."""

import time
from importlib.metadata import version

import nest
from cobahh import CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, options, read_network
from cobahh import report_driven, report_network

VERSION = version("nest-simulator")


def set_up(chosen):
    nest.set_verbosity("M_WARNING")
    nest.ResetKernel()
    nest.resolution = chosen.dt
    nest.local_num_threads = chosen.threads
    nest.rng_seed = chosen.seed


def cells(network, count):
    return nest.Create("hh_cond_exp_traub", count, {
        "C_m": CELL["c_m"], "g_Na": CELL["g_na"], "g_K": CELL["g_k"], "g_L": CELL["g_l"],
        "E_Na": CELL["e_na"], "E_K": CELL["e_k"], "E_L": CELL["e_l"], "V_T": CELL["v_t"],
        "E_ex": network.ampa.e_rev, "E_in": network.gaba.e_rev,
        "tau_syn_ex": network.ampa.tau, "tau_syn_in": network.gaba.tau,
        "t_ref": network.refractory, "V_m": CELL["e_l"], "Act_m": 0.0, "Inact_h": 0.0, "Act_n": 0.0,
    })


def start_conductances(network, neurons, dt):
    """The conductances of NEST's cells start at 0: a first spike brings them to where they should be."""
    kick = nest.Create("spike_generator", params={"spike_times": [dt]})
    for sign, kind in ((1.0, network.ampa), (-1.0, network.gaba)):
        drawn = nest.random.normal(kind.initial_mean, kind.initial_std)
        nest.Connect(kick, neurons, "all_to_all", {"weight": sign * nest.math.max(drawn, 0.0), "delay": dt})


def run_network(chosen):
    network = read_network(chosen.neurons, chosen.delay)
    begun = time.perf_counter()
    set_up(chosen)
    neurons = cells(network, network.size)
    neurons.V_m = nest.random.normal(network.v_mean, network.v_std)
    excitatory, inhibitory = neurons[:network.excitatory], neurons[network.excitatory:]
    rule = {"rule": "pairwise_bernoulli", "p": network.probability}
    nest.Connect(excitatory, neurons, rule, {"weight": network.ampa.weight, "delay": network.delay})
    nest.Connect(inhibitory, neurons, rule, {"weight": -network.gaba.weight, "delay": network.delay})
    start_conductances(network, neurons, chosen.dt)
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    nest.Prepare()
    built = time.perf_counter()
    nest.Run(chosen.duration)
    ended = time.perf_counter()
    nest.Cleanup()
    events = recorder.events
    report_network(network, chosen.duration, events["times"], events["senders"] - neurons[0].global_id,
                   built - begun, ended - built, VERSION)


def run_driven(chosen):
    network = read_network()
    set_up(chosen)
    neuron = cells(network, 1)
    for sign, spikes in ((1.0, DRIVEN_EXCITATION), (-1.0, DRIVEN_INHIBITION)):
        times, weights = zip(*spikes)
        source = nest.Create("spike_generator", params={
            "spike_times": [round(t - chosen.dt, 6) for t in times], "spike_weights": [sign * w for w in weights]})
        nest.Connect(source, neuron, syn_spec={"delay": chosen.dt})
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": chosen.dt})
    nest.Connect(meter, neuron)
    nest.Simulate(DRIVEN_DURATION)
    report_driven(VERSION, meter.events["times"], meter.events["V_m"])


if __name__ == "__main__":
    CHOSEN = options(__doc__)
    (run_driven if CHOSEN.driven else run_network)(CHOSEN)
