#include "equations/text/expression_text.hpp"

#include <fmt/format.h>

#include <string_view>

namespace hux {
namespace {

using kind = expression_kind;

std::string_view name_of(function f) {
  switch (f) {
    case function::exp:
      return "exp";
    case function::log:
      return "ln";
    case function::sqrt:
      return "sqrt";
    case function::tanh:
      return "tanh";
    case function::sinh:
      return "sinh";
    case function::cosh:
      return "cosh";
    case function::absolute:
      return "abs";
    case function::minimum:
      return "min";
    case function::maximum:
      return "max";
    case function::exprel:
      return "exprel";
    case function::sigmoid:
      return "sigmoid";
    default:
      return "if";
  }
}

/// How tightly an expression holds together: a sum least.
int tightness(expression e) {
  switch (e.kind()) {
    case kind::add:
      return 0;
    case kind::multiply:
    case kind::divide:
      return 1;
    case kind::power:
      return 2;
    default:
      return e.is_number() && e.value() < 0 ? 0 : 3;
  }
}

std::string within(expression e, int least) {
  const std::string text = text_of(e);
  return tightness(e) < least ? "(" + text + ")" : text;
}

std::string call_text(expression e) {
  if (e.called() == function::select_less)
    return fmt::format("if({} < {}, {}, {})", text_of(e.part(0)), text_of(e.part(1)), text_of(e.part(2)),
                       text_of(e.part(3)));
  std::string arguments;
  for (const auto& a : e.parts()) arguments += (arguments.empty() ? "" : ", ") + text_of(a);
  return fmt::format("{}({})", name_of(e.called()), arguments);
}

}  // namespace

std::string text_of(expression e) {
  switch (e.kind()) {
    case kind::number:
      return fmt::format("{:.6g}", e.value());
    case kind::symbol:
      return e.name();
    case kind::add:
      return within(e.part(0), 0) + " + " + within(e.part(1), 0);
    case kind::multiply:
      if (e.part(0).is_number(-1)) return "-" + within(e.part(1), 1);
      return within(e.part(0), 1) + " * " + within(e.part(1), 1);
    case kind::divide:
      return within(e.part(0), 1) + " / " + within(e.part(1), 2);
    case kind::power:
      return within(e.part(0), 3) + "^" + within(e.part(1), 3);
    default:
      return call_text(e);
  }
}

}  // namespace hux
