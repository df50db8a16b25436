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

  /// Numbers of the state variables that sample() looks at, ascending: 0 for v, then gates, then receptors.
  [[nodiscard]] const std::vector<std::uint32_t>& needed() const { return needed_; }
  [[nodiscard]] std::size_t state_variables() const { return 1 + gates() + population_.receptors.size(); }

  /// @param step at whose begin the state is
  /// @param neuron index within the population
  /// @param state v, the gates, and x of each receptor, in the order of the population
  /// @param out one value a variable, `stride` apart
  void sample(std::int64_t step, std::uint32_t neuron, const double* state, float* out, std::size_t stride) const;

 private:
  struct variable {
    reading from;
    std::size_t index;
    std::vector<const built_current*> parts;  // of the current of an input
  };
  void find_needed();
  [[nodiscard]] std::size_t gates() const { return population_.model->states.size(); }
  void observe(std::uint32_t neuron, const double* state, double* observed) const;
  /// What a receptor's block leaves open of its conductance.
  [[nodiscard]] double conductance(const variable& v, const double* state) const;
  [[nodiscard]] double receptor_current(const variable& v, const double* state) const;
  [[nodiscard]] double injected(const variable& v, std::int64_t step, std::uint32_t neuron, double potential) const;
  [[nodiscard]] double value(const variable& v, std::int64_t step, std::uint32_t neuron, const double* state,
                             const double* observed) const;

  double dt_;
  bool marks_;  // is a neuron that diverged one whose v is NaN?
  const built_population& population_;
  std::vector<double> common_;  // parameters, if all neurons have the same
  std::vector<variable> variables_;
  std::vector<std::uint32_t> needed_;
};

/// Gives a block the size for the samples of a recording that fall into a window.
void size_samples(const built_recording& r, step_range window, sample_block& block);

}  // namespace hux
