#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/partition.hpp"
#include "hux/equations.hpp"

namespace hux::cuda {

/// The state of a population on the host, before it goes to the device.
template <class Real>
struct host_state {
  std::vector<Real> v;
  std::vector<Real> gates;         ///< [gate][neuron]
  std::vector<Real> coefficients;  ///< [coefficient][set]
  std::uint32_t sets = 1;          ///< of coefficients: one for all, or one a neuron
};

/// Blocks of a launch, and bytes of shared memory of each.
struct launch_size {
  std::uint32_t blocks = 0;
  std::size_t shared_bytes = 0;
};

template <class Real>
struct kernel_choice;

/// The functions stamped out for a model, an integrator and a precision.
template <class Real>
struct kernels {
  /// Brings the gates of a state of t = 0 to where the integrator wants them.
  void (*stagger)(host_state<Real>& s);
  /// Launches the way of populations of one choice through a window.
  void (*advance)(const kernel_choice<Real>& choice, const launch_size& size, const launched_populations<Real>& p,
                  const window_view<Real>& w, device::stream_handle stream);
};

/// The kernel that advances a population.
template <class Real>
struct kernel_choice {
  const cuda::kernels<Real>* kernels = nullptr;
  unsigned threads = most_threads;  ///< of a block
  bool blocked = false;             ///< may there be voltage-dependent receptors?
  std::vector<Real> common;         ///< coefficients of all neurons; empty: in the population's view, of each its own

  /// All of it as bytes, the same for those that may share a launch: coefficients have the same bits, as -0 is not 0.
  [[nodiscard]] std::string bytes() const;
};

/// The kernels that equations bring for an integrator.
/// @throws input_error if they bring none
template <class Real>
const kernels<Real>& kernels_of(const equations& model, std::string_view integrator);

/// Those of the built-in neurons under one integrator, in the order of built_in_models(); each is instantiated in a
/// source file of its own (advance_instance.cu.in), which is what most of the build's time goes to.
template <class Integrator, class Real>
std::span<const kernels<Real>> built_in_kernels();

}  // namespace hux::cuda
