#include "equations/text/terminal.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "equations/linear_flow.hpp"
#include "equations/listed_model.hpp"
#include "equations/prepared_list.hpp"
#include "equations/text/coefficients.hpp"
#include "hux/nearest.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

constexpr const char* released = "release";
constexpr double most_released = 1e6;

/// What a spike does, as operations on the states, the time since the last spike and the parameters.
class spike_effect {
 public:
  /// @param list of the release, then of each state
  spike_effect(const operation_list& list, std::size_t states) : list_(list), states_(states) {}

  [[nodiscard]] std::size_t scratch() const { return list_.values(); }

  double operator()(const double* parameters, double since, double* state, double* scratch) const {
    double* next = scratch;
    for (const std::uint32_t i : list_.inputs)
      *next++ = i < states_ ? state[i] : i == states_ ? since : parameters[i - states_ - 1];
    std::ranges::copy(list_.constants, next);
    list_.execute({scratch, list_.values()});
    for (std::size_t s = 0; s < states_; ++s) state[s] = scratch[list_.outputs[1 + s]];
    return scratch[list_.outputs[0]];
  }

 private:
  prepared_list list_;
  std::size_t states_;
};

/// The derivatives of the states, as numbers that the parameters make, and the times since a spike at which they
/// change.
class phase_lists {
 public:
  /// @param places of the linear system, among the rates
  phase_lists(operation_list rates, std::vector<std::uint32_t> places, operation_list edges)
      : rates_(std::move(rates)), places_(std::move(places)), edges_(std::move(edges)) {}

  std::vector<terminal_phase> operator()(const double* parameters) const {
    std::vector<terminal_phase> phases{{0, {}}};
    for (const double edge : edges_of(parameters)) phases.push_back({edge, {}});
    for (std::size_t i = 0; i < phases.size(); ++i) {
      const double begin = phases[i].begin;
      phases[i].rates = rates_at(parameters, i + 1 < phases.size() ? (begin + phases[i + 1].begin) / 2 : 2 * begin + 1);
    }
    return phases;
  }

 private:
  /// Those that are met, in the order of time.
  [[nodiscard]] std::vector<double> edges_of(const double* parameters) const {
    std::vector<double> edges = coefficients_of(edges_, parameters, 1);
    std::erase_if(edges, [](double edge) { return !(edge > 0 && edge < std::numeric_limits<double>::max()); });
    std::ranges::sort(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
  }

  [[nodiscard]] std::vector<double> rates_at(const double* parameters, double since) const {
    const std::size_t count = edges_.inputs - 1;  // of parameters: the unit of time is behind them
    std::vector<double> inputs(parameters, parameters + count);
    inputs.push_back(since);
    const auto values = coefficients_of(rates_, inputs.data(), 1);
    std::vector<double> rates;
    for (const auto place : places_) rates.push_back(values[place]);
    return rates;
  }

  operation_list rates_;  // of the parameters, and the time since the last spike behind them
  std::vector<std::uint32_t> places_;
  operation_list edges_;
};

/// Makes the equations of a terminal.
class terminal_maker {
 public:
  terminal_maker(const synapse_page& page, equation_reader& reader, const std::set<std::string>& elsewhere)
      : terminal_(*page.terminal),
        reader_(reader),
        elsewhere_(elsewhere),
        known_(reader.known()),
        rates_(known_),
        edges_(known_) {
    for (const auto& p : page.parameters) parameters_.push_back(p.name);
  }

  terminal_equations make() {
    check();
    terminal_equations made;
    for (const auto& s : terminal_.states) made.states.push_back(described(s));
    made.largest_release = terminal_.largest_release;
    for (const auto& s : terminal_.states) read_derivative(s);
    auto names = parameters_;
    names.push_back(since_spike);
    made.phases = phase_lists(derivation(rates_, names), places_, derivation(edges_, parameters_));
    made.dead_time = [list = dead_time()](const double* parameters) { return coefficients_of(list, parameters, 1)[0]; };
    const spike_effect effect(effect_of_spike(), terminal_.states.size());
    made.scratch = effect.scratch();
    made.on_spike = effect;
    made.sees_last_spike = !terminal_.dead_time.empty() || seen_.contains(since_spike);
    for (const auto& name : parameters_)
      if (seen_.contains(name)) made.parameters.push_back(name);
    return made;
  }

 private:
  [[noreturn]] void refuse(const std::string& of, const std::string& why) const {
    throw input_error(reader_.key("terminal." + of), why);
  }

  void check() const {
    if (terminal_.states.size() > linear_system::most_states)
      refuse("states", std::to_string(terminal_.states.size()) + " states; expected at most " +
                           std::to_string(linear_system::most_states));
    if (!text_on_spike(released)) refuse("on_spike", "has no release; expected one, such as release = \"u * x\"");
    for (const auto& s : terminal_.states) reader_.check_state_at_spikes("terminal.states.", s);
    for (const auto& [name, text] : terminal_.on_spike) check_on_spike(name);
    if (!(terminal_.largest_release > 0 && terminal_.largest_release <= most_released))
      refuse("largest_release", format_quantity(terminal_.largest_release, quantity::dimensionless) +
                                    "; expected more than 0, at most 1e6");
  }

  void check_on_spike(const std::string& name) const {
    std::vector<std::string_view> known{released};
    for (const auto& s : terminal_.states) known.emplace_back(s.name);
    if (std::ranges::find(known, name) != known.end()) return;
    const std::string near = nearest(name, known);
    refuse("on_spike." + name, "there is no terminal state " + quotation(name) + "; " +
                                   (near.empty() ? "expected release or a state of the terminal"
                                                 : "did you mean " + quotation(near) + "?"));
  }

  static state_info described(const page_state& s) { return {s.name, quantity_of(s.unit), false, s.initial}; }

  [[nodiscard]] const std::string* text_on_spike(const std::string& name) const {
    const auto found = std::ranges::find(terminal_.on_spike, name, &named_text::first);
    return found == terminal_.on_spike.end() ? nullptr : &found->second;
  }

  /// What a text of the terminal means, which lives without what its targets have.
  expression meaning(const std::string& of, const std::string& text, const std::string& unit) {
    const expression e = reader_.meaning("terminal." + of, text, unit);
    seen_.insert(known_.names_in(e).begin(), known_.names_in(e).end());
    for (const auto& name : known_.names_in(e))
      if (elsewhere_.contains(name))
        refuse(of, "has " + quotation(name) + "; expected the terminal's states and parameters alone");
    return e;
  }

  /// Notes the row of a state in the linear system.
  void read_derivative(const page_state& s) {
    const std::string of = "states." + s.name + ".derivative";
    expression rest = meaning(of, s.derivative, per_ms(s.unit));
    const std::string why =
        "expected a constant, and constants times the terminal's states, as they go from spike to spike exactly";
    read_edges(rest, of);
    for (const auto& x : terminal_.states) {
      const auto form = known_.linear_in(rest, x.name);
      if (!form || known_.varies(form->slope)) refuse(of, why);
      places_.push_back(rates_.index_of(form->slope));
      rest = form->rest;
    }
    if (known_.varies(rest)) refuse(of, why);
    places_.push_back(rates_.index_of(rest));
  }

  /// Notes when the conditions of a derivative change, which leaves it linear in between.
  void read_edges(expression e, const std::string& of) {
    if (!known_.contains(e, since_spike)) return;
    const bool chooses = e.kind() == expression_kind::call && e.called() == function::select_less;
    if (e.kind() == expression_kind::symbol)
      refuse(of,
             "has since_spike beside conditions; expected it in conditions alone, such as if(since_spike < pulse, 1, "
             "0), between which states go on exactly");
    if (chooses) read_edge(e.part(0) - e.part(1), of);
    for (const auto& part : e.parts().subspan(chooses ? 2 : 0)) read_edges(part, of);
  }

  /// @param difference that changes its sign at an edge
  void read_edge(expression difference, const std::string& of) {
    if (!known_.contains(difference, since_spike)) return;
    const auto form = known_.linear_in(difference, since_spike);
    if (!form)
      refuse(of, "has a condition that is no line in since_spike; expected a comparison such as since_spike < pulse");
    if (known_.varies(form->slope) || known_.varies(form->rest))
      refuse(of,
             "has a condition that compares since_spike with what varies; expected parameters and numbers, such as "
             "since_spike < pulse");
    edges_.index_of(-form->rest / form->slope);
  }

  /// Of the parameters.
  operation_list dead_time() {
    coefficients result(known_);
    const std::string text = terminal_.dead_time.empty() ? "0 ms" : terminal_.dead_time;
    const expression e = meaning("dead_time", text, "ms");
    if (known_.varies(e) || known_.contains(e, since_spike))
      refuse("dead_time", "varies; expected an expression of parameters, such as \"2 ms\"");
    result.index_of(e);
    return derivation(result, parameters_);
  }

  static std::string per_ms(const std::string& unit) { return unit.empty() ? "1/ms" : unit + "/ms"; }

  /// All are worked out from the states before the spike.
  operation_list effect_of_spike() {
    coefficients results(known_);
    std::vector<std::uint32_t> places{results.index_of(meaning("on_spike.release", *text_on_spike(released), ""))};
    std::vector<std::string> names;
    for (const auto& s : terminal_.states) {
      names.push_back(s.name);
      const std::string* text = text_on_spike(s.name);
      places.push_back(
          results.index_of(text ? meaning("on_spike." + s.name, *text, s.unit) : reader_.pool().symbol(s.name)));
    }
    names.push_back(since_spike);
    names.insert(names.end(), parameters_.begin(), parameters_.end());
    operation_list list = derivation(results, names);
    std::vector<std::uint32_t> outputs;
    for (const auto place : places) outputs.push_back(list.outputs[place]);
    list.outputs = outputs;
    return list;
  }

  const terminal_page& terminal_;
  equation_reader& reader_;
  const std::set<std::string>& elsewhere_;
  algebra& known_;
  coefficients rates_;
  std::vector<std::uint32_t> places_;  // of the linear system, among the rates
  coefficients edges_;
  std::vector<std::string> parameters_;
  std::set<std::string> seen_;  // names
};

}  // namespace

std::shared_ptr<const terminal_equations> terminal_of(const synapse_page& page, equation_reader& reader,
                                                      const std::set<std::string>& elsewhere) {
  return std::make_shared<const terminal_equations>(terminal_maker(page, reader, elsewhere).make());
}

}  // namespace hux
