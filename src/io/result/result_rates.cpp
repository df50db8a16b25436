#include "io/result/result_rates.hpp"

#include <algorithm>
#include <cmath>
#include <span>
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

rate_writer::rate_writer(hid_t group, const population& p, std::size_t index, double bin, double start)
    : index_(index),
      bin_(bin),
      start_(start),
      end_(start),
      stop_(start),
      had_(start),
      counter_(p.size, bin, start),
      group_(hdf5::group_in(group, p.name)),
      rates_(group_, "rate") {
  if (rates_.is_gone_on_with()) {
    time_ = hdf5::open_values(group_, "time", 3);
    return;
  }
  hdf5::write_attribute(rates_.dataset(), "units", std::string("Hz"));
  hdf5::write_attribute(rates_.dataset(), "start", start);
  hdf5::write_attribute(rates_.dataset(), "bin", bin);
  time_ = hdf5::write_array<double>(group_, "time", std::vector<double>{start, start, bin});
  hdf5::write_attribute(time_, "units", std::string("ms"));
}

void rate_writer::go_on_behind(std::uint64_t rows, std::vector<std::uint64_t> open_counts) {
  counter_.go_on_behind(rows, std::move(open_counts));
  rates_.go_on_behind(rows);
  rates_.renew_last_row();
  double times[3];
  hdf5::read_range(time_, 0, std::span<double>(times));
  had_ = times[1];
  stop_ = start_ + static_cast<double>(rows) * bin_;
}

void rate_writer::record(const window_results& results, double end) {
  counter_.add(results.spikes[index_]);
  rates_.append(counter_.take(end));
  stop_ = start_ + static_cast<double>(rates_.rows()) * bin_;
  end_ = end;
}

/// What a file that is gone on with has beyond this is known better.
void rate_writer::finish() {
  if (end_ < had_) return;
  rates_.append(counter_.take_rest(end_));
  stop_ = end_;
}

void rate_writer::flush() {
  rates_.flush();
  if (stop_ < had_) return;
  const double times[] = {start_, stop_, bin_};
  hdf5::overwrite(time_, times);
}

}  // namespace hux
