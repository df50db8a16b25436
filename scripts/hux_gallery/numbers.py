"""The numbers that the gallery's pages quote, read off the results. tests/python/ compares them with published ones.

Each function gets open result files by name and gives numbers by name, with units in the names.
"""

import numpy as np
from hux_pictures.activity import rates_for_spectrum, spectrum_of
from hux_pictures.curves import f_i_curves
from hux_pictures.trains import intervals_of

from .bursts import SHOWN as SHOWN_BURSTS
from .bursts import bursts, interval, rate_of, resources
from .cells import REST, SECOND_SHOCKS, traces
from .conduction import chains, velocity, wave_speed
from .coupling import SEEDS, SIZES, SYNAPSES, coherence, critical_synapses, kappa, mean_rate, rates
from .from_text import RELEASED, SHOWN, curve_of, spike_time
from .measures import amplitude, crossings, half_width, rheobase, trains
from .methods import NAMES, errors_of

SHOCKS = (3, 5, 6, 7, 15, 50, 90)  # mV, of examples/threshold.toml


def of_action_potential(files):
    file = files["action_potential"]
    time, v = traces(file, "axon")
    v = v[:, 0]
    largest = {name: np.max(np.abs(file.sampled(name).data[:])) for name in ("g_na", "g_k", "i_na", "i_k")}
    return {
        "amplitude_mv": amplitude(v, REST),
        "peak_mv": v.max(),
        "lowest_mv": v.min(),
        "half_width_ms": half_width(time, v, REST),
        "g_na_ms": largest["g_na"],
        "g_k_ms": largest["g_k"],
        "i_na_ua": largest["i_na"],
        "i_k_ua": largest["i_k"],
    }


def of_threshold(files):
    file = files["threshold"]
    _, shocked = traces(file, "shocked")
    fired = [shock for shock, peak in zip(SHOCKS, shocked.max(axis=0)) if peak > 0]
    second = [len(train) > 1 for train in trains(file.spikes["twice"])]
    equal, strong = second[: len(SECOND_SHOCKS)], second[len(SECOND_SHOCKS) :]
    released = [len(train) > 0 for train in trains(file.spikes["released"])]
    peaks = shocked.max(axis=0)[-len(fired) :]
    return {
        "fails_at_mv": max(shock for shock in SHOCKS if shock not in fired),
        "fires_at_mv": min(fired),
        "lowest_peak_mv": peaks.min(),
        "highest_peak_mv": peaks.max(),
        "refractory_for_equal_ms": max(t for t, fires in zip(SECOND_SHOCKS, equal) if not fires),
        "fires_again_for_equal_ms": min(t for t, fires in zip(SECOND_SHOCKS, equal) if fires),
        "refractory_for_strong_ms": max(t for t, fires in zip(SECOND_SHOCKS, strong) if not fires),
        "fires_again_for_strong_ms": min(t for t, fires in zip(SECOND_SHOCKS, strong) if fires),
        "anode_break_ua": released.index(True),
    }


def of_f_i_curves(files):
    numbers = {}
    for name, current, _, rate in f_i_curves(files["f_i_curves"]):
        numbers[f"{name}_rheobase"] = rheobase(current, rate)
        numbers[f"{name}_onset_hz"] = rate[rate > 0][0]
    squid = next(curve for curve in f_i_curves(files["f_i_curves"]) if curve[0] == "hodgkin_huxley")
    numbers["hodgkin_huxley_at_10_hz"] = float(squid[3][np.isclose(squid[1], 10)][0])
    time, v = traces(files["temperature"], "axons")
    for column, degrees in enumerate(("2", "6", "12", "18", "25", "35")):
        numbers[f"amplitude_at_{degrees}_mv"] = amplitude(v[:, column], REST)
        numbers[f"width_at_{degrees}_ms"] = half_width(time, v[:, column], REST)
    return numbers


def of_voltage_clamp(files):
    file = files["voltage_clamp"]
    commands = np.linspace(-55, 65, 13)
    time, sodium = traces(file, "axons", "i_na")
    _, potassium = traces(file, "axons", "i_k")
    during = (time >= 1.05) & (time < 11)
    peak = np.array([current[np.argmax(np.abs(current))] for current in sodium[during].T])
    reversed_at = np.flatnonzero(peak > 0)[0]
    return {
        "largest_inward_ua": -peak.min(),
        "largest_inward_at_mv": commands[np.argmin(peak)],
        "reversal_mv": float(np.interp(0, peak[reversed_at - 1 : reversed_at + 1], commands[reversed_at - 1 :][:2])),
        "peak_after_ms": time[during][np.argmin(sodium[during][:, np.argmin(peak)])] - 1,
        "i_k_at_65_ua": potassium[during][-1, -1],
    }


def of_cell_from_text(files):
    file = files["cell_from_text"]
    return of_released(file) | of_onset(file) | of_slow_gate(file)


def of_released(file):
    """Where membranes of one to three currents go that were put at some potential."""
    time, leak = traces(file, "leak")
    _, sodium = traces(file, "sodium")
    _, potassium = traces(file, "potassium")
    risen = potassium.max(axis=0) > 0
    decay = leak[:, SHOWN] - leak[-1, SHOWN]
    largest = {name: np.max(np.abs(traces(file, "potassium", name)[1][:, SHOWN])) for name in ("i_na", "i_k")}
    return {
        "tau_ms": float(crossings(time, decay, decay[0] / np.e, upward=False)[0]),
        "leak_rest_mv": leak[-1, 0],
        "sodium_rest_mv": sodium[-1, 0],
        "sodium_up_mv": sodium[-1, -1],
        "returns_mv": RELEASED[np.flatnonzero(~risen)[-1]],
        "rises_mv": RELEASED[np.flatnonzero(risen)[0]],
        "rest_mv": potassium[-1, 0],
        "peak_mv": potassium[:, SHOWN].max(),
        "lowest_mv": potassium[:, SHOWN].min(),
        "i_na_ua": largest["i_na"],
        "i_k_ua": largest["i_k"],
    }


def of_onset(file):
    current, rate = curve_of(file, "onset")
    wide, rates = curve_of(file, "regular")
    return {
        "rheobase_ua": rheobase(current, rate),
        "onset_hz": rate[rate > 0][0],
        "spike_ms": spike_time(file, 0),
        "later_spike_ms": spike_time(file, -1),
        "at_5_hz": rates[np.isclose(wide, 5)][0],
        "at_10_hz": rates[np.isclose(wide, 10)][0],
        "at_20_hz": rates[-1],
    }


def of_slow_gate(file):
    current, rate = curve_of(file, "adapting")
    intervals = np.diff(trains(file.spikes["adapting"])[int(np.flatnonzero(np.isclose(current, 10))[0])])
    bursts = trains(file.spikes["bursting"])[0]
    starts = np.flatnonzero(np.diff(bursts) > 20) + 1  # of all bursts but the first
    return {
        "adapting_first_ms": intervals[0],
        "adapting_last_ms": intervals[-1],
        "adapted_at_10_hz": rate[np.isclose(current, 10)][0],
        "adapted_at_20_hz": rate[-1],
        "burst_spikes": int(np.diff(starts)[0]),
        "burst_first_ms": bursts[starts[0] + 1] - bursts[starts[0]],
        "burst_every_ms": np.diff(bursts[starts])[0],
    }


def of_integrators(files):
    numbers = {}
    for name in NAMES:
        steps, errors = errors_of(files, name)
        numbers[f"{name}_error_ms"] = errors[0]
        numbers[f"{name}_order"] = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    return numbers


def of_travelling(files):
    chain, sheet = files["chain"].spikes["chain"], files["sheet"].spikes["excitatory"]
    return {
        "chain_mm_s": 1000 * velocity(files["chain"], "chain"),
        "chain_spikes": chain.count,
        "chain_cells": chain.size,
        "wave_m_s": wave_speed(files["sheet"]),
        "sheet_fired": len(np.unique(sheet.all()[1])),
        "sheet_cells": sheet.size,
    }


def of_networks(files):
    numbers = {}
    for name, spikes in files["cobahh"].spikes.items():
        numbers[f"{name}_hz"] = spikes.count / spikes.size / files["cobahh"].duration * 1000
        cv = intervals_of(spikes, np.array([0.0, 1e9])).cv
        numbers[f"{name}_cv"] = np.nanmean(cv)
    rate, width = next(iter(rates_for_spectrum(files["gamma"], 1.0).values()))
    frequency, power = spectrum_of(rate, width)
    numbers["gamma_hz"] = frequency[1:][np.argmax(power[1:])]
    for name, spikes in files["cortical_cells"].spikes.items():
        intervals = np.diff(trains(spikes)[0])
        numbers[f"{name}_spikes"] = len(intervals) + 1
        numbers[f"{name}_first_ms"], numbers[f"{name}_last_ms"] = intervals[0], intervals[-1]
        numbers[f"{name}_burst"] = 1 + np.argmax(np.append(intervals, np.inf) > 100)  # spikes before the first pause
    return numbers


def of_bursts(files):
    shown = files[SHOWN_BURSTS]
    begins, ends = bursts(shown)
    time, x = resources(shown)
    spikes, _ = shown.spikes["E"].all()
    in_bursts = sum(np.count_nonzero((spikes >= b) & (spikes < e)) for b, e in zip(begins, ends))
    return {
        "bursts": len(begins),
        "interval_ms": interval(shown),
        "width_ms": np.mean(ends - begins),
        "spikes_each": in_bursts / len(begins) / shown.spikes["E"].size,
        "x_before": np.mean(np.interp(begins - 20, time, x)),
        "x_after": np.mean(np.interp(ends + 10, time, x)),
        "fast_interval_ms": interval(files["bursts_400"]),
        "slow_interval_ms": interval(files["bursts_1600"]),
        "without_hz": np.median(rate_of(files["bursts_1"])),
        "between_hz": np.median(rate_of(shown)),
    }


def of_graded_gamma(files):
    shown, joined = files["graded_gamma"], files["graded_all"]
    networks = [files[f"graded_seed_{seed}"] for seed in SEEDS]
    found = [kappa(file) for file in networks]
    return {
        "shown_hz": mean_rate(shown),
        "shown_kappa": kappa(shown),
        "largest_s": np.max(shown.sampled("inhibition.s").data[:]),
        "networks": len(found),
        "mean_hz": np.mean([mean_rate(file) for file in networks]),
        "mean_kappa": np.mean(found),
        "least_kappa": min(found),
        "largest_kappa": max(found),
        "joined_hz": rates(joined).mean(),
        "joined_kappa": kappa(joined),
        "alike_kappa": kappa(files["graded_spread_0"]),
        "different_kappa": kappa(files["graded_spread_0.1"]),
        **{f"critical_{size}": critical_synapses(files, size) for size in SIZES},
        **{f"kappa_{size}_{each}": coherence(files, size, each) for size in SIZES for each in SYNAPSES},
    }


def of_gap_junctions(files):
    results = {
        "alone": "gap_inhibited_0",
        "weak": "gap_inhibited_0.02",
        "joined": "gap_inhibited_0.1",
        "more": "gap_more_inhibition",
        "neither": "gap_free_0",
        "free": "gap_free_0.1",
    }
    numbers = {}
    for name, result in results.items():
        each = rates(files[result])
        numbers[f"{name}_hz"] = mean_rate(files[result])
        numbers[f"{name}_sd_hz"] = each.std()
        numbers[f"{name}_kappa"] = kappa(files[result])
        numbers[f"{name}_silent"] = np.count_nonzero(each == 0)
    return numbers


def of_channel_block(files):
    file = files["channel_block"]
    numbers = {}
    for blocker in ("TTX", "TEA"):
        time, v = traces(file, blocker)
        for column, left in enumerate((100, 80, 60, 40, 20, 0)):
            numbers[f"{blocker}_{left}_amplitude_mv"] = amplitude(v[:, column], REST)
            numbers[f"{blocker}_{left}_width_ms"] = half_width(time, v[:, column], REST)
    speeds = {left: 1000 * velocity(file, "chain") for left, file in chains(files).items()}
    numbers["slowest_mm_s"] = min(speed for speed in speeds.values() if speed > 0)
    numbers["slowest_at_percent"] = min(left for left, speed in speeds.items() if speed > 0)
    numbers["fails_at_percent"] = max(left for left, speed in speeds.items() if speed == 0)
    numbers["intact_mm_s"] = speeds[100]
    return numbers
