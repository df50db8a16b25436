#include "equations/text/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "equations/synapse_pages.hpp"
#include "hux/units.hpp"

/// Terminals that are text, and mistakes in them.
namespace hux {
namespace {

using test::one_exponential;
using test::refusal;
using test::time_constant;

/// What is said of a terminal whose page was changed.
template <class Change>
std::string terminal_refusal(const Change& change) {
  return refusal([&](synapse_page& p) {
    p.parameters.push_back(time_constant("tau_rec", 800));
    p.parameters.push_back({"u", quantity::dimensionless, 0.5, range::any, ""});
    auto& terminal = p.terminal.emplace();
    terminal.states = {{"x", "(1 - x) / tau_rec", "", std::nullopt}};
    terminal.on_spike = {{"release", "u * x"}, {"x", "x - u * x"}};
    change(p, terminal);
  });
}

TEST(mistakes_of_terminals, are_told_at_their_text) {
  EXPECT_EQ(terminal_refusal([](auto&, auto& /*as it is*/) {}), "");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.on_spike.pop_back(); }), "");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) {
              t.on_spike = {{"x", "0"}};
            }),
            "synapse.x.terminal.on_spike: has no release; expected one, such as release = \"u * x\"");
  EXPECT_EQ(
      terminal_refusal([](auto&, auto& t) { t.states[0].method = state_method::exponential; }),
      "synapse.x.terminal.states.x.method: \"exponential\", but what spikes change is solved exactly between them "
      "anyway; expected none");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) {
              t.on_spike.push_back({"y", "0"});
            }),
            "synapse.x.terminal.on_spike.y: there is no terminal state 'y'; expected release or a state of "
            "the terminal");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.on_spike[0].second = "u * g / (1 nS)"; }),
            "synapse.x.terminal.on_spike.release: has 'g'; expected the terminal's states and parameters alone");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.on_spike[0].second = "u * tau_rise"; }),
            "synapse.x.terminal.on_spike.release: column 3: u * tau_rise is ms; expected a plain number");
  EXPECT_EQ(
      terminal_refusal([](auto&, auto& t) { t.states[0].derivative = "(1 - x)^2 / tau_rec"; }),
      "synapse.x.terminal.states.x.derivative: expected a constant, and constants times the terminal's states, as "
      "they go from spike to spike exactly");
  EXPECT_EQ(
      terminal_refusal([](auto&, auto& t) { t.states[0].derivative = "x / tau_rec"; }),
      "synapse.x.terminal: the terminal's states grow exponentially between spikes; expected derivatives that let "
      "them decay");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.states[0].derivative = "0.5 / tau_rec"; }),
            "synapse.x.terminal: the terminal's states do not come to rest by themselves; expected an initial value of "
            "each that does not");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.on_spike[0].second = "sqrt(x - 2)"; }),
            "synapse.x.terminal: the terminal releases nan of the first spike; expected 0 to 1");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.largest_release = 0; }),
            "synapse.x.terminal.largest_release: 0; expected more than 0, at most 1e6");
  EXPECT_EQ(
      terminal_refusal([](auto&, auto& t) { t.states[0].derivative = "since_spike / (1 ms) * (1 - x) / tau_rec"; }),
      "synapse.x.terminal.states.x.derivative: has since_spike beside conditions; expected it in conditions alone, "
      "such as if(since_spike < pulse, 1, 0), between which states go on exactly");
  EXPECT_EQ(
      terminal_refusal(
          [](auto&, auto& t) { t.states[0].derivative = "if(since_spike < x * tau_rec, 1, 2) * (1 - x) / tau_rec"; }),
      "synapse.x.terminal.states.x.derivative: has a condition that compares since_spike with what varies; expected "
      "parameters and numbers, such as since_spike < pulse");
  for (const auto* text : {"if(since_spike^2 < (1 ms)^2, 1, 2) * (1 - x) / tau_rec",
                           "if(max(since_spike, 1 ms) < tau_rec, 1, 2) * (1 - x) / tau_rec"})
    EXPECT_EQ(terminal_refusal([&](auto&, auto& t) { t.states[0].derivative = text; }),
              "synapse.x.terminal.states.x.derivative: has a condition that is no line in since_spike; expected a "
              "comparison such as since_spike < pulse")
        << text;
  EXPECT_EQ(
      terminal_refusal(
          [](auto&, auto& t) { t.states[0].derivative = "if(since_spike < 5 ms, 400, -1) / (1 ms) * (x - 1)"; }),
      "synapse.x.terminal: the terminal's states grow exponentially between spikes; expected derivatives that let "
      "them decay");
  EXPECT_EQ(
      terminal_refusal(
          [](auto&, auto& t) { t.states[0].derivative = "if(since_spike < 1 mV, 1, 2) * (1 - x) / tau_rec"; }),
      "synapse.x.terminal.states.x.derivative: column 16: since_spike is ms and 1 mV is mV; expected one unit in a "
      "comparison");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.dead_time = "x * (2 ms)"; }),
            "synapse.x.terminal.dead_time: varies; expected an expression of parameters, such as \"2 ms\"");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.dead_time = "since_spike"; }),
            "synapse.x.terminal.dead_time: varies; expected an expression of parameters, such as \"2 ms\"");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.dead_time = "2 mV"; }),
            "synapse.x.terminal.dead_time: column 1: 2 mV is mV; expected ms");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.dead_time = "-tau_rec"; }),
            "synapse.x.terminal: the terminal's dead time is -800 ms; expected a finite time of 0 ms or more");
  EXPECT_EQ(terminal_refusal([](auto& p, auto&) { p.current = "g * (1 + since_spike / (1 ms)) * (v - e_rev)"; }),
            "synapse.x.receptor.current: has 'since_spike', which the terminal has; expected parameters and what the "
            "receptor has");
  for (const auto* text : {"g * x * (v - e_rev)", "g * exp(x * v / (10 mV)) * (v - e_rev)"})
    EXPECT_EQ(
        terminal_refusal([&](auto& p, auto&) { p.current = text; }),
        "synapse.x.receptor.current: has 'x', a state of the terminal; expected parameters and what the receptor has")
        << text;
  EXPECT_EQ(terminal_refusal([](auto& p, auto& t) {
              p.defines = {{"open", "1 / (1 + exp(-v / (10 mV)))"}};
              t.on_spike[0].second = "u * x * open";
            }),
            "synapse.x.terminal.on_spike.release: has 'v'; expected the terminal's states and parameters alone");
  EXPECT_EQ(terminal_refusal([](auto& p, auto&) {
              p.defines = {{"half", "g / 2"}};
            }),
            "synapse.x.define.half: is made of 'g'; expected one of parameters and v, or of parameters and the "
            "terminal's states");
  EXPECT_EQ(terminal_refusal([](auto&, auto& t) { t.states.assign(9, t.states[0]); }),
            "synapse.x.terminal.states: 9 states; expected at most 8");
}

TEST(terminals_of_text, see_their_own_parameters) {
  synapse_page p = one_exponential();
  p.parameters.push_back({"u", quantity::dimensionless, 0.5, range::any, ""});
  p.parameters.push_back(time_constant("tau_rec", 800));
  p.defines = {{"used", "u * x"}};
  auto& terminal = p.terminal.emplace();
  terminal.states = {{"x", "(1 - x) / tau_rec", "", std::nullopt}};
  terminal.on_spike = {{"release", "used"}, {"x", "x - used"}};
  const auto made = equations_of(p).terminal;
  EXPECT_THAT(made->parameters, testing::ElementsAre("u", "tau_rec"));
  const double values[]{5, 0, 0.25, 100};
  EXPECT_THAT(made->initial(values), testing::ElementsAre(1.0));
  EXPECT_EQ(made->phases(values), (std::vector<terminal_phase>{{0, {-0.01, 0.01}}}));
  double x = 0.5;
  std::vector<double> scratch(made->scratch);
  EXPECT_EQ(made->on_spike(values, 1, &x, scratch.data()), 0.125);
  EXPECT_EQ(x, 0.375);
}

/// x' = drive - decay x from a time after a spike on.
struct phase_as_text {
  double begin, decay, drive;
};

struct derivative_in_phases {
  const char* text;
  std::vector<phase_as_text> phases;
};

/// With pulse = 2 ms, zero = 0, less = -1 ms.
const std::vector<derivative_in_phases> every_condition{
    {"-x / (4 ms)", {{0, 0.25, 0}}},
    {"if(since_spike < pulse, 1, 0) / (1 ms) * (1 - x) - x / (4 ms)", {{0, 1.25, 1}, {2, 0.25, 0}}},
    {"if(since_spike < pulse, (1 - x) / (1 ms), -x / (4 ms))", {{0, 1, 1}, {2, 0.25, 0}}},
    {"if(since_spike > 1 ms and since_spike < 3 ms, 1, 0) / (1 ms) - x / (4 ms)",
     {{0, 0.25, 0}, {1, 0.25, 1}, {3, 0.25, 0}}},
    {"if(since_spike < 1 ms or since_spike > 3 ms, 1, 0) / (1 ms) - x / (4 ms)",
     {{0, 0.25, 1}, {1, 0.25, 0}, {3, 0.25, 1}}},
    {"if(not (since_spike < pulse), 1, 0) / (1 ms) - x / (4 ms)", {{0, 0.25, 0}, {2, 0.25, 1}}},
    {"if(since_spike < 1 ms, 3, if(since_spike < pulse, 2, 1)) / (1 ms) - x / (4 ms)",
     {{0, 0.25, 3}, {1, 0.25, 2}, {2, 0.25, 1}}},
    {"if(5 ms - 2 * since_spike > 0 ms, 1, 0) / (1 ms) - x / (4 ms)", {{0, 0.25, 1}, {2.5, 0.25, 0}}},
    {"step(since_spike - pulse) / (1 ms) - x / (4 ms)", {{0, 0.25, 0}, {2, 0.25, 1}}},
    {"if(since_spike < zero * pulse, 1, 0) / (1 ms) - x / (4 ms)", {{0, 0.25, 0}}},
    {"if(since_spike < less, 1, 0) / (1 ms) - x / (4 ms)", {{0, 0.25, 0}}},
    {"if(since_spike < pulse / zero, 1, 0) / (1 ms) - x / (4 ms)", {{0, 0.25, 1}}},
    {"if(since_spike < pulse, 1, 0) / (1 ms) + if(since_spike < zero * pulse + pulse, 1, 0) / (1 ms) - x / (4 ms)",
     {{0, 0.25, 2}, {2, 0.25, 0}}}};

TEST(terminals_of_text, change_where_their_conditions_on_the_time_since_a_spike_do) {
  for (const auto& [text, wanted] : every_condition) {
    synapse_page p = one_exponential();
    p.parameters = {{"tau", quantity::time, 5, range::positive, ""},
                    {"e_rev", quantity::voltage, 0, range::any, ""},
                    time_constant("pulse", 2),
                    {"zero", quantity::dimensionless, 0, range::any, ""},
                    {"less", quantity::time, -1, range::any, ""}};
    auto& terminal = p.terminal.emplace();
    terminal.states = {{"x", text, "", 0.0}};
    terminal.on_spike = {{"release", "x"}};
    std::vector<double> values;
    for (const auto& parameter : p.parameters) values.push_back(parameter.standard);
    const auto phases = equations_of(p).terminal->phases(values.data());
    ASSERT_EQ(phases.size(), wanted.size()) << text;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      EXPECT_DOUBLE_EQ(phases[i].begin, wanted[i].begin) << text;
      EXPECT_THAT(phases[i].rates,
                  testing::ElementsAre(testing::DoubleEq(-wanted[i].decay), testing::DoubleEq(wanted[i].drive)))
          << text << " from " << wanted[i].begin << " ms";
    }
  }
}

}  // namespace
}  // namespace hux
