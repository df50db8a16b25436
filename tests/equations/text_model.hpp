#pragma once

#include <string>
#include <vector>

#include "equations/listed_model.hpp"
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

/// What a list makes of a state and coefficients.
template <class Real>
std::vector<Real> of_list(const operation_list& list, const std::vector<double>& state, const std::vector<double>& k) {
  std::vector<Real> inputs;
  for (const double x : state) inputs.push_back(static_cast<Real>(x));
  for (const double x : k) inputs.push_back(static_cast<Real>(x));
  return results_of<Real>(list, inputs);
}

}  // namespace hux::test
