#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "io/result/result_series.hpp"
#include "result_support.hpp"

/// Data sets that are gone on with.
namespace hux::test {
namespace {

constexpr std::uint64_t rows = 20000;  // more than two chunks of doubles

std::vector<double> numbers(std::uint64_t count) {
  std::vector<double> values(count);
  std::iota(values.begin(), values.end(), 0.5);
  return values;
}

class series_on_disk : public ::testing::Test {
 protected:
  /// A file with that many rows.
  void start_with(std::uint64_t count) {
    const hdf5::handle file = hdf5::create_file(path_);
    series<double> s(file, "x");
    s.append(numbers(count));
    s.flush();
  }
  [[nodiscard]] std::vector<double> content() const {
    const hdf5::handle file = hdf5::open_file(path_);
    const hdf5::handle x = hdf5::open_dataset(file, "x");
    std::vector<double> values(hdf5::shape(x)[0]);
    hdf5::read_range(x, 0, std::span<double>(values));
    return values;
  }
  scratch_folder folder_;
  std::filesystem::path path_ = folder_ / "s.h5";
};

TEST_F(series_on_disk, goes_on_behind_any_row_and_compares_what_is_there) {
  for (const std::uint64_t behind : {0U, 1U, 8191U, 8192U, 8193U, 9999U, 10000U}) {
    start_with(10000);
    {
      const hdf5::handle file = hdf5::reopen_file(path_);
      series<double> s(file, "x");
      s.go_on_behind(behind);
      EXPECT_EQ(s.rows(), behind);
      EXPECT_EQ(s.length(), 10000U);
      const auto all = numbers(rows);
      for (std::uint64_t i = behind; i < rows; i += 1000)
        s.append(std::span(all).subspan(i, std::min<std::uint64_t>(1000, rows - i)));
      s.flush();
      EXPECT_EQ(s.length(), rows);
    }
    EXPECT_EQ(content(), numbers(rows)) << behind;
  }
}

TEST_F(series_on_disk, stops_at_the_first_row_that_is_another_and_changes_nothing) {
  start_with(10000);
  {
    const hdf5::handle file = hdf5::reopen_file(path_);
    series<double> s(file, "x");
    s.go_on_behind(100);
    auto other = numbers(rows);
    other[9000] = 7;
    const auto what = message_of<recorded_difference>([&] {
      s.append(std::span<const double>(other).subspan(100));
      s.flush();
    });
    EXPECT_EQ(what, "row 9000 of x is 7 where 9000.5 was recorded; nothing of it is changed");
  }
  EXPECT_EQ(content(), numbers(10000));
}

TEST_F(series_on_disk, never_becomes_shorter) {
  start_with(10000);
  {
    const hdf5::handle file = hdf5::reopen_file(path_);
    series<double> s(file, "x");
    s.go_on_behind(100);
    s.append(std::vector<double>{100.5});
    s.flush();
  }
  EXPECT_EQ(content(), numbers(10000));
}

TEST_F(series_on_disk, writes_its_last_row_anew_if_told_to) {
  start_with(3);
  {
    const hdf5::handle file = hdf5::reopen_file(path_);
    series<double> s(file, "x");
    s.go_on_behind(2);
    s.renew_last_row();
    s.append(std::vector<double>{7, 8});
    s.flush();
  }
  EXPECT_EQ(content(), (std::vector<double>{0.5, 1.5, 7, 8}));
}

TEST_F(series_on_disk, has_to_be_as_long_as_it_was) {
  start_with(3);
  const hdf5::handle file = hdf5::reopen_file(path_);
  series<double> s(file, "x");
  EXPECT_EQ(message_of<file_error>([&] { s.go_on_behind(4); }),
            "x has 3 rows; expected at least the 4 of its checkpoint");
}

}  // namespace
}  // namespace hux::test
