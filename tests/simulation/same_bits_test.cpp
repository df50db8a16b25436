#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>

#include "everything.hpp"
#include "runs.hpp"

namespace {

using hux::experiment;
using hux::test::differences;
using hux::test::everything;
using hux::test::everything_beside_weak_spikes;
using hux::test::outcome;
using hux::test::run;

/// The network of everything under one integrator in one precision.
class same_bits : public testing::TestWithParam<std::tuple<const char*, hux::precision>> {
 public:
  static experiment network() {
    experiment e = everything();
    e.settings.integrator = std::get<0>(GetParam());
    e.settings.precision = std::get<1>(GetParam());
    if (e.settings.integrator == "euler") e.settings.dt = 0.01;
    return e;
  }

  /// One thread, windows and blocks as chosen.
  static const outcome& expected() {
    static std::map<std::tuple<std::string, hux::precision>, outcome> known;
    auto& found = known[GetParam()];
    if (found.spikes.empty()) found = run(network());
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(every, same_bits,
                         testing::Combine(testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                                          testing::Values(hux::precision::single, hux::precision::double_)),
                         [](const auto& combination) {
                           const bool single = std::get<1>(combination.param) == hux::precision::single;
                           return std::string(std::get<0>(combination.param)) + (single ? "_single" : "_double");
                         });

TEST_P(same_bits, whatever_the_number_of_threads) {
  for (const std::uint32_t threads : {2U, 3U, 7U}) {
    auto e = network();
    e.settings.threads = threads;
    EXPECT_EQ(differences(expected(), run(e)), "") << threads << " threads";
  }
}

TEST_P(same_bits, whatever_the_length_of_a_window) {
  for (const std::uint32_t window : {1U, 3U}) {
    auto e = network();
    e.settings.window = window;
    EXPECT_EQ(differences(expected(), run(e)), "") << "windows of " << window;
  }
}

TEST_P(same_bits, whatever_the_size_of_a_block) {
  for (const std::uint32_t size : {1U, 256U, 1024U}) {
    auto e = network();
    e.settings.block_size = size;
    EXPECT_EQ(differences(expected(), run(e)), "") << "blocks of " << size;
  }
}

TEST_P(same_bits, whatever_changes_at_once) {
  auto e = network();
  e.settings.threads = 3;
  e.settings.window = 3;
  e.settings.block_size = 256;
  EXPECT_EQ(differences(expected(), run(e)), "");
}

TEST_P(same_bits, sampled_or_not) {
  auto e = network();
  e.recordings.samples.clear();
  EXPECT_EQ(differences(expected(), run(e)), "");
}

TEST_P(same_bits, and_others_from_another_seed) {
  auto e = network();
  e.settings.seed = 2;
  EXPECT_NE(differences(expected(), run(e)), "");
}

TEST(same_bits_of_everything, written_to_a_file_or_not) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_same_bits_" + std::to_string(::getpid()) + ".h5");
  hux::simulation s(everything());
  s.record_to(path, true);
  s.run();
  const auto expected = run(everything());
  for (const auto& [name, values] : expected.state) {
    const auto space = name.find(' ');
    EXPECT_EQ(hux::test::bits(s.state(name.substr(0, space), name.substr(space + 1))), hux::test::bits(values)) << name;
  }
  std::filesystem::remove(path);
}

TEST(same_bits_of_everything, summed_in_64_bits_whatever_changes_at_once) {
  auto e = everything_beside_weak_spikes();
  const auto expected = run(e);
  e.settings.threads = 3;
  e.settings.window = 3;
  e.settings.block_size = 256;
  EXPECT_EQ(differences(expected, run(e)), "");
}

// Without activity everywhere the tests above would say little.
TEST(same_bits_of_everything, come_from_a_network_in_which_all_is_at_work) {
  const auto o = run(everything());
  for (const auto& spikes : o.spikes) EXPECT_GT(spikes.size(), 50);
  for (const auto& p : everything().network.populations)
    for (const auto& r : p.receptors) {
      const auto& x = o.state.at(p.name + " " + r.name);
      EXPECT_GT(std::count_if(x.begin(), x.end(), [](double value) { return value != 0; }), p.size / 3)
          << p.name << " " << r.name;
    }
}

}  // namespace
