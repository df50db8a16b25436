// Nothing runs this: that it compiles shows that the kernels the executor runs are CUDA.

#include "host/device_memory.hpp"
#include "sample_kernels.hpp"

namespace hux::simt {

using device::device_array;
using device::extent;
using device::launch;

void launch_them() {
  device_array<double> values(512), sums(4);
  launch(4, sample_block, 0, {}, block_sums<double>, std::as_const(values).span(), sums.span());
  device_array<float> matrix(64);
  launch(extent(1, 1), extent(8, 8), 0, {}, transpose, device::device_span<const float>(matrix.span()), matrix.span(),
         8);
  device_array<unsigned> words(512);
  const device::device_span<const unsigned> read_only = words.span();
  launch(1, 512, 512 * sizeof(unsigned), {}, prefix_sums{}, read_only, words.span());
  launch(4, sample_block, 0, {}, compact, read_only, words.span(), words.span());
  launch(4, sample_block, 0, {}, histogram, read_only, words.span());
  launch(1, sample_block, 0, {}, swap_neighbours, words.span());
  device_array<int> integers(512);
  const device::device_span<const int> read_only_integers = integers.span();
  launch(1, sample_block, 0, {}, sum_by_shuffles, read_only_integers, integers.span());
  launch(1, 32, 0, {}, lanes_of_same_key, read_only_integers, words.span());
  launch(1, 32, 0, {}, every_collective, words.span());
  launch(1, 32, 0, {}, set_bits_and_exchange, words.span(), words.span());
  launch(extent(2, 3, 2), extent(2, 3, 4), 0, {}, number_threads, words.span());
  device_array<std::uint64_t> next(1);
  device_array<std::int64_t> extremes(3);
  launch(2, 32, 0, {}, draw_tickets, next.span(), words.span(), extremes.span());
}

}  // namespace hux::simt
