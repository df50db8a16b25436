#include "cli/commands.hpp"

#include <fmt/format.h>

#include "cli/human.hpp"

namespace hux::cli {

void add_experiment(CLI::App& subcommand, experiment_choice& choice) {
  subcommand.add_option("FILE", choice.file, "Experiment file (TOML)")->required();
  subcommand
      .add_option("--set", choice.changes,
                  "Change a value for this run, such as population.E.size=400;\n"
                  "simulation.duration='2 s' (may be given several times)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

std::string size_of(const network& n) {
  std::uint64_t neurons = 0;
  for (const auto& p : n.populations) neurons += p.size;
  return fmt::format(
      "{} in {}, {}, {}", count(neurons, "neuron", "neurons"), count(n.populations.size(), "population", "populations"),
      count(n.projections.size(), "projection", "projections"), count(n.inputs.size(), "input", "inputs"));
}

}  // namespace hux::cli
