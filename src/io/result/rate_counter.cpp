#include "io/result/rate_counter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hux {
namespace {

/// Times on the grid of steps carry rounding errors: one that lies less than this many bins from the edge of a bin is
/// taken as lying on it.
constexpr double rounding = 1e-9;

}  // namespace

std::int64_t rate_counter::bin_of(double time) const {
  return static_cast<std::int64_t>(std::floor((time - start_) / width_ + rounding));
}

std::int64_t rate_counter::bins_until(double time) const {
  return static_cast<std::int64_t>(std::ceil((time - start_) / width_ - rounding));
}

void rate_counter::add(const std::vector<spike>& spikes) {
  for (const spike& s : spikes) {
    const std::size_t at = std::max<std::int64_t>(bin_of(s.time) - first_, 0);
    if (at >= counts_.size()) counts_.resize(at + 1);
    ++counts_[at];
  }
}

std::vector<float> rate_counter::take(double time) { return take_bins(bins_until(time) - 1, width_); }

std::vector<float> rate_counter::take_rest(double end) {
  const std::int64_t bins = bins_until(end);
  if (bins <= first_) return {};
  const std::size_t open = bins - first_;
  counts_.resize(std::max(counts_.size(), open));
  for (std::size_t i = open; i < counts_.size(); ++i) counts_[open - 1] += counts_[i];
  const bool whole = bin_of(end) == bins;
  return take_bins(bins, whole ? width_ : end - start_ - static_cast<double>(bins - 1) * width_);
}

/// The rates of bins up to one, and from then on not theirs any more.
/// @param last_width of the last of them, ms
std::vector<float> rate_counter::take_bins(std::int64_t end, double last_width) {
  const std::size_t over = std::max<std::int64_t>(end - first_, 0);
  if (over > counts_.size()) counts_.resize(over);
  std::vector<float> rates(over);
  for (std::size_t i = 0; i < over; ++i)
    rates[i] =
        static_cast<float>(static_cast<double>(counts_[i]) * (1000 / ((i + 1 < over ? width_ : last_width) * size_)));
  counts_.erase(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(over));
  first_ += over;
  return rates;
}

void rate_counter::go_on_behind(std::uint64_t bins, std::vector<std::uint64_t> open_counts) {
  first_ = static_cast<std::int64_t>(bins);
  counts_ = std::move(open_counts);
}

}  // namespace hux
