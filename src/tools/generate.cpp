#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "equations/text/cpp_text.hpp"
#include "equations/text/model.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/experiment/model_pages.hpp"

/// Makes C++ of models that are text, while the library is built: for each its equations as types that kernels take,
/// and the pages as values.
namespace hux {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw file_error(file.string() + ": cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A file that is as it should be keeps its time, so that nothing is compiled anew.
void write(const std::filesystem::path& file, const std::string& text) {
  if (std::filesystem::exists(file) && content_of(file) == text) return;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file);
  stream << text;
  if (!stream.flush()) throw file_error(file.string() + ": cannot be written");
}

/// A text as C++ has it.
std::string literal(std::string_view text) { return fmt::format("R\"~({})~\"", text); }

/// A number to its last bit.
std::string literal(double x) { return fmt::format("{:a}", x); }

/// "{a, b}" of what `text` makes of each.
template <class Range, class Text>
std::string list(const Range& range, Text&& text) {
  std::string all;
  for (const auto& element : range) all += (all.empty() ? "" : ",\n     ") + text(element);
  return "{" + all + "}";
}

std::string pairs(const std::vector<named_text>& texts) {
  return list(texts,
              [](const named_text& t) { return fmt::format("{{{}, {}}}", literal(t.first), literal(t.second)); });
}

std::string parameter(const parameter_info& p) {
  return fmt::format(
      "{{.name = {}, .quantity = quantity_of({}), .standard = {}, .range = static_cast<range>({}), .description = {}}}",
      literal(p.name), literal(p.quantity == quantity::dimensionless ? "1" : unit_of(p.quantity)), literal(p.standard),
      static_cast<int>(p.range), literal(p.description));
}

std::string preset(const std::pair<const std::string, std::map<std::string, double>>& p) {
  const auto value = [](const auto& v) { return fmt::format("{{{}, {}}}", literal(v.first), literal(v.second)); };
  return fmt::format("{{{}, {}}}", literal(p.first), list(p.second, value));
}

std::string gate(const page_gate& g) {
  return fmt::format("{{{}, {}, {}, {}, {}, {}}}", literal(g.name), literal(g.alpha), literal(g.beta), literal(g.inf),
                     literal(g.tau), literal(g.speed));
}

std::string state(const page_state& s) {
  return fmt::format("{{{}, {}, {}, {}}}", literal(s.name), literal(s.derivative), literal(s.unit),
                     s.initial ? literal(*s.initial) : "std::nullopt");
}

std::string page(const model_page& m) {
  return fmt::format(R"(    {{.name = {},
     .description = {},
     .source = {},
     .per = static_cast<membrane_of>({}),
     .threshold = {},
     .initial_v = {},
     .capacitance = {},
     .parameters = {},
     .presets = {},
     .defines = {},
     .gates = {},
     .states = {},
     .currents = {}}})",
                     literal(m.name), literal(m.description), literal(m.source), static_cast<int>(m.per),
                     literal(m.threshold), literal(m.initial_v), literal(m.capacitance), list(m.parameters, parameter),
                     list(m.presets, preset), pairs(m.defines), list(m.gates, gate), list(m.states, state),
                     pairs(m.currents));
}

std::string pages_source(const std::vector<model_page>& pages) {
  std::string all;
  for (const auto& p : pages) all += (all.empty() ? "" : ",\n") + page(p);
  return R"(#include "equations/built_in_pages.hpp"

#include "hux/units.hpp"

namespace hux {

std::vector<model_page> built_in_pages() {
  return {
)" + all +
         "};\n}\n\n}  // namespace hux\n";
}

/// A type for each of the two forms; one where they do not differ.
std::string header_of(const model_page& page) {
  const auto lists = equations_of(page).lists;
  const std::string both = page.name + "_linear";
  const bool same = cpp_text(*lists, page.name, true) == cpp_text(*lists, page.name, false);
  return fmt::format(R"(#pragma once

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux::built_in {{

{}
{}
}}  // namespace hux::built_in
)",
                     cpp_text(*lists, page.name, false),
                     same ? fmt::format("using {} = {};\n", both, page.name) : cpp_text(*lists, both, true));
}

/// The types of all models, and what they are called.
std::string list_header(const std::vector<model_page>& pages) {
  std::string includes, names, types, linear;
  for (const auto& p : pages) {
    const std::string_view comma = names.empty() ? "" : ", ";
    includes += fmt::format("#include \"models/{}.hpp\"\n", p.name);
    names += fmt::format("{}\"{}\"", comma, p.name);
    types += fmt::format("{}built_in::{}", comma, p.name);
    linear += fmt::format("{}built_in::{}_linear", comma, p.name);
  }
  return fmt::format(R"(#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include "hux/device/type_list.hpp"
{}
namespace hux {{

/// Hux's own models in the form that explicit integrators take, and in that of those which solve each equation as if it
/// were linear, in the order of built_in_pages().
using explicit_models = type_list<{}>;
using linear_models = type_list<{}>;
inline constexpr std::array<std::string_view, explicit_models::size> built_in_model_names{{{}}};

/// Those that an integrator takes.
template <class Integrator>
using models_for = std::conditional_t<Integrator::staggered, linear_models, explicit_models>;

}}  // namespace hux
)",
                     includes, types, linear, names);
}

void generate(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files) {
  std::vector<model_page> all;
  for (const auto& file : files)
    for (auto& page : read_model_pages(content_of(file), file.string())) all.push_back(std::move(page));
  for (const auto& page : all) write(folder / "models" / (page.name + ".hpp"), header_of(page));
  write(folder / "models/models.hpp", list_header(all));
  write(folder / "built_in_pages.cpp", pages_source(all));
}

}  // namespace
}  // namespace hux

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: hux_generate OUTPUT_DIR page.toml...\n", stderr);
    return 2;
  }
  try {
    hux::generate(argv[1], {argv + 2, argv + argc});
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
