#pragma once

#include <string>

#include "hux/errors.hpp"
#include "hux/network.hpp"
#include "hux/simulation.hpp"

namespace hux::test {

/// What is said of a mistake in an experiment as it is made or looked at; nothing if it is valid.
template <class Make>
std::string refusal_of(const Make& make) {
  try {
    validate(make());
  } catch (const error& mistake) {
    return mistake.what();
  }
  return "";
}

}  // namespace hux::test
