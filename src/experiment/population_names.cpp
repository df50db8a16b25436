#include "experiment/population_names.hpp"

#include "experiment/lookup.hpp"

namespace hux {

population_names::population_names(const network& n) : populations_(n.populations), known_(*n.catalog) {
  for (const auto& p : n.populations) by_name_.emplace(p.name, &p);
}

const population& population_names::find(std::string_view name, const std::string& key) const {
  const auto found = by_name_.find(name);
  return found != by_name_.end() ? *found->second : find_named(populations_, name, key, "population");
}

}  // namespace hux
