#pragma once

#include <algorithm>
#include <cstdint>

#include "hux/device/math.hpp"
#include "hux/device/rng.hpp"

namespace hux {

/// Source neurons whose rows of synapses are drawn together, from a multiple of it on.
inline constexpr std::uint32_t rows_of_strip = 16;

/// Which synapses of some rows behind each other release in a step without a spike: each with probability
/// 1 - exp(-mean), by itself. A draw belongs to the synapse at which it is made, by its place among all of the
/// projection, and to the step; it says how many synapses from there on do not, as the gaps between points of a Poisson
/// process along the rows do. So one draw serves the rows in most steps, however long they are, and one call of the
/// generator four steps.
class strip_releases {
 public:
  /// @param offset where each row begins, and behind them where the last one ends
  strip_releases(const stream& draws, const std::uint64_t* offset, std::uint32_t rows)
      : draws_(draws), offset_(offset), rows_(rows) {}

  /// Calls each(synapse) for those that release in a step, ascending.
  /// @param mean releases of a synapse of each row, 0 to 1
  template <class Each>
  void visit(std::int64_t step, const double* mean, const Each& each) {
    double all = 0;
    for (std::uint32_t row = 0; row < rows_; ++row) all += mean_from(row, offset_[row], mean);
    // -log(1 - x) is never below x: the logarithm is seldom needed.
    if (all == 0 || first_word(step) * 0x1p-32 >= all) return;
    std::uint64_t at = offset_[0];
    std::uint32_t row = 0;
    for (double gap = exponential(first_word(step), at, step);; gap = exponential(word(at, step), at, step)) {
      for (double left = mean_from(row, at, mean); !(gap < left); left = mean_from(row, at, mean)) {
        gap -= left;
        if (++row == rows_) return;
        at = offset_[row];
      }
      at = std::min(at + static_cast<std::uint64_t>(gap / mean[row]), offset_[row + 1] - 1);
      each(at);
      if (++at == offset_[rows_]) return;
    }
  }

 private:
  /// Releases of a row from a synapse on.
  [[nodiscard]] double mean_from(std::uint32_t row, std::uint64_t at, const double* mean) const {
    return mean[row] * static_cast<double>(offset_[row + 1] - at);
  }

  [[nodiscard]] std::uint32_t word(std::uint64_t at, std::int64_t step) const {
    return draws_.draw(at, static_cast<std::uint64_t>(step / 4))[step % 4];
  }

  /// That of the first synapse.
  std::uint32_t first_word(std::int64_t step) {
    if (step / 4 != quarter_) {
      quarter_ = step / 4;
      words_ = draws_.draw(offset_[0], static_cast<std::uint64_t>(quarter_));
    }
    return words_[step % 4];
  }

  /// A variate of mean 1, with more digits of what it is made of than the word has.
  [[nodiscard]] double exponential(std::uint32_t word, std::uint64_t at, std::int64_t step) const {
    constexpr std::uint64_t digits = std::uint64_t{1} << 63U;  // beyond all steps
    return -log_of_normal(1 - open_uniform(word, draws_.draw(at, digits | static_cast<std::uint64_t>(step))[0]));
  }

  const stream& draws_;
  const std::uint64_t* offset_;
  std::uint32_t rows_;
  std::int64_t quarter_ = -1;  // the four steps that the words are of
  random_words words_{};
};

}  // namespace hux
