#include "cpu/row_program.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <memory>

#include "cpu/lower_to_rows.hpp"

namespace hux::cpu {
namespace {

constexpr std::size_t line_bytes = 64;  // of a cache

template <class Real>
struct both_machines {
  const row_machine<Real>&whole, &rest;
};

template <class Real>
both_machines<Real> machines_on([[maybe_unused]] int vector_bytes) {
#ifdef HUX_AVX512
  if (vector_bytes == 64) return {row_machines<Real, 64>::whole(), row_machines<Real, 64>::rest()};
#endif
  return {row_machines<Real, 32>::whole(), row_machines<Real, 32>::rest()};
}

template <class Real>
Real* aligned(Real* scratch) {
  void* at = scratch;
  std::size_t space = 2 * line_bytes;
  return static_cast<Real*>(std::align(line_bytes, line_bytes, at, space));
}

bool begins_chain(std::size_t operation) { return operation % longest_chain == 0; }

}  // namespace

template <class Real>
row_program<Real>::row_program(const operation_list& list, std::span<const std::optional<Real>> uniform,
                               int vector_bytes)
    : sequence_(lower_to_rows(list, uniform)),
      kinds_(sequence_.operations.size()),
      last_use_(sequence_.operations.size()),
      last_read_(list.inputs),
      slot_of_(sequence_.operations.size()) {
  choose_kinds();
  choose_slots();
  const both_machines<Real> machines = machines_on<Real>(vector_bytes);
  whole_ = {&machines.whole, functions_of(machines.whole)};
  rest_ = {&machines.rest, functions_of(machines.rest)};
}

template <class Real>
void row_program<Real>::choose_kinds() {
  for (std::uint32_t i = 0; i < kinds_.size(); ++i) {
    const auto& [code, from] = sequence_.operations[i];
    kinds_[i].code = code;
    for (unsigned operand = 0; operand < operands_of(code); ++operand) {
      const row_place& x = from[operand];
      if (x.where == row_place::uniform) continue;
      const bool is_result = x.where == row_place::result;
      const bool is_last = is_result && x.index + 1 == i && takes_last(code) && !begins_chain(i);
      kinds_[i].operands[operand] = is_last ? operand_kind::last : operand_kind::row;
      if (is_last) continue;
      (is_result ? last_use_ : last_read_)[x.index] = i;
      if (is_result) kinds_[x.index].kept = true;
    }
  }
  for (const std::uint32_t output : sequence_.outputs) {
    kinds_[output].kept = true;
    last_use_[output] = std::numeric_limits<std::uint32_t>::max();
  }
}

/// A result may lie where an operand of its operation was, as that is read before. The slot that has been free for the
/// longest is taken: memory that was written a moment ago is slow to write and read again.
template <class Real>
void row_program<Real>::choose_slots() {
  std::deque<std::uint32_t> free;
  std::vector<bool> freed(kinds_.size());
  for (std::uint32_t i = 0; i < kinds_.size(); ++i) {
    for (const row_place& x : sequence_.operations[i].from) {
      if (x.where != row_place::result || last_use_[x.index] != i || freed[x.index]) continue;
      freed[x.index] = true;
      free.push_back(slot_of_[x.index]);
    }
    if (!kinds_[i].kept) continue;
    if (free.empty()) free.push_back(slots_++);
    slot_of_[i] = free.front();
    free.pop_front();
  }
}

template <class Real>
std::vector<row_function> row_program<Real>::functions_of(const row_machine<Real>& machine) const {
  std::vector<row_function> functions;
  for (const row_step_kind& kind : kinds_) functions.push_back(machine.function_of(kind));
  return functions;
}

template <class Real>
std::size_t row_program<Real>::scratch_size() const {
  return slots_ * whole_.machine->tile + line_bytes / sizeof(Real);
}

/// Is a row that of an input which operations after the one that makes the result read?
template <class Real>
bool row_program<Real>::still_read(const Real* row, std::span<const Real* const> in, std::uint32_t result) const {
  for (std::size_t i = 0; i < in.size(); ++i)
    if (in[i] == row && last_read_[i] > result) return true;
  return false;
}

template <class Real>
void row_program<Real>::read_operands(std::size_t operation, std::span<const Real* const> in,
                                      std::span<const place> results, row_step<Real>& step) const {
  const auto& [code, from] = sequence_.operations[operation];
  for (unsigned i = 0; i < operands_of(code); ++i) {
    const std::uint32_t index = from[i].index;
    switch (from[i].where) {
      case row_place::uniform:
        step.from[i] = &sequence_.uniforms[index];
        break;
      case row_place::input:
        step.from[i] = in[index];
        break;
      case row_place::result:
        step.from[i] = results[index].at;
        break;
    }
    step.from_moves[i] =
        from[i].where == row_place::input || (from[i].where == row_place::result && results[index].moves);
  }
}

template <class Real>
std::vector<row_step<Real>> row_program<Real>::steps(const executor& by, std::span<const Real* const> in,
                                                     std::span<Real* const> out, Real* scratch) const {
  std::vector<place> results;
  for (const std::uint32_t slot : slot_of_) results.push_back({aligned(scratch) + slot * whole_.machine->tile, false});
  std::vector<row_step<Real>> all;
  std::vector<row_step<Real>> copies;  // of what cannot yet be written to its row
  const row_function copy = by.machine->function_of({row_code::copy, {operand_kind::row}, true});
  for (std::size_t o = 0; o < out.size(); ++o) {
    place& result = results[sequence_.outputs[o]];
    if (still_read(out[o], in, sequence_.outputs[o]))
      copies.push_back({copy, out[o], {result.at}, 1, {}});
    else
      result = {out[o], true};
  }
  const row_step<Real> pause{by.machine->pause(), nullptr, {}, 0, {}};
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (begins_chain(i)) all.push_back(pause);
    all.push_back({by.functions[i], results[i].at, {}, results[i].moves, {}});
    read_operands(i, in, results, all.back());
  }
  all.insert(all.end(), copies.begin(), copies.end());
  all.insert(all.end(), {pause, {}});
  return all;
}

template <class Real>
bound_rows<Real> row_program<Real>::bind(std::span<const Real* const> in, std::span<Real* const> out,
                                         Real* scratch) const {
  return {{whole_.machine, steps(whole_, in, out, scratch)}, {rest_.machine, steps(rest_, in, out, scratch)}};
}

template class row_program<float>;
template class row_program<double>;

}  // namespace hux::cpu
