#pragma once

#include <toml++/toml.h>

#include <map>
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
  /// Throws input_error: not TOML.
  experiment_document(std::string_view text, std::string name);

  /// The same with values of TOML by keys, which messages do not call --set.
  experiment_document(std::string_view text, std::string name, const std::map<std::string, std::string>& values);

  /// Takes in the models and synapses of another file as if they stood in this one. Throws input_error with the place
  /// in that file.
  void add_models(std::string_view text, const std::string& file);

  /// @param text "key.path=value"; the value is TOML, or taken as a text if it is none
  /// Throws input_error: a change that cannot be applied.
  void apply(const std::string& text);

  [[nodiscard]] const toml::table& root() const { return root_; }

  /// A mistake at a key, told with its place: "cobahh.toml:12: population.E.size: ...", or the --set that made it.
  [[nodiscard]] input_error located(const input_error& mistake) const;

 private:
  struct change {
    std::string text;  ///< as messages show it
    std::string key;
  };

  /// @param kind the table that has them by their names
  void take_in(experiment_document& other, const std::string& kind);
  /// @param said what messages call the change
  void put_at(const std::string& key, const std::string& value, const std::string& said);
  [[nodiscard]] toml::table& parent_of(const std::string& key, const std::string& said);
  [[nodiscard]] std::string place_of(std::string_view key) const;
  /// " (after --set ...)" of the changes in the table of a key or above, which may have made a mistake of what was
  /// none; empty if there are none.
  [[nodiscard]] std::string changes_beside(std::string_view key) const;

  std::string name_;
  toml::table root_;
  std::vector<change> changes_;
};

}  // namespace hux
