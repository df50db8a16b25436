#include "host/kernel_table.hpp"
#include "hux/device/integrators/integrators.hpp"

namespace hux::cuda {

template <class Real>
kernels<Real> find_kernels(std::string_view model, std::string_view integrator) {
  kernels<Real> found{};
  for_each_type(all_integrators{}, [&](auto tag) {
    if (decltype(tag)::type::name != integrator) return;
    for (const auto& [name, entry] : kernels_of<typename decltype(tag)::type, Real>())
      if (name == model) found = entry;
  });
  return found;
}

template kernels<float> find_kernels(std::string_view, std::string_view);
template kernels<double> find_kernels(std::string_view, std::string_view);

}  // namespace hux::cuda
