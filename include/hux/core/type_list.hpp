#pragma once

namespace hux {

/// A list of types, for what is stamped out once for each model, synapse or integrator.
template <class... Types>
struct type_list {
  static constexpr int size = sizeof...(Types);
};

/// Stands for a type as a value.
template <class Type>
struct type_tag {
  using type = Type;
};

/// Calls f(type_tag<T>{}) for each type of the list, in order.
template <class... Types, class Function>
constexpr void for_each_type(type_list<Types...> /*list*/, Function&& f) {
  (f(type_tag<Types>{}), ...);
}

}  // namespace hux
