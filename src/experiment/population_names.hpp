#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// The populations of a network by their names, however many there are, and the catalog of what they are made of. The
/// network must outlive it and stay as it is.
class population_names {
 public:
  explicit population_names(const network& n);

  /// Throws input_error at the key if no population has the name.
  const population& find(std::string_view name, const std::string& key) const;
  [[nodiscard]] const catalog& known() const { return known_; }
  /// The same as its number in the network.
  [[nodiscard]] std::size_t index(std::string_view name, const std::string& key) const {
    return &find(name, key) - populations_.data();
  }
  [[nodiscard]] const population& operator[](std::size_t index) const { return populations_[index]; }

 private:
  const std::vector<population>& populations_;
  const catalog& known_;
  std::unordered_map<std::string_view, const population*> by_name_;
};

}  // namespace hux
