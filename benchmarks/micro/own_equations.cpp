#include <benchmark/benchmark.h>

#include <string>

#include "hard_limit.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"

/// What does one neuron whose equations are text cost for one step (rk4, one core), interpreted and compiled?
namespace hux {
namespace {

constexpr std::uint32_t neurons = 4000;
constexpr double dt = 0.05;  // ms

constexpr const char* models = R"toml(
simulation = { duration = "1 s", dt = "0.05 ms", backend = "cpu", threads = 1 }
[model.morris_lecar]
threshold = "0 mV"
parameters = { c_m = "20 uF/cm2", g_ca = "4.4 mS/cm2", g_k = "8 mS/cm2", phi = "0.04 1/ms" }
define.m_inf = "(1 + tanh((v + 1.2 mV) / 18 mV)) / 2"
gates.w = { inf = "(1 + tanh((v - 2 mV) / 30 mV)) / 2", tau = "1 / (phi * cosh((v - 2 mV) / 60 mV))" }
currents.i_ca = "g_ca * m_inf * (v - 120 mV)"
currents.i_k = "g_k * w * (v + 84 mV)"
currents.i_l = "2 mS/cm2 * (v + 60 mV)"
[model.traub]
per = "cell"
threshold = "-20 mV"
parameters = { c_m = "200 pF", g_na = "20 uS", g_k = "6 uS", v_t = "-63 mV" }
define.u = "v - v_t"
[model.traub.gates.m]
alpha = "0.32 1/ms/mV * (13 mV - u) / (exp((13 mV - u) / 4 mV) - 1)"
beta = "0.28 1/ms/mV * (u - 40 mV) / (exp((u - 40 mV) / 5 mV) - 1)"
[model.traub.gates.h]
alpha = "0.128 1/ms * exp((17 mV - u) / 18 mV)"
beta = "4 1/ms / (1 + exp((40 mV - u) / 5 mV))"
[model.traub.gates.n]
alpha = "0.032 1/ms/mV * (15 mV - u) / (exp((15 mV - u) / 5 mV) - 1)"
beta = "0.5 1/ms * exp((10 mV - u) / 40 mV)"
[model.traub.currents]
i_na = "g_na * m^3 * h * (v - 50 mV)"
i_k = "g_k * n^4 * (v + 90 mV)"
i_l = "10 nS * (v + 60 mV)"
)toml";

void step(benchmark::State& state, const std::string& model, equations_run how, precision real) {
  const std::string cells = "[population.cells]\nmodel = \"" + model + "\"\nsize = " + std::to_string(neurons) + "\n";
  experiment e = read_experiment_text(models + cells, "cells.toml", {});
  e.settings.equations = how;
  e.settings.precision = real;
  simulation s(e);
  constexpr double time = 10;  // ms
  for (auto _ : state) s.run(time);
  count_items(state, static_cast<double>(state.iterations()) * neurons * time / dt);
}

void add(const std::string& model, equations_run how, precision real) {
  const std::string name = model + (how == equations_run::compiled ? "/compiled" : "/interpreted") +
                           (real == precision::single ? "/single" : "/double");
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& s) { step(s, model, how, real); });
}

}  // namespace
}  // namespace hux

int main(int argc, char** argv) {
  using namespace hux;
  benchmark::Initialize(&argc, argv);
  for (const auto* model : {"morris_lecar", "traub"})
    for (const precision real : {precision::single, precision::double_})
      for (const auto how : {equations_run::interpreted, equations_run::compiled}) add(model, how, real);
  benchmark::RunSpecifiedBenchmarks();
}
