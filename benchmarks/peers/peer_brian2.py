"""The COBAHH network on Brian2, compiled by it to a program in C++; prints one line of JSON."""

import os
import tempfile
import time

import brian2
import numpy
from brian2 import Hz, Network, NeuronGroup, SpikeGeneratorGroup, SpikeMonitor, StateMonitor, Synapses, ms, mV, nS, pF
from cobahh import CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, options, read_network
from cobahh import report_driven, report_network, watched

CURRENTS = """
dv/dt = (g_l*(e_l - v) + ge*(e_e - v) + gi*(e_i - v) - g_na*(m*m*m)*h*(v - e_na) - g_k*(n*n*n*n)*(v - e_k))/c_m : volt
"""
GATES = """
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dge/dt = -ge/tau_e : siemens
dgi/dt = -gi/tau_i : siemens
alpha_m = 1.28/exprel((13*mV - v + v_t)/(4*mV))/ms : Hz
beta_m = 1.4/exprel((v - v_t - 40*mV)/(5*mV))/ms : Hz
alpha_h = 0.128*exp((17*mV - v + v_t)/(18*mV))/ms : Hz
beta_h = 4./(1 + exp((40*mV - v + v_t)/(5*mV)))/ms : Hz
alpha_n = 0.16/exprel((15*mV - v + v_t)/(5*mV))/ms : Hz
beta_n = 0.5*exp((10*mV - v + v_t)/(40*mV))/ms : Hz
"""


def set_up(chosen, folder):
    brian2.set_device("cpp_standalone", build_on_run=False, directory=folder)
    brian2.prefs.core.default_float_dtype = numpy.float32 if chosen.precision == "single" else numpy.float64
    brian2.prefs.devices.cpp_standalone.openmp_threads = chosen.threads if chosen.threads > 1 else 0
    brian2.defaultclock.dt = chosen.dt * ms
    brian2.seed(chosen.seed)


def cells(network, count, method):
    units = {"c_m": pF, "g_na": nS, "g_k": nS, "g_l": nS, "e_na": mV, "e_k": mV, "e_l": mV, "v_t": mV}
    values = {name: value * units[name] for name, value in CELL.items()}
    values |= {"e_e": network.ampa.e_rev * mV, "e_i": network.gaba.e_rev * mV, "tau_e": network.ampa.tau * ms,
               "tau_i": network.gaba.tau * ms, "threshold": network.threshold * mV, "Hz": Hz}
    group = NeuronGroup(count, CURRENTS + GATES, threshold="v > threshold", refractory=network.refractory * ms,
                        method=method, namespace=values)
    group.v = CELL["e_l"] * mV
    return group


def run_binary(folder):
    """Runs what was compiled; its peak memory in bytes, and the seconds of its time loop."""
    with open(os.path.join(folder, "stdout"), "wb") as out:
        code, memory = watched.run(["./main"], cwd=folder, stdout=out)
    if code != 0:
        raise RuntimeError("the program that Brian2 has made failed")
    brian2.get_device().has_been_run = True
    with open(os.path.join(folder, "results", "last_run_info.txt"), encoding="utf-8") as info:
        return memory, float(info.read().split()[0])


def connected(source, target, variable, kind, network):
    synapses = Synapses(source, target, on_pre=f"{variable} += {kind.weight}*nS", delay=network.delay * ms)
    synapses.connect(p=network.probability)
    return synapses


def run_network(chosen, folder):
    network = read_network(chosen.neurons, chosen.delay)
    begun = time.perf_counter()
    set_up(chosen, folder)
    group = cells(network, network.size, chosen.method)
    group.v = f"({network.v_mean} + {network.v_std}*randn())*mV"
    for variable, kind in (("ge", network.ampa), ("gi", network.gaba)):
        setattr(group, variable, f"clip({kind.initial_mean} + {kind.initial_std}*randn(), 0, inf)*nS")
    excitatory = connected(group[:network.excitatory], group, "ge", network.ampa, network)
    inhibitory = connected(group[network.excitatory:], group, "gi", network.gaba, network)
    spikes = SpikeMonitor(group)
    whole = Network(group, excitatory, inhibitory, spikes)
    whole.run(chosen.duration * ms)
    brian2.device.build(directory=folder, compile=True, run=False)
    memory, simulation = run_binary(folder)
    ended = time.perf_counter()
    report_network(network, chosen.duration, spikes.t / ms, spikes.i, ended - begun - simulation, simulation,
                   brian2.__version__, memory)


def run_driven(chosen, folder):
    network = read_network()
    set_up(chosen, folder)
    group = cells(network, 1, chosen.method)
    parts = [group]
    for variable, spikes in (("ge", DRIVEN_EXCITATION), ("gi", DRIVEN_INHIBITION)):
        times, weights = zip(*spikes)
        # In a step, synapses come after neurons: what is to act from t on belongs to the step before.
        source = SpikeGeneratorGroup(1, numpy.zeros(len(times), dtype=int), (numpy.array(times) - chosen.dt) * ms)
        synapse = Synapses(source, group, on_pre=f"{variable} += {weights[0]}*nS")
        synapse.connect()
        parts += [source, synapse]
    monitor = StateMonitor(group, "v", record=True, when="start")
    whole = Network(*parts, monitor)
    whole.run(DRIVEN_DURATION * ms)
    brian2.device.build(directory=folder, compile=True, run=False)
    run_binary(folder)
    report_driven(brian2.__version__, monitor.t / ms, monitor.v[0] / mV)


if __name__ == "__main__":
    CHOSEN = options(__doc__)
    with tempfile.TemporaryDirectory() as FOLDER:
        (run_driven if CHOSEN.driven else run_network)(CHOSEN, FOLDER)
