#pragma once

#include <cstdint>
#include <memory>

#include "network/synapse_rows.hpp"

namespace hux {

class backend;
struct built_network;

/// What a network is built and advanced on: threads of this machine, or a GPU. Must outlive its backend.
class platform {
 public:
  virtual ~platform() = default;

  /// Builds the synapses of a projection where a backend will want them; elsewhere than on the host, what comes back
  /// describes them and keeps them. Throws as hux::build_rows.
  virtual synapse_rows build_rows(const wiring& w) = 0;

  /// The backend of a network whose synapses were built here; the network must outlive it.
  virtual std::unique_ptr<backend> make_backend(const built_network& network) = 0;
};

}  // namespace hux
