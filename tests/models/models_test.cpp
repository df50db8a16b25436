#include "models/models.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "data/reference.hpp"

namespace {

using hux::test::coefficients;
using hux::test::equations_for;
using hux::test::parameters_of;
using hux::test::reference_of;

/// The number `steps` representable ones above v.
template <class Real>
Real moved(Real v, int steps) {
  for (int i = 0; i < std::abs(steps); ++i)
    v = std::nextafter(v, std::copysign(std::numeric_limits<Real>::infinity(), static_cast<Real>(steps)));
  return v;
}

/// The kinetics of a model's gates at a voltage.
template <class Model, class Real>
struct gates {
  hux::linear<Real> x[Model::gates];
  explicit gates(Real v) {
    const Real open[Model::gates] = {};  // which the rates do not see
    Model::kinetics(v, open, coefficients<Model, Real>({}, 1), x);
  }
  double steady(int i) const { return static_cast<double>(x[i].drive) / static_cast<double>(x[i].decay); }
  double rate(int i) const { return static_cast<double>(x[i].decay); }
};

template <class Model>
class models : public testing::Test {
 public:
  /// How far the gates are from the reference.
  struct deviation {
    double steady = 0;  ///< of an open fraction
    double rate = 0;    ///< relative
    [[nodiscard]] double largest() const { return std::max(steady, rate); }
  };

  /// Of the gates at v from a row of the reference's table.
  template <class Real>
  static deviation error_at(Real v, std::size_t row) {
    const auto& table = reference_of<Model>().at("kinetics");
    const gates<Model, Real> ours(v);
    deviation d;
    for (int i = 0; i < Model::gates; ++i) {
      const auto& expected = table.at(equations_for<Model>().states[static_cast<std::size_t>(i)].name);
      d.steady = std::max(d.steady, std::abs(ours.steady(i) - expected.at("steady")[row].template get<double>()));
      d.rate = std::max(d.rate, std::abs(ours.rate(i) / expected.at("rate")[row].template get<double>() - 1));
    }
    return d;
  }

  /// The row of the reference's table for a voltage.
  static std::size_t row_at(double v) {
    const auto voltages = reference_of<Model>().at("kinetics").at("v").template get<std::vector<double>>();
    return static_cast<std::size_t>(std::find(voltages.begin(), voltages.end(), v) - voltages.begin());
  }

  /// Over all voltages of the reference that the type can represent.
  template <class Real>
  static deviation kinetics_error() {
    const auto voltages = reference_of<Model>().at("kinetics").at("v").template get<std::vector<double>>();
    deviation worst;
    for (std::size_t row = 0; row < voltages.size(); ++row) {
      const auto v = static_cast<Real>(voltages[row]);
      if (static_cast<double>(v) != voltages[row]) continue;
      const deviation here = error_at(v, row);
      worst = {std::max(worst.steady, here.steady), std::max(worst.rate, here.rate)};
    }
    return worst;
  }

  /// The largest relative deviation of steady states and rates from their limits at the singular voltages, there and a
  /// few representable numbers away.
  template <class Real>
  static double singularity_error() {
    double error = 0;
    for (const double singular : reference_of<Model>().at("singular")) {
      const auto limit = row_at(singular);
      Real v = moved(static_cast<Real>(singular), -3);
      for (int ulp = -3; ulp <= 3; ++ulp, v = moved(v, 1)) error = std::max(error, error_at(v, limit).largest());
    }
    return error;
  }

  /// The largest deviation of V' from the reference, relative to the sum of the currents' sizes.
  template <class Real>
  static double slope_error() {
    const auto& data = reference_of<Model>();
    const auto k = coefficients<Model, Real>(parameters_of<Model>("", data.at("slope_parameters")), 1);
    double error = 0;
    for (const auto& state : data.at("slopes")) {
      const auto v = static_cast<Real>(state.at("v").template get<double>());
      Real gate[Model::gates];
      for (int i = 0; i < Model::gates; ++i)
        gate[i] = static_cast<Real>(state.at("gates")[static_cast<std::size_t>(i)].template get<double>());
      const auto f = Model::membrane(v, gate, k);
      const double slope = static_cast<double>(f.drive + Real(3) * k.input - f.decay * v);
      const double size = static_cast<double>(std::abs(f.drive) + std::abs(f.decay * v));
      error = std::max(error, std::abs(slope - state.at("slope").template get<double>()) / size);
    }
    return error;
  }
};

using every_model = hux::test::as_test_types<hux::explicit_models>::type;
TYPED_TEST_SUITE(models, every_model);

// The loosest bounds are those of traub_miles: far above v_t, powers of e^x are differences from 1 of chains of e^x -
// 1, which costs up to 7 bits.
TYPED_TEST(models, have_the_published_kinetics_in_double_precision) {
  const auto error = this->template kinetics_error<double>();
  EXPECT_LT(error.steady, 5e-14);
  EXPECT_LT(error.rate, 1e-13);
}
TYPED_TEST(models, have_the_published_kinetics_in_single_precision) {
  const auto error = this->template kinetics_error<float>();
  EXPECT_LT(error.steady, 1e-5);
  EXPECT_LT(error.rate, 2e-5);
}

TYPED_TEST(models, are_smooth_through_every_singularity_in_double_precision) {
  EXPECT_LT(this->template singularity_error<double>(), 1e-12);
}
TYPED_TEST(models, are_smooth_through_every_singularity_in_single_precision) {
  EXPECT_LT(this->template singularity_error<float>(), 1e-5);
}

TYPED_TEST(models, have_the_published_membrane_equation_in_double_precision) {
  EXPECT_LT(this->template slope_error<double>(), 1e-14);
}
TYPED_TEST(models, have_the_published_membrane_equation_in_single_precision) {
  EXPECT_LT(this->template slope_error<float>(), 2e-6);
}

TYPED_TEST(models, are_finite_on_a_fine_scan_of_voltages) {
  for (int i = -600 * 64; i <= 600 * 64; ++i) {
    const auto v = static_cast<float>(i) / 64;
    const gates<TypeParam, float> here(v);
    for (int g = 0; g < TypeParam::gates; ++g) {
      ASSERT_TRUE(std::isfinite(here.x[g].drive) && std::isfinite(here.x[g].decay)) << v;
      ASSERT_GT(here.x[g].decay, 0) << v;
      ASSERT_GE(here.x[g].drive, 0) << v;
    }
  }
}

TYPED_TEST(models, rest_where_the_reference_does) {
  const auto& rest = reference_of<TypeParam>().at("rest");
  const auto v = rest.at("v").template get<double>();
  const gates<TypeParam, double> steady(v);
  double gate[TypeParam::gates];
  for (int i = 0; i < TypeParam::gates; ++i) gate[i] = steady.steady(i);
  const auto k = coefficients<TypeParam, double>(parameters_of<TypeParam>("", rest.at("parameters")), 1);
  const auto f = TypeParam::membrane(v, gate, k);
  EXPECT_NEAR(f.drive / f.decay, v, 1e-10);
}

/// What the catalog's functions make of a state.
std::vector<double> observed(const hux::equations& e, const std::vector<double>& parameters, double v,
                             const std::vector<double>& gates) {
  std::vector<double> state{v};
  state.insert(state.end(), gates.begin(), gates.end());
  return e.observed(parameters, state.data());
}

TYPED_TEST(models, observe_currents_that_make_up_the_membrane_equation) {
  const auto& e = equations_for<TypeParam>();
  const auto p = parameters_of<TypeParam>("", reference_of<TypeParam>().at("slope_parameters"));
  const auto k = coefficients<TypeParam, double>(p, 1);
  for (const auto& state : reference_of<TypeParam>().at("slopes")) {
    const auto values =
        observed(e, p, state.at("v").template get<double>(), state.at("gates").template get<std::vector<double>>());
    double outward = 0;
    for (std::size_t i = 0; i < e.observables.size(); ++i)
      if (e.observables[i].quantity == e.current) outward += values[i];
    const double expected = state.at("slope").template get<double>();
    EXPECT_NEAR((3 - outward) * k.input, expected, 1e-12 * std::max(1.0, std::abs(expected)));
  }
}

TYPED_TEST(models, observe_conductances_that_explain_the_currents) {
  const auto& e = equations_for<TypeParam>();
  const auto p = parameters_of<TypeParam>("", reference_of<TypeParam>().at("slope_parameters"));
  const auto values = observed(e, p, -20.0, std::vector<double>(TypeParam::gates, 1.0));
  for (std::size_t c = 0; c < e.observables.size(); ++c) {
    const std::string& name = e.observables[c].name;
    if (name[0] != 'g') continue;
    const auto at = std::ranges::find(e.observables, "i" + name.substr(1), &hux::variable_info::name);
    ASSERT_NE(at, e.observables.end()) << name;
    const double reversal = -20.0 - values[at - e.observables.begin()] / values[c];
    EXPECT_TRUE(std::ranges::any_of(p, [&](double x) { return std::abs(x - reversal) < 1e-9; })) << name;
  }
}

TYPED_TEST(models, describe_every_parameter) {
  for (const auto& info : equations_for<TypeParam>().parameters) EXPECT_FALSE(info.description.empty()) << info.name;
}

TEST(hodgkin_huxley, has_the_published_steady_gates_at_minus_65_mv) {
  const gates<hux::built_in::hodgkin_huxley, double> at(-65);
  EXPECT_NEAR(at.steady(0), 0.0529325, 5e-8);
  EXPECT_NEAR(at.steady(1), 0.5961208, 5e-8);
  EXPECT_NEAR(at.steady(2), 0.3176769, 5e-8);
}

TEST(pospischil, presets_have_the_membrane_area_of_their_cylinders) {
  const auto& e = equations_for<hux::built_in::pospischil>();
  const auto area = std::ranges::find(e.parameters, "area", &hux::parameter_info::name) - e.parameters.begin();
  for (const auto& preset : e.presets) {
    const double diameter = preset.name == "FS" ? 67 : 96;
    EXPECT_NEAR(preset.values[area], M_PI * diameter * diameter, 1e-5) << preset.name;
  }
}

}  // namespace
