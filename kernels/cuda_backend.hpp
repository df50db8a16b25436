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
std::unique_ptr<backend> make_backend(const built_network& network, const std::vector<device_rows>& rows);

}  // namespace hux::cuda
