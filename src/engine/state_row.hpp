#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "network/built_network.hpp"

namespace hux {

/// A variable of which a backend keeps a number for each neuron of a population between windows.
struct state_row {
  enum kind : std::uint8_t {
    potential,
    gate,
    receptor,
    cascade,
    last_spike,
    last_spike_step,
    terminal_state,
    terminal_spike,
    terminal_step,
    signal_before
  };
  kind is;           ///< gate: any of the model's states beside v
  std::string name;  ///< "v", a gate's or other state's, "<receptor>", "<receptor>.y" for the second variable of its
                     ///< cascade, "last_spike" where the population has a refractory time, "last_spike_step", at
                     ///< whose begin that was, -1 for none, where a spontaneous rate asks, "<terminal>.<state>",
                     ///< "<terminal>.last_spike", the step at whose begin was the last that it took, -1 for none, where
                     ///< it asks, "<terminal>.updated", the step at whose begin its states were those, and
                     ///< "<signal>.before", what the neuron sent a step ago, or where it arrives later
                     ///< "<signal>.before.<k>", what it sent k steps ago
  std::size_t number;        ///< among the rows of the population; of a terminal's state, among those of the terminal;
                             ///< of what was sent, among the signals
  std::size_t terminal = 0;  ///< of the population
  std::uint32_t steps = 0;   ///< ago, of what was sent
};

constexpr bool is_terminal(const state_row& row) {
  return row.is == state_row::terminal_state || row.is == state_row::terminal_spike ||
         row.is == state_row::terminal_step;
}

/// All of a population, in this order: v, gates, receptors, cascades, last spikes, terminals, signals.
std::vector<state_row> state_rows_of(const built_population& p);

/// The row of that name; throws input_error if there is none.
state_row state_row_of(const built_population& p, std::string_view name);

}  // namespace hux
