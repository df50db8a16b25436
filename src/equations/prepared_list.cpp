#include "equations/prepared_list.hpp"

namespace hux {

prepared_list::prepared_list(const operation_list& list) {
  for (const auto& o : list.operations) {
    if (o.code == operation_code::input) inputs.push_back(o.index);
    if (o.code == operation_code::constant) constants.push_back(o.value);
  }
  std::ranges::sort(inputs);
  std::vector<std::uint32_t> places;
  std::uint32_t constant = static_cast<std::uint32_t>(inputs.size());
  for (operation o : list.operations) {
    for (int k = 0; k < operands_of(o.code); ++k) o.operands[k] = places[o.operands[k]];
    if (o.code == operation_code::input)
      places.push_back(static_cast<std::uint32_t>(std::ranges::lower_bound(inputs, o.index) - inputs.begin()));
    else
      places.push_back(o.code == operation_code::constant ? constant++ : add(o));
  }
  for (const auto place : list.outputs) outputs.push_back(places[place]);
}

std::uint32_t prepared_list::add(const operation& o) {
  operations.push_back(o);
  return static_cast<std::uint32_t>(values() - 1);
}

}  // namespace hux
