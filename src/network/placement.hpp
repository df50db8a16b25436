#pragma once

#include <cstdint>

#include "hux/device/math.hpp"
#include "hux/device/rng.hpp"
#include "hux/network.hpp"

namespace hux {

/// A place, or an extent, um.
struct point {
  double at[3] = {0, 0, 0};
};

/// The positions of a population, worked out neuron by neuron, so that none need be kept. Lists stay where they are.
class placement {
 public:
  /// Every neuron at the origin.
  placement() = default;
  /// @param seed positions are drawn from it, if they are
  placement(const population& p, std::uint64_t seed);

  [[nodiscard]] HUX_FN point operator()(std::uint32_t neuron) const {
    switch (kind_) {
      case form::grid:
        return on_grid(neuron % columns_, neuron / columns_);
      case form::random:
        return drawn(neuron);
      case form::listed:
        return {{list_[0][neuron], list_[1] ? list_[1][neuron] : 0, list_[2] ? list_[2][neuron] : 0}};
      case form::nowhere:
        break;
    }
    return {};
  }

  /// The corners of a box that holds all of them.
  [[nodiscard]] const point& low() const { return low_; }
  [[nodiscard]] const point& high() const { return high_; }

  /// The list of one coordinate, or null.
  [[nodiscard]] const double* list(int dimension) const { return list_[dimension]; }
  /// Looks at a copy of it from now on, which a kernel can reach.
  void move_list(int dimension, const double* copy) { list_[dimension] = copy; }

 private:
  enum class form : std::uint8_t { nowhere, grid, random, listed };

  void set(const grid_layout& g, std::uint32_t size);
  void set(const random_layout& r, std::uint32_t size);
  void set(const listed_layout& l, std::uint32_t size);

  [[nodiscard]] HUX_FN point on_grid(std::uint32_t column, std::uint32_t row) const {
    return {{(column + 0.5) * spacing_, (row + 0.5) * spacing_, 0}};
  }
  [[nodiscard]] HUX_FN point drawn(std::uint32_t neuron) const {
    const random_words w = stream_.draw(neuron, 0);
    constexpr double per_word = 1.0 / 4294967296.0;
    point p;
    for (int d = 0; d < 3; ++d) p.at[d] = (w[static_cast<unsigned>(d)] + 0.5) * per_word * high_.at[d];
    return p;
  }

  form kind_ = form::nowhere;
  std::uint32_t columns_ = 1;
  double spacing_ = 0;
  const double* list_[3] = {nullptr, nullptr, nullptr};
  point low_;
  point high_;
  stream stream_{0, ""};
};

/// Where the two ends of a projection are, and how far that is.
struct ends {
  placement source;
  placement target;
  double period[3] = {0, 0, 0};  ///< um; 0: the sheet has edges

  ends() = default;
  ends(const projection& p, const population& source, const population& target, std::uint64_t seed);

  /// The distance of two coordinates, the short way round.
  [[nodiscard]] HUX_FN double apart(double a, double b, int dimension) const {
    const double direct = absolute(a - b);
    return period[dimension] > 0 ? minimum(direct, absolute(period[dimension] - direct)) : direct;
  }
  [[nodiscard]] HUX_FN double squared_distance(const point& a, const point& b) const {
    double sum = 0;
    for (int d = 0; d < 3; ++d) {
      const double x = apart(a.at[d], b.at[d], d);
      sum = fma(x, x, sum);
    }
    return sum;
  }

  /// No two neurons are farther apart, um.
  [[nodiscard]] double longest_distance() const;
  /// Bytes of all lists of positions, for so many neurons.
  [[nodiscard]] double listed_bytes(std::uint32_t sources, std::uint32_t targets) const;
};

/// The longest time that a spike of a projection spends on its way, ms: 0 if it has no velocity.
double longest_conduction(const projection& p, const ends& where);

/// The time that a spike of a projection is on its way from neuron to neuron.
class conduction {
 public:
  conduction(const projection& p, const ends& where);

  /// ms
  [[nodiscard]] HUX_FN double operator()(std::uint32_t source, std::uint32_t target) const {
    if (velocity_ == 0) return 0;
    return square_root(where_.squared_distance(where_.source(source), where_.target(target))) / velocity_;
  }

 private:
  ends where_;
  double velocity_;  // um/ms; 0: no time is spent
};

/// Distance in um that is covered in a ms at a velocity in m/s.
inline constexpr double um_per_ms = 1000;

}  // namespace hux
