#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "equations/evaluate.hpp"

namespace hux {

/// A list whose inputs and constants are put where its operations look for them, so that only these are executed, many
/// times without allocation. Values are in this order: the inputs that are looked at, ascending, the constants, the
/// results of the operations.
struct prepared_list {
  std::vector<std::uint32_t> inputs;  ///< their numbers in the list
  std::vector<double> constants;
  std::vector<operation> operations;
  std::vector<std::uint32_t> outputs;

  explicit prepared_list(const operation_list& list);

  [[nodiscard]] std::size_t values() const { return inputs.size() + constants.size() + operations.size(); }

  /// @param values inputs and constants are there by now; gets the results of the operations
  void execute(std::span<double> values) const {
    std::size_t next = inputs.size() + constants.size();
    for (const auto& o : operations) values[next++] = value_of<double>(o, {}, values);
  }

 private:
  std::uint32_t add(const operation& o);
};

}  // namespace hux
