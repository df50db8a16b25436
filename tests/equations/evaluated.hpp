#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "equations/text/expression.hpp"

namespace hux::test {

inline double evaluated_call(function f, const std::vector<double>& x) {
  switch (f) {
    case function::exp:
      return std::exp(x[0]);
    case function::log:
      return std::log(x[0]);
    case function::sqrt:
      return std::sqrt(x[0]);
    case function::tanh:
      return std::tanh(x[0]);
    case function::sinh:
      return std::sinh(x[0]);
    case function::cosh:
      return std::cosh(x[0]);
    case function::absolute:
      return std::abs(x[0]);
    case function::minimum:
      return std::min(x[0], x[1]);
    case function::maximum:
      return std::max(x[0], x[1]);
    case function::exprel:
      return x[0] == 0 ? 1 : std::expm1(x[0]) / x[0];
    case function::sigmoid:
      return 1 / (1 + std::exp(-x[0]));
    case function::select_less:
      return x[0] < x[1] ? x[2] : x[3];
  }
  throw std::logic_error("a function without a meaning");
}

/// An expression's value by libm.
inline double evaluated(expression e, const std::map<std::string, double>& symbols) {
  std::vector<double> x;
  for (const auto part : e.parts()) x.push_back(evaluated(part, symbols));
  switch (e.kind()) {
    case expression_kind::number:
      return e.value();
    case expression_kind::symbol:
      return symbols.at(e.name());
    case expression_kind::add:
      return x[0] + x[1];
    case expression_kind::multiply:
      return x[0] * x[1];
    case expression_kind::divide:
      return x[0] / x[1];
    case expression_kind::power:
      return std::pow(x[0], x[1]);
    case expression_kind::call:
      return evaluated_call(e.called(), x);
  }
  throw std::logic_error("an expression without a meaning");
}

}  // namespace hux::test
