#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "equations/synapse_pages.hpp"
#include "equations/text/synapse.hpp"
#include "hux/units.hpp"

/// Mistakes in synapses that are text.
namespace hux {
namespace {

using test::inward_current;
using test::one_exponential;
using test::potential;
using test::refusal;
using test::saturating;
using test::time_constant;
using test::two_states;

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
              for (int i = 0; i < 31; ++i) p.states.push_back({fmt::format("u{}", i), "-g / (1 nS) / tau_rise", ""});
            }),
            "synapse.x.receptor.states: 33 states; expected at most 32");
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

TEST(mistakes_of_synapses, in_the_form_of_a_current_are_told) {
  const std::string sentence =
      "synapse.x.receptor.current: expected one state times v less a constant and any factors of parameters and v, "
      "such "
      "as \"g * (v - e_rev)\", or a constant times one state for weights that are currents, such as \"-i\"";
  for (const auto* text : {"g * (v - e_rev) * v / e_rev", "g * exp(v / (10 mV)) * e_rev", "g * (v - e_rev)^2 / e_rev",
                           "w * (v - e_rev)", "2 pA"})
    EXPECT_EQ(refusal([&](auto& p) { p.current = text; }), sentence) << text;
}

TEST(mistakes_of_synapses, in_the_form_of_a_derivative_are_told) {
  EXPECT_EQ(refusal([](auto& p) { p.states[0].derivative = "-g * s / s / tau_decay"; }), "");
  EXPECT_EQ(refusal([](auto& p) { p.states[0].derivative = "(w - g) / tau_decay"; }),
            "synapse.x.receptor.states.g.derivative: has 'w', the weights that arrive at a spike; expected it in an "
            "arrival alone");
  EXPECT_EQ(refusal([](auto& p) { p.current = "g * w / s * (v - e_rev)"; }),
            "synapse.x.receptor.current: has 'w', the weights that arrive at a spike; expected it in an arrival alone");
}

/// What is no linear cascade is advanced with its neuron.
TEST(synapses_that_join_their_neurons, are_those_whose_current_is_no_state_times_a_factor) {
  EXPECT_EQ(equations_of(two_states()).joined, nullptr);
  EXPECT_EQ(equations_of(inward_current()).joined, nullptr);
  EXPECT_EQ(equations_of(one_exponential()).joined, nullptr);
  for (const auto* text : {"(g + s) * (v - e_rev)", "g * g / (1 nS) * (v - e_rev)", "g * (v - e_rev) + 1 pA",
                           "g * (v - e_rev) * exp(s / (1 nS))", "g * (v - e_rev) * max(g / (1 nS), v / e_rev)",
                           "g * v + s * e_rev", "g * s / (1 nS) * (v - e_rev)", "abs(g)"}) {
    auto page = two_states();
    page.current = text;
    EXPECT_EQ(refusal(page), "") << text;
    EXPECT_NE(equations_of(page).joined, nullptr) << text;
  }
}

TEST(synapses_that_join_their_neurons, are_those_whose_states_are_no_linear_cascade) {
  for (const auto* text : {"-g * g / (1 nS) / tau_decay", "-g / tau_decay + 1 nS/ms", "-g / tau_decay * v / e_rev",
                           "-g / tau_decay + s * s / (1 nS * 1 ms)", "g * s / (1 nS * 1 ms)",
                           "-g / tau_decay + s * v / e_rev / tau_rise"}) {
    auto page = two_states();
    page.states[0].derivative = text;
    EXPECT_EQ(refusal(page), "") << text;
    EXPECT_NE(equations_of(page).joined, nullptr) << text;
  }
  for (const auto* text : {"(1 nS - s) / tau_rise", "(g - s) / tau_rise"})
    EXPECT_EQ(refusal([&](auto& p) { p.states[1].derivative = text; }), "") << text;
}

TEST(synapses_that_join_their_neurons, have_the_weights_that_arrive_in_nS_or_pA) {
  auto page = saturating();
  EXPECT_FALSE(equations_of(page).is_current);
  page.states[0].unit = "pA";
  page.states[1].derivative = "c / (1 pA) / tau * (1 - o) - o / tau";
  EXPECT_TRUE(equations_of(page).is_current);
}

/// The unit of a state is that of what arrives there.
TEST(synapses_that_join_their_neurons, tell_states_and_what_a_weight_adds) {
  auto page = saturating();
  page.states[0].arrival = "c + 3 * w / (2 nS)";
  page.states[1].derivative = "c / tau * (1 - o) - o / tau";
  page.states[1].initial = 0.25;
  const auto e = equations_of(page);
  ASSERT_EQ(e.joined->states.size(), 2U);
  EXPECT_EQ(e.joined->units, (std::vector<std::string>{"", ""}));
  EXPECT_EQ(e.joined->states[0].standard, 0);
  EXPECT_EQ(e.joined->states[1].standard, 0.25);
  EXPECT_EQ(e.joined->arrivals, std::vector<std::size_t>{0});
  const double values[]{5, 0, 2};
  EXPECT_EQ(e.joined->added(values), std::vector<double>{1.5});
}

TEST(synapses_that_join_their_neurons, are_refused_with_their_mistakes) {
  const auto said = [](auto&& change) {
    auto page = saturating();
    change(page);
    return refusal(page);
  };
  EXPECT_EQ(said([](auto& /*p*/) {}), "");
  EXPECT_EQ(said([](auto& p) { p.states[1].derivative = "c * (1 - o) - o / tau"; }),
            "synapse.x.receptor.states.o.derivative: column 13: c * (1 - o) is nS and o / tau is 1/ms; expected one "
            "unit in a difference");
  EXPECT_EQ(said([](auto& p) { p.current = "o * (v - e_rev)"; }),
            "synapse.x.receptor.current: column 3: o * (v - e_rev) is mV; expected pA");
  EXPECT_EQ(said([](auto& p) { p.current = "g_max * (v - e_rev) * exp(0)"; }),
            "synapse.x.receptor.current: is made of none of the receptor's states; expected one, such as \"g_max * o * "
            "(v - e_rev)\"");
  EXPECT_EQ(said([](auto& p) { p.states[0].arrival = ""; }),
            "synapse.x.receptor.states: no state has an arrival; expected at least one, such as arrival = \"g + w\"");
  for (const auto* text :
       {"w", "2 * c + w", "c + w * c / g_max", "c + w * w / (1 nS)", "max(c, w)", "c + w * v / e_rev"})
    EXPECT_EQ(said([&](auto& p) { p.states[0].arrival = text; }),
              "synapse.x.receptor.states.c.arrival: expected 'c' plus a constant times w, such as \"c + w\"")
        << text;
  EXPECT_EQ(said([](auto& p) { p.states[0].arrival = "c + w * g_max * tau * tau * e_rev"; }),
            "synapse.x.receptor.states.c: nothing says its unit; expected unit = \"uM\" or the like");
  EXPECT_EQ(said([](auto& p) { p.states[0].arrival = "c + w / (tau - tau) * tau"; }),
            "synapse.x.receptor.states.c.arrival: adds inf times w; expected a finite number");
  EXPECT_EQ(said([](auto& p) { p.states[0].unit = "parsec"; }),
            "synapse.x.receptor.states.c.unit: 'parsec' is no unit; expected one such as \"nS\" or \"uM\"");
  EXPECT_EQ(
      said([](auto& p) { p.states[1].derivative = "-o^2 / tau", p.states[1].method = state_method::exponential; }),
      "synapse.x.receptor.states.o.method: \"exponential\", but the derivative is not linear in 'o'; expected "
      "none, or a derivative a - b o");
  EXPECT_EQ(said([](auto& p) {
              p.defines = {{"u", "o * u"}}, p.current = "u * g_max * (v - e_rev)";
            }),
            "synapse.x.define.u: column 5: 'u' is defined by itself; expected defines without a circle");
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
