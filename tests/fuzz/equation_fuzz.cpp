#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "equations/text/dimensions.hpp"

namespace {

const std::map<std::string, std::string, std::less<>> units{{"v", "mV"}, {"m", ""}, {"g", "mS/cm2"}, {"ca", "uM"}};

bool is_name(std::string_view name) { return units.contains(name); }

void type(const hux::syntax& equation, std::string_view expected) {
  hux::expressions pool;
  const auto look_up = [&](const std::string& name, std::size_t column) -> hux::typed_expression {
    const auto found = units.find(name);
    if (found == units.end()) throw hux::equation_error(column, "unknown name");
    return {pool.symbol(name), hux::dimension_of(found->second), hux::openness::strict};
  };
  try {
    hux::typed(equation, look_up, pool, expected);
  } catch (const hux::equation_error&) {
  }
}

}  // namespace

/// Whatever the text, it is an equation or refused as none; the shortest text of an equation is of the same equation.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hux::syntax equation;
  try {
    equation = hux::parse_equation({reinterpret_cast<const char*>(data), size}, is_name);
  } catch (const hux::equation_error&) {
    return 0;
  }
  const auto text = hux::text_of(equation);
  constexpr std::size_t longest = 10'000;  // that is read
  if (text.size() <= longest && hux::text_of(hux::parse_equation(text, is_name)) != text) __builtin_trap();
  for (const auto expected : {"", "1/ms", "uA/cm2"}) type(equation, expected);
  return 0;
}
