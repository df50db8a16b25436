#include <memory>

#include "cli/commands.hpp"
#include "cli/human.hpp"
#include "cli/output.hpp"
#include "io/result/result_recovery.hpp"

namespace hux::cli {

void add_recover(CLI::App& app) {
  auto* subcommand = app.add_subcommand("recover", "Make what a killed run has left (OUT.h5.part) a complete result");
  const auto file = std::make_shared<std::filesystem::path>();
  subcommand->add_option("FILE", *file, "What the run has left, such as cobahh.h5.part")->required();
  subcommand->callback([file] {
    const recovered_result result = recover(*file);
    print("{} holds what was recorded {} ({})\n", result.file.string(), result.stretch(), bytes(result.bytes));
  });
}

}  // namespace hux::cli
