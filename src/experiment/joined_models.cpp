#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "equations/text/joined_model.hpp"
#include "experiment/terminals.hpp"
#include "hux/catalog.hpp"

namespace hux {

struct joined_models::known_models {
  /// The model, then each terminal's name and synapse, then "" and the same of receptors.
  using key = std::vector<std::string>;

  std::mutex mutex;
  std::map<key, equations> by_key;
};

joined_models::joined_models() : known_(std::make_unique<known_models>()) {}
joined_models::joined_models(const joined_models& /*other*/) : joined_models() {}
joined_models& joined_models::operator=(const joined_models& other) {
  if (this != &other) known_ = std::make_unique<known_models>();
  return *this;
}
joined_models::~joined_models() = default;

const equations& joined_models::of(const equations& model, const std::vector<found_terminal>& terminals,
                                   const std::vector<found_receptor>& receptors) const {
  known_models::key key{model.name};
  for (const auto& t : terminals) key.insert(key.end(), {t.name, t.synapse->name});
  key.emplace_back();
  for (const auto& r : receptors) key.insert(key.end(), {r.name, r.synapse->name});
  const std::scoped_lock lock(known_->mutex);
  if (const auto found = known_->by_key.find(key); found != known_->by_key.end()) return found->second;
  std::vector<joined_terminal> joined;
  for (const auto& t : terminals) joined.push_back({t.name, t.synapse->page.get()});
  std::vector<joined_receptor> with_neuron;
  for (const auto& r : receptors) with_neuron.push_back({r.name, r.synapse});
  return known_->by_key.emplace(std::move(key), joined_equations(*model.page, joined, with_neuron)).first->second;
}

}  // namespace hux
