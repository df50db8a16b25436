#include "io/result/result_rates.hpp"

#include <span>
#include <utility>

namespace hux {

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
