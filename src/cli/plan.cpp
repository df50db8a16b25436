#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "cli/commands.hpp"
#include "cli/human.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "memory.hpp"

namespace hux::cli {
namespace {

constexpr int name_width = 64;

void print_row(const std::string& name, const std::string& value) {
  fmt::print("{:<{}}{:>14}\n", name, name_width, value);
}

/// Beyond 2^53 no single synapse can be told.
std::string synapses(double expected) {
  if (expected > 9e15) return fmt::format("{:.3g}", expected);
  return count(static_cast<std::uint64_t>(std::llround(expected)));
}

void print_plan(const memory_plan& plan, const settings& s, std::uint64_t available) {
  for (const auto& c : plan.components) print_row(c.name, bytes(c.bytes));
  print_row("", "------------");
  print_row("total", bytes(plan.total()));
  print_row("available memory", bytes(available));
  fmt::print("\n");
  print_row("expected synapses", synapses(plan.expected_synapses));
  print_row(fmt::format("steps of {:g} ms", s.dt), count(plan.steps));
  print_row("steps in a window", count(plan.window));
  if (plan.total() > available) fmt::print("\nThe experiment does not fit into the memory of this machine.\n");
}

}  // namespace

void add_plan(CLI::App& app) {
  auto* subcommand = app.add_subcommand("plan", "Say what a run will need: memory, steps, synapses; allocates nothing");
  const auto choice = std::make_shared<experiment_choice>();
  add_experiment(*subcommand, *choice);
  subcommand->callback([choice] {
    const experiment e = read_experiment(choice->file, choice->changes);
    print_plan(plan(e), e.settings, available_memory());
  });
}

}  // namespace hux::cli
