#include "cpu/make_population.hpp"

#include <algorithm>
#include <utility>

#include "engine/receptor_views.hpp"
#include "hux/device/integrators/crossing.hpp"

namespace hux::cpu {

template <class Real>
void fill_row(const std::vector<double>& values, std::uint32_t size, Real* row) {
  for (std::uint32_t i = 0; i < padded(size); ++i)
    row[i] = static_cast<Real>(values.size() == 1 ? values[0] : values[std::min(i, size - 1)]);
}

namespace {

/// Rows of values.
template <class Real>
class row_maker {
 public:
  row_maker(std::uint32_t size, std::size_t rows, thread_team& team)
      : size_(size), made_(rows * padded(size)), to_(made_.data()), team_(team) {}

  void add(const std::vector<double>& values) {
    team_.check(0);
    fill_row(values, size_, to_);
    to_ += padded(size_);
  }
  buffer<Real> take() { return std::move(made_); }

 private:
  std::uint32_t size_;
  buffer<Real> made_;
  Real* to_;
  thread_team& team_;
};

template <class Real>
std::vector<arrival_view<Real>> arrival_views(const built_population& p) {
  std::vector<arrival_view<Real>> views;
  for (const auto& r : p.receptors)
    for (const auto& a : r.arrivals)
      views.push_back(
          {static_cast<std::uint32_t>(a.state), r.sums_row, r.wide_sums, static_cast<Real>(r.unit * a.jump)});
  std::ranges::sort(views, {}, &arrival_view<Real>::state);
  return views;
}

template <class Real>
void make_receptors(const built_population& p, population_state<Real>& s, thread_team& team) {
  row_maker<Real> x(p.size, p.receptor_rows(), team);
  for (const auto& r : p.receptors)
    if (!r.is_joined()) x.add(r.initial);
  s.x = x.take();
  s.y = buffer<Real>(std::size_t{p.cascades()} * padded(p.size), Real(0));
  s.receptors = receptor_views<Real>(p);
  s.arrivals = arrival_views<Real>(p);
}

/// The coefficients of each neuron, or of one for all, in packs of `width`.
template <class Real>
buffer<Real> packed_coefficients(const built_population& p, double unit_of_time, std::uint32_t width,
                                 thread_team& team) {
  const std::size_t count = p.model->coefficients;
  const std::uint32_t sets = p.heterogeneous() ? (p.size + width - 1) / width * width : width;
  buffer<Real> packs(count * sets);
  const auto pack = [&](std::uint32_t i, const std::vector<double>& values) {
    auto* to = packs.data() + i / width * width * count + i % width;
    for (std::size_t c = 0; c < count; ++c) to[c * width] = static_cast<Real>(values[c]);
  };
  const auto derived = [&](std::uint32_t i) { return p.model->derived(p.parameters_of(i), unit_of_time); };
  if (p.heterogeneous()) {
    team.for_each(sets, [&](std::uint32_t i, unsigned) { pack(i, derived(std::min(i, p.size - 1))); });
  } else {
    const auto common = derived(0);
    for (std::uint32_t i = 0; i < sets; ++i) pack(i, common);
  }
  return packs;
}

template <class Real>
void make_state(const built_population& p, population_state<Real>& s, thread_team& team) {
  row_maker<Real> v(p.size, 1, team);
  v.add(p.v);
  s.v = v.take();
  row_maker<Real> gates(p.size, p.gates.size(), team);
  for (const auto& g : p.gates) gates.add(g);
  s.gates = gates.take();
  if (p.refractory > 0) s.last_spike = buffer<double>(padded(p.size), no_spike);
}

template <class Real>
population_view<Real> view_of(const built_population& p, population_state<Real>& s) {
  population_view<Real> view;
  view.size = p.size;
  view.stride = padded(p.size);
  view.receptor_count = static_cast<std::uint32_t>(s.receptors.size());
  view.wide_receptors = p.wide_receptors();
  view.v = s.v.data();
  view.gates = s.gates.data();
  view.x = s.x.data();
  view.y = s.y.data();
  view.coefficients = s.coefficients.data();
  view.sets = p.heterogeneous() ? p.size : 1;
  view.receptors = s.receptors.data();
  view.arrivals = s.arrivals.data();
  view.arrival_count = static_cast<std::uint32_t>(s.arrivals.size());
  view.threshold = static_cast<Real>(p.threshold);
  view.refractory = p.refractory;
  view.last_spike = s.last_spike.data();
  return view;
}

}  // namespace

template <class Real>
population_state<Real> make_population(const built_population& p, const built_network& network,
                                       const kernels<Real>& kernel, thread_team& team) {
  population_state<Real> s;
  make_state(p, s, team);
  make_receptors(p, s, team);
  s.coefficients = packed_coefficients<Real>(p, network.integrator->unit_of_time * network.dt, kernel.width, team);
  s.view = view_of(p, s);
  kernel.stagger(s.view, kernel.program);
  return s;
}

template void fill_row(const std::vector<double>&, std::uint32_t, float*);
template void fill_row(const std::vector<double>&, std::uint32_t, double*);
template population_state<float> make_population(const built_population&, const built_network&, const kernels<float>&,
                                                 thread_team&);
template population_state<double> make_population(const built_population&, const built_network&, const kernels<double>&,
                                                  thread_team&);

}  // namespace hux::cpu
