#include <memory>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "hux/experiment_file.hpp"
#include "run/stages.hpp"
#include "validate/equation_warnings.hpp"

namespace hux::cli {

void add_validate(CLI::App& app) {
  auto* subcommand = app.add_subcommand("validate", "Check an experiment without running it");
  const auto choice = std::make_shared<experiment_choice>();
  add_experiment(*subcommand, *choice);
  subcommand->callback([choice] {
    const experiment e = read_experiment(choice->file, choice->changes);
    for (const auto& warning : equation_warnings(e.network)) say("warning: {}", warning);
    for (const auto& notice : equation_notices(e.network)) say("notice: {}", notice);
    for (const auto& warning : accuracy_warnings_of_all(e)) say("warning: {}", warning);
    print("{} is valid: {}\n", choice->file.string(), size_of(e.network));
  });
}

}  // namespace hux::cli
