#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hux/network.hpp"
#include "hux/recorder.hpp"
#include "io/result/rate_counter.hpp"
#include "kept_series.hpp"

namespace hux::python {

/// The spikes of a population, in the order of time.
struct kept_spikes {
  std::string name;                       ///< of the population
  std::optional<std::size_t> population;  ///< in the network; none: it is recorded no more
  kept_series<double> times;              ///< ms
  kept_series<std::uint32_t> neurons;
};

/// The samples of a recording.
struct kept_samples {
  std::string name;
  recording of;
  std::optional<std::size_t> number;  ///< among the recordings; none: it has ended
  std::vector<std::uint32_t> neurons;
  std::vector<std::string> units;  ///< of its variables
  std::int64_t every;              ///< steps
  std::vector<step_range> on;      ///< in which it is on
  kept_series<double> times;       ///< ms
  kept_series<float> values;       ///< [sample][variable][neuron]

  [[nodiscard]] std::size_t width() const { return of.variables.size() * neurons.size(); }
};

/// The rate of a population in bins that are over, Hz.
struct kept_rates {
  std::string name;                       ///< of the population
  std::optional<std::size_t> population;  ///< in the network; none: it is recorded no more
  double start, bin;                      ///< ms
  rate_counter counter;
  kept_series<float> values;
};

/// Neurons that diverged and that the run went on without.
struct kept_divergences {
  kept_series<double> times;  ///< ms
  kept_series<std::uint32_t> populations, neurons;
};

/// Keeps in memory what an experiment records. It can be looked at from any thread while a run goes on.
class kept_results final : public recorder {
 public:
  /// @param limit bytes
  explicit kept_results(std::uint64_t limit)
      : memory_(limit), diverged_{kept_series<double>(memory_), values(), values()} {}

  /// Keeps what an experiment records from a time (ms) on, and nothing of what was before.
  void start(const experiment& e, double time);
  /// Goes on with what an experiment records as it has been changed; what was kept stays.
  void go_on(const experiment& e, double time);
  /// Keeps nothing any more, until it is started again.
  void stop();

  /// Throws memory_error that names the limit, and keeps nothing of the window, if that is reached.
  void record(const window_results& results) override;
  /// Makes room for the samples of steps to come. Throws memory_error if there is none, or if something was lost.
  void prepare(step_range steps);

  [[nodiscard]] bool is_keeping() const { return keeping_; }
  /// From when on, ms.
  [[nodiscard]] double since() const { return since_; }
  [[nodiscard]] std::uint64_t limit() const { return memory_.limit(); }
  [[nodiscard]] std::uint64_t bytes() const { return memory_.taken(); }

  /// Calls use(spikes, samples, rates, divergences) while nothing is added.
  template <class Use>
  auto look(const Use& use) const {
    const std::scoped_lock lock(mutex_);
    return use(spikes_, samples_, rates_, diverged_);
  }

 private:
  kept_series<std::uint32_t> values() { return kept_series<std::uint32_t>(memory_); }
  void clear();
  void go_on_with_spikes(const experiment& e);
  void go_on_with_rates(const experiment& e, double time);
  void go_on_with(const recording& r, std::size_t number, const experiment& e);
  [[nodiscard]] bool make_room(const window_results& results);
  [[noreturn]] void refuse(double time) const;
  void keep(const window_results& results);

  mutable std::mutex mutex_;
  kept_memory memory_;
  bool keeping_ = false;
  std::optional<double> lost_;  // since when windows are not kept, ms
  double since_ = 0;            // ms
  double dt_ = 0;               // ms
  std::vector<kept_spikes> spikes_;
  std::vector<kept_samples> samples_;
  std::vector<kept_rates> rates_;
  kept_divergences diverged_;
};

}  // namespace hux::python
