#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hux/recorder.hpp"
#include "network/built_network.hpp"

namespace hux {

/// Turns the state of a recorded neuron into the variables that a recording asks for; in double precision on the
/// host, whatever the backend, so that recordings agree to the last bit.
class sampler {
 public:
  sampler(const built_network& network, const built_recording& recording);

  /// Numbers of the state variables that sample() looks at, ascending: 0 for v, then gates, receptors, terminals'
  /// states.
  [[nodiscard]] const std::vector<std::uint32_t>& needed() const { return needed_; }
  [[nodiscard]] std::size_t state_variables() const {
    return 1 + gates() + population_.receptor_rows() + population_.terminal_states();
  }

  /// Room in which sample() works.
  [[nodiscard]] std::vector<double> scratch() const { return std::vector<double>(observables_ + observer_.scratch); }

  /// @param step at whose begin the state is
  /// @param column which of the recorded neurons
  /// @param state v, the gates, x of each receptor, and the terminals' states, in the order of the population
  /// @param out one value a variable, `stride` apart
  void sample(std::int64_t step, std::size_t column, const double* state, std::vector<double>& scratch, float* out,
              std::size_t stride) const;

  /// What the sampler of a recording will keep, bytes.
  static std::uint64_t planned_bytes(const recording& r, const network& n);

 private:
  struct variable {
    reading from;
    std::size_t index;                        // as recordable has it; of an observable, among those that are recorded
    std::vector<const built_current*> parts;  // of the current of an input
  };
  void add(const recordable& v, const built_network& network, std::size_t population);
  void find_needed();
  void derive_coefficients();
  [[nodiscard]] std::size_t gates() const { return population_.model->states.size(); }
  /// What a receptor's block leaves open of its conductance.
  [[nodiscard]] double conductance(const variable& v, const double* state) const;
  [[nodiscard]] const built_receptor& receptor_of(const variable& v) const;
  [[nodiscard]] std::size_t weights_of(const variable& v) const;
  [[nodiscard]] double coupling_current(const variable& v, const double* state) const;
  [[nodiscard]] double receptor_current(const variable& v, const double* state) const;
  [[nodiscard]] double injected(const variable& v, std::int64_t step, std::uint32_t neuron, double potential) const;
  [[nodiscard]] double value(const variable& v, std::int64_t step, std::uint32_t neuron, const double* state,
                             const double* observed) const;

  double dt_;
  bool marks_;  // is a neuron that diverged one whose v is NaN?
  const built_population& population_;
  const std::vector<std::uint32_t>& neurons_;
  observer observer_;                 // of the observables that are recorded
  std::size_t observables_ = 0;       // how many
  std::vector<double> coefficients_;  // of the observer: one set for all, or one a recorded neuron
  std::size_t own_ = 0;               // from a neuron's set to the next; 0: one for all
  std::vector<variable> variables_;
  std::vector<std::uint32_t> needed_;
};

/// Gives a block the size for the samples of a recording that fall into a window.
void size_samples(const built_recording& r, step_range window, sample_block& block);

}  // namespace hux
