#pragma once

#include <type_traits>

namespace hux {

/// A list of types, for what is stamped out once for each model, synapse or integrator.
template <class... Types>
struct type_list {
  static constexpr int size = sizeof...(Types);
};

/// Where a type stands in a list; -1 if it does not.
template <class Type, class... Types>
constexpr int place_in(type_list<Types...> /*list*/) {
  int place = -1;
  int at = 0;
  ((place = std::is_same_v<Type, Types> ? at : place, ++at), ...);
  return place;
}

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
