#include <bit>

#include "hux/errors.hpp"
#include "validate/checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {

void validate_settings(const experiment& e) {
  constexpr std::uint32_t most_threads = 1024;
  constexpr std::uint32_t largest_block = 1U << 16;
  constexpr std::uint32_t longest_window = 1U << 16;
  const settings& s = e.settings;
  check_value("simulation.dt", s.dt, quantity::time, range::positive);
  if (e.stages.empty() || s.duration != 0) {
    check_value("simulation.duration", s.duration, quantity::time, range::positive);
    check_whole_steps("simulation.duration", s.duration, s.dt);
  }
  integrator_of(*e.network.catalog, s);
  if (s.threads > most_threads)
    throw input_error("simulation.threads", std::to_string(s.threads) + " is too many; expected at most " +
                                                std::to_string(most_threads) + ", or 0 for one a core");
  if (s.window > longest_window)
    throw input_error("simulation.window", std::to_string(s.window) + " steps are too many; expected at most " +
                                               std::to_string(longest_window) + ", or 0 to leave the choice to Hux");
  if (s.block_size != 0 && (!std::has_single_bit(s.block_size) || s.block_size > largest_block))
    throw input_error("simulation.block_size", std::to_string(s.block_size) + " is not a power of two up to " +
                                                   std::to_string(largest_block) + ", or 0 to leave the choice to Hux");
}

}  // namespace hux
