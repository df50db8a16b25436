#pragma once

#include <cstdint>

#include "network/placement.hpp"
#include "support/buffer.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// Neurons by where they are: a box cut into cells, and for each cell those within it, ascending. Plain pointers, so
/// that a kernel may be handed it.
struct cell_view {
  double low[3];                 ///< um, of the first cell
  double edge[3];                ///< um, of a cell
  std::uint32_t number[3];       ///< of cells
  const std::uint64_t* offset;   ///< [cells + 1]; those of cell c are members[offset[c] .. offset[c + 1])
  const std::uint32_t* members;  ///< [neurons]

  [[nodiscard]] HUX_FN std::uint64_t cell(const std::uint32_t (&index)[3]) const {
    return (static_cast<std::uint64_t>(index[2]) * number[1] + index[1]) * number[0] + index[0];
  }
};

class cell_list {
 public:
  /// @param least edge of a cell, um, above which some neurons are in a cell
  cell_list(const placement& where, std::uint32_t size, double least, thread_team& team);

  [[nodiscard]] cell_view view() const;
  [[nodiscard]] std::uint64_t cells() const { return offset_.size() - 1; }
  /// Memory that one of so many neurons takes at most.
  static std::uint64_t bytes(std::uint64_t size) {
    return (size + 1) * sizeof(std::uint64_t) + size * sizeof(std::uint32_t);
  }

 private:
  void choose_cells(const placement& where, std::uint32_t size, double least);
  [[nodiscard]] std::uint32_t cell_of(const point& p) const;

  cell_view shape_{};
  buffer<std::uint64_t> offset_;
  buffer<std::uint32_t> members_;
};

}  // namespace hux
