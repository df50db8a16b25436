#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/backend.hpp"
#include "host/device_rows.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// A network on a GPU.
/// @param network must outlive the backend
/// @param rows of its projections, in device memory; must outlive the backend
std::unique_ptr<backend> make_backend(const built_network& network, const std::vector<device_rows>& rows);

}  // namespace hux::cuda
