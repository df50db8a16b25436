#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "cpu/row_operation.hpp"

/// Rows of neurons are gone through in tiles, as many neurons as fit into eight registers. Each step of a program is a
/// function that does one operation on a tile and then calls the next step's, to which it hands its result in
/// registers.
namespace hux::cpu {

/// What an operand of a step is.
enum class operand_kind : std::uint8_t {
  single,  ///< one number
  row,     ///< in memory
  last,    ///< the result of the step before
};
inline constexpr unsigned operand_kinds = 3;

/// The function of a step, which its machine casts to what it is: vectors are among what that takes.
using row_function = void (*)();

/// A step at known addresses.
template <class Real>
struct row_step {
  row_function function = nullptr;
  Real* to = nullptr;
  std::array<const Real*, most_row_operands> from{};
  std::uint8_t to_moves = 0;  ///< 1: `to` is a row of all neurons, 0: of those of a tile
  std::array<std::uint8_t, most_row_operands> from_moves{};
};

/// Which function a step needs.
struct row_step_kind {
  row_code code{};
  std::array<operand_kind, most_row_operands> operands{};
  bool kept = false;  ///< is the result written to memory?
};

/// Can an operation take the result of the step before from the registers?
constexpr bool takes_last(row_code code) { return code != row_code::select_less; }

/// What executes steps, a tile at a time.
template <class Real>
struct row_machine {
  std::uint32_t tile;  ///< neurons
  row_function (*function_of)(const row_step_kind&);
  row_function (*pause)();  ///< of a step that ends a chain of calls; the next one begins another
  /// @param steps the last is a pause, and then comes one without a function
  void (*run)(const row_step<Real>* steps, std::size_t first, std::size_t end);
};

/// Most steps in a chain. Where the compiler makes no jumps of the calls, for a debugger or a sanitizer, each takes a
/// part of the stack.
inline constexpr std::uint32_t longest_chain = 256;

/// Neurons of the smaller tiles, which go through what is left of rows.
inline constexpr std::uint32_t small_tile = 32;

/// Those on hardware vectors of 32 or 64 bytes, each compiled from a source file of its own
/// (row_machine_instance.cpp.in).
template <class Real, int Bytes>
struct row_machines {
  static const row_machine<Real>& whole();
  static const row_machine<Real>& rest();
};

}  // namespace hux::cpu
