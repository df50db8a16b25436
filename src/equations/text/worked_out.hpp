#pragma once

#include <string>
#include <vector>

#include "equations/listed_model.hpp"
#include "hux/equations.hpp"
#include "hux/model_page.hpp"

namespace hux {

/// What is worked out of a page. It takes a while: of its own models the library has it from when it was built.
struct worked_out {
  std::vector<state_info> states;
  std::vector<variable_info> observables;
  std::vector<std::string> warnings;
  std::vector<std::string> notices;
  model_lists lists;
};

/// The equations of a page, of which that is known.
equations equations_of(const model_page& page, worked_out known);

}  // namespace hux
