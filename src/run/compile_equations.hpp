#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/backend.hpp"
#include "hux/network.hpp"

namespace hux {

/// How equations that are text are run by an experiment on the CPU.
struct equations_choice {
  own_kernels kernels;                ///< of those that are compiled
  std::vector<std::string> said;      ///< "equations of 'my_cell' are interpreted", one for each
  std::vector<std::string> warnings;  ///< one sentence each
  equations_run settled;              ///< what all of them are, if they are one of the two
};

/// Takes what is in the user's cache and compiles the others, if they are wanted; as many at a time as there are
/// threads.
/// @param e validated and settled
/// @throws input_error if the experiment wants equations to be compiled that cannot be
equations_choice compile_equations(const experiment& e, thread_team& team);

/// What a run would gain if equations of text were not interpreted, s.
/// @param neurons that they are those of
double seconds_gained(const experiment& e, const equations& model, std::uint64_t neurons);

/// How long they may take to compile, s: a cell of nine states takes 2 by g++ 12 on a core that is idle.
inline constexpr double seconds_to_compile = 4;

}  // namespace hux
