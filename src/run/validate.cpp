#include "run/stages.hpp"
#include "validate/validate_parts.hpp"

namespace hux {

void validate(const experiment& e) {
  validate_as_written(e);
  for_each_stage(e, [&](const experiment& staged, std::size_t number) { require_stage(staged, e, number); });
}

}  // namespace hux
