#include "network/cell_list.hpp"

#include <algorithm>
#include <cmath>

#include "hux/device/math.hpp"
#include "network/counting_sort.hpp"

namespace hux {
namespace {

/// A rule as of pair_rules.hpp; unit: a neuron, which is the value, its cell in the place of the source.
template <class CellOf>
struct neurons_by_cell {
  std::uint32_t size;
  CellOf cell_of;

  [[nodiscard]] std::uint64_t units() const { return size; }
  template <class Take>
  void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
    for (auto neuron = static_cast<std::uint32_t>(begin); neuron < end; ++neuron) take(cell_of(neuron), neuron);
  }
};

}  // namespace

cell_list::cell_list(const placement& where, std::uint32_t size, double least, thread_team& team) {
  choose_cells(where, size, least);
  const auto cell_of_neuron = [&](std::uint32_t neuron) { return cell_of(where(neuron)); };
  counting_sort sort(neurons_by_cell<decltype(cell_of_neuron)>{size, cell_of_neuron},
                     shape_.number[0] * shape_.number[1] * shape_.number[2], team);
  offset_ = sort.offsets();
  members_ = buffer<std::uint32_t>(size);
  sort.fill(offset_, members_.data());
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
  const double edge = std::max(least, power(volume, 1.0 / std::max(dimensions, 1)));
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

std::uint32_t cell_list::cell_of(const point& p) const {
  std::uint32_t index[3];
  for (int d = 0; d < 3; ++d) {
    const double place = std::floor((p.at[d] - shape_.low[d]) / shape_.edge[d]);
    index[d] = static_cast<std::uint32_t>(std::clamp(place, 0.0, shape_.number[d] - 1.0));
  }
  return static_cast<std::uint32_t>(shape_.cell(index));
}

cell_view cell_list::view() const {
  cell_view view = shape_;
  view.offset = offset_.data();
  view.members = members_.data();
  return view;
}

}  // namespace hux
