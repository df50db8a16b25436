#pragma once

namespace hux {

/// A visitor of a variant, made of one function for each of its alternatives.
template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

}  // namespace hux
