#include "equations/text/cpp_text.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>
#include <vector>

namespace hux {
namespace {

/// A number as the compiler reads it back to the last bit.
std::string constant_text(double x) {
  std::string digits = fmt::format("{}", x);
  if (digits.find_first_of(".en") == std::string::npos) digits += ".0";
  return "constant<Real>(" + digits + ")";
}

class body_writer {
 public:
  /// @param input what the inputs are called, by their numbers
  body_writer(const operation_list& list, std::function<std::string(std::uint32_t)> input)
      : list_(list), input_(std::move(input)) {
    for (std::size_t i = 0; i < list.operations.size(); ++i) names_.push_back(name_of(i));
  }

  [[nodiscard]] const std::string& statements() const { return statements_; }
  [[nodiscard]] const std::string& output(std::size_t i) const { return names_[list_.outputs[i]]; }

 private:
  std::string name_of(std::size_t i) {
    const operation& o = list_.operations[i];
    if (o.code == operation_code::constant) return constant_text(o.value);
    if (o.code == operation_code::input) return input_(o.index);
    std::string name = fmt::format("t{}", i);
    statements_ += fmt::format("    const Real {} = {};\n", name, value_of(o));
    return name;
  }

  [[nodiscard]] std::string value_of(const operation& o) const {
    const auto at = [&](int k) { return names_[o.operands[k]]; };
    switch (o.code) {
      case operation_code::negate:
        return "-" + at(0);
      case operation_code::add:
        return at(0) + " + " + at(1);
      case operation_code::subtract:
        return at(0) + " - " + at(1);
      case operation_code::multiply:
        return at(0) + " * " + at(1);
      case operation_code::divide:
        return at(0) + " / " + at(1);
      default:
        return call(o);
    }
  }

  [[nodiscard]] std::string call(const operation& o) const {
    std::string text = std::string(function(o.code)) + "(";
    for (int k = 0; k < operands_of(o.code); ++k) text += (k > 0 ? ", " : "") + names_[o.operands[k]];
    return text + ")";
  }

  static std::string_view function(operation_code code) {
    switch (code) {
      case operation_code::fma:
        return "fma";
      case operation_code::minimum:
        return "minimum";
      case operation_code::maximum:
        return "maximum";
      case operation_code::absolute:
        return "absolute";
      case operation_code::select_less:
        return "select_less";
      case operation_code::square_root:
        return "square_root";
      case operation_code::reciprocal:
        return "reciprocal";
      case operation_code::exp:
        return "exp_or_nan";
      case operation_code::expm1:
        return "expm1_or_nan";
      case operation_code::exp2:
        return "exp2";
      case operation_code::exp2m1:
        return "exp2m1";
      case operation_code::log:
        return "log";
      default:
        return "exponential_ratio";
    }
  }

  const operation_list& list_;
  std::function<std::string(std::uint32_t)> input_;
  std::vector<std::string> names_;
  std::string statements_;
};

std::string coefficient_name(const model_lists& model, std::uint32_t c) {
  return c == model.input ? "input" : fmt::format("c{}", c);
}

std::string coefficient_names(const model_lists& model) {
  std::string names;
  for (std::uint32_t c = 0; c < model.coefficients; ++c) names += (c > 0 ? ", " : "") + coefficient_name(model, c);
  return names;
}

body_writer body_of(const model_lists& model, const operation_list& list) {
  return {list, [&model](std::uint32_t index) -> std::string {
            if (index == 0) return "v";
            if (index <= model.states()) return fmt::format("state[{}]", index - 1);
            return "k." + coefficient_name(model, index - 1 - model.states());
          }};
}

std::string kinetics(const model_lists& model, const operation_list& list) {
  const body_writer body = body_of(model, list);
  std::string text = body.statements();
  for (std::uint32_t i = 0; i < model.states(); ++i)
    text += fmt::format("    x[{}] = {{{}, {}}};\n", i, body.output(2 * i), body.output(2 * i + 1));
  return text;
}

std::string membrane(const model_lists& model, const operation_list& list) {
  const body_writer body = body_of(model, list);
  return fmt::format("{}    return {{{}, {}}};\n", body.statements(), body.output(0), body.output(1));
}

/// What integrators ask of equations with states that are solved exactly; of others they ask nothing.
std::string exponential_states(const model_lists& model) {
  if (model.exponential == 0) return "";
  return fmt::format(R"(  static constexpr bool has_exponential = true;
  template <class Real>
  HUX_FN static constexpr bool is_exponential(int i, const coefficients<Real>& /*k*/) {{
    return ({:#x}u >> i & 1u) != 0;
  }}
)",
                     model.exponential);
}

/// What who advances neurons asks of equations with receptors' states; of others it asks nothing.
std::string receptor_states(const model_lists& model) {
  if (model.receptor_states == 0) return "";
  return fmt::format("  static constexpr unsigned receptor_states = {:#x}u;\n", model.receptor_states);
}

}  // namespace

std::string cpp_text(const model_lists& model, const std::string& type, bool linear_form) {
  const auto& form = linear_form ? model.linear_form : model.explicit_form;
  return fmt::format(
      R"(struct {type} {{
  static constexpr int gates = {states};
  static constexpr int pools = {pools};
  static constexpr bool instantaneous_gates = {instantaneous};
  template <class Real>
  struct coefficients {{
    Real {coefficients};
  }};
{exponential}{receptor_states}  template <class Real>
  HUX_FN static void kinetics([[maybe_unused]] const Real& v, [[maybe_unused]] const gate_array<Real, gates>& state,
                              [[maybe_unused]] const coefficients<Real>& k,
                              [[maybe_unused]] gate_array<linear<Real>, gates>& x) {{
{kinetics}  }}
  template <class Real>
  HUX_FN static linear<Real> membrane([[maybe_unused]] const Real& v, [[maybe_unused]] const gate_array<Real, gates>& state,
                                      [[maybe_unused]] const coefficients<Real>& k) {{
{membrane}  }}
}};
)",
      fmt::arg("type", type), fmt::arg("states", model.states()), fmt::arg("pools", model.pools),
      fmt::arg("instantaneous", model.instantaneous), fmt::arg("coefficients", coefficient_names(model)),
      fmt::arg("exponential", exponential_states(model)), fmt::arg("receptor_states", receptor_states(model)),
      fmt::arg("kinetics", kinetics(model, form.kinetics)), fmt::arg("membrane", membrane(model, form.membrane)));
}

std::string cpp_text(const opening_list& opening, const std::string& type) {
  const body_writer body(opening.open, [](std::uint32_t index) {
    return index == 0 ? std::string("v") : fmt::format("k[{}]", index - 1);
  });
  return fmt::format(R"(struct {} {{
  static constexpr int coefficients = {};
  template <class Real>
  HUX_FN static Real open_fraction([[maybe_unused]] const Real& v, [[maybe_unused]] const Real* k) {{
{}    return {};
  }}
}};
)",
                     type, opening.coefficients, body.statements(), body.output(0));
}

}  // namespace hux
