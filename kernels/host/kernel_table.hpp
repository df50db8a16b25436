#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "host/slicing.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// The state of a population on the host, before it goes to the device.
template <class Real>
struct host_state {
  std::vector<Real> v;
  std::vector<Real> gates;         ///< [gate][neuron]
  std::vector<Real> coefficients;  ///< [coefficient][set]
  std::uint32_t sets = 1;          ///< of coefficients: one for all, or one a neuron
};

/// The functions stamped out for a model, an integrator and a precision.
template <class Real>
struct kernels {
  /// Brings the gates of a state of t = 0 to where the integrator wants them.
  void (*stagger)(host_state<Real>& s);
  /// Launches a population's way through a window.
  /// @param common coefficients, if all neurons have the same
  void (*advance)(const slicing& s, const population_view<Real>& p, const std::vector<Real>& common, bool blocked,
                  const window_view<Real>& w, device::stream_handle stream);
};

/// Kernels by the name of their model.
template <class Real>
using kernel_table = std::vector<std::pair<std::string_view, kernels<Real>>>;

/// The kernels of one integrator for all models; each is instantiated in a source file of its own
/// (advance_instance.cu.in), which is what most of the build's time goes to.
template <class Integrator, class Real>
kernel_table<Real> kernels_of();

/// The kernels of a model under an integrator, by their names in the catalog.
template <class Real>
kernels<Real> find_kernels(std::string_view model, std::string_view integrator);

}  // namespace hux::cuda
