#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "equations/text/algebra.hpp"
#include "equations/text/dimensions.hpp"
#include "hux/model_page.hpp"

namespace hux {

/// Reads the texts of a page: what they mean, with units checked. Mistakes are input_errors with the key in an
/// experiment file.
class equation_reader {
 public:
  /// @param page its key, as in "model.morris_lecar"
  /// @param varying names of what changes in time
  /// @param expected what else a text may name, for messages
  equation_reader(std::string page, std::set<std::string> varying, std::string expected)
      : page_(std::move(page)), expected_(std::move(expected)), algebra_(pool_, std::move(varying)) {}

  /// What texts may name: a variable or parameter (a second unit for a name replaces the first), or another text of the
  /// page.
  void add_name(const std::string& name, const dimension& unit);
  void add_text(const std::string& name, const std::string& key, const std::string& text) {
    texts_.emplace(name, named_source{key, text});
  }

  algebra& known() { return algebra_; }
  expressions& pool() { return pool_; }

  /// A text of the page in the unit that is expected of it.
  expression meaning(const std::string& key, const std::string& text, std::string_view expected);
  /// The same in the unit that it has.
  typed_expression measured(const std::string& key, const std::string& text);
  /// A text of the page, or a part of one, as it is written, and what that means by itself. With a key mistakes are
  /// told as above.
  [[nodiscard]] syntax parsed(const std::string& text) const;
  [[nodiscard]] syntax written(const std::string& key, const std::string& text) const;
  typed_expression meaning(const syntax& part) { return typed(part, lookup(), pool_); }
  /// The text of a define or current; null if the name is another's.
  [[nodiscard]] const std::string* text_named(const std::string& name) const;
  /// What a define or current stands for.
  typed_expression named_text(const std::string& name) { return lookup()(name, 1); }

  [[nodiscard]] std::string key(const std::string& of) const { return page_ + "." + of; }
  /// @param table with a dot, as in "parameters."
  void check_not_reserved(const char* table, const std::string& name) const;
  /// Nor a state that spikes change, which has no method either.
  void check_state_at_spikes(const char* table, const page_state& s) const;

 private:
  struct named_source {
    std::string key, text;
  };

  name_lookup lookup();
  [[noreturn]] void unknown(const std::string& name, std::size_t column) const;
  template <class Work>
  auto at(const std::string& of, const Work& work) const -> decltype(work());

  std::string page_, expected_;
  expressions pool_;
  algebra algebra_;
  std::map<std::string, typed_expression> names_;
  std::map<std::string, named_source> texts_;
  std::set<std::string> open_;  ///< texts that are being read
};

}  // namespace hux
