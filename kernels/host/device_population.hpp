#pragma once

#include <vector>

#include "engine/state_row.hpp"
#include "host/device_memory.hpp"
#include "host/kernel_table.hpp"
#include "host/partition.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// What a population has of the inputs of its network.
template <class Real>
struct input_arrays {
  device::device_array<current_view<Real>> currents;
  device::device_array<noise_view> noises;
  device::device_array<poisson_view> poissons;
  device::device_array<listed_spikes_view> listed_spikes;

  /// What the views look at.
  std::vector<device::device_array<Real>> reals;
  std::vector<device::device_array<float>> floats;
  std::vector<device::device_array<std::uint8_t>> bytes;
  std::vector<device::device_array<std::uint32_t>> words;
  std::vector<device::device_array<std::int64_t>> steps;
};

template <class Real>
input_arrays<Real> make_inputs(const built_network& network, std::size_t population);

/// How the populations of a network use shared memory.
scratch_shape scratch_shape_of(const built_network& network, std::size_t population);

/// A row of an array [row][neuron].
template <class Real>
struct row_place {
  device::device_array<Real>* array;
  std::size_t row;
};

/// A population in device memory, one array a variable.
template <class Real>
class device_population {
 public:
  /// @throws input_error if it has more receptors than a block of threads has memory for
  device_population(const built_network& network, std::size_t number);

  [[nodiscard]] const block_partition& partition() const { return partition_; }

  /// What arrives: one view for each projection that ends here, again whenever their lists have changed.
  void set_incoming(const std::vector<incoming_view>& incoming);
  void set_recordings(const std::vector<recording_view>& recordings);

  /// By what it is advanced, and what that is handed.
  [[nodiscard]] const kernel_choice<Real>& choice() const { return choice_; }
  [[nodiscard]] const population_view<Real>& view() const { return view_; }

  /// A row of the state. Waits for the device.
  [[nodiscard]] std::vector<double> read(const state_row& row);
  void write(const state_row& row, const std::vector<double>& values);
  /// How far the correlated noise of that number among the population's is from its mean.
  [[nodiscard]] device::device_array<float>& deviations(std::size_t number) { return inputs_.floats[number]; }
  [[nodiscard]] Real v(std::uint32_t neuron) const;

 private:
  [[nodiscard]] row_place<Real> place_of(const state_row& row);

  std::uint32_t size_;
  block_partition partition_;
  kernel_choice<Real> choice_;
  device::device_array<Real> v_, gates_, x_, y_, coefficients_;
  device::device_array<receptor_view<Real>> receptors_;
  device::device_array<double> last_spike_;
  device::device_array<incoming_view> incoming_;
  device::device_array<recording_view> recordings_;
  input_arrays<Real> inputs_;
  population_view<Real> view_;
};

}  // namespace hux::cuda
