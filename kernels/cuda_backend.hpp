#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "device_rows.hpp"

namespace hux::cuda {

/// A network on a GPU.
/// @param network must outlive the backend
/// @param rows of its projections, in device memory; must outlive the backend
/// @param list_capacity events that a list has room for to begin with; 0: chosen. Changes speed, never results.
std::unique_ptr<backend> make_backend(const built_network& network, const std::vector<device_rows>& rows,
                                      std::uint32_t list_capacity = 0);

}  // namespace hux::cuda
