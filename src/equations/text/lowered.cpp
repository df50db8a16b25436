#include "equations/listed_model.hpp"
#include "equations/text/lower.hpp"

namespace hux {

std::vector<double> lowered::results(std::size_t list, const std::vector<double>& parameters,
                                     std::vector<double> varying) const {
  const auto k = coefficients_of(derive, parameters.data(), 1);
  varying.insert(varying.end(), k.begin(), k.end());
  return results_of<double>(lists[list], varying);
}

}  // namespace hux
