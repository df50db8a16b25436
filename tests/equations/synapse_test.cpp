#include "equations/text/synapse.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "hux/errors.hpp"
#include "hux/units.hpp"

/// Synapses that are text, against closed forms; mistakes in them.
namespace hux {
namespace {

constexpr double tolerance = 1e-14;

parameter_info time_constant(const char* name, double value) { return {name, quantity::time, value, range::any, ""}; }
parameter_info potential(const char* name, double value) { return {name, quantity::voltage, value, range::any, ""}; }

synapse_page one_exponential() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau", 5), potential("e_rev", 0)};
  p.states = {{"g", "-g / tau", "g + w"}};
  p.current = "g * (v - e_rev)";
  return p;
}

/// Both states receive what arrives, so that each of the three factors and both jumps count.
synapse_page two_states() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau_rise", 0.5), time_constant("tau_decay", 5), potential("e_rev", 0)};
  p.states = {{"g", "-g / tau_decay + s / tau_rise", "g + w"}, {"s", "-s / tau_rise", "s + w"}};
  p.current = "g * (v - e_rev)";
  return p;
}

synapse_page inward_current() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau", 5)};
  p.states = {{"i", "-i / tau", "i + w"}};
  p.current = "-i";
  return p;
}

void expect_close(double found, double exact, const std::string& of) {
  EXPECT_NEAR(found, exact, tolerance * std::abs(exact)) << of;
}

const std::vector<double> steps{0.001, 0.0125, 0.025, 0.05, 0.1, 1, 7};
const std::vector<double> taus{0.2, 0.5, 1, 2, 2.7, 5, 30, 100};

// ---- against closed forms ----

TEST(synapses_of_text, with_one_state_decay_exactly) {
  for (const auto& page : {one_exponential(), inward_current()}) {
    const auto e = equations_of(page);
    EXPECT_EQ(e.is_current, page.current == "-i");
    EXPECT_EQ(e.kind, -1);
    EXPECT_FALSE(e.cascaded);
    for (const double tau : taus)
      for (const double h : steps) {
        const double p[]{tau, -70};
        const auto by = e.advance(p, h);
        expect_close(by.xx, std::exp(-h / tau), "xx");
        EXPECT_EQ(by.xy, 0);
        EXPECT_EQ(by.yy, 0);
        EXPECT_EQ(e.on_spike(p).x, 1);
        EXPECT_EQ(e.on_spike(p).y, 0);
        EXPECT_EQ(e.reversal_potential(p), e.is_current ? 0 : -70);
      }
  }
}

TEST(synapses_of_text, advance_exactly_however_near_their_time_constants_are) {
  const auto text = equations_of(two_states());
  for (const double tau : taus)
    for (const double apart : {0.0, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-4, 0.01, 0.5})
      for (const double h : steps) {
        const double p[]{tau * (1 + apart), tau, 0};
        const long double a = -1 / static_cast<long double>(tau), c = -1 / static_cast<long double>(p[0]);
        const long double z = (c - a) * h;
        const long double ratio = z == 0 ? 1 : std::expm1(z) / z;
        const double exact = static_cast<double>(-c * h * std::exp(a * h) * ratio);
        expect_close(text.advance(p, h).xy, exact, std::to_string(apart) + " " + std::to_string(h));
      }
}

TEST(synapses_of_text, compose_over_time) {
  const auto text = equations_of(two_states());
  const double p[]{0.5, 5, 0};
  const auto half = text.advance(p, 0.5), whole = text.advance(p, 1);
  expect_close(half.xx * half.xx, whole.xx, "xx");
  expect_close(half.xx * half.xy + half.xy * half.yy, whole.xy, "xy");
  expect_close(half.yy * half.yy, whole.yy, "yy");
}

TEST(synapses_of_text, bring_the_factors_of_current_and_arrival_into_what_a_spike_adds) {
  auto page = two_states();
  page.parameters.push_back({"open", quantity::dimensionless, 0.5, range::any, ""});
  page.parameters.push_back({"share", quantity::dimensionless, 0.25, range::any, ""});
  page.defines = {{"scale", "3 * open"}};
  page.states[0].arrival = "w * share + g";
  page.states[1].arrival = "s + 2 * w";
  page.current = "scale * g * v - g * e_rev * scale";
  const auto e = equations_of(page);
  const double p[]{0.5, 5, -80, 0.5, 0.25};
  EXPECT_DOUBLE_EQ(e.on_spike(p).x, 0.375);
  EXPECT_DOUBLE_EQ(e.on_spike(p).y, 3);
  EXPECT_DOUBLE_EQ(e.reversal_potential(p), -80);
}

TEST(synapses_of_text, convert_units) {
  auto page = two_states();
  page.parameters[1] = {"rate", quantity_of("Hz"), 200, range::any, ""};
  page.parameters[2] = {"e_rev", quantity_of("V"), -0.07, range::any, ""};
  page.states[0].derivative = "-g * rate + s / tau_rise";
  const auto e = equations_of(page);
  const double p[]{0.5, 200, -0.07};
  expect_close(e.advance(p, 1).xx, std::exp(-0.2), "xx");
  expect_close(e.reversal_potential(p), -70, "e_rev");
}

TEST(synapses_of_text, take_their_states_in_any_order_and_units_of_currents) {
  auto page = two_states();
  std::swap(page.states[0], page.states[1]);
  page.current = "-2 * g";
  const auto e = equations_of(page);
  EXPECT_TRUE(e.is_current);
  const double p[]{0.5, 5, 0};
  expect_close(e.advance(p, 1).xx, std::exp(-0.2), "xx");
  EXPECT_EQ(e.on_spike(p).y, 2);
  EXPECT_EQ(e.reversal_potential(p), 0);
}

TEST(synapses_of_text, keep_the_page_that_they_were_made_of) {
  EXPECT_EQ(*equations_of(two_states()).page, two_states());
}

// ---- conductances that follow v ----

TEST(synapses_of_text, may_follow_v_by_any_function_of_it_and_parameters) {
  auto page = two_states();
  page.parameters.push_back({"c_mg", quantity_of("mM"), 1, range::any, ""});
  page.parameters.push_back({"delta", quantity::voltage, 12, range::any, ""});
  page.defines = {{"block", "1 / (1 + c_mg / (3.57 mM) * exp(-0.062 * v / (1 mV)))"},
                  {"driving", "block * (v - e_rev)"}};
  using formula = double (*)(double v, double c_mg, double delta);
  const std::vector<std::pair<std::string, formula>> all{
      {"3 * g * block * (v - e_rev)",
       [](double v, double c_mg, double) { return 1 / (1 + c_mg / 3.57 * std::exp(-0.062 * v)); }},
      {"3 * g * driving", [](double v, double c_mg, double) { return 1 / (1 + c_mg / 3.57 * std::exp(-0.062 * v)); }},
      {"(v - e_rev) * g * 3 / cosh(v / delta)^2",
       [](double v, double, double delta) { return 1 / std::pow(std::cosh(v / delta), 2); }},
      {"(v - e_rev) * g * 3 * exprel(-v / delta)",
       [](double v, double, double delta) { return v == 0 ? 1 : std::expm1(-v / delta) / (-v / delta); }},
      {"3 * g * (0.2 + 0.8 * sigmoid((v + 30 mV) / delta)) * c_mg / (1 mM + c_mg) * (v - e_rev)",
       [](double v, double, double delta) { return 0.2 + 0.8 / (1 + std::exp(-(v + 30) / delta)); }},
      {"3 * g * max(0.1, tanh((v + 60 mV) / delta)) * (v - e_rev)",
       [](double v, double, double delta) { return std::max(0.1, std::tanh((v + 60) / delta)); }}};
  for (const auto& [text, exact] : all) {
    page.current = text;
    const auto e = equations_of(page);
    ASSERT_TRUE(e.opening) << text;
    EXPECT_EQ(e.kind, -1);
    for (const double c_mg : {1.0, 2.5})
      for (const double delta : {12.0, 30.0}) {
        const double p[]{0.5, 5, -80, c_mg, delta};
        const auto k = e.opening_coefficients(p);
        for (double v = -110; v <= 60; v += 10)
          EXPECT_NEAR(e.open_fraction(v, k), exact(v, c_mg, delta), 4e-14 * std::max(1.0, exact(v, c_mg, delta)))
              << text << " at " << v;
        EXPECT_DOUBLE_EQ(e.reversal_potential(p), -80);
        const double share = text.find("(1 mM") == std::string::npos ? 1 : c_mg / (1 + c_mg);
        EXPECT_DOUBLE_EQ(e.on_spike(p).y, 3 * share) << text;
      }
  }
}

TEST(synapses_of_text, that_do_not_follow_v_are_open) {
  const auto e = equations_of(two_states());
  EXPECT_FALSE(e.opening);
  EXPECT_EQ(e.open_fraction(-60, {}), 1);
}

// ---- mistakes ----

std::string refusal(const synapse_page& page) {
  try {
    equations_of(page);
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

std::string refusal(const std::function<void(synapse_page&)>& change) {
  auto page = two_states();
  change(page);
  return refusal(page);
}

TEST(mistakes_of_synapses, are_not_found_in_one_without_any) {
  EXPECT_EQ(refusal(two_states()), "");
  EXPECT_EQ(refusal(inward_current()), "");
}

TEST(mistakes_of_synapses, in_names_are_told_with_the_nearest) {
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * (v - e_rew)"; }),
            "synapse.x.receptor.current: column 10: there is no 'e_rew'; did you mean 'e_rev'?");
  EXPECT_EQ(refusal([](auto& p) { p.states[1].derivative = "-s / temperature"; }),
            "synapse.x.receptor.states.s.derivative: column 6: there is no 'temperature'; expected a parameter, define "
            "or state of the synapse");
  EXPECT_EQ(refusal([](auto& p) { p.parameters.push_back(time_constant("exp", 1)); }),
            "synapse.x.parameters.exp: 'exp' is a function or a constant of equations; expected another name");
}

TEST(mistakes_of_synapses, in_syntax_are_told_with_their_key) {
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * (v - e_rev"; }).substr(0, 38),
            "synapse.x.receptor.current: column 15:");
}

TEST(mistakes_of_synapses, in_units_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * v * e_rev"; }),
            "synapse.x.receptor.current: column 7: g * v * e_rev is 10^-15 V A; expected pA");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * (v - tau_rise)"; }),
            "synapse.x.receptor.current: column 8: v is mV and tau_rise is ms; expected one unit in a difference");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g"; }), "");
  EXPECT_EQ(refusal([](auto& p) { p.states[1].derivative = "-s"; }),
            "synapse.x.receptor.states.s.derivative: column 1: -s is nS; expected nS/ms");
  EXPECT_EQ(
      refusal([](auto& p) { p.states[1].arrival = "s + tau_rise * w"; }),
      "synapse.x.receptor.states.s.arrival: column 3: s is nS and tau_rise * w is pF; expected one unit in a sum");
}

TEST(mistakes_of_synapses, in_the_number_of_states_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.states.clear(); }), "synapse.x.receptor.states: 0 states; expected one or two");
  EXPECT_EQ(refusal([](auto& p) {
              p.states.push_back({"u", "-u / tau_rise", ""});
            }),
            "synapse.x.receptor.states: 3 states; expected one or two");
}

TEST(mistakes_of_synapses, that_nothing_arrives_at_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.states[0].arrival = p.states[1].arrival = ""; }),
            "synapse.x.receptor.states: no state has an arrival; expected at least one, such as arrival = \"g + w\"");
}

TEST(mistakes_of_synapses, of_defines_that_are_made_of_states_are_told) {
  EXPECT_EQ(refusal([](auto& p) {
              p.defines = {{"u", "g * v"}};
            }),
            "synapse.x.define.u: is made of 'g'; expected one of parameters and v");
  EXPECT_EQ(refusal([](auto& p) {
              p.defines = {{"u", "2 * u"}};
            }),
            "synapse.x.define.u: column 5: 'u' is defined by itself; expected defines without a circle");
}

// ---- terminals ----

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
  EXPECT_THAT(made->rates(values), testing::ElementsAre(-0.01, 0.01));
  double x = 0.5;
  std::vector<double> scratch(made->scratch);
  EXPECT_EQ(made->on_spike(values, &x, scratch.data()), 0.125);
  EXPECT_EQ(x, 0.375);
}

TEST(mistakes_of_synapses, in_the_form_of_a_current_are_told) {
  const std::string sentence =
      "synapse.x.receptor.current: expected one state times v less a constant and any factors of parameters and v, "
      "such "
      "as \"g * (v - e_rev)\", or a constant times one state for weights that are currents, such as \"-i\"";
  for (const auto* text :
       {"(g + s) * (v - e_rev)", "g * g / (1 nS) * (v - e_rev)", "g * (v - e_rev) + 1 pA",
        "g * (v - e_rev) * v / e_rev", "g * exp(v / (10 mV)) * e_rev", "g * (v - e_rev)^2 / e_rev",
        "g * (v - e_rev) * exp(s / (1 nS))", "g * (v - e_rev) * max(g / (1 nS), v / e_rev)", "g * v + s * e_rev",
        "w * (v - e_rev)", "g * s / (1 nS) * (v - e_rev)", "g * w / s * (v - e_rev)", "abs(g)", "2 pA"})
    EXPECT_EQ(refusal([&](auto& p) { p.current = text; }), sentence) << text;
}

TEST(mistakes_of_synapses, in_the_form_of_a_derivative_are_told) {
  const std::string of_g =
      "synapse.x.receptor.states.g.derivative: expected a constant times 'g', and one times 's', of parameters and "
      "numbers, such as \"-g / tau\"";
  for (const auto* text :
       {"-g * g / (1 nS) / tau_decay", "-g / tau_decay + 1 nS/ms", "-g / tau_decay * v / e_rev", "(w - g) / tau_decay",
        "-g / tau_decay + s * s / (1 nS * 1 ms)", "g * s / (1 nS * 1 ms)", "-g / tau_decay + s * v / e_rev / tau_rise"})
    EXPECT_EQ(refusal([&](auto& p) { p.states[0].derivative = text; }), of_g) << text;
  const std::string of_s =
      "synapse.x.receptor.states.s.derivative: expected a constant times 's', of parameters and numbers, such as "
      "\"-s / tau\"";
  EXPECT_EQ(refusal([](auto& p) { p.states[1].derivative = "(1 nS - s) / tau_rise"; }), of_s);
  EXPECT_EQ(
      refusal([](auto& p) { p.states[1].derivative = "(g - s) / tau_rise"; }),
      "synapse.x.receptor.states.s.derivative: has 'g'; expected 's' alone, as 'g' is what the current is made of");
}

TEST(mistakes_of_synapses, in_the_form_of_an_arrival_are_told) {
  const std::string sentence =
      "synapse.x.receptor.states.s.arrival: expected 's' plus a constant times w, such as \"s + w\"";
  for (const auto* text :
       {"w", "s", "2 * s + w", "s + g + w", "s + w * w / (1 nS)", "s + w + 1 nS", "max(s, w)", "s + w * v / e_rev"})
    EXPECT_EQ(refusal([&](auto& p) { p.states[1].arrival = text; }), sentence) << text;
}

TEST(mistakes_of_synapses, in_the_values_of_parameters_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.parameters[1].standard = -5; }),
            "synapse.x.receptor.states.g.derivative: is 0.2 1/ms times g; expected less than 0");
  EXPECT_EQ(refusal([](auto& p) { p.parameters[0].standard = 0; }),
            "synapse.x.receptor.states.g.derivative: has inf 1/ms times s; expected a finite number");
  EXPECT_EQ(refusal([](auto& p) { p.states[0].derivative = "-g / tau_decay - s / tau_rise"; }),
            "synapse.x.receptor.states.g.derivative: has -2 1/ms times s; expected 0 or more");
  EXPECT_EQ(refusal([](auto& p) { p.states[1].arrival = "s - w"; }),
            "synapse.x.receptor.states.s.arrival: adds -1 times w; expected 0 or more");
  EXPECT_EQ(
      refusal([](auto& p) { p.current = "g * (e_rev - v)"; }),
      "synapse.x.receptor.current: is -1 times g * (v - e); expected more than 0, as currents are outward positive");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * (v - e_rev / (tau_rise - tau_rise) * tau_rise)"; }),
            "synapse.x.receptor.current: reverses at nan mV; expected a finite number");
  EXPECT_EQ(refusal([](auto& p) { p.states[0].derivative = "-0 * g / tau_decay + s / tau_rise"; }),
            "synapse.x.receptor.states.g.derivative: is 0 1/ms times g; expected less than 0");
  EXPECT_EQ(refusal([](auto& p) {
              p.states[1].arrival = "s + 1e200 * w";
              p.current = "1e200 * g * (v - e_rev)";
            }),
            "synapse.x.receptor.states.s.arrival: adds, with the factor of the current, inf times w; expected a finite "
            "number");
}

TEST(mistakes_of_synapses, in_how_a_conductance_follows_v_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * tanh(v / (20 mV)) * (v - e_rev)"; }),
            "synapse.x.receptor.current: has the factor -0.999909 at v = -100 mV; expected 0 or more");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * sqrt((v + 50 mV) / (20 mV)) * (v - e_rev)"; }),
            "synapse.x.receptor.current: has the factor nan at v = -100 mV; expected a finite number");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * (v - e_rev) / (1 + exp(-v / e_rev))"; }),
            "synapse.x.receptor.current: has the coefficient -inf; expected a finite number");
  EXPECT_EQ(refusal([](auto& p) {
              p.current = "g * (v - e_rev) * (0";
              for (const auto* factor : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
                p.parameters.push_back({std::string("a") + factor, quantity::dimensionless, 1, range::any, ""});
                p.current += std::string(" + a") + factor + " * tanh(v / (" + factor + " mV))^2";
              }
              p.current += ")";
            }),
            "synapse.x.receptor.current: follows v with 9 numbers of parameters; expected at most 8");
}

TEST(mistakes_of_synapses, in_a_state_that_does_nothing_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.states[0].derivative = "-g / tau_decay"; }),
            "synapse.x.receptor.states.s: drives nothing; expected it in the derivative of 'g', which the current is "
            "made of");
  EXPECT_EQ(refusal([](auto& p) {
              p.states[0].arrival = "g + w";
              p.states[1].arrival = "";
            }),
            "synapse.x.receptor.states.s: is always 0, as nothing arrives at it; expected an arrival, such as \"s + "
            "w\"");
}

TEST(mistakes_of_synapses, in_long_chains_of_defines_are_told) {
  const auto chain = [](std::size_t length) {
    return [=](synapse_page& p) {
      for (std::size_t i = 0; i < length; ++i) p.defines.emplace_back(fmt::format("d{}", i), fmt::format("d{}", i + 1));
      p.defines.emplace_back(fmt::format("d{}", length), "tau_rise");
      p.states[1].derivative = "-s / d0";
    };
  };
  EXPECT_EQ(refusal(chain(400)), "");
  EXPECT_THAT(refusal(chain(100'000)),
              testing::HasSubstr("ends a chain of too many defines; expected at most 500 that are made of each other"));
}

TEST(mistakes_of_synapses, in_values_that_are_given_are_told_without_those_of_the_page) {
  const auto e = equations_of(two_states());
  const double good[]{0.5, 3, 0}, bad[]{0.5, -3, 0};
  EXPECT_EQ(e.mistake(good), "");
  EXPECT_EQ(e.mistake(bad), "receptor.states.g.derivative is 0.333333 1/ms times g; expected less than 0");
}

}  // namespace
}  // namespace hux
