// The COBAHH benchmark network (Brette et al. 2007, J. Comput. Neurosci. 23:349, benchmark 3) built in C++:
// 4,000 cortical Hodgkin-Huxley neurons, four fifths of them excitatory, each pair connected with probability 0.02.
#include <cstdio>
#include <exception>

#include "hux/simulation.hpp"

namespace {

hux::population cells(const char* name, std::uint32_t size) {
  hux::population p;
  p.name = name;
  p.size = size;
  p.model = "traub_miles";
  p.threshold = -20;
  p.refractory = 3;
  p.initial_v = hux::normal{.mean = -60, .std = 5, .within = {}};
  p.initial_states = {{"m", 0.0}, {"h", 0.0}, {"n", 0.0}};
  const hux::bounds not_negative{.min = 0, .max = 1e9, .action = hux::out_of_bounds::clip};
  p.receptors = {
      {.name = "exc", .parameters = {{"tau", 5}, {"e_rev", 0}}, .initial = hux::normal{40, 15, not_negative}},
      {.name = "inh", .parameters = {{"tau", 10}, {"e_rev", -80}}, .initial = hux::normal{200, 120, not_negative}},
  };
  return p;
}

hux::projection synapses(const char* name, const char* source, const char* target, const char* receptor,
                         double weight) {
  hux::projection p;
  p.name = name;
  p.source = source;
  p.target = target;
  p.receptor = receptor;
  p.rule = hux::fixed_probability{0.02};
  p.weight = weight;  // nS
  p.delay = 0.1;      // ms
  return p;
}

}  // namespace

int main() try {
  hux::experiment e;
  e.title = "COBAHH";
  e.settings.duration = 1000;  // ms
  e.network.populations = {cells("excitatory", 3200), cells("inhibitory", 800)};
  e.network.projections = {
      synapses("ee", "excitatory", "excitatory", "exc", 6),
      synapses("ei", "excitatory", "inhibitory", "exc", 6),
      synapses("ie", "inhibitory", "excitatory", "inh", 67),
      synapses("ii", "inhibitory", "inhibitory", "inh", 67),
  };
  e.recordings.rates = {"excitatory", "inhibitory"};

  hux::simulation simulation(std::move(e));
  simulation.record_to("cobahh.h5", /*overwrite=*/true);
  const hux::run_summary summary = simulation.run();
  std::printf("%llu spikes, %llu synapses, %.2f s of simulation; the spikes are in cobahh.h5\n",
              static_cast<unsigned long long>(summary.spikes), static_cast<unsigned long long>(summary.synapses),
              summary.spent.simulation);
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "cobahh: %s\n", e.what());
  return 1;
}
