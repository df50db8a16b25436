#pragma once

#include <toml++/toml.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"

namespace hux {

/// The text of an experiment file as a tree, with changes from the command line applied over it, and the way back from
/// a key to where the user wrote it.
class experiment_document {
 public:
  /// @param name what messages call the file
  /// @param changes "key.path=value" each; the value is TOML, or taken as a text if it is none
  /// Throws input_error: not TOML, or a change that cannot be applied.
  experiment_document(std::string_view text, std::string name, std::span<const std::string> changes);

  [[nodiscard]] const toml::table& root() const { return root_; }

  /// A mistake at a key, told with its place: "cobahh.toml:12: population.E.size: ...", or the --set that made it.
  [[nodiscard]] input_error located(const input_error& mistake) const;

 private:
  struct change {
    std::string text;  ///< as the user gave it
    std::string key;
  };

  void apply(const std::string& text);
  [[nodiscard]] toml::table& parent_of(const change& c);
  [[nodiscard]] std::string place_of(std::string_view key) const;
  /// " (after --set ...)" of the changes in the table of a key or above, which may have made a mistake of what was
  /// none; empty if there are none.
  [[nodiscard]] std::string changes_beside(std::string_view key) const;

  std::string name_;
  toml::table root_;
  std::vector<change> changes_;
};

}  // namespace hux
