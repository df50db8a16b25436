#pragma once

#include <memory>

#include "cpu/kernel_table.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// Functions that advance a population whose equations are lists of operations, without anything being compiled: the
/// same bits as compiled ones give.
/// @param vector_bytes of hardware vectors that may be used
template <class Real>
std::shared_ptr<const kernels<Real>> interpreted_kernels(const built_population& p, const built_network& network,
                                                         int vector_bytes = widest_vectors());

}  // namespace hux::cpu
