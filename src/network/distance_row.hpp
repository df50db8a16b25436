#pragma once

#include <cstdint>

#include "hux/device/math.hpp"
#include "network/cell_list.hpp"
#include "network/placement.hpp"
#include "network/row_rules.hpp"

namespace hux {

/// The probability of a synapse over a distance.
class distance_law {
 public:
  /// No pair whose probability is lower is ever connected: of a thousand billion such, one might be.
  static constexpr double least = 1e-12;

  explicit distance_law(const distance_probability& rule)
      : kernel_(rule.kernel), highest_(rule.probability), scale_(rule.scale) {}

  [[nodiscard]] HUX_FN double operator()(double squared_distance) const {
    switch (kernel_) {
      case distance_kernel::gaussian:
        return highest_ * exp(-0.5 * squared_distance / (scale_ * scale_));
      case distance_kernel::exponential:
        return highest_ * exp(-square_root(squared_distance) / scale_);
      case distance_kernel::step:
        break;
    }
    return squared_distance <= reach() * reach() ? highest_ : 0;
  }

  /// The distance beyond which there are no synapses, um.
  [[nodiscard]] double cutoff() const {
    if (highest_ < least) return 0;
    const double depth = log(highest_ / least);
    switch (kernel_) {
      case distance_kernel::gaussian:
        return scale_ * square_root(2 * depth);
      case distance_kernel::exponential:
        return scale_ * depth;
      case distance_kernel::step:
        break;
    }
    return reach();
  }

 private:
  /// A neuron at the radius is within it, whatever the rounding of its distance.
  [[nodiscard]] HUX_FN double reach() const { return scale_ * (1 + 1e-9); }

  distance_kernel kernel_;
  double highest_;
  double scale_;
};

/// Each target with a probability that falls with its distance. Cell by cell of the targets' sheet, candidates are
/// drawn with the probability at the nearest edge of the cell, as in fixed_probability_row, and kept with the
/// probability that is left: exact, and a row costs about as much time as it has synapses and cells within reach.
class distance_row {
 public:
  static constexpr bool in_order = false;

  /// @param cells of the targets; must outlive the rule
  distance_row(const distance_probability& rule, const ends& where, const cell_view& cells, bool exclude_self,
               const stream& s)
      : law_(rule), where_(where), cells_(cells), cutoff_(law_.cutoff()), exclude_self_(exclude_self), stream_(s) {}

  [[nodiscard]] HUX_FN std::uint64_t count(std::uint32_t source) const {
    std::uint64_t n = 0;
    visit(source, [&n](std::uint32_t) { ++n; });
    return n;
  }
  template <class Row>
  HUX_FN void fill(std::uint32_t source, const Row& row) const {
    std::uint64_t n = 0;
    visit(source, [&](std::uint32_t target) { row[n++] = target; });
  }

 private:
  /// Cells of one dimension within reach of a coordinate; numbers may run over the ends of a periodic sheet.
  struct cell_range {
    std::int64_t begin = 0, end = 0;
  };

  [[nodiscard]] HUX_FN cell_range within_reach(double at, int d) const {
    const double number = cells_.number[d];
    const double first = (at - cutoff_ - cells_.low[d]) / cells_.edge[d];
    const double last = (at + cutoff_ - cells_.low[d]) / cells_.edge[d];
    if (where_.period[d] > 0) {
      if (last - first + 2 >= number) return {0, cells_.number[d]};
      return {floor_of(first), floor_of(last) + 1};
    }
    // Neurons at the very end of the sheet are in the last cell.
    return {floor_of(minimum(maximum(first, 0.0), number - 1)), floor_of(minimum(maximum(last, 0.0), number - 1)) + 1};
  }

  HUX_FN static std::int64_t floor_of(double x) {
    const auto whole = static_cast<std::int64_t>(x);
    return whole - (static_cast<double>(whole) > x ? 1 : 0);
  }

  /// The number of a cell on a sheet that may be periodic.
  [[nodiscard]] HUX_FN std::uint32_t wrapped(std::int64_t i, int d) const {
    const std::int64_t n = cells_.number[d];
    return static_cast<std::uint32_t>(i < 0 ? i + n : i >= n ? i - n : i);
  }

  /// The square of the distance in one dimension of a coordinate from a cell.
  [[nodiscard]] HUX_FN double squared_gap(double at, std::uint32_t cell, int d) const {
    const double begin = fma(static_cast<double>(cell), cells_.edge[d], cells_.low[d]);
    double gap = gap_of(at, begin, begin + cells_.edge[d]);
    if (where_.period[d] > 0) {
      gap = minimum(gap, gap_of(at - where_.period[d], begin, begin + cells_.edge[d]));
      gap = minimum(gap, gap_of(at + where_.period[d], begin, begin + cells_.edge[d]));
    }
    return gap * gap;
  }
  HUX_FN static double gap_of(double at, double begin, double end) {
    return maximum(maximum(begin - at, at - end), 0.0);
  }

  template <class Take>
  HUX_FN void visit(std::uint32_t source, const Take& take) const {
    if (cutoff_ == 0) return;
    const point at = where_.source(source);
    const cell_range x = within_reach(at.at[0], 0);
    const cell_range y = within_reach(at.at[1], 1);
    const cell_range z = within_reach(at.at[2], 2);
    for (std::int64_t k = z.begin; k < z.end; ++k)
      for (std::int64_t j = y.begin; j < y.end; ++j)
        for (std::int64_t i = x.begin; i < x.end; ++i) {
          const std::uint32_t index[3] = {wrapped(i, 0), wrapped(j, 1), wrapped(k, 2)};
          double squared = 0;
          for (int d = 0; d < 3; ++d) squared += squared_gap(at.at[d], index[d], d);
          if (squared <= cutoff_ * cutoff_) visit_cell(source, at, cells_.cell(index), law_(squared), take);
        }
  }

  /// @param bound no target in the cell has a higher probability
  template <class Take>
  HUX_FN void visit_cell(std::uint32_t source, const point& at, std::uint64_t cell, double bound,
                         const Take& take) const {
    const std::uint32_t* members = cells_.members + cells_.offset[cell];
    const auto count = static_cast<std::uint32_t>(cells_.offset[cell + 1] - cells_.offset[cell]);
    double per_log = 0;
    double next = 0;
    for (std::uint64_t k = 0;; ++k) {
      const random_words w = stream_.draw(source, (cell << 32) | k);
      const double u = open_uniform(w[0], w[1]);
      // Bernoulli's inequality saves most cells from logarithms: (1 - bound)^count >= 1 - count bound.
      if (k == 0 && u < 1 - count * bound) return;
      if (k == 0 && bound < 1) per_log = 1 / log_of_complement(bound);
      next += whole_gap(u, per_log);
      if (next >= count) return;
      const std::uint32_t target = members[static_cast<std::uint32_t>(next)];
      next += 1;
      if (exclude_self_ && target == source) continue;
      if (open_uniform(w[2], w[3]) * bound < law_(where_.squared_distance(at, where_.target(target)))) take(target);
    }
  }

  distance_law law_;
  ends where_;
  cell_view cells_;
  double cutoff_;
  bool exclude_self_;
  stream stream_;
};

}  // namespace hux
