#include "build/cell_list.hpp"

#include <algorithm>
#include <cmath>

namespace hux {

cell_list::cell_list(const placement& where, std::uint32_t size, double least) {
  choose_cells(where, size, least);
  const std::uint64_t cells = 1ULL * shape_.number[0] * shape_.number[1] * shape_.number[2];
  offset_ = buffer<std::uint32_t>(cells + 1, 0);
  members_ = buffer<std::uint32_t>(size);
  buffer<std::uint32_t> cell(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    cell[i] = static_cast<std::uint32_t>(cell_of(where(i)));
    ++offset_[cell[i] + 1ULL];
  }
  for (std::uint64_t c = 0; c < cells; ++c) offset_[c + 1] += offset_[c];
  // Counting down leaves each offset at the begin of its cell, and the members ascending.
  for (std::uint64_t c = cells; c > 0; --c) offset_[c] = offset_[c - 1];
  for (std::uint32_t i = 0; i < size; ++i) members_[offset_[cell[i] + 1ULL]++] = i;
}

/// About eight neurons a cell, so that few cells are empty, unless cells would be smaller than there is use for.
void cell_list::choose_cells(const placement& where, std::uint32_t size, double least) {
  constexpr double in_a_cell = 8;
  double volume = in_a_cell / std::max(size, 1U);
  int dimensions = 0;
  for (int d = 0; d < 3; ++d) {
    const double extent = where.high().at[d] - where.low().at[d];
    if (!(extent > 0)) continue;
    volume *= extent;
    ++dimensions;
  }
  const double edge = std::max(least, std::pow(volume, 1.0 / std::max(dimensions, 1)));
  double left = std::max(size, 1U);  // never more cells than neurons
  for (int d = 0; d < 3; ++d) {
    const double extent = where.high().at[d] - where.low().at[d];
    const double number = extent > 0 ? std::clamp(std::floor(extent / edge), 1.0, left) : 1.0;
    left = std::floor(left / number);
    shape_.low[d] = where.low().at[d];
    shape_.number[d] = static_cast<std::uint32_t>(number);
    shape_.edge[d] = extent > 0 ? extent / number : 1.0;
  }
}

std::uint64_t cell_list::cell_of(const point& p) const {
  std::uint32_t index[3];
  for (int d = 0; d < 3; ++d) {
    const double place = std::floor((p.at[d] - shape_.low[d]) / shape_.edge[d]);
    index[d] = static_cast<std::uint32_t>(std::clamp(place, 0.0, shape_.number[d] - 1.0));
  }
  return shape_.cell(index);
}

cell_view cell_list::view() const {
  cell_view view = shape_;
  view.offset = offset_.data();
  view.members = members_.data();
  return view;
}

}  // namespace hux
