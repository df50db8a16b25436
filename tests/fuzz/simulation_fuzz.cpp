#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simulation/runs.hpp"

namespace {

std::uint64_t neurons(const hux::network& n) {
  std::uint64_t sum = 0;
  for (const auto& p : n.populations) sum += p.size;
  return sum;
}

/// Can it be run many times a second?
bool is_small(const hux::experiment& e) {
  const auto plan = hux::plan(e);
  return neurons(e.network) <= 300 && plan.steps <= 500 && plan.expected_synapses <= 10'000 && plan.total() <= 1U << 28;
}

/// What a run leaves, or the sentence that it ends in.
struct ending {
  std::optional<hux::test::outcome> outcome;
  std::string sentence;
};

ending run(hux::experiment e, std::uint32_t threads, std::uint32_t block_size) {
  e.settings.backend = hux::backend_kind::cpu;
  e.settings.threads = threads;
  e.settings.block_size = block_size;
  e.settings.equations = hux::equations_run::interpreted;  // no compiler is to be started
  try {
    return {.outcome = hux::test::run(e), .sentence = {}};
  } catch (const hux::error& why) {
    return {.outcome = {}, .sentence = why.what()};
  }
}

bool same(const ending& a, const ending& b) {
  if (a.outcome && b.outcome) return hux::test::differences(*a.outcome, *b.outcome).empty();
  return !a.outcome && !b.outcome && a.sentence == b.sentence;
}

}  // namespace

/// Whatever the bytes, a small experiment is run or refused with an error of ours, and on several threads as on one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto e = hux::read_experiment_text(text, "fuzz.toml", "/nonexistent");
    if (is_small(e) && !same(run(e, 1, 0), run(e, 3, 64))) __builtin_trap();
  } catch (const hux::error&) {
  }
  return 0;
}
