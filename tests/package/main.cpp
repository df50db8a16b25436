#include <hux/simulation.hpp>

int main() {
  hux::experiment axon{.title = "a squid axon under a constant current"};
  axon.network.populations = {{.name = "axon", .size = 1, .model = "hodgkin_huxley"}};
  axon.network.inputs = {{.name = "current", .population = "axon", .what = hux::constant_current{10.0}}};
  axon.settings.duration = 100;
  return hux::simulation(axon).run().spikes > 0 ? 0 : 1;
}
