#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "equations/text/algebra.hpp"
#include "equations/text/dimensions.hpp"
#include "equations/text/exponents.hpp"
#include "equations/text/membrane_units.hpp"
#include "hux/model_page.hpp"

namespace hux {

/// Reads a page: what its texts mean, with units checked. Mistakes are input_errors with the key in an experiment file.
class page_reader {
 public:
  explicit page_reader(const model_page& page);

  algebra& known() { return algebra_; }
  expressions& pool() { return pool_; }
  [[nodiscard]] const membrane_units& units() const { return units_; }
  /// Of the potential, as exponents see it.
  [[nodiscard]] const potential_range& range() const;

  /// A text of the page in the unit that is expected of it.
  expression meaning(const std::string& key, const std::string& text, std::string_view expected);
  /// A text of the page, or a part of one, as it is written, and what that means by itself.
  [[nodiscard]] syntax parsed(const std::string& text) const;
  typed_expression meaning(const syntax& part) { return typed(part, lookup(), pool_); }
  /// The text of a define or current; null if the name is another's.
  [[nodiscard]] const std::string* text_named(const std::string& name) const;
  /// What a define or current stands for.
  typed_expression named_text(const std::string& name) { return lookup()(name, 1); }

  [[nodiscard]] std::string key(const std::string& of) const { return "model." + page_.name + "." + of; }

 private:
  struct named_source {
    std::string key, text;
  };

  typed_expression named(const std::string& name, std::string_view unit);
  name_lookup lookup();
  [[noreturn]] void unknown(const std::string& name, std::size_t column) const;
  template <class Work>
  auto at(const std::string& of, const Work& work) -> decltype(work());

  const model_page& page_;
  membrane_units units_;
  expressions pool_;
  algebra algebra_;
  std::map<std::string, typed_expression> names_;
  std::map<std::string, named_source> texts_;
  std::set<std::string> open_;  ///< defines that are being read
};

}  // namespace hux
