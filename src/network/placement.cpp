#include "network/placement.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "network/distance_row.hpp"

namespace hux {

placement::placement(const population& p, std::uint64_t seed) : stream_(seed, "population." + p.name + ".positions") {
  if (p.positions) std::visit([&](const auto& l) { set(l, p.size); }, *p.positions);
}

void placement::set(const grid_layout& g, std::uint32_t size) {
  kind_ = form::grid;
  columns_ = g.columns;
  spacing_ = g.spacing;
  const std::uint32_t rows = (size + columns_ - 1) / columns_;
  high_ = {{columns_ * spacing_, rows * spacing_, 0}};
}

void placement::set(const random_layout& r, std::uint32_t /*size*/) {
  kind_ = form::random;
  high_ = {{r.width, r.height, r.depth}};
}

void placement::set(const listed_layout& l, std::uint32_t /*size*/) {
  kind_ = form::listed;
  const std::vector<double>* lists[] = {&l.x, &l.y, &l.z};
  for (int d = 0; d < 3; ++d) {
    if (lists[d]->empty()) continue;
    list_[d] = lists[d]->data();
    const auto [low, high] = std::ranges::minmax_element(*lists[d]);
    low_.at[d] = *low;
    high_.at[d] = *high;
  }
}

ends::ends(const projection& p, const population& from, const population& to, std::uint64_t seed)
    : source(from, seed), target(to, seed) {
  if (p.periodic) std::copy_n(target.high().at, 3, period);
}

double ends::longest_distance() const {
  double sum = 0;
  for (int d = 0; d < 3; ++d) {
    const double low = std::min(source.low().at[d], target.low().at[d]);
    const double high = std::max(source.high().at[d], target.high().at[d]);
    const double longest = period[d] > 0 ? period[d] / 2 : high - low;
    sum += longest * longest;
  }
  return std::sqrt(sum);
}

double ends::listed_bytes(std::uint32_t sources, std::uint32_t targets) const {
  double numbers = 0;
  for (int d = 0; d < 3; ++d) numbers += (source.list(d) ? sources : 0.0) + (target.list(d) ? targets : 0.0);
  return numbers * sizeof(double);
}

conduction::conduction(const projection& p, const ends& where)
    : where_(where), velocity_(p.velocity ? um_per_ms * *p.velocity : 0) {}

double longest_conduction(const projection& p, const ends& where) {
  if (!p.velocity) return 0;
  double longest = where.longest_distance();
  if (const auto* rule = std::get_if<distance_probability>(&p.rule))
    longest = std::min(longest, distance_law(*rule).cutoff());
  return longest / (um_per_ms * *p.velocity);
}

}  // namespace hux
