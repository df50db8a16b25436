#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// Numbers of an experiment whose text only names them.
struct long_list {
  std::string name;    ///< the key that they stand at, such as "projection.EE.synapses.weights"
  std::string digest;  ///< of the numbers
  std::variant<std::span<const double>, std::span<const std::uint32_t>> numbers;
};

/// An experiment as TOML with every default spelled out, as to_toml gives it, in which lists of more than 1,000 numbers
/// are named, each with a digest: two such texts are the same if nothing differs in the experiments.
class outlined_experiment {
 public:
  /// Throws input_error on names that its catalog does not have.
  explicit outlined_experiment(experiment e);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Views of the experiment, which lives as long as this or a copy of it.
  [[nodiscard]] const std::vector<long_list>& lists() const { return lists_; }

 private:
  std::shared_ptr<experiment> complete_;
  std::string text_;
  std::vector<long_list> lists_;
};

}  // namespace hux
