#include "by_name.hpp"
#include "kernel_table.hpp"

namespace hux::cuda {

template <class Real>
kernels<Real> find_kernels(std::string_view model, std::string_view integrator) {
  kernels<Real> found{};
  with_name(all_integrators{}, integrator, [&](auto tag) {
    for (const auto& [name, entry] : kernels_of<typename decltype(tag)::type, Real>())
      if (name == model) found = entry;
  });
  return found;
}

template kernels<float> find_kernels(std::string_view, std::string_view);
template kernels<double> find_kernels(std::string_view, std::string_view);

}  // namespace hux::cuda
