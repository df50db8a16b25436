#include "equations/recorded.hpp"

#include <array>
#include <bit>
#include <cassert>
#include <map>
#include <tuple>
#include <utility>

namespace hux {
namespace {

thread_local list_writer* writer = nullptr;

bool first_two_commute(operation_code code) {
  return code == operation_code::add || code == operation_code::multiply || code == operation_code::fma;
}

}  // namespace

struct list_writer::known_operations {
  using key = std::tuple<operation_code, std::array<std::uint32_t, 4>, std::uint32_t, std::uint64_t>;
  std::map<key, std::uint32_t> places;
};

list_writer::list_writer(std::uint32_t inputs)
    : known_(std::make_unique<known_operations>()), before_(std::exchange(writer, this)) {
  list_.inputs = inputs;
}

list_writer::~list_writer() { writer = before_; }

list_writer& list_writer::current() {
  assert(writer != nullptr);
  return *writer;
}

std::uint32_t list_writer::add(operation o) {
  if (first_two_commute(o.code) && o.operands[1] < o.operands[0]) std::swap(o.operands[0], o.operands[1]);
  const auto [known, is_new] = known_->places.try_emplace(
      {o.code, o.operands, o.index, std::bit_cast<std::uint64_t>(o.value)}, list_.operations.size());
  if (is_new) list_.operations.push_back(o);
  return known->second;
}

operation_list list_writer::finished(const std::vector<std::uint32_t>& outputs) const {
  return needed_part(list_, outputs);
}

}  // namespace hux
