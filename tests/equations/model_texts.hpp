#pragma once

#include <string>

/// Neurons as text. Each is called x.
namespace hux::test {

/// Hodgkin & Huxley 1952, as the built-in hodgkin_huxley has it.
inline const std::string squid_text = R"toml([model.x]
parameters = { c_m = "1 uF/cm2", g_na = "120 mS/cm2", g_k = "36 mS/cm2", g_l = "0.3 mS/cm2", e_na = "50 mV", e_k = "-77 mV", e_l = "-54.3 mV", temperature = "6.3 degC" }
define.phi = "q10(3, temperature, 6.3 degC)"
gates.m = { alpha = "0.1 * (v + 40) / (1 - exp(-(v + 40) / 10))", beta = "4 * exp(-(v + 65) / 18)", speed = "phi" }
gates.h = { alpha = "0.07 * exp(-(v + 65) / 20)", beta = "1 / (1 + exp(-(v + 35) / 10))", speed = "phi" }
gates.n = { alpha = "0.01 * (v + 55) / (1 - exp(-(v + 55) / 10))", beta = "0.125 * exp(-(v + 65) / 80)", speed = "phi" }
currents.i_na = "g_na * m^3 * h * (v - e_na)"
currents.i_k = "g_k * n^4 * (v - e_k)"
currents.i_l = "g_l * (v - e_l)"
)toml";

/// Traub & Miles 1991, as the built-in traub_miles has it.
inline const std::string traub_text = R"toml([model.x]
per = "cell"
threshold = "-20 mV"
parameters = { c_m = "200 pF", g_na = "20000 nS", g_k = "6000 nS", g_l = "10 nS", e_na = "50 mV", e_k = "-90 mV", e_l = "-60 mV", v_t = "-63 mV" }
define.u = "v - v_t"
gates.m = { alpha = "0.32 * (13 - u) / (exp((13 - u) / 4) - 1)", beta = "0.28 * (u - 40) / (exp((u - 40) / 5) - 1)" }
gates.h = { alpha = "0.128 * exp((17 - u) / 18)", beta = "4 / (1 + exp((40 - u) / 5))" }
gates.n = { alpha = "0.032 * (15 - u) / (exp((15 - u) / 5) - 1)", beta = "0.5 * exp((10 - u) / 40)" }
currents.i_na = "g_na * m^3 * h * (v - e_na)"
currents.i_k = "g_k * n^4 * (v - e_k)"
currents.i_l = "g_l * (v - e_l)"
)toml";

/// Morris & Lecar 1981.
inline const std::string morris_lecar_text = R"toml([model.x]
threshold = "0 mV"
initial.v = "-60 mV"
parameters = { c_m = "20 uF/cm2", g_ca = "4.4 mS/cm2", g_k = "8 mS/cm2", g_l = "2 mS/cm2", e_ca = "120 mV", e_k = "-84 mV", e_l = "-60 mV", v1 = "-1.2 mV", v2 = "18 mV", v3 = "2 mV", v4 = "30 mV", phi = "0.04 1/ms" }
define.m_inf = "(1 + tanh((v - v1) / v2)) / 2"
gates.w = { inf = "(1 + tanh((v - v3) / v4)) / 2", tau = "1 / (phi * cosh((v - v3) / (2 * v4)))" }
currents.i_ca = "g_ca * m_inf * (v - e_ca)"
currents.i_k = "g_k * w * (v - e_k)"
currents.i_l = "g_l * (v - e_l)"
)toml";

/// The squid axon with a calcium current that has its Nernst potential, a pool, and potassium channels that see it:
/// that of scripts/reference_equations.py.
inline const std::string calcium_text = R"toml([model.x]
threshold = "-20 mV"
parameters = { c_m = "1 uF/cm2", g_na = "120 mS/cm2", g_k = "36 mS/cm2", g_l = "0.3 mS/cm2", g_ca = "0.6 mS/cm2", g_kca = "1.5 mS/cm2", e_na = "50 mV", e_k = "-77 mV", e_l = "-54.3 mV", ca_out = "2 mM", k_ca = "2 uM", influx = "0.0002 mM cm2/(uA ms)", temperature = "22 degC" }
define.e_ca = "nernst(2, ca_out, ca, temperature)"
define.s_inf = "1 / (1 + exp(-(v + 20) / 9))"
gates.m = { alpha = "0.1 * (v + 40) / (1 - exp(-(v + 40) / 10))", beta = "4 * exp(-(v + 65) / 18)" }
gates.h = { alpha = "0.07 * exp(-(v + 65) / 20)", beta = "1 / (1 + exp(-(v + 35) / 10))" }
gates.n = { alpha = "0.01 * (v + 55) / (1 - exp(-(v + 55) / 10))", beta = "0.125 * exp(-(v + 65) / 80)" }
states.ca = { derivative = "-influx * i_ca - (ca - 0.1 uM) / 20 ms", unit = "mM", initial = "0.1 uM" }
currents.i_na = "g_na * m^3 * h * (v - e_na)"
currents.i_k = "g_k * n^4 * (v - e_k)"
currents.i_l = "g_l * (v - e_l)"
currents.i_ca = "g_ca * s_inf^2 * (v - e_ca)"
currents.i_kca = "g_kca * ca^2 / (ca^2 + k_ca^2) * (v - e_k)"
)toml";

/// A pool, a state that is not linear in itself, a Nernst potential and gates that see others.
inline const std::string tangled_text = R"toml([model.x]
threshold = "-20 mV"
parameters = { c_m = "1 uF/cm2", g_na = "100 mS/cm2", g_k = "30 mS/cm2", g_l = "0.3 mS/cm2", g_ca = "0.2 mS/cm2", e_na = "50 mV", e_k = "-77 mV", e_l = "-60 mV", ca_out = "2 mM", influx = "0.1 uM cm2/(uA ms)" }
define.e_ca = "nernst(2, ca_out, ca, 22 degC)"
gates.m = { alpha = "0.1 * (v + 40) / (1 - exp(-(v + 40) / 10))", beta = "4 * exp(-(v + 65) / 18)" }
gates.h = { inf = "1 / (1 + exp((v + 62) / 7))", tau = "0.5 + 7 / cosh((v + 62) / 20)" }
gates.n = { inf = "1 / (1 + exp(-(v + 45) / 12))", tau = "1 + 4 * h" }
gates.s = { inf = "max(0, min(1, (v + 60) / 50))", tau = "if(v < -30 mV and ca < 1 uM, 20, 5)" }
states.ca = { derivative = "-influx * i_ca - 1 uM/ms * ca^2 / (ca^2 + 0.25 uM2)", unit = "uM", initial = "0.2 uM" }
states.a = { derivative = "(0.2 * sqrt(abs(m)) - a^3) / 50 ms", initial = 0.3 }
currents.i_na = "g_na * m^3 * h * (v - e_na)"
currents.i_k = "g_k * n^4 * (0.5 + a) * (v - e_k)"
currents.i_l = "g_l * (v - e_l)"
currents.i_ca = "g_ca * s^2 * (v - e_ca)"
)toml";

/// Rothman & Manis 2003, J. Neurophysiol. 89:3097, ventral cochlear nucleus at 22 degC; type I-c.
inline const std::string rothman_manis_text = R"toml([model.x]
per = "cell"
threshold = "-20 mV"
initial.v = "-63 mV"
parameters = { c_m = "12 pF", g_na = "1000 nS", g_ht = "150 nS", g_lt = "0 nS", g_a = "0 nS", g_h = "0.5 nS", g_l = "2 nS", e_na = "55 mV", e_k = "-70 mV", e_h = "-43 mV", e_l = "-65 mV" }
gates.m = { inf = "1 / (1 + exp(-(v + 38) / 7))", tau = "10 / (5 * exp((v + 60) / 18) + 36 * exp(-(v + 60) / 25)) + 0.04" }
gates.h = { inf = "1 / (1 + exp((v + 65) / 6))", tau = "100 / (7 * exp((v + 60) / 11) + 10 * exp(-(v + 60) / 25)) + 0.6" }
gates.n = { inf = "(1 + exp(-(v + 15) / 5))^-0.5", tau = "100 / (11 * exp((v + 60) / 24) + 21 * exp(-(v + 60) / 23)) + 0.7" }
gates.p = { inf = "1 / (1 + exp(-(v + 23) / 6))", tau = "100 / (4 * exp((v + 60) / 32) + 5 * exp(-(v + 60) / 22)) + 5" }
gates.w = { inf = "(1 / (1 + exp(-(v + 48) / 6)))^0.25", tau = "100 / (6 * exp((v + 60) / 6) + 16 * exp(-(v + 60) / 45)) + 1.5" }
gates.z = { inf = "0.5 + 0.5 / (1 + exp((v + 71) / 10))", tau = "1000 / (exp((v + 60) / 20) + exp(-(v + 60) / 8)) + 50" }
gates.a = { inf = "(1 / (1 + exp(-(v + 31) / 6)))^0.25", tau = "100 / (7 * exp((v + 60) / 14) + 29 * exp(-(v + 60) / 24)) + 0.1" }
gates.b = { inf = "(1 + exp((v + 66) / 7))^-0.5", tau = "1000 / (14 * exp((v + 60) / 27) + 29 * exp(-(v + 60) / 24)) + 1" }
gates.c = { inf = "(1 + exp((v + 66) / 7))^-0.5", tau = "90 / (1 + exp((-66 - v) / 17)) + 10" }
gates.r = { inf = "1 / (1 + exp((v + 76) / 7))", tau = "1e5 / (237 * exp((v + 60) / 12) + 17 * exp(-(v + 60) / 14)) + 25" }
currents.i_na = "g_na * m^3 * h * (v - e_na)"
currents.i_ht = "g_ht * (0.85 * n^2 + 0.15 * p) * (v - e_k)"
currents.i_lt = "g_lt * w^4 * z * (v - e_k)"
currents.i_a = "g_a * a^4 * b * c * (v - e_k)"
currents.i_h = "g_h * r * (v - e_h)"
currents.i_l = "g_l * (v - e_l)"
)toml";

}  // namespace hux::test
