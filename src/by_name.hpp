#pragma once

#include <string_view>

#include "hux/core/type_list.hpp"
#include "hux/integrators/integrators.hpp"
#include "hux/models/models.hpp"
#include "hux/synapses/synapses.hpp"

namespace hux {

/// Calls f(type_tag<T>{}) for the type of the list whose name it is; nothing if there is none (validate() has
/// refused such a name).
template <class... Types, class Function>
void with_name(type_list<Types...> list, std::string_view name, Function&& f) {
  for_each_type(list, [&](auto tag) {
    if (decltype(tag)::type::name == name) f(tag);
  });
}

}  // namespace hux
