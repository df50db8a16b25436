#include "validate/accuracy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <tuple>

#include "experiment/lookup.hpp"
#include "hux/units.hpp"
#include "validate/firing_probe.hpp"
#include "validate/probe_parameters.hpp"

namespace hux {
namespace {

constexpr double duration = 100;          // of a probe, ms
constexpr double reference_dt = 0.05;     // at most, ms
constexpr double shortest_dt = 0.004;     // 25,000 steps of a probe, 200,000 of its reference
constexpr double most_deviation = 0.05;   // of an interval
constexpr double most_decay = 0.3678;     // of a receptor within a step: 1/e
constexpr std::size_t most_probes = 256;  // some milliseconds each

double finer(double dt) { return std::min(dt / 8, reference_dt); }

/// How one neuron fires at a dt, and how it should.
struct comparison {
  std::vector<double> spikes, reference;

  [[nodiscard]] double mean_interval() const {
    return (reference.back() - reference.front()) / static_cast<double>(reference.size() - 1);
  }

  [[nodiscard]] std::size_t count_before(double end) const {
    return std::ranges::lower_bound(spikes, end) - spikes.begin();
  }

  /// A spike at the very end may fall on either side of it.
  [[nodiscard]] bool agrees() const {
    if (reference.size() < 2) return true;
    const double tolerance = most_deviation * mean_interval();
    const auto n = reference.size();
    return spikes.size() >= n && std::abs(spikes[n - 1] - reference.back()) <= tolerance &&
           count_before(duration - tolerance) <= n;
  }

  /// "3 spikes in 100 ms ..., a dt of 0.05 ms 7", or the times of the last where the numbers are the same.
  [[nodiscard]] std::string differences(const std::string& current, double at) const {
    const auto n = count_before(duration);
    if (n != reference.size())
      return fmt::format("{} spike{} in {:g} ms {}, a dt of {:g} ms {}", n, n == 1 ? "" : "s", duration, current, at,
                         reference.size());
    return fmt::format("its last spike in {:g} ms {} at {:.1f} ms, a dt of {:g} ms at {:.1f} ms", duration, current,
                       spikes[n - 1], at, reference.back());
  }
};

comparison compare(const firing_probe& probe, double current, double dt) {
  return {probe.spikes(current, dt, (1 + most_deviation) * duration), probe.spikes(current, finer(dt), duration)};
}

/// What keeps the spikes where they belong: the first of some round numbers below dt that does.
std::string advice(const firing_probe& probe, double current, double dt) {
  for (const double shorter : {5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005})
    if (shorter < dt && compare(probe, current, shorter).agrees())
      return fmt::format("; a dt of at most {:g} ms keeps them", shorter);
  return "";
}

/// What is wrong with a neuron's spikes at a dt, after "gives population 'E' "; nothing if they are right.
std::string misfiring(const firing_probe& probe, double dt, quantity current_quantity) {
  const auto least = probe.least_current(2, reference_dt, duration);
  if (!least) return "";
  const double current = 2 * *least;
  const comparison found = compare(probe, current, dt);
  if (found.agrees()) return "";
  const auto named = current == 0 ? "without current"
                                  : fmt::format("at twice rheobase ({:.4g} {})", current, unit_of(current_quantity));
  return found.differences(named, finer(dt)) + ": results may be wrong" + advice(probe, current, dt);
}

/// Populations whose probes are the same.
struct kind_of_neuron {
  std::string first;  ///< of its populations
  std::size_t populations = 0;
  std::function<std::string()> misfiring;
};

class accuracy_check {
 public:
  accuracy_check(const experiment& e, const integrator_info& integrator)
      : catalog_(*e.network.catalog), settings_(e.settings), integrator_(integrator) {}

  void look_at(const population& p) {
    const equations& model = model_of(catalog_, p);
    const auto parameters = mean_parameters(p, model, settings_.seed);
    const double threshold = p.threshold.value_or(model.threshold);
    const auto [place, is_new] = known_.try_emplace({model.name, parameters, threshold}, kinds_.size());
    if (is_new)
      kinds_.push_back({p.name, 0, [=, &model, this] {
                          return misfiring(firing_probe(model, integrator_, parameters, threshold), settings_.dt,
                                           model.current);
                        }});
    ++kinds_[place->second].populations;
  }

  [[nodiscard]] std::vector<std::string> warnings() const {
    std::vector<std::string> sentences;
    const std::size_t probes = std::min(kinds_.size(), most_probes);
    for (std::size_t i = 0; i < probes; ++i) {
      const auto& kind = kinds_[i * kinds_.size() / probes];
      const auto wrong = kind.misfiring();
      if (wrong.empty()) continue;
      const auto others = kind.populations > 1 ? fmt::format(" (and {} like it)", kind.populations - 1) : "";
      sentences.push_back(fmt::format("at dt {:g} ms {} gives population '{}'{} {}", settings_.dt, settings_.integrator,
                                      kind.first, others, wrong));
    }
    if (probes < kinds_.size())
      sentences.push_back(fmt::format("of {} populations that differ, {} were tried at dt {:g} ms, spread evenly",
                                      kinds_.size(), probes, settings_.dt));
    return sentences;
  }

 private:
  const catalog& catalog_;
  const settings& settings_;
  const integrator_info& integrator_;
  std::map<std::tuple<std::string_view, std::vector<double>, double>, std::size_t> known_;
  std::vector<kind_of_neuron> kinds_;
};

/// A receptor is advanced exactly, but the membrane sees points of its course.
std::vector<std::string> receptor_warnings(const experiment& e) {
  std::vector<std::string> all;
  const double dt = e.settings.dt;
  for (const auto& p : e.network.populations)
    for (const auto& r : p.receptors) {
      const auto& synapse = synapse_of(*e.network.catalog, p, r);
      if (synapse.joined) continue;
      const double left = synapse.advance(parameters_of(r, synapse).data(), dt).xx;
      if (left < most_decay)
        all.push_back(
            fmt::format("within dt = {:g} ms {} decays to {:.2g} of itself, so that the charge it brings is "
                        "wrong; expected a dt of at most its time constant",
                        dt, key_of(p, r), left));
    }
  return all;
}

}  // namespace

std::vector<std::string> accuracy_warnings(const experiment& e, const experiment* known) {
  const integrator_info& integrator = integrator_of(*e.network.catalog, e.settings);
  auto warnings = receptor_warnings(e);
  if (e.settings.dt < shortest_dt || !integrator.staggered) return warnings;
  accuracy_check check(e, integrator);
  for (std::size_t i = 0; i < e.network.populations.size(); ++i)
    if (!have_same_neurons(known, e, i)) check.look_at(e.network.populations[i]);
  std::ranges::move(check.warnings(), std::back_inserter(warnings));
  return warnings;
}

}  // namespace hux
