#pragma once

#include <string>
#include <vector>

namespace hux::cli {

/// The arguments of the command with --set before each of the KEY=VALUE that follow one: "--set a=1 b=2 x.toml" as
/// "--set a=1 --set b=2 x.toml". Names of files are told from changes by having no '=', or a '/' before it.
std::vector<std::string> with_set_for_each_change(int argc, char** argv);

}  // namespace hux::cli
