#pragma once

#include <cstdint>
#include <memory>

#include "engine/backend.hpp"
#include "host/device_rows.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// A network on a GPU.
/// @param network with its synapses in device memory; must outlive the backend
std::unique_ptr<backend> make_backend(const built_network& network);

/// The synapses of a projection that was built on a GPU.
inline const device_rows& device_rows_of(const built_projection& p) {
  return *static_cast<const device_rows*>(p.rows.elsewhere.get());
}

}  // namespace hux::cuda
