#include "cpu/wires.hpp"

#include <algorithm>

#include "cpu/kernel_table.hpp"
#include "cpu/views.hpp"

namespace hux::cpu {
namespace {

template <class Real>
std::vector<std::optional<Real>> inputs_of_wires(const std::vector<double>& coefficients) {
  std::vector<std::optional<Real>> uniform(2);
  for (const double c : coefficients) uniform.emplace_back(static_cast<Real>(c));
  return uniform;
}

}  // namespace

template <class Real>
wires<Real>::wires(const wire_list& list, const std::vector<double>& coefficients, std::uint32_t most)
    : most_(padded(std::max(row_, most))),
      inputs_(list.current.inputs),
      program_(list.current, inputs_of_wires<Real>(coefficients), widest_vectors()) {}

template <class Real>
std::unique_ptr<typename wires<Real>::workspace> wires<Real>::make_workspace() const {
  auto work = std::make_unique<workspace>();
  work->memory = buffer<Real>(3 * most_ + program_.scratch_size(), Real(0));
  work->v_pre = work->memory.data();
  work->v = work->v_pre + most_;
  work->current = work->v + most_;
  std::vector<const Real*> in{work->v_pre, work->v};
  in.resize(inputs_);
  Real* const out[] = {work->current};
  work->program = program_.bind(in, out, work->current + most_);
  return work;
}

template <class Real>
void wires<Real>::work_out(const wire_rows& rows, std::uint32_t first, std::uint32_t end, const Real* v_pre,
                           const Real* v, workspace& work) const {
  const std::uint32_t* source = rows.sources + rows.offset[first];
  const auto count = static_cast<std::uint32_t>(rows.offset[end] - rows.offset[first]);
  for (std::uint32_t i = 0; i < count; ++i) work.v_pre[i] = v_pre[source[i]];
  Real* next = work.v;
  for (std::uint32_t t = first; t < end; ++t) next = std::fill_n(next, rows.offset[t + 1] - rows.offset[t], v[t]);
  work.program->execute(padded(count));
}

template class wires<float>;
template class wires<double>;

}  // namespace hux::cpu
