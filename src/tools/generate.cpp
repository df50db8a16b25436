#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/text/cpp_text.hpp"
#include "equations/text/model.hpp"
#include "equations/text/synapse.hpp"
#include "hux/equations.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/experiment/pages.hpp"

/// Makes C++ of models and synapses that are text, while the library is built: of each model its equations as types
/// that kernels take, and as values; of each synapse its page.
namespace hux {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw file_error(file.string() + ": cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Writes a file whole or not at all. One that is as it should be keeps its time, so that nothing is compiled anew.
void write(const std::filesystem::path& file, const std::string& text) {
  std::error_code failure;
  if (std::filesystem::is_regular_file(file, failure) && content_of(file) == text) return;
  std::filesystem::create_directories(file.parent_path(), failure);
  const std::filesystem::path part = file.string() + ".part";
  std::ofstream stream(part);
  stream << text;
  stream.close();
  if (stream) std::filesystem::rename(part, file, failure);
  if (stream && !failure) return;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  throw file_error(file.string() + ": cannot be written");
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

/// A quantity, which may be one that has its number for as long as a process lives.
std::string made(quantity q) {
  return fmt::format("quantity_of({})", literal(q == quantity::dimensionless ? "1" : unit_of(q)));
}

std::string parameter(const parameter_info& p) {
  return fmt::format(
      "{{.name = {}, .quantity = {}, .standard = {}, .range = static_cast<range>({}), .description = {}}}",
      literal(p.name), made(p.quantity), literal(p.standard), static_cast<int>(p.range), literal(p.description));
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
  return fmt::format("{{{}, {}, {}, {}, static_cast<state_method>({})}}", literal(s.name), literal(s.derivative),
                     literal(s.unit), s.initial ? literal(*s.initial) : "std::nullopt", static_cast<int>(s.method));
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

/// Operations stand in constants, and not in what a function builds on its stack, which may be small.
std::string operations(const operation_list& l) {
  const auto text = [](const operation& o) {
    return fmt::format("{{operation_code{{{}}}, {{{}}}, {}, {}}}", static_cast<int>(o.code),
                       fmt::join(o.operands, ", "), o.index, literal(o.value));
  };
  if (l.operations.empty()) return fmt::format("{{{}, {{}}, {{{}}}}}", l.inputs, fmt::join(l.outputs, ", "));
  return fmt::format(
      "[] {{ static constexpr operation all[] = {}; return operation_list{{{}, {{std::begin(all), std::end(all)}}, "
      "{{{}}}}}; }}()",
      list(l.operations, text), l.inputs, fmt::join(l.outputs, ", "));
}

std::string form(const model_lists::form& f) {
  return fmt::format("{{{}, {}}}", operations(f.kinetics), operations(f.membrane));
}

std::string lists(const model_lists& l) {
  return fmt::format(
      R"({{.gates = {}, .pools = {}, .instantaneous = {}, .linear = {}, .exponential = {}, .input = {}, .coefficients = {},
     .derive = {},
     .explicit_form = {},
     .linear_form = {},
     .observe_derive = {},
     .observe = {}}})",
      l.gates, l.pools, l.instantaneous, l.linear, l.exponential, l.input, l.coefficients, operations(l.derive),
      form(l.explicit_form), form(l.linear_form), operations(l.observe_derive), operations(l.observe));
}

std::string info(const state_info& s) {
  return fmt::format("{{{}, {}, {}, {}}}", literal(s.name), made(s.quantity), s.gate,
                     s.standard ? literal(*s.standard) : "std::nullopt");
}

/// A function that makes the equations.
std::string equations_function(const equations& e) {
  const auto variable = [](const variable_info& v) {
    return fmt::format("{{{}, {}}}", literal(v.name), made(v.quantity));
  };
  const auto text = [](const std::string& t) { return literal(t); };
  return fmt::format(R"(equations make_{}() {{
  return equations_of(
    {},
    {{.states = {},
     .observables = {},
     .warnings = {},
     .notices = {},
     .lists = {}}});
}}

)",
                     e.name, page(*e.page), list(e.states, info), list(e.observables, variable), list(e.warnings, text),
                     list(e.notices, text), lists(*e.lists));
}

std::string models_source(const std::vector<equations>& models) {
  std::string functions, calls;
  for (const auto& e : models) {
    functions += equations_function(e);
    calls += fmt::format("  all.push_back(make_{}());\n", e.name);
  }
  return fmt::format(R"(#include "equations/built_in_models.hpp"

#include <iterator>

#include "equations/text/worked_out.hpp"
#include "hux/units.hpp"

namespace hux {{
namespace {{

{}}}  // namespace

std::vector<equations> built_in_models() {{
  std::vector<equations> all;
{}  return all;
}}

}}  // namespace hux
)",
                     functions, calls);
}

/// A type for each of the two forms; one where they do not differ.
std::string header_of(const equations& e) {
  const std::string both = e.name + "_linear";
  const bool same = cpp_text(*e.lists, e.name, true) == cpp_text(*e.lists, e.name, false);
  return fmt::format(R"(#pragma once

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux::built_in {{

{}
{}
}}  // namespace hux::built_in
)",
                     cpp_text(*e.lists, e.name, false),
                     same ? fmt::format("using {} = {};\n", both, e.name) : cpp_text(*e.lists, both, true));
}

/// The types of all models, and what they are called.
std::string list_header(const std::vector<equations>& models) {
  std::string includes, names, types, linear;
  for (const auto& e : models) {
    const std::string_view comma = names.empty() ? "" : ", ";
    includes += fmt::format("#include \"models/{}.hpp\"\n", e.name);
    names += fmt::format("{}\"{}\"", comma, e.name);
    types += fmt::format("{}built_in::{}", comma, e.name);
    linear += fmt::format("{}built_in::{}_linear", comma, e.name);
  }
  return fmt::format(R"(#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include "hux/device/type_list.hpp"
{}
namespace hux {{

/// Hux's own models in the form that explicit integrators take, and in that of those which solve each equation as if it
/// were linear, in the order of built_in_models().
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

std::string receptor(const receptor_state& s) {
  return fmt::format("{{{}, {}, {}, {}, {}, static_cast<state_method>({})}}", literal(s.name), literal(s.derivative),
                     literal(s.arrival), literal(s.unit), s.initial ? literal(*s.initial) : "std::nullopt",
                     static_cast<int>(s.method));
}

std::string terminal(const terminal_page& t) {
  return fmt::format("terminal_page{{{}, {}, {}, {}, {}}}", list(t.states, state), literal(t.signal), pairs(t.on_spike),
                     literal(t.largest_release), literal(t.dead_time));
}

std::string page(const synapse_page& s) {
  return fmt::format(R"(    {{.name = {},
     .description = {},
     .source = {},
     .parameters = {},
     .defines = {},
     .terminal = {},
     .states = {},
     .current = {},
     .wire = {}}})",
                     literal(s.name), literal(s.description), literal(s.source), list(s.parameters, parameter),
                     pairs(s.defines), s.terminal ? terminal(*s.terminal) : "std::nullopt", list(s.states, receptor),
                     literal(s.current), literal(s.wire));
}

/// What their pages mean is quickly worked out anew.
std::string synapses_source(const std::vector<synapse_equations>& synapses) {
  std::string calls;
  for (const auto& s : synapses)
    calls += fmt::format("  all.push_back(equations_of(synapse_page\n{}));\n", page(*s.page));
  return fmt::format(R"(#include "equations/built_in_synapses.hpp"

#include "equations/text/synapse.hpp"
#include "hux/units.hpp"

namespace hux {{

std::vector<synapse_equations> built_in_synapses() {{
  std::vector<synapse_equations> all;
{}  return all;
}}

}}  // namespace hux
)",
                     calls);
}

/// The types of how conductances follow v.
std::string openings_header(const std::vector<synapse_equations>& synapses) {
  std::string types, names;
  for (const auto& s : synapses) {
    if (!s.opening || s.signal) continue;
    types += cpp_text(*s.opening, s.name + "_opening") + "\n";
    names += fmt::format("{}built_in::{}_opening", names.empty() ? "" : ", ", s.name);
  }
  return fmt::format(R"(#pragma once

#include "hux/device/functions.hpp"
#include "hux/device/math.hpp"
#include "hux/device/type_list.hpp"

namespace hux {{
namespace built_in {{

{}}}  // namespace built_in

/// How the conductances of Hux's own synapses follow v, in the order of built_in_synapses(), for hux::openings.
using built_in_openings = type_list<{}>;

}}  // namespace hux
)",
                     types, names);
}

struct everything {
  std::vector<equations> models;
  std::vector<synapse_equations> synapses;
};

void add(const std::filesystem::path& file, everything& to) {
  const auto [models, synapses] = read_pages(content_of(file), file.string());
  try {
    for (const auto& model : models) to.models.push_back(equations_of(model));
    for (const auto& synapse : synapses) to.synapses.push_back(equations_of(synapse));
  } catch (const input_error& mistake) {
    throw error(file.string() + ": " + mistake.what());
  }
}

void generate(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files) {
  everything all;
  for (const auto& file : files) add(file, all);
  std::map<std::string, std::string> sources{{"models/models.hpp", list_header(all.models)},
                                             {"built_in_models.cpp", models_source(all.models)},
                                             {"built_in_synapses.cpp", synapses_source(all.synapses)},
                                             {"synapses/synapses.hpp", openings_header(all.synapses)}};
  for (const auto& e : all.models) sources["models/" + e.name + ".hpp"] = header_of(e);
  for (const auto& [file, text] : sources) write(folder / file, text);
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
