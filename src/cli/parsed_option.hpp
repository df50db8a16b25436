#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <limits>
#include <optional>
#include <string>

#include "hux/errors.hpp"
#include "hux/network.hpp"
#include "hux/units.hpp"

/// Options whose values are checked in our own words.
namespace hux::cli {

struct simulated_time {
  double ms;
};

template <class Integer>
void parse(const std::string& option, const std::string& text, std::optional<Integer>& value) {
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value.emplace());
  if (failure != std::errc{} || stop != end)
    throw input_error(option, fmt::format("{} is not a whole number from 0 to {}", quotation(text),
                                          std::numeric_limits<Integer>::max()));
}

inline void parse(const std::string& option, const std::string& text, std::optional<backend_kind>& value) {
  if (text == "auto")
    value = backend_kind::automatic;
  else if (text == "cpu")
    value = backend_kind::cpu;
  else if (text == "cuda")
    value = backend_kind::cuda;
  else
    throw input_error(option, fmt::format("there is no backend {}; expected auto, cpu or cuda", quotation(text)));
}

inline void parse(const std::string& option, const std::string& text, std::optional<simulated_time>& value) {
  try {
    value = simulated_time{parse_quantity(text, quantity::time)};
  } catch (const units_error& mistake) {
    throw input_error(option, mistake.what());
  }
}

template <class Value>
CLI::Option* add_parsed(CLI::App& subcommand, const std::string& option, std::optional<Value>& value,
                        const std::string& description) {
  return subcommand.add_option_function<std::string>(
      option, [&value, option](const std::string& text) { parse(option, text, value); }, description);
}

}  // namespace hux::cli
