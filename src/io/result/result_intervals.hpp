#pragma once

#include <cstdint>
#include <unordered_map>

namespace hux {

/// Coefficients of variation (standard deviation / mean) of the inter-spike intervals of many neurons, whose spikes
/// come one by one, each neuron's in the order of time; in_order() says whether they did. Memory is needed for each
/// neuron that fired.
class interval_statistics {
 public:
  void add(std::uint64_t neuron, double time);

  /// Over the neurons with at least 3 spikes.
  struct variation {
    std::uint64_t neurons = 0;
    double mean = 0;
    double std = 0;
  };
  [[nodiscard]] variation cv() const;

  /// Was no spike earlier than one of its neuron before it? Else cv() means nothing.
  [[nodiscard]] bool in_order() const { return in_order_; }
  [[nodiscard]] std::uint64_t spikes() const { return spikes_; }
  /// The largest index that fired, and 1; 0 if none did.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The latest time, 0 at least.
  [[nodiscard]] double last() const { return last_; }

 private:
  /// Mean and sum of squared deviations, updated interval by interval (Welford 1962, Technometrics 4:419).
  struct moments {
    double last = 0;
    std::uint64_t intervals = 0;
    double mean = 0;
    double squares = 0;
  };
  std::unordered_map<std::uint64_t, moments> neurons_;
  std::uint64_t spikes_ = 0;
  std::uint64_t size_ = 0;
  double last_ = 0;
  bool in_order_ = true;
};

}  // namespace hux
