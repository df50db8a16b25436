#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "cli/commands.hpp"
#include "cli/human.hpp"
#include "cli/output.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "run/memory.hpp"
#include "run/stages.hpp"

namespace hux::cli {
namespace {

constexpr int name_width = 64;

void print_row(const std::string& name, const std::string& value) { print("{:<{}}{:>14}\n", name, name_width, value); }

/// Beyond 2^53 no single synapse can be told.
std::string synapses(double expected) {
  if (expected > 9e15) return fmt::format("{:.3g}", expected);
  return count(std::llround(expected));
}

void print_components(const std::vector<memory_plan::component>& parts, std::uint64_t total,
                      const std::string& of_what) {
  for (const auto& c : parts) print_row(c.name, bytes(c.bytes));
  print_row("", "------------");
  print_row(of_what, bytes(total));
}

/// A row for each stage: from when to when.
void print_stages(const experiment& e) {
  if (!e.stages.empty()) print("\n");
  double from = 0;
  for (std::size_t i = 0; i < e.stages.size(); ++i) {
    const double to = from + e.stages[i].duration;
    print_row("stage " + label_of_stage(e, i), fmt::format("{:g} to {:g} ms", from, to));
    from = to;
  }
}

void print_plan(const memory_plan& plan, const experiment& e, std::uint64_t available) {
  if (!plan.device.empty()) {
    print_components(plan.device, plan.device_total(), "total of the GPU's memory");
    print("\n");
  }
  print_components(plan.components, plan.total(), plan.device.empty() ? "total" : "total of the host's memory");
  print_row("available memory", bytes(available));
  print("\n");
  print_row("expected synapses", synapses(plan.expected_synapses));
  print_row(fmt::format("steps of {:g} ms", e.settings.dt), count(plan.steps));
  print_row("steps in a window", count(plan.window));
  print_stages(e);
  if (plan.total() > available) print("\nThe experiment does not fit into the memory of this machine.\n");
}

}  // namespace

void add_plan(CLI::App& app) {
  auto* subcommand = app.add_subcommand("plan", "Say what a run will need: memory, steps, synapses; allocates nothing");
  const auto choice = std::make_shared<experiment_choice>();
  const auto backend = std::make_shared<backend_options>();
  add_experiment(*subcommand, *choice);
  add_backend(*subcommand, *backend);
  subcommand->callback([choice, backend] {
    experiment e = read_experiment(choice->file, choice->changes);
    backend->apply(e.settings);
    print_plan(plan(e), e, available_memory());
  });
}

}  // namespace hux::cli
