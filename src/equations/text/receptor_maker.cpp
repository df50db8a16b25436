#include "equations/text/receptor_maker.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "equations/text/lower.hpp"
#include "equations/text/signal.hpp"
#include "equations/text/terminal.hpp"
#include "hux/device/integrators/stage_input.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

std::set<std::string> varying_names(const synapse_page& page) {
  std::set<std::string> names{"v"};
  if (sends_signal(page)) names.insert({"v_pre", "arriving", "weights"});
  if (!sends_signal(page) || !page.wire.empty()) names.insert("w");
  for (const auto& s : page.states) names.insert(s.name);
  if (page.terminal)
    for (const auto& s : page.terminal->states) names.insert(s.name);
  return names;
}

/// What varies in a target neuron.
std::set<std::string> receptor_names(const synapse_page& page) {
  std::set<std::string> names{"v", "w"};
  for (const auto& s : page.states) names.insert(s.name);
  return names;
}

}  // namespace

receptor_maker::receptor_maker(const synapse_page& page)
    : page_(page),
      reader_("synapse." + page.name, varying_names(page), "expected a parameter, define or state of the synapse"),
      known_(reader_.known()),
      numbers_(known_) {
  for (const auto& p : page.parameters) {
    parameters_.push_back(p.name);
    reader_.add_name(p.name, dimension_of(unit_of(p.quantity)));
  }
  for (const auto& [name, text] : page.defines) reader_.add_text(name, "define." + name, text);
  if (page.terminal) {
    for (const auto& s : page.terminal->states) reader_.add_name(s.name, dimension_of(s.unit));
    if (sends_signal(page))
      reader_.add_name("v_pre", dimension_of("mV"));
    else
      reader_.add_name(since_spike, dimension_of("ms"));
  }
  reader_.add_name("v", dimension_of("mV"));
  measure_weights_in("nS");
}

void receptor_maker::refuse(const std::string& of, const std::string& why) const {
  throw input_error(reader_.key(of), why);
}

void receptor_maker::check_names() const {
  for (const auto& p : page_.parameters) reader_.check_not_reserved("parameters.", p.name);
  for (const auto& [name, text] : page_.defines) reader_.check_not_reserved("define.", name);
  for (const auto& s : page_.states) reader_.check_not_reserved("receptor.states.", s.name);
}

expression receptor_maker::meaning(const std::string& key, const std::string& text, const std::string& unit) {
  const expression e = reader_.meaning(key, text, unit);
  for (const auto& of : known_.names_in(e))
    if (page_.terminal && (of == since_spike || is_terminal_state(of)))
      refuse(key, "has " + quotation(of) +
                      (of == since_spike ? ", which the terminal has" : ", a state of the terminal") +
                      "; expected parameters and what the receptor has");
  return e;
}

std::shared_ptr<const terminal_equations> receptor_maker::made_terminal() {
  if (!page_.terminal) return nullptr;
  auto terminal = terminal_of(page_, reader_, receptor_names(page_));
  if (const auto mistake = terminal->mistake(standard().data()); !mistake.empty()) refuse("terminal", mistake);
  return terminal;
}

void receptor_maker::check_arrivals() const {
  for (const char* name : {"arriving", "weights"})
    if (mentions(reader_.written("receptor.current", page_.current), name))
      refuse("receptor.current", "has " + quotation(name) +
                                     ", which a signal brings, and the terminal sends none; expected states at which "
                                     "spikes arrive, or terminal.signal");
  if (std::ranges::all_of(page_.states, [](const receptor_state& s) { return s.arrival.empty(); }))
    refuse("receptor.states", "no state has an arrival; expected at least one, such as arrival = \"g + w\"");
}

expression receptor_maker::added_to(const receptor_state& s, const std::string& unit) {
  const std::string key = "receptor.states." + s.name + ".arrival";
  const expression after = meaning(key, s.arrival, unit);
  const auto form = known_.linear_in(after, "w");
  const auto is_state = [&](expression rest) {
    return known_.folded(rest - reader_.pool().symbol(s.name)).is_number(0);
  };
  if (!form || !known_.contains(after, "w") || known_.varies(form->slope) || !is_state(form->rest))
    refuse(key, "expected " + quotation(s.name) + " plus a constant times w, such as \"" + s.name + " + w\"");
  return form->slope;
}

void receptor_maker::check_numbers() {
  made_.derive = derivation(numbers_, parameters_);
  if (const auto found = first_mistake(made_, standard().data()))
    refuse(found->first.key, found->first.sentence(found->second));
}

bool mentions(const syntax& s, std::string_view name) {
  return (s.kind == syntax_kind::name && s.text == name) ||
         std::ranges::any_of(s.parts, [&](const syntax& part) { return mentions(part, name); });
}

bool receptor_maker::mentions_v(const syntax& s) {
  const auto is_of_v = [&] {
    return s.text == "v" || (reader_.text_named(s.text) && known_.contains(reader_.named_text(s.text).value, "v"));
  };
  return (s.kind == syntax_kind::name && is_of_v()) ||
         std::ranges::any_of(s.parts, [&](const syntax& part) { return mentions_v(part); });
}

bool receptor_maker::is_terminal_state(const std::string& name) const {
  const auto is_it = [&](const page_state& s) { return s.name == name; };
  return page_.terminal && std::ranges::any_of(page_.terminal->states, is_it);
}

void receptor_maker::measure_weights_in(const std::string& unit) {
  unit_ = unit;
  if (sends_signal(page_)) reader_.add_name("weights", dimension_of(unit));
  if (!sends_signal(page_) || !page_.wire.empty()) reader_.add_name("w", dimension_of(unit));
  for (const auto& s : page_.states) reader_.add_name(s.name, dimension_of(unit));
}

std::optional<current_form> receptor_maker::conductance_form(const product& p) {
  const expression one = reader_.pool().number(1);
  std::optional<line> driving;
  expression opening = one;
  for (const auto& factor : p.above) {
    const auto in_v = known_.linear_in(factor, "v");
    const bool is_line = in_v && !known_.varies(in_v->slope) && !known_.varies(in_v->rest);
    if (is_line && driving) return std::nullopt;
    if (is_line)
      driving = in_v;
    else
      opening = opening * factor;
  }
  for (const auto& divisor : p.below) opening = opening / divisor;
  const auto varies_otherwise = [&](const auto& name) {
    return name != "v" && known_.varies(reader_.pool().symbol(name));
  };
  if (!driving || std::ranges::any_of(known_.names_in(opening), varies_otherwise)) return std::nullopt;
  return current_form{p.fixed * driving->slope, known_.folded(-driving->rest / driving->slope), opening};
}

std::shared_ptr<const opening_list> receptor_maker::opening_of(expression opening) {
  lowered made = lower(known_, {"v"}, parameters_, {{opening}});
  const std::uint32_t count = made.lists[0].inputs - 1;
  if (count > max_opening_coefficients)
    refuse("receptor.current", "follows v with " + std::to_string(count) + " numbers of parameters; expected at most " +
                                   std::to_string(max_opening_coefficients));
  return std::make_shared<const opening_list>(opening_list{count, std::move(made.derive), std::move(made.lists[0])});
}

std::uint32_t receptor_maker::expect(expression constant, bound b, std::string key, std::string before,
                                     std::string after) {
  const auto place = place_of(constant);
  made_.bounded.push_back({place, b, std::move(key), std::move(before), std::move(after)});
  return place;
}

std::vector<double> receptor_maker::standard() const {
  std::vector<double> values;
  for (const auto& p : page_.parameters) values.push_back(p.standard);
  return values;
}

synapse_equations receptor_maker::described() {
  const auto n = std::make_shared<const receptor_numbers>(std::move(made_));
  return {
      .name = page_.name,
      .description = page_.description,
      .source = page_.source,
      .is_current = is_current_,
      .kind = -1,
      .cascaded = n->cascaded,
      .parameters = page_.parameters,
      .advance = [n](const double* p, double h) { return advanced(*n, p, h); },
      .on_spike = [n](const double* p) { return added(*n, p); },
      .reversal_potential = [n](const double* p) { return n->of(p)[n->e_rev]; },
      .opening_coefficients =
          [n](const double* p) {
            return n->opening ? coefficients_of(n->opening->derive, p, 1) : std::vector<double>();
          },
      .open_fraction =
          [n](double v, const std::vector<double>& k) { return n->opening ? fraction_open(*n->opening, v, k) : 1.0; },
      .mistake = [n](const double* p) { return mistake_in(*n, p); },
      .opening = n->opening,
      .wire = n->wire,
      .page = std::make_shared<const synapse_page>(page_)};
}

}  // namespace hux
