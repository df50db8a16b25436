#pragma once

#include <memory>
#include <span>

#include "cpu/views.hpp"
#include "engine/backend.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// Bytes of the widest hardware vectors that this machine has and built-in kernels were compiled for: 32 (AVX2) or 64
/// (AVX-512).
int widest_vectors();

/// The functions that advance a population: those of the network's own, those that its equations bring for the
/// integrator, or an interpreter of their operations. The same results on all vectors and each way.
/// @param most_bytes of hardware vectors that may be used, at most widest_vectors()
/// @throws input_error if there is neither
template <class Real>
std::shared_ptr<const kernels<Real>> kernels_of(const built_population& p, const built_network& network,
                                                const own_kernels& own = {}, int most_bytes = widest_vectors());

/// Those of the built-in neurons under one integrator, on hardware vectors of 32 or 64 bytes, in the order of
/// built_in_models(); each is compiled from a source file of its own (advance_instance.cpp.in), which is what most of
/// the build's time goes to.
template <class Integrator, class Real, int Bytes>
std::span<const kernels<Real>> built_in_kernels();

}  // namespace hux::cpu
