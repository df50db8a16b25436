#include <gtest/gtest.h>

#include <random>

#include "hux/errors.hpp"
#include "io/experiment/experiment_text.hpp"

namespace hux {
namespace {

/// Something of every part of the format. The integrator is one that is stable at any step, which saves the time of
/// finding that out.
constexpr std::string_view rich = R"toml(title = "rich"
[simulation]
duration = "10 ms"
dt = "0.05 ms"
integrator = "crank_nicolson"
precision = "double"
[population.E]
size = 4
model = "traub_miles"
parameters.g_na = [{ value = "20 uS" }, { where = [1, "2-3"], formula = '20 uS + 1 nS * i / (n - 1)' }]
initial = { v = { normal = { mean = "-60 mV", std = "5 mV", min = "-80 mV" } }, m = 0.0, h = { repeat = [0.5, 1] } }
[population.E.receptor.ampa]
tau = "5 ms"
[population.E.receptor.own]
synapse = "own"
tau = "3 ms"
[synapse.own]
parameters.tau = { value = "4 ms", range = "positive" }
define.rate = "1 / (1 ms)"
receptor.states.g = { derivative = "-g / tau + s * rate" }
receptor.states.s = { derivative = "-s * rate", arrival = "s + 2 * w" }
receptor.current = "g * (v + 10 mV)"
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
synapses = { sources = [0, 1], targets = [1, 2], weights = ["6 nS", "7 nS"], delays = ["1 ms", "2 ms"] }
[input.drive]
type = "poisson"
population = "E"
neurons = [0, "1-3"]
receptor = "ampa"
rate = "60 Hz"
weight = "6 nS"
[record]
spikes = ["E"]
rates = ["E"]
[recording.trace]
population = "E"
variables = ["v", "g_ampa"]
interval = "0.1 ms"
)toml";

enum class outcome { read, refused };

outcome outcome_of(const std::string& text) {
  try {
    read_experiment_text(text, "mutated.toml", {});
    return outcome::read;
  } catch (const error&) {
    return outcome::refused;
  }
}

/// Changes, removes, repeats or inserts bytes at random places.
std::string mutated(std::string text, std::mt19937& draw) {
  const auto at = [&] { return draw() % text.size(); };
  const auto length = [&] { return draw() % 8 + 1; };
  for (auto edits = draw() % 3 + 1; edits > 0; --edits) {
    switch (draw() % 5) {
      case 0:
        text[at()] = static_cast<char>(draw() % 256);
        break;
      case 1:
        text[at()] = "0123456789-.eE\"'[]{}=,\n# "[draw() % 24];
        break;
      case 2:
        text.erase(at(), length());
        break;
      case 3:
        text.insert(at(), text.substr(at(), length()));
        break;
      default:
        text.insert(at(), std::string(length(), static_cast<char>(draw() % 128)));
    }
  }
  return text;
}

TEST(mutated_experiments, are_read_or_refused_and_nothing_else) {
  std::mt19937 draw(1);
  int count[2] = {};
  for (int i = 0; i < 5000; ++i) {
    const auto text = mutated(std::string(rich), draw);
    ASSERT_NO_THROW(++count[static_cast<int>(outcome_of(text))]) << text;
  }
  EXPECT_GT(count[static_cast<int>(outcome::read)], 20);
  EXPECT_GT(count[static_cast<int>(outcome::refused)], 1000);
}

TEST(truncated_experiments, are_read_or_refused_and_nothing_else) {
  for (std::size_t length = 0; length < rich.size(); ++length)
    ASSERT_NO_THROW(outcome_of(std::string(rich.substr(0, length)))) << length;
}

TEST(the_experiment_that_is_mutated, is_read) { EXPECT_EQ(outcome_of(std::string(rich)), outcome::read); }

}  // namespace
}  // namespace hux
