#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "hux/printable.hpp"

namespace hux {

/// Base of everything Hux throws; what() is one sentence meant for the user, printable() whatever it quotes.
struct error : std::runtime_error {
  explicit error(const std::string& message) : std::runtime_error(printable(message)) {}
};

/// What the user asked for cannot be done as written: a wrong key, unit, value or name. Exit code 2.
struct input_error : error {
  /// @param at where in the experiment, as a dotted path of an experiment file ("population.E.parameters.c_m");
  ///           what() starts with it.
  /// @param message the offending value, and what was expected
  input_error(std::string at, const std::string& message)
      : error(printable(at, longest_quoted) + ": " + message), key(std::move(at)) {}
  std::string key;
};

/// A file could not be read or written (permissions, a full disk, a malformed file). Exit code 3.
struct file_error : error {
  using error::error;
};

/// The experiment needs more memory than there is; says how much, by component. Exit code 4.
struct memory_error : error {
  using error::error;
};

/// Work was ended because it was wanted no more.
struct interrupted : error {
  using error::error;
};

/// The simulation diverged; names population, neuron, time and likely cause. Exit code 5.
struct divergence_error : error {
  using error::error;
};

}  // namespace hux
