#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "build/built_network.hpp"

namespace hux {

/// Turns the state of a recorded neuron into the variables that a recording asks for; in double precision on the
/// host, whatever the backend, so that recordings agree to the last bit.
class sampler {
 public:
  sampler(const built_network& network, const built_recording& recording);

  /// @param step at whose begin the state is
  /// @param neuron index within the population
  /// @param state v, the gates, and x of each receptor, in the order of the population
  /// @param out one value a variable, `stride` apart
  void sample(std::int64_t step, std::uint32_t neuron, const double* state, float* out, std::size_t stride) const;

 private:
  enum class kind { state, blocked_receptor, observable, injected };
  struct variable {
    kind what;
    std::size_t index;
  };
  using observe_function = void (*)(const std::vector<std::vector<double>>&, std::uint32_t, const double*, double*);
  [[nodiscard]] variable resolve(const std::string& name) const;
  [[nodiscard]] double injected(const variable& v, std::int64_t step, std::uint32_t neuron, double potential) const;

  double dt_;
  const built_population& population_;
  std::vector<std::string_view> gate_names_;
  std::vector<std::string_view> observable_names_;
  observe_function observe_ = nullptr;
  std::vector<variable> variables_;
  std::vector<std::vector<const built_current*>> injected_;  // parts of the currents of inputs
};

}  // namespace hux
