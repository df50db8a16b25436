#include "cli/commands.hpp"

#include <fmt/format.h>

#include "cli/human.hpp"
#include "cli/parsed_option.hpp"

namespace hux::cli {

void add_experiment(CLI::App& subcommand, experiment_choice& choice) {
  subcommand.add_option("FILE", choice.file, "Experiment file (TOML)")->required();
  subcommand
      .add_option("--set", choice.changes,
                  "Change values for this run, such as population.E.size=400\n"
                  "simulation.duration='2 s'; a FILE with '=' in its name comes\n"
                  "before, or as ./NAME")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void backend_options::apply(settings& s) const {
  if (backend) s.backend = *backend;
  if (device) s.device = *device;
}

void add_backend(CLI::App& subcommand, backend_options& options) {
  add_parsed(subcommand, "--backend", options.backend, "What to simulate on")->type_name("auto|cpu|cuda");
  add_parsed(subcommand, "--device", options.device, "Number of the GPU; hux info --devices lists them")
      ->type_name("N");
}

std::string size_of(const network& n) {
  std::uint64_t neurons = 0;
  for (const auto& p : n.populations) neurons += p.size;
  return fmt::format(
      "{} in {}, {}, {}", count(neurons, "neuron", "neurons"), count(n.populations.size(), "population", "populations"),
      count(n.projections.size(), "projection", "projections"), count(n.inputs.size(), "input", "inputs"));
}

}  // namespace hux::cli
