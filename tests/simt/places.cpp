#include "places.hpp"

#include <cstring>

#include "executor.hpp"

namespace hux::simt {

namespace {

std::string describe(const device::extent& e) {
  return "(" + std::to_string(e.x) + ", " + std::to_string(e.y) + ", " + std::to_string(e.z) + ")";
}

}  // namespace

std::string describe(device::place at) { return std::string(at.file_name()) + ":" + std::to_string(at.line()); }

bool same_place(device::place a, device::place b) {
  return a.line() == b.line() && a.column() == b.column() && std::strcmp(a.file_name(), b.file_name()) == 0;
}

void fail(const std::string& what) {
  const device::executor::thread_position* running = device::executor::current;
  const std::string where = running == nullptr ? "On the device, " : "In block " + describe(running->block) + ", ";
  throw fault(where + what + ".");
}

}  // namespace hux::simt
