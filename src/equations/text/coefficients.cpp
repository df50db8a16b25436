#include "equations/text/coefficients.hpp"

#include <algorithm>
#include <cmath>

#include "equations/recorded.hpp"
#include "hux/device/functions.hpp"
#include "hux/device/math.hpp"

namespace hux {
namespace {

using kind = expression_kind;
using real = recorded<double>;

real number(double x) { return real(x); }

/// The coefficients themselves, from the parameters, as they stand.
class coefficient_maker {
 public:
  explicit coefficient_maker(const std::vector<std::string>& inputs) : inputs_(inputs) {}

  real of(expression e) {
    if (e.is_number()) return number(e.value());
    if (const auto made = made_.find(e.number()); made != made_.end()) return made->second;
    const real value = made_of(e);
    made_.emplace(e.number(), value);
    return value;
  }

 private:
  real made_of(expression e) {
    switch (e.kind()) {
      case kind::symbol:
        return real::input(place_of(e.name()));
      case kind::add:
        return of(e.part(0)) + of(e.part(1));
      case kind::multiply:
        return of(e.part(0)) * of(e.part(1));
      case kind::divide:
        return of(e.part(0)) / of(e.part(1));
      case kind::power:
        return raised(e.part(0), e.part(1));
      default:
        return called(e);
    }
  }
  [[nodiscard]] std::uint32_t place_of(const std::string& name) const {
    return static_cast<std::uint32_t>(std::ranges::find(inputs_, name) - inputs_.begin());
  }
  real raised(expression base, expression exponent) {
    constexpr double largest = 64;
    if (exponent.is_number() && exponent.value() == std::floor(exponent.value()) &&
        std::abs(exponent.value()) <= largest) {
      real result = number(1);
      for (int i = 0; i < std::abs(exponent.value()); ++i) result = result * of(base);
      return exponent.value() < 0 ? number(1) / result : result;
    }
    return exp(of(exponent) * log(of(base)));
  }
  real called(expression e) {
    const real x = of(e.part(0));
    switch (e.called()) {
      case function::exp:
        return exp(x);
      case function::log:
        return log(x);
      case function::sqrt:
        return square_root(x);
      case function::tanh:
        return tanh(x);
      case function::sinh:
        return sinh(x);
      case function::cosh:
        return cosh(x);
      case function::absolute:
        return absolute(x);
      case function::minimum:
        return minimum(x, of(e.part(1)));
      case function::maximum:
        return maximum(x, of(e.part(1)));
      case function::exprel:
        return exprel(x);
      case function::sigmoid:
        return sigmoid(x);
      default:
        return select_less(x, of(e.part(1)), of(e.part(2)), of(e.part(3)));
    }
  }

  const std::vector<std::string>& inputs_;
  std::map<std::uint32_t, real> made_;
};

}  // namespace

operation_list derivation(const coefficients& all, std::vector<std::string> parameters) {
  parameters.emplace_back(unit_of_time);
  list_writer writer(static_cast<std::uint32_t>(parameters.size()));
  coefficient_maker maker(parameters);
  std::vector<std::uint32_t> outputs;
  for (const auto& e : all.all()) outputs.push_back(maker.of(e).place());
  return writer.finished(outputs);
}

}  // namespace hux
