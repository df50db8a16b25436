#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"

namespace hux::test {

/// Keeps all that is recorded, and checks that windows follow each other.
class collector : public recorder {
 public:
  void record(const window_results& results) override {
    gapless = gapless && results.steps.begin == steps;
    steps = results.steps.end;
    spikes.resize(results.spikes.size());
    samples.resize(results.samples.size());
    for (std::size_t p = 0; p < spikes.size(); ++p)
      spikes[p].insert(spikes[p].end(), results.spikes[p].begin(), results.spikes[p].end());
    for (std::size_t r = 0; r < samples.size(); ++r) add(results.samples[r], samples[r]);
    diverged.insert(diverged.end(), results.diverged.begin(), results.diverged.end());
  }

  std::int64_t steps = 0;
  bool gapless = true;
  std::vector<std::vector<spike>> spikes;   ///< by population
  std::vector<std::vector<float>> samples;  ///< by recording: [sample][variable][neuron]
  std::vector<divergence_mark> diverged;

 private:
  static void add(const sample_block& block, std::vector<float>& to) {
    to.insert(to.end(), block.values.begin(), block.values.end());
  }
};

/// All that a run leaves behind.
struct outcome {
  std::vector<std::vector<spike>> spikes;
  std::vector<std::vector<float>> samples;
  std::vector<divergence_mark> diverged;
  std::map<std::string, std::vector<double>> state;  ///< by "<population> <variable>"
  run_summary summary;

  /// Times of a population's spikes.
  [[nodiscard]] std::vector<double> times(std::size_t population) const {
    std::vector<double> t;
    for (const auto& s : spikes.at(population)) t.push_back(s.time);
    return t;
  }
};

/// The state variables of a population.
inline std::vector<std::string> state_variables(const population& p, const catalog& known) {
  std::vector<std::string> names{"v"};
  for (const auto& s : known.model(p.model).states) names.emplace_back(s.name);
  for (const auto& r : p.receptors) {
    const auto& joined = known.synapse(r.synapse).joined;
    if (!joined) names.push_back(r.name);
    for (const auto& s : joined ? joined->states : std::vector<state_info>()) names.push_back(r.name + "." + s.name);
  }
  return names;
}

/// What a simulation that some recorder has watched leaves behind.
inline outcome outcome_of(const simulation& s, collector kept, const run_summary& summary) {
  outcome o;
  o.summary = summary;
  o.spikes = std::move(kept.spikes);
  o.samples = std::move(kept.samples);
  o.diverged = std::move(kept.diverged);
  const experiment& e = s.settled();
  for (const auto& p : e.network.populations)
    for (const auto& variable : state_variables(p, *e.network.catalog))
      o.state[p.name + " " + variable] = s.state(p.name, variable);
  return o;
}

inline outcome run(const experiment& e) {
  simulation s(e);
  collector kept;
  s.record_to(kept);
  const run_summary summary = s.run();
  return outcome_of(s, std::move(kept), summary);
}

/// The same in parts that end at these steps.
inline outcome run_in_parts(const experiment& e, const std::vector<std::int64_t>& cuts) {
  simulation s(e);
  collector kept;
  s.record_to(kept);
  for (const std::int64_t cut : cuts) s.run(static_cast<double>(cut - kept.steps) * e.settings.dt);
  const run_summary summary = s.run();
  return outcome_of(s, std::move(kept), summary);
}

inline simulation_state state_at(const experiment& e, std::int64_t step) {
  simulation s(e);
  s.run(static_cast<double>(step) * e.settings.dt);
  return s.save();
}

/// The last state of one variable after a run.
inline std::vector<double> final_state(const experiment& e, const std::string& population,
                                       const std::string& variable) {
  return run(e).state.at(population + " " + variable);
}

/// Numbers as bits, so that not even -0 and 0 are taken for each other.
template <class Number>
auto bits(const std::vector<Number>& values) {
  using word = std::conditional_t<sizeof(Number) == 8, std::uint64_t, std::uint32_t>;
  std::vector<word> words;
  for (const Number x : values) words.push_back(std::bit_cast<word>(x));
  return words;
}

inline bool same_bits(const std::vector<spike>& a, const std::vector<spike>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].neuron != b[i].neuron ||
        std::bit_cast<std::uint64_t>(a[i].time) != std::bit_cast<std::uint64_t>(b[i].time))
      return false;
  return true;
}

inline bool same_marks(const std::vector<divergence_mark>& a, const std::vector<divergence_mark>& b) {
  return std::ranges::equal(a, b, [](const divergence_mark& x, const divergence_mark& y) {
    return x.time == y.time && x.population == y.population && x.neuron == y.neuron;
  });
}

/// Names what differs between two runs in any bit; empty if nothing does. Samples count only if both have them.
inline std::string differences(const outcome& a, const outcome& b) {
  std::string found;
  const auto differ = [&](bool same, const std::string& what) { found += same ? "" : what + "; "; };
  differ(a.spikes.size() == b.spikes.size() && a.state.size() == b.state.size(), "shape");
  for (std::size_t p = 0; p < std::min(a.spikes.size(), b.spikes.size()); ++p)
    differ(same_bits(a.spikes[p], b.spikes[p]), "spikes of population " + std::to_string(p));
  if (!a.samples.empty() && !b.samples.empty())
    for (std::size_t r = 0; r < a.samples.size(); ++r)
      differ(bits(a.samples[r]) == bits(b.samples.at(r)), "samples of recording " + std::to_string(r));
  differ(same_marks(a.diverged, b.diverged), "marks of diverged neurons");
  for (const auto& [name, values] : a.state) differ(bits(values) == bits(b.state.at(name)), name);
  return found;
}

}  // namespace hux::test
