#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/lookup.hpp"
#include "hux/parameter.hpp"

/// Checks of single values and names. Each throws input_error at the key it is given.
namespace hux {

/// What a range takes, in words ("0 to 1").
std::string_view allowed(range r);
bool is_within(double value, range r);

void check_finite(const std::string& key, std::initializer_list<double> values);

/// Finite, and within the range.
void check_value(const std::string& key, double value, quantity q, range r = range::any);

/// One name among those of its kind: letters, digits, '_' and '-', as files and messages need it.
void check_name(std::string_view kind, std::string_view name);
void check_unique(std::string_view kind, std::vector<std::string_view> names);

/// The names of things of one kind.
template <class Range>
void check_names(std::string_view kind, const Range& range) {
  for (const auto& element : range) check_name(kind, element.name);
  check_unique(kind, names_of(range));
}

}  // namespace hux
