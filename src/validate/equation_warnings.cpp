#include "validate/equation_warnings.hpp"

#include <set>

#include "experiment/lookup.hpp"

namespace hux {
namespace {

std::vector<std::string> of_all(const network& n, std::vector<std::string> equations::*which) {
  std::vector<std::string> all;
  std::set<std::string_view> met;
  for (const auto& p : n.populations) {
    const equations& model = model_of(*n.catalog, p);
    if (!met.insert(model.name).second) continue;
    all.insert(all.end(), (model.*which).begin(), (model.*which).end());
  }
  return all;
}

}  // namespace

std::vector<std::string> equation_warnings(const network& n) { return of_all(n, &equations::warnings); }

std::vector<std::string> equation_notices(const network& n) { return of_all(n, &equations::notices); }

}  // namespace hux
