#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "cpu/population_state.hpp"
#include "hux/device/models/models.hpp"

namespace hux::cpu {

/// The functions that advance neurons of a model.
template <class Real>
struct model_kernels {
  std::string_view model;
  decltype(kernels<Real>::advance) advance;
  decltype(kernels<Real>::stagger) stagger;
  std::uint32_t width;  ///< neurons of a pack
};

template <class Real>
using kernel_table = std::array<model_kernels<Real>, all_models::size>;

/// The kernels of one integrator for all models, on hardware vectors of 32 or 64 bytes; each is compiled from a source
/// file of its own (advance_instance.cpp.in), which is what most of the build's time goes to.
template <class Integrator, class Real, int Bytes>
const kernel_table<Real>& kernels_of();

}  // namespace hux::cpu
