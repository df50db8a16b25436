#include <algorithm>

#include "host/recorded.hpp"

namespace hux::cuda {

template <class Real>
recorded<Real>::recorded(const built_network& network) : network_(network) {
  for (const auto& r : network.recordings) {
    samplers_.emplace_back(network, r);
    add(r);
  }
  on_host_ = device::pinned_array<Real>(values_);
}

template <class Real>
void recorded<Real>::add(const built_recording& r) {
  recording_arrays made;
  made.view.interval = r.interval;
  made.view.columns = static_cast<std::uint32_t>(r.neurons.size());
  made.view.first_value = static_cast<std::uint32_t>(values_);
  if (!r.neurons.empty()) {
    made.view.begin = r.neurons.front();
    made.view.end = r.neurons.back() + 1;
  }
  std::vector<std::uint32_t> column(made.view.end - made.view.begin, recording_view::not_recorded);
  for (std::uint32_t i = 0; i < made.view.columns; ++i) column[r.neurons[i] - made.view.begin] = i;
  made.column = device::device_array<std::uint32_t>(column);
  made.variables = device::device_array<std::uint32_t>(samplers_.back().needed());
  made.view.column = made.column.span();
  made.view.variables = made.variables.span();
  const std::size_t most_samples = (network_.window + r.interval - 1) / r.interval;
  values_ += most_samples * samplers_.back().needed().size() * r.neurons.size();
  arrays_.push_back(std::move(made));
}

template <class Real>
std::vector<recording_view> recorded<Real>::views(std::size_t population) const {
  std::vector<recording_view> found;
  for (std::size_t i = 0; i < arrays_.size(); ++i)
    if (network_.recordings[i].population == population) found.push_back(arrays_[i].view);
  return found;
}

template <class Real>
void recorded<Real>::collect(step_range window, const device::device_array<Real>& samples, device::stream_handle stream,
                             std::vector<sample_block>& blocks) {
  blocks.resize(arrays_.size());
  bool any = false;
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const built_recording& r = network_.recordings[i];
    size_samples(r, window, blocks[i]);
    const std::size_t first = arrays_[i].view.first_value;
    const std::size_t values = blocks[i].count * samplers_[i].needed().size() * r.neurons.size();
    if (values == 0) continue;
    device::start_copy_to_host(on_host_.data() + first, samples.span().data() + first, values * sizeof(Real), stream);
    any = true;
  }
  if (any) device::synchronize(stream);
  for (std::size_t i = 0; i < arrays_.size(); ++i) expand(i, blocks[i]);
}

/// Works out the variables of a recording from the state variables that were sampled.
template <class Real>
void recorded<Real>::expand(std::size_t recording, sample_block& block) const {
  const built_recording& r = network_.recordings[recording];
  const sampler& s = samplers_[recording];
  const std::size_t columns = r.neurons.size();
  std::vector<double> state(s.state_variables(), 0.0);
  std::vector<double> scratch = s.scratch();
  const Real* from = on_host_.data() + arrays_[recording].view.first_value;
  float* to = block.values.data();
  std::int64_t step = block.first * r.interval;
  for (std::int64_t sample = 0; sample < block.count; ++sample, step += r.interval) {
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t n = 0; n < s.needed().size(); ++n) state[s.needed()[n]] = from[n * columns + i];
      s.sample(step, i, state.data(), scratch, to + i, columns);
    }
    from += s.needed().size() * columns;
    to += r.variables.size() * columns;
  }
}

template class recorded<float>;
template class recorded<double>;

}  // namespace hux::cuda
