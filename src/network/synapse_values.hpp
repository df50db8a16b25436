#pragma once

#include <cstdint>
#include <string>

#include "network/draw.hpp"
#include "network/synapse_rows.hpp"

namespace hux {

/// A weight or delay of every synapse of a projection.
struct synapse_values {
  const distribution& d;
  std::string key;  ///< names it in errors
  law value;
  stream s;

  /// @param what "weight" or "delay"
  /// @param count of synapses. Throws input_error if `of` lists another number of values.
  synapse_values(const distribution& of, const std::string& projection, const std::string& what, std::uint64_t count,
                 std::uint64_t seed)
      : d(of),
        key("projection." + projection + "." + what),
        value(law_of(of, count, key)),
        s(seed, "projection " + projection + " " + what) {}

  /// @param position in the row
  /// @param ordinal in the projection, or in the list that it comes from
  [[nodiscard]] double operator()(std::uint32_t row, std::uint64_t position, std::uint64_t ordinal) const {
    return found(value(s, {row, position, ordinal}), d, key);
  }

  [[nodiscard]] bool is_random() const {
    return value.kind == law::form::uniform || value.kind == law::form::normal || value.kind == law::form::lognormal;
  }
};

/// Sets the range of delays of a projection with synapses.
/// @param longest_conduction that may be added to them, ms
/// @param drawn_range tells the range of the delays that will be drawn, ms; called if they are random
/// Throws input_error if there are delays that delay_steps refuses.
template <class Drawn>
void set_delays(row_summary& rows, const synapse_values& delay, double dt, double longest_conduction,
                const Drawn& drawn_range) {
  const value_range ms = delay.is_random() ? drawn_range() : range_of(delay.d);
  rows.min_delay = delay_steps(ms.min, dt, delay.key);
  rows.max_delay = delay_steps(ms.max + longest_conduction, dt, delay.key);
}

}  // namespace hux
