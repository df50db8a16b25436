#pragma once

#include <string_view>

#include "hux/model_page.hpp"

namespace hux {

/// The units that a kind of model is written in.
struct membrane_units {
  std::string_view voltage, rate, time, current, capacitance, conductance;
};

constexpr membrane_units units_of(membrane_of per) {
  switch (per) {
    case membrane_of::area:
      return {"mV", "1/ms", "ms", "uA/cm2", "uF/cm2", "mS/cm2"};
    case membrane_of::cell:
      return {"mV", "1/ms", "ms", "pA", "pF", "nS"};
    default:
      return {"", "", "", "", "", ""};
  }
}

}  // namespace hux
