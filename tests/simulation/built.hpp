#pragma once

#include "engine/backend.hpp"
#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux::test {

inline built_network built(const experiment& e) {
  thread_team team(1);
  return build_network(e, *cpu_platform(team), team);
}

}  // namespace hux::test
