#include "validate/terminal_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiment/lookup.hpp"
#include "experiment/single_checks.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

/// Of a receptor of the same name "<receptor>.y" is its second variable, and others are its parameters.
void check_state_names(const population& source, const catalog& known, const found_terminal& t,
                       const std::string& key) {
  for (const auto& r : source.receptors)
    for (const auto& s : terminal_states(*t.synapse)) {
      const auto parameters = names_of(synapse_of(known, source, r).parameters);
      const auto& synapse = synapse_of(known, source, r);
      const auto states = synapse.joined ? names_of(synapse.joined->states) : std::vector<std::string_view>{"y"};
      const bool taken = std::ranges::find(states, s.name) != states.end() ||
                         std::ranges::find(parameters, s.name) != parameters.end();
      if (t.name == r.name && taken)
        throw input_error(key, "population '" + source.name + "' has a receptor " + quotation(r.name) + ", so that " +
                                   quotation(t.name + "." + s.name) + " would be two things; expected another name");
    }
}

}  // namespace

void check_terminal_of(const population& source, const catalog& known, const found_terminal& t,
                       const std::map<std::string, double>& given, const std::string& key) {
  const auto& seen = terminal_parameters(*t.synapse);
  for (const auto& [name, value] : given) {
    const std::string at = fmt::format("{}.{}", key, name);
    const auto& info = find_named(t.synapse->parameters, name, at, "parameter");
    if (std::ranges::find(seen, name) == seen.end())
      throw input_error(at, "the terminal does not depend on it; expected it at the receptor");
    check_value(at, value, info.quantity, info.range);
  }
  if (const auto mistake = t.synapse->terminal ? t.synapse->terminal->mistake(t.parameters.data()) : "";
      !mistake.empty())
    throw input_error(key, "with these parameters " + mistake);
  check_state_names(source, known, t, key);
}

}  // namespace hux
