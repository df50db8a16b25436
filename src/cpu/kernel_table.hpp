#pragma once

#include <array>
#include <string_view>

#include "cpu/views.hpp"
#include "hux/device/models/models.hpp"
#include "hux/equations.hpp"

namespace hux::cpu {

/// Bytes of the widest hardware vectors that this machine has and built-in kernels were compiled for: 32 (AVX2) or 64
/// (AVX-512).
int widest_vectors();

/// The kernels that equations bring for an integrator; the same results with all vectors.
/// @param most_bytes of hardware vectors that may be used, at most widest_vectors()
/// @throws input_error if they bring none
template <class Real>
const kernels<Real>& kernels_of(const equations& model, std::string_view integrator, int most_bytes = widest_vectors());

/// Those of the built-in neurons under one integrator, on hardware vectors of 32 or 64 bytes, in the order of
/// all_models; each is compiled from a source file of its own (advance_instance.cpp.in), which is what most of the
/// build's time goes to.
template <class Integrator, class Real, int Bytes>
const std::array<kernels<Real>, all_models::size>& built_in_kernels();

}  // namespace hux::cpu
