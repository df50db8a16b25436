#pragma once

#include <memory>

#include "engine/backend.hpp"
#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux::cpu {

/// Advances a network on the threads of a team.
std::unique_ptr<backend> make_backend(const built_network& network, thread_team& team, const own_kernels& own);

}  // namespace hux::cpu
