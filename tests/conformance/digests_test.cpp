#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "networks.hpp"
#include "simulation/runs.hpp"

/// What the networks give is kept, as digests, so that nothing changes a result unseen. They are the same on every
/// machine. Whoever means to change results replaces the file by what the failing test prints.
namespace hux {
namespace {

using namespace test;

/// FNV-1a (Fowler, Noll & Vo, IETF draft) over words of 64 bits.
class digest {
 public:
  void add(std::uint64_t word) {
    for (int byte = 0; byte < 8; ++byte, word >>= 8) value_ = (value_ ^ (word & 0xff)) * 0x100000001b3U;
  }
  /// What is no number is so in one way: which of its bits are set depends on the processor.
  template <class Number>
  void add(std::vector<Number> values) {
    std::ranges::replace_if(
        values, [](Number x) { return x != x; }, std::numeric_limits<Number>::quiet_NaN());
    add(std::uint64_t{values.size()});
    for (const auto word : bits(values)) add(std::uint64_t{word});
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

/// "<spikes and marks> <samples> <state>"
std::string digests_of(const outcome& o) {
  digest events;
  digest samples;
  digest state;
  for (const auto& spikes : o.spikes) {
    events.add(std::uint64_t{spikes.size()});
    for (const auto& s : spikes) {
      events.add(std::bit_cast<std::uint64_t>(s.time));
      events.add(std::uint64_t{s.neuron});
    }
  }
  for (const auto& mark : o.diverged) {
    events.add(std::bit_cast<std::uint64_t>(mark.time));
    events.add(std::uint64_t{mark.population});
    events.add(std::uint64_t{mark.neuron});
  }
  for (const auto& recording : o.samples) samples.add(recording);
  for (const auto& [name, values] : o.state) state.add(values);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%016jx %016jx %016jx", static_cast<std::uintmax_t>(events.value()),
                static_cast<std::uintmax_t>(samples.value()), static_cast<std::uintmax_t>(state.value()));
  return text.data();
}

std::map<std::string, experiment> networks() {
  std::map<std::string, experiment> all;
  for (const std::string integrator : {"rk4", "euler", "exponential_euler", "crank_nicolson"})
    for (const precision real : {precision::single, precision::double_}) {
      const std::string kind = integrator + (real == precision::single ? "_single" : "_double");
      all["everything_" + kind] = everything_by(integrator, real, 12);
      all["victims_" + kind] = with_victims(everything_by(integrator, real, 4));
      all["off_the_grid_" + kind] = switched_off_the_grid(everything_by(integrator, real, 4));
    }
  all["weak_spikes"] = briefly_beside_weak_spikes();
  all["refractory_on_the_grid"] = refractory_on_the_grid();
  all["volleys_of_one_weight"] = volleys(2.0);
  all["volleys_of_many_weights"] = volleys(uniform{0, 4});
  return all;
}

std::string text_of_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(results_slow, are_those_on_record) {
  std::string found;
  for (auto& [name, e] : networks()) {
    e.settings.backend = backend_kind::cpu;
    found += name + " " + digests_of(run(e)) + "\n";
  }
  EXPECT_EQ(found, text_of_file(HUX_SOURCE_DIR "/tests/data/digests.txt"));
}

}  // namespace
}  // namespace hux
