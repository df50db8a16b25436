#include "cli/changes.hpp"

#include <string_view>

namespace hux::cli {
namespace {

bool is_change(std::string_view argument) {
  const auto equals = argument.find('=');
  return equals != std::string_view::npos && !argument.starts_with('-') && argument.find('/') > equals;
}

}  // namespace

std::vector<std::string> with_set_for_each_change(int argc, char** argv) {
  const std::string_view set = "--set";
  std::vector<std::string> arguments;
  std::string_view before;
  bool among_changes = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (among_changes && is_change(argument))
      arguments.emplace_back(set);
    else
      among_changes = before == set || argument.starts_with("--set=");
    arguments.emplace_back(argument);
    before = argument;
  }
  return arguments;
}

}  // namespace hux::cli
