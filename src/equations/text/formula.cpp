#include "equations/text/formula.hpp"

#include <algorithm>

#include "equations/evaluate.hpp"
#include "equations/text/coefficients.hpp"
#include "equations/text/dimensions.hpp"
#include "hux/nearest.hpp"

namespace hux {
namespace {

/// "a, b or c"
std::string listed_names(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
  return text;
}

[[noreturn]] void refuse_unknown(const std::string& name, std::size_t column,
                                 const std::vector<std::string_view>& known) {
  const std::string near = nearest(name, known);
  throw equation_error(column, "there is no " + quotation(name) + "; " +
                                   (near.empty() ? "expected " + listed_names(known) : "did you mean '" + near + "'?"));
}

std::vector<std::string_view> texts_of(std::span<const unit_of_name> names) {
  std::vector<std::string_view> texts;
  for (const auto& n : names) texts.push_back(n.name);
  return texts;
}

expression meaning_of(std::string_view text, std::span<const unit_of_name> names, std::string_view unit,
                      expressions& pool) {
  const auto find = [names](std::string_view name) { return std::ranges::find(names, name, &unit_of_name::name); };
  const auto equation = parse_equation(text, [&](std::string_view name) { return find(name) != names.end(); });
  const name_lookup look_up = [&](const std::string& name, std::size_t column) -> typed_expression {
    const auto found = find(name);
    if (found == names.end()) refuse_unknown(name, column, texts_of(names));
    return {pool.symbol(name), dimension_of(found->unit), openness::strict};
  };
  return typed(equation, look_up, pool, unit).value;
}

}  // namespace

evaluated_formula::evaluated_formula(std::string_view text, std::span<const unit_of_name> names,
                                     std::string_view unit) {
  expressions pool;
  algebra known(pool, {});
  const expression meaning = meaning_of(text, names, unit, pool);
  coefficients result(known);
  result.index_of(meaning);
  std::vector<std::string> inputs;
  for (const auto name : texts_of(names)) inputs.emplace_back(name);
  list_ = derivation(result, inputs);
  used_.insert(known.names_in(meaning).begin(), known.names_in(meaning).end());
  inputs_.assign(list_.inputs, 1.0);  // the last is the unit of time
  results_.resize(list_.operations.size());
}

double evaluated_formula::operator()(std::span<const double> values) {
  std::ranges::copy(values, inputs_.begin());
  evaluate<double>(list_, inputs_, results_);
  return results_[list_.outputs[0]] + 0.0;  // zero has no sign
}

}  // namespace hux
