#include "equations/text/undefined_part.hpp"

#include <cmath>
#include <optional>

#include "equations/text/lower.hpp"
#include "equations/text/operands.hpp"
#include "equations/text/page_reader.hpp"

namespace hux {
namespace {

using found_part = std::optional<syntax>;

/// Looks through the texts of a page at one state.
class part_finder {
 public:
  part_finder(const equations& model, const std::vector<double>& parameters, const std::vector<double>& state)
      : page_(*model.page), reader_(page_), values_(parameters), state_(state) {
    for (const auto& p : model.parameters) parameters_.push_back(p.name);
    for (const auto& s : model.states) varying_.push_back(s.name);
  }

  found_part of_variable(std::size_t number) {
    const std::string& name = varying_[number];
    for (const auto& text : texts_of(name))
      if (auto found = in_text(text)) return found;
    return std::nullopt;
  }

  [[nodiscard]] std::size_t variables() const { return varying_.size(); }

 private:
  [[nodiscard]] std::vector<std::string> texts_of(const std::string& variable) const {
    std::vector<std::string> texts;
    if (variable == "v")
      for (const auto& current : page_.currents) texts.push_back(current.second);
    for (const auto& s : page_.states)
      if (s.name == variable) texts.push_back(s.derivative);
    for (const auto& g : page_.gates)
      if (g.name == variable)
        for (const auto* text : {&g.alpha, &g.beta, &g.inf, &g.tau, &g.speed})
          if (!text->empty()) texts.push_back(*text);
    return texts;
  }

  found_part in_text(const std::string& text) { return in(reader_.parsed(text)); }

  found_part in(const syntax& s) {
    if (std::isfinite(value_of(s))) return std::nullopt;
    if (s.kind == syntax_kind::name) {
      const auto text = reader_.text_named(s.text);
      return text ? in_text(*text) : std::nullopt;  // a variable is no part that could be blamed
    }
    const bool chooses = s.kind == syntax_kind::call && s.text == "if";
    if (chooses) return in(s.parts[holds(s.parts[0]) ? 1 : 2]);
    for (const auto& part : s.parts)
      if (auto found = in(part)) return found;
    return s;
  }

  bool holds(const syntax& condition) {
    const auto number = [](double value) { return syntax{syntax_kind::number, 1, value, "", 1, {}}; };
    return value_of({syntax_kind::call, 1, 0, "if", 1, {condition, number(1), number(0)}}) == 1;
  }

  double value_of(const syntax& s) {
    const expression meaning = reader_.meaning(s).value;
    return lower(reader_.known(), varying_, parameters_, {{meaning}}, reader_.range()).results(0, values_, state_)[0];
  }

  const model_page& page_;
  page_reader reader_;
  std::vector<std::string> parameters_;
  std::vector<std::string> varying_{"v"};
  const std::vector<double>& values_;  // of the parameters
  const std::vector<double>& state_;
};

}  // namespace

std::string undefined_part(const equations& model, std::size_t number, const std::vector<double>& parameters,
                           const std::vector<double>& state) {
  if (!model.page) return "";
  part_finder finder(model, parameters, state);
  auto found = finder.of_variable(number);
  for (std::size_t other = 0; !found && other < finder.variables(); ++other) found = finder.of_variable(other);
  return found ? shown(*found) : "";
}

}  // namespace hux
