#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "cpu/row_program.hpp"
#include "equations/wire_list.hpp"
#include "support/buffer.hpp"
#include "support/workspaces.hpp"

namespace hux::cpu {

/// Wires by target: [targets + 1] places of the first, and the source of each.
struct wire_rows {
  const std::uint64_t* offset;
  const std::uint32_t* sources;
};

/// What wires of weight 1 carry, each by itself. They are gone through in rows, as the interpreter goes through rows of
/// neurons: nothing has to be compiled, and each has the same bits in whatever row it stands.
template <class Real>
class wires {
 public:
  /// @param most wires of a target
  wires(const wire_list& list, const std::vector<double>& coefficients, std::uint32_t most);

  /// Works out those of targets [begin, end).
  /// @param v_pre by source, v by target: mV
  /// @param each gets a target and the currents of its wires
  template <class Each>
  void for_each_target(const wire_rows& rows, std::uint32_t begin, std::uint32_t end, const Real* v_pre, const Real* v,
                       const Each& each) {
    auto work = idle_.take([this] { return make_workspace(); });
    for (std::uint32_t first = begin, next = begin; first < end; first = next) {
      while (next < end && (next == first || rows.offset[next + 1] - rows.offset[first] <= row_)) ++next;
      work_out(rows, first, next, v_pre, v, *work);
      for (std::uint32_t t = first; t < next; ++t) each(t, work->current + (rows.offset[t] - rows.offset[first]));
    }
    idle_.give_back(std::move(work));
  }

 private:
  struct workspace {
    buffer<Real> memory;
    Real *v_pre, *v, *current;  ///< by wire
    std::optional<bound_rows<Real>> program;
  };

  [[nodiscard]] std::unique_ptr<workspace> make_workspace() const;
  void work_out(const wire_rows& rows, std::uint32_t first, std::uint32_t end, const Real* v_pre, const Real* v,
                workspace& work) const;

  static constexpr std::uint32_t row_ = 512;  ///< wires that go together, unless a target has more
  std::size_t most_;                          ///< in a row
  std::size_t inputs_;                        ///< of the program
  row_program<Real> program_;
  workspaces<workspace> idle_;
};

extern template class wires<float>;
extern template class wires<double>;

}  // namespace hux::cpu
