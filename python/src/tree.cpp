#include "tree.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "hux/errors.hpp"
#include "io/text/toml_text.hpp"

namespace nb = nanobind;

namespace hux::python {
namespace {

template <class T>
using numbers = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

/// Where a node goes: under a key of a table, or to the end of a list.
struct table_end {
  toml::table& table;
  toml::key key;
  template <class Node>
  void operator()(Node&& node) const {
    table.insert_or_assign(key, std::forward<Node>(node));
  }
};
struct list_end {
  toml::array& list;
  template <class Node>
  void operator()(Node&& node) const {
    list.push_back(std::forward<Node>(node));
  }
};

/// Makes a tree of dicts one of TOML; the lines of the keys are their order.
class tree_builder {
 public:
  void fill(toml::table& table, const nb::dict& from, const std::string& path, std::size_t depth) {
    for (const auto& [name, value] : from) {
      if (!nb::isinstance<nb::str>(name)) refuse(path, name, "keys that are texts");
      const auto key = nb::cast<std::string>(name);
      const std::string whole = std::string(path).append(path.empty() ? "" : ".").append(key);
      toml::source_region place;
      place.begin = place.end = {++line_, 1};
      pass_on(value, whole, depth, table_end{table, toml::key(key, std::move(place))});
    }
  }

  tree result;

 private:
  /// Calls put(node) with what a value is in TOML.
  template <class Put>
  void pass_on(nb::handle value, const std::string& key, std::size_t depth, const Put& put) {
    if (depth > deepest_key) throw key_too_deep(quotation(key, longest_quoted));
    if (nb::isinstance<nb::dict>(value)) {
      toml::table table;
      fill(table, nb::cast<nb::dict>(value), key, depth + 1);
      put(std::move(table));
    } else if (nb::ndarray_check(value)) {
      put(array_of(value, nb::handle(), key));
    } else if (nb::isinstance<nb::tuple>(value) && nb::len(value) == 2 && nb::ndarray_check(value[0])) {
      put(array_of(value[0], value[1], key));
    } else if (nb::isinstance<nb::list>(value) || nb::isinstance<nb::tuple>(value)) {
      toml::array list;
      for (nb::handle element : value) pass_on(element, key, depth + 1, list_end{list});
      put(std::move(list));
    } else {
      pass_on_single(value, key, put);
    }
  }

  template <class Put>
  static void pass_on_single(nb::handle value, const std::string& key, const Put& put) {
    std::int64_t integer = 0;
    if (nb::isinstance<nb::bool_>(value)) {
      put(nb::cast<bool>(value));
    } else if (nb::isinstance<nb::int_>(value)) {
      if (nb::try_cast(value, integer, false))
        put(integer);
      else
        put(std::string(nb::str(value).c_str()));  // beyond the integers of TOML
    } else if (nb::isinstance<nb::float_>(value)) {
      put(nb::cast<double>(value));
    } else if (nb::isinstance<nb::str>(value)) {
      put(nb::cast<std::string>(value));
    } else {
      refuse(key, value, "a number, a text such as '6 nS', an array, a list or a dict");
    }
  }

  toml::table array_of(nb::handle array, nb::handle unit, const std::string& key) {
    if (!keep<double>(array) && !keep<std::uint32_t>(array) && !keep<std::int64_t>(array))
      refuse(key, array, "an array of numbers with one dimension");
    result.held.push_back(nb::borrow(array));
    toml::table node{{array_key, static_cast<std::int64_t>(result.arrays.size() - 1)}};
    if (!unit.is_valid()) return node;
    if (!nb::isinstance<nb::str>(unit)) refuse(key, unit, "the unit of the array as a text");
    node.insert("unit", nb::cast<std::string>(unit));
    return node;
  }

  template <class T>
  bool keep(nb::handle array) {
    numbers<T> found;
    if (!nb::try_cast(array, found, false)) return false;
    result.arrays.emplace_back(std::span<const T>(found.data(), found.size()));
    return true;
  }

  [[noreturn]] static void refuse(const std::string& key, nb::handle value, const std::string& expected) {
    const std::string shown = nb::repr(value).c_str();
    throw input_error(key, printable(shown, longest_quoted) + " is not what is needed here; expected " + expected);
  }

  std::uint32_t line_ = 0;
};

/// The keys of a table in the order of its text.
std::vector<std::pair<std::string, const toml::node*>> in_order(const toml::table& table) {
  std::vector<std::tuple<std::uint32_t, std::uint32_t, std::string, const toml::node*>> places;
  for (const auto& [key, node] : table)
    places.emplace_back(key.source().begin.line, key.source().begin.column, key.str(), &node);
  std::ranges::sort(places);
  std::vector<std::pair<std::string, const toml::node*>> result;
  for (auto& [line, column, key, node] : places) result.emplace_back(std::move(key), node);
  return result;
}

/// Makes a tree of TOML one of dicts.
struct dict_builder {
  const std::vector<number_list>& arrays;
  nb::handle owner;

  [[nodiscard]] nb::object of(const toml::node& node) const {
    return node.visit([&](const auto& n) { return made(n); });
  }
  [[nodiscard]] nb::dict dict(const toml::table& table) const {
    nb::dict result;
    for (const auto& [key, node] : in_order(table)) result[key.c_str()] = of(*node);
    return result;
  }

 private:
  [[nodiscard]] nb::object made(const toml::table& table) const {
    if (const auto* number = table.get_as<std::int64_t>(array_key)) return array(arrays.at(number->get()));
    return dict(table);
  }
  [[nodiscard]] nb::object made(const toml::array& list) const {
    nb::list result;
    for (const auto& node : list) result.append(of(node));
    return result;
  }
  template <class T>
  [[nodiscard]] nb::object made(const toml::value<T>& value) const {
    if constexpr (std::is_same_v<T, toml::date> || std::is_same_v<T, toml::time> || std::is_same_v<T, toml::date_time>)
      return nb::none();
    else
      return nb::cast(value.get());
  }
  [[nodiscard]] nb::object array(const number_list& list) const {
    return std::visit(
        [&]<class T>(std::span<const T> values) {
          return nb::cast(nb::ndarray<nb::numpy, const T, nb::ndim<1>>(values.data(), {values.size()}, owner));
        },
        list);
  }
};

}  // namespace

tree tree_from(const nb::dict& root) {
  tree_builder builder;
  builder.fill(builder.result.root, root, "", 1);
  return std::move(builder.result);
}

nb::dict dict_from(const toml::table& root, const std::vector<number_list>& arrays, nb::handle owner) {
  return dict_builder{arrays, owner}.dict(root);
}

}  // namespace hux::python
