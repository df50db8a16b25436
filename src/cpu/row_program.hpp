#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cpu/row_machine.hpp"
#include "equations/operations.hpp"

namespace hux::cpu {

/// A program on rows whose addresses are known.
template <class Real>
class bound_rows {
 public:
  /// Steps by one machine.
  struct part {
    const row_machine<Real>* machine;
    std::vector<row_step<Real>> steps;

    void run(std::size_t first, std::size_t end) const { machine->run(steps.data(), first, end); }
  };
  /// @param whole for as many tiles as are whole
  /// @param rest for what is left
  bound_rows(part whole, part rest) : whole_(std::move(whole)), rest_(std::move(rest)) {}

  /// @param count of neurons, a multiple of the padding
  void execute(std::size_t count) const {
    const std::size_t in_whole = count - count % whole_.machine->tile;
    whole_.run(0, in_whole);
    rest_.run(in_whole, count);
  }

 private:
  part whole_, rest_;
};

/// Executes a list of operations over rows of neurons, so that nothing has to be compiled. Each neuron gets the bits
/// that evaluate() gives for it; where that is a NaN, a NaN, whose sign may be another (and of which log makes a
/// number). Best for rows of a multiple of 128 neurons.
template <class Real>
class row_program {
 public:
  /// What the number of neurons is a multiple of.
  static constexpr std::uint32_t padding = small_tile;

  /// @param uniform of each input, the number that all neurons have, if they have the same; else it is a row
  /// @param vector_bytes of hardware vectors: 32 or 64
  row_program(const operation_list& list, std::span<const std::optional<Real>> uniform, int vector_bytes);

  /// Numbers that have to fit into the scratch memory, whatever the number of neurons.
  [[nodiscard]] std::size_t scratch_size() const;

  /// What can be executed again and again, on this program's numbers, while it lives. Only scratch memory and outputs
  /// are written; threads need their own.
  /// @param in a row for each input; of one that is uniform, anything
  /// @param out a row for each output, each another. It may be the row of an input, too: what is still to be read of
  /// that is read first. Else no rows may overlap.
  /// @param scratch of scratch_size() numbers
  [[nodiscard]] bound_rows<Real> bind(std::span<const Real* const> in, std::span<Real* const> out, Real* scratch) const;

  void run(std::span<const Real* const> in, std::span<Real* const> out, Real* scratch, std::size_t count) const {
    bind(in, out, scratch).execute(count);
  }

  /// Steps of the program, without copies of outputs.
  [[nodiscard]] std::size_t operations() const { return sequence_.operations.size(); }
  /// Rows of scratch memory.
  [[nodiscard]] std::uint32_t slots() const { return slots_; }

 private:
  /// A machine and what it does at each step.
  struct executor {
    const row_machine<Real>* machine;
    std::vector<row_function> functions;
  };
  /// Memory of a result or an operand.
  struct place {
    Real* at;
    bool moves;  ///< is it a row of all neurons?
  };

  void choose_kinds();
  void choose_slots();
  [[nodiscard]] std::vector<row_function> functions_of(const row_machine<Real>& machine) const;
  [[nodiscard]] bool still_read(const Real* row, std::span<const Real* const> in, std::uint32_t result) const;
  [[nodiscard]] std::vector<row_step<Real>> steps(const executor& by, std::span<const Real* const> in,
                                                  std::span<Real* const> out, Real* scratch) const;
  void read_operands(std::size_t operation, std::span<const Real* const> in, std::span<const place> results,
                     row_step<Real>& step) const;

  row_sequence<Real> sequence_;
  std::vector<row_step_kind> kinds_;
  std::vector<std::uint32_t> last_use_;   ///< of each result, the operation that reads it from memory last
  std::vector<std::uint32_t> last_read_;  ///< the same of each input
  std::vector<std::uint32_t> slot_of_;    ///< of each result that is kept
  std::uint32_t slots_ = 0;
  executor whole_, rest_;
};

}  // namespace hux::cpu
