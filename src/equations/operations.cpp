#include "equations/operations.hpp"

namespace hux {

operation_list needed_part(const operation_list& list, const std::vector<std::uint32_t>& places) {
  std::vector<bool> needed(list.operations.size());
  for (const auto place : places) needed[place] = true;
  for (std::size_t i = needed.size(); i-- > 0;) {
    const auto& o = list.operations[i];
    for (int k = 0; needed[i] && k < operands_of(o.code); ++k) needed[o.operands[k]] = true;
  }
  operation_list result{list.inputs, {}, {}};
  std::vector<std::uint32_t> moved(needed.size());
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (!needed[i]) continue;
    operation o = list.operations[i];
    for (int k = 0; k < operands_of(o.code); ++k) o.operands[k] = moved[o.operands[k]];
    moved[i] = static_cast<std::uint32_t>(result.operations.size());
    result.operations.push_back(o);
  }
  for (const auto place : places) result.outputs.push_back(moved[place]);
  return result;
}

}  // namespace hux
