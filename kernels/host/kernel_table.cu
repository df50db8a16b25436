#include <array>
#include <span>

#include "equations/built_in_kernels.hpp"
#include "host/kernel_table.hpp"
#include "hux/device/integrators/integrators.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace cuda {
namespace {

template <class Integrator, class Real>
compiled_kernels compiled(std::size_t model) {
  return {std::string(Integrator::name), sizeof(Real), 0, built_in(built_in_kernels<Integrator, Real>()[model])};
}

}  // namespace

template <class Real>
const kernels<Real>& kernels_of(const equations& model, std::string_view integrator) {
  if (const auto found = model.kernels_for(integrator, sizeof(Real), 0))
    return *static_cast<const kernels<Real>*>(found.get());
  throw input_error("model " + model.name, "has not been compiled for a GPU under the integrator '" +
                                               std::string(integrator) + "'; expected backend = \"cpu\"");
}

template <class Real>
std::string kernel_choice<Real>::bytes() const {
  std::string all;
  const auto append = [&](const auto& values) {
    const auto some = std::as_bytes(std::span(values));
    all.append(reinterpret_cast<const char*>(some.data()), some.size());
  };
  append(std::array{kernels});
  append(std::array{threads, unsigned{blocked}});
  append(common);
  return all;
}

template struct kernel_choice<float>;
template struct kernel_choice<double>;
template const kernels<float>& kernels_of(const equations&, std::string_view);
template const kernels<double>& kernels_of(const equations&, std::string_view);

}  // namespace cuda

std::vector<compiled_kernels> gpu_kernels(std::size_t model) {
  std::vector<compiled_kernels> all;
  for_each_type(all_integrators{}, [&](auto tag) {
    all.push_back(cuda::compiled<typename decltype(tag)::type, float>(model));
    all.push_back(cuda::compiled<typename decltype(tag)::type, double>(model));
  });
  return all;
}

}  // namespace hux
