#include "equations/text/signal.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "equations/text/unit_name.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// Reads a terminal that sends a signal.
class signal_maker {
 public:
  signal_maker(const synapse_page& page, equation_reader& reader)
      : page_(page), terminal_(*page.terminal), reader_(reader) {}

  signal_equations make() {
    check();
    signal_equations made;
    for (const auto& s : terminal_.states) {
      meaning("states." + s.name + ".derivative", s.derivative, s.unit.empty() ? "1/ms" : s.unit + "/ms");
      made.states.push_back({s.name, quantity_of(s.unit), false, s.initial});
    }
    made.sent = sent();
    made.unit = name_of(reader_.measured("terminal.signal", terminal_.signal).unit);
    for (const auto& p : page_.parameters)
      if (seen_.contains(p.name)) made.parameters.push_back(p.name);
    return made;
  }

 private:
  [[noreturn]] void refuse(const std::string& of, const std::string& why) const {
    throw input_error(reader_.key("terminal." + of), why);
  }

  void check() const {
    for (const auto& s : terminal_.states) reader_.check_not_reserved("terminal.states.", s.name);
    const auto refuse_at_spikes = [&](const char* of) {
      refuse(of, "the terminal sends a signal at all times; expected a signal, or what spikes release, not both");
    };
    if (!terminal_.on_spike.empty()) refuse_at_spikes("on_spike");
    if (!terminal_.dead_time.empty()) refuse_at_spikes("dead_time");
    if (terminal_.largest_release != 1) refuse_at_spikes("largest_release");
  }

  /// The terminal lives without what its targets have.
  void look_at(const std::string& of, expression e) {
    const auto& names = reader_.known().names_in(e);
    seen_.insert(names.begin(), names.end());
    for (const char* elsewhere : {"v", "arriving", "weights"})
      if (names.contains(elsewhere))
        refuse(of, "has " + quotation(elsewhere) + "; expected the terminal's states, its parameters and v_pre");
  }

  void meaning(const std::string& of, const std::string& text, const std::string& unit) {
    look_at(of, reader_.meaning("terminal." + of, text, unit));
  }

  /// The variable of a neuron that the signal is, if it is one.
  std::string sent() {
    const expression e = reader_.measured("terminal.signal", terminal_.signal).value;
    look_at("signal", e);
    if (!reader_.known().varies(e))
      refuse("signal", "is constant; expected one that is made of the terminal's states or v_pre");
    if (e == reader_.pool().symbol("v_pre")) {
      if (!terminal_.states.empty())
        refuse("states", "the signal is v_pre, on which they have no effect; expected none");
      return "v";
    }
    for (const auto& s : terminal_.states)
      if (e == reader_.pool().symbol(s.name)) return s.name;
    return "";
  }

  const synapse_page& page_;
  const terminal_page& terminal_;
  equation_reader& reader_;
  std::set<std::string> seen_;  // names
};

}  // namespace

std::shared_ptr<const signal_equations> signal_of(const synapse_page& page, equation_reader& reader) {
  return std::make_shared<const signal_equations>(signal_maker(page, reader).make());
}

}  // namespace hux
