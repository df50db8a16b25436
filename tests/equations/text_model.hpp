#pragma once

#include <string>

#include "hux/experiment_file.hpp"
#include "hux/model_page.hpp"
#include "io/experiment/experiment_text.hpp"

namespace hux::test {

/// The equations of the only model in a text, which is called x.
inline equations model_of_text(const std::string& text) {
  const auto e = read_experiment_text(text +
                                          "\n[population.P]\nsize = 1\nmodel = \"x\"\n[simulation]\nduration = \"1 "
                                          "ms\"\nintegrator = \"exponential_euler\"\n",
                                      "text", {});
  return e.network.catalog->model("x");
}

}  // namespace hux::test
