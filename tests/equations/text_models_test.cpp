#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "equations/model_texts.hpp"
#include "equations/text_model.hpp"
#include "hux/catalog.hpp"

/// Built-in neurons written as text are the built-in ones.
namespace hux {
namespace {

struct pair_of_models {
  std::string name, text;
};

class as_text : public testing::TestWithParam<pair_of_models> {
 protected:
  equations built_in = built_in_catalog()->model(GetParam().name);
  equations text = test::model_of_text(GetParam().text);
  std::vector<double> values = built_in.values_of("");
  std::vector<double> built_in_k = built_in.derived(values, 1);
  std::vector<double> text_k = text.derived(values, 1);

  /// Of both models at a potential, gates in the text's order.
  [[nodiscard]] std::vector<linear<double>> kinetics(const equations& e, const std::vector<double>& k, double v) const {
    std::vector<double> state(1 + e.states.size(), 0.5);
    state[0] = v;
    std::vector<linear<double>> x(e.states.size());
    e.kinetics(k.data(), state.data(), x.data());
    std::vector<linear<double>> sorted;
    for (const auto& s : text.states)
      sorted.push_back(
          x[static_cast<std::size_t>(std::ranges::find(e.states, s.name, &state_info::name) - e.states.begin())]);
    return sorted;
  }

  /// A state with other open fractions for each gate, by name.
  static std::vector<double> open(const equations& e, double v) {
    std::vector<double> state{v};
    for (const auto& s : e.states) state.push_back(0.1 + 0.07 * (s.name[0] % 11));
    return state;
  }
};

template <class Work>
void at_potentials(const Work& work) {
  for (int i = -1200; i <= 800; ++i) work(i / 10.0);
  for (const double v : {-40.0, -55.0, -50.0, -23.0, -48.0})
    for (const double d : {-1e-3, -1e-6, -1e-9, 1e-12, 1e-9, 1e-6, 1e-3}) work(v + d);
}

TEST_P(as_text, have_the_same_parameters) {
  ASSERT_EQ(text.parameters.size(), built_in.parameters.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(text.parameters[i].name, built_in.parameters[i].name);
    EXPECT_EQ(text.parameters[i].standard, built_in.parameters[i].standard);
  }
}

TEST_P(as_text, have_the_same_kinetics) {
  at_potentials([&](double v) {
    const auto ours = kinetics(text, text_k, v);
    const auto theirs = kinetics(built_in, built_in_k, v);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const double size = theirs[i].decay;
      EXPECT_NEAR(ours[i].drive, theirs[i].drive, 1e-12 * size) << text.states[i].name << " at " << v;
      EXPECT_NEAR(ours[i].decay, theirs[i].decay, 1e-12 * size) << text.states[i].name << " at " << v;
    }
  });
}

TEST_P(as_text, have_the_same_membrane_equation) {
  at_potentials([&](double v) {
    const auto ours = text.membrane(text_k.data(), open(text, v).data());
    const auto theirs = built_in.membrane(built_in_k.data(), open(built_in, v).data());
    EXPECT_NEAR(ours.drive / theirs.drive, 1, 1e-12) << v;
    EXPECT_NEAR(ours.decay / theirs.decay, 1, 1e-12) << v;
  });
  EXPECT_NEAR(text_k[text.input] / built_in_k[built_in.input], 1, 1e-15);
}

TEST_P(as_text, have_the_same_observables) {
  at_potentials([&](double v) {
    const auto ours = text.observed(values, open(text, v).data());
    const auto theirs = built_in.observed(values, open(built_in, v).data());
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      const auto at = std::ranges::find(text.observables, built_in.observables[i].name, &variable_info::name);
      ASSERT_NE(at, text.observables.end()) << built_in.observables[i].name;
      EXPECT_EQ(at->quantity, built_in.observables[i].quantity);
      EXPECT_NEAR(ours[static_cast<std::size_t>(at - text.observables.begin())], theirs[i],
                  1e-12 * (1 + std::abs(theirs[i])));
    }
  });
}

TEST_P(as_text, have_the_same_steady_states) {
  at_potentials([&](double v) {
    const auto ours = text.state_at(v, text_k.data());
    const auto theirs = built_in.state_at(v, built_in_k.data());
    for (std::size_t i = 0; i < text.states.size(); ++i) {
      const auto at = std::ranges::find(built_in.states, text.states[i].name, &state_info::name);
      EXPECT_NEAR(ours[1 + i], theirs[static_cast<std::size_t>(1 + at - built_in.states.begin())], 1e-12) << v;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(built_in_models, as_text,
                         testing::Values(pair_of_models{"hodgkin_huxley", test::squid_text},
                                         pair_of_models{"traub_miles", test::traub_text}),
                         [](const auto& models) { return models.param.name; });

}  // namespace
}  // namespace hux
