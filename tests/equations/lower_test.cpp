#include "equations/text/lower.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "equations/bounded.hpp"
#include "equations/listed_model.hpp"
#include "equations/text/dimensions.hpp"
#include "equations/text/syntax.hpp"
#include "equations/text_model.hpp"

/// What is made of equations that are text, compared with the text itself, worked out by libm in long double.
namespace hux {
namespace {

using test::bounded;

// ---- random models ----

/// The parts of a model that is written at random, by their names.
struct random_model {
  std::map<std::string, std::string> texts;  ///< of defines, currents, gates and the pool
  std::string toml;
};

const std::map<std::string, double> parameters{{"c_m", 2.5},  {"q", 1.75},   {"k", 7.5},
                                               {"vh", -37.5}, {"vd", -61.3}, {"g_x", 3.25}};

class random_texts {
 public:
  explicit random_texts(std::uint32_t seed) : random_(seed) {}

  random_model model() {
    random_model m;
    for (const char* name : {"d_a", "d_b"}) m.texts[name] = any(3);
    for (const char* name : {"i_a", "i_b"}) m.texts[name] = "g_x * g * " + any(2) + " * (v - vh) + " + any(2);
    m.texts["g.inf"] = rate();
    m.texts["g.tau"] = "0.5 + abs(" + rate() + ")";
    m.texts["h.alpha"] = rate();
    m.texts["h.beta"] = rate();
    m.texts["p"] = any(2) + " - p * " + rate();
    m.toml = "[model.x]\nper = \"none\"\nstates.p = { derivative = \"" + m.texts["p"] + "\", initial = 0.5 }\n";
    m.toml += "gates.g = { inf = \"" + m.texts["g.inf"] + "\", tau = \"" + m.texts["g.tau"] + "\" }\n";
    m.toml += "gates.h = { alpha = \"" + m.texts["h.alpha"] + "\", beta = \"" + m.texts["h.beta"] + "\" }\n";
    for (const char* name : {"d_a", "d_b"}) m.toml += fmt::format("define.{} = \"{}\"\n", name, m.texts[name]);
    for (const char* name : {"i_a", "i_b"}) m.toml += fmt::format("currents.{} = \"{}\"\n", name, m.texts[name]);
    for (const auto& [name, value] : parameters) m.toml += fmt::format("parameters.{} = {}\n", name, value);
    return m;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  template <std::size_t N>
  std::string one_of(const char* const (&of)[N]) {
    return of[below(N)];
  }

  std::string slope() {
    return one_of({"4", "5", "5", "6", "7.5", "8", "9", "10", "10", "12", "15", "18", "20", "20", "40", "80"});
  }
  std::string centre() { return one_of({"-15", "-27", "-35", "-40", "-40", "-55", "-65", "-48.5", "13", "0"}); }

  /// A line in v, as one writes exponents.
  std::string line() {
    switch (below(7)) {
      case 0:
        return fmt::format("(v - ({})) / {}", centre(), slope());
      case 1:
        return fmt::format("-(v - ({})) / {}", centre(), slope());
      case 2:
        return fmt::format("({} - v) / {}", centre(), slope());
      case 3:
        return fmt::format("(v - vh) / {}", slope());
      case 4:
        return "(vd - v) / k";
      case 5:
        return fmt::format("0.0{} * (v + {})", 2 + below(8), 10 + below(60));
      default:
        return fmt::format("2.{} - 0.0{} * v", below(10), 2 + below(8));
    }
  }

  std::string rate() {
    const std::string c = centre(), s = slope();
    switch (below(14)) {
      case 0:
        return fmt::format("0.{} * exp({})", 1 + below(9), line());
      case 1:
        return fmt::format("{} / (1 + exp({}))", 1 + below(9), line());
      case 2:
        return fmt::format("0.1 * (v - ({})) / (1 - exp(-(v - ({})) / {}))", c, c, s);
      case 3:
        return fmt::format("0.1 * (({}) - v) / (exp((({}) - v) / {}) - 1)", c, c, s);
      case 4:
        return fmt::format("sigmoid({})", line());
      case 5:
        return fmt::format("1 / exprel({})", line());
      case 6:
        return fmt::format("(1 + tanh({})) / 2", line());
      case 7:
        return fmt::format("(1 - tanh({})) / 2", line());
      case 8:
        return fmt::format("1 / cosh({} / 2)", line());
      case 9:
        return fmt::format("1 / (0.2 * exp({}) + exp({}))", line(), line());
      case 10:
        return fmt::format("1 / (exp({}) + {})", line(), 1 + below(30));
      case 11:
        return fmt::format("(1 + exp({})) ^ -{}", line(), 1 + below(4));
      case 12:
        return fmt::format("exp({}) / (1 + exp({}))", line(), line());
      default:
        return fmt::format("sqrt(1 + exp({}))", line());
    }
  }

  std::string condition(int depth) {
    switch (below(depth > 0 ? 5 : 2)) {
      case 0:
        return fmt::format("v < {}", centre());
      case 1:
        return fmt::format("{} >= {}", any(0), any(0));
      case 2:
        return fmt::format("({}) and ({})", condition(depth - 1), condition(depth - 1));
      case 3:
        return fmt::format("({}) or ({})", condition(depth - 1), condition(depth - 1));
      default:
        return fmt::format("not ({})", condition(depth - 1));
    }
  }

  std::string leaf() {
    return one_of({"v / 50", "g", "h", "p", "q", "k / 10", "0.37", "-1.5", "2", "p * g", "g_x", "1e-3 * v"});
  }

  std::string any(int depth) {
    if (depth <= 0) return leaf();
    const auto more = [&] { return any(depth - 1); };
    switch (below(20)) {
      case 0:
      case 1:
        return fmt::format("({} + {})", more(), more());
      case 2:
      case 3:
        return fmt::format("({} - {})", more(), more());
      case 4:
      case 5:
        return fmt::format("({} * {})", more(), more());
      case 6:
        return fmt::format("({} / (1 + ({}) ^ 2))", more(), more());
      case 7:
        return fmt::format("({}) ^ {}", more(), 2 + below(4));
      case 8:
        return fmt::format("(0.1 + abs({})) ^ 1.{}", more(), 1 + below(9));
      case 9:
        return fmt::format("ln(1.5 + ({}) ^ 2)", more());
      case 10:
        return fmt::format("log10(0.2 + abs({}))", more());
      case 11:
        return fmt::format("tanh({})", more());
      case 12:
        return fmt::format("sinh(3 * tanh({}))", more());
      case 13:
        return fmt::format("exprel(-abs({}))", more());
      case 14:
        return fmt::format("min({}, {}, {})", more(), more(), more());
      case 15:
        return fmt::format("max({}, {})", more(), more());
      case 16:
        return fmt::format("if({}, {}, {})", condition(2), more(), more());
      case 17:
        return fmt::format("step({} - 0.123) * {}", more(), more());
      case 18:
        return fmt::format("q ^ ({} / 4)", leaf());
      default:
        return rate();
    }
  }

  std::mt19937 random_;
};

/// Means of the texts of a model, with bounds.
class text_values {
 public:
  explicit text_values(const random_model& m) : model_(m) {}

  bounded of(const std::string& name, const std::map<std::string, long double>& symbols) {
    const auto [found, is_new] = meanings_.try_emplace(name);
    if (is_new) found->second = typed(parse(model_.texts.at(name)), names_, pool_).value;
    return test::bounded_value(found->second, symbols);
  }

 private:
  static syntax parse(const std::string& text) {
    return parse_equation(text, [](std::string_view) { return false; });
  }
  const random_model& model_;
  expressions pool_;
  name_lookup names_ = [this](const std::string& name, std::size_t) {
    return typed_expression{pool_.symbol(name), {}, openness::strict};
  };
  std::map<std::string, expression> meanings_;
};

/// The worst of many comparisons, and where it was.
struct worst_case {
  long double ratio = 0;  ///< of the error to its bound
  std::string where;
  std::size_t compared = 0;

  void compare(long double ours, const bounded& exact, long double unit, const std::string& what) {
    const long double allowed = exact.error * unit;
    if (std::abs(exact.value) > 1e30L) return;  // beyond what single precision has
    if (!std::isfinite(exact.value) || !std::isfinite(allowed) || allowed > 0.1L * std::abs(exact.value)) return;
    ++compared;
    const long double found = std::abs(ours - exact.value) / (allowed + 1e-30L);
    if (found <= ratio) return;
    ratio = found;
    where = fmt::format("{}: {} instead of {}, bound {}", what, static_cast<double>(ours),
                        static_cast<double>(exact.value), static_cast<double>(allowed));
  }
};

template <class Real>
std::vector<Real> of_list(const operation_list& list, const std::vector<double>& state, const std::vector<double>& k) {
  std::vector<Real> inputs;
  for (const double x : state) inputs.push_back(static_cast<Real>(x));
  for (const double x : k) inputs.push_back(static_cast<Real>(x));
  return results_of<Real>(list, inputs);
}

/// One model in one state against its texts.
template <class Real>
class comparison {
 public:
  comparison(const equations& e, const random_model& m) : e_(e), m_(m), text_(m), values_(e.values_of("")) {
    k_ = e.derived(values_, 1);
    observe_k_.resize(e.lists->observe_derive.outputs.size());
    std::vector<double> in = values_;
    in.push_back(1);
    observe_k_ = results_of<double>(e.lists->observe_derive, in);
  }

  void at(double v, double g, double h, double p, worst_case& worst) {
    std::map<std::string, long double> symbols{{"v", static_cast<Real>(v)}};
    const std::map<std::string, double> by_name{{"g", g}, {"h", h}, {"p", p}};
    std::vector<double> state{v};
    for (const auto& s : e_.states) {
      state.push_back(by_name.at(s.name));
      symbols[s.name] = static_cast<Real>(by_name.at(s.name));
    }
    for (const auto& [name, value] : parameters) symbols[name] = static_cast<Real>(value);
    for (const auto* form : {&e_.lists->explicit_form, &e_.lists->linear_form}) {
      const auto made = of_list<Real>(form->kinetics, state, k_);
      for (std::size_t i = 0; i < e_.states.size(); ++i) {
        const long double x = symbols[e_.states[i].name];
        const long double slope = made[2 * i] - made[2 * i + 1] * x;
        compare(slope, derivative(e_.states[i].name, symbols), e_.states[i].name, v, worst,
                std::abs(made[2 * i + 1] * x));
      }
      const auto membrane = of_list<Real>(form->membrane, state, k_);
      compare(membrane[0] - membrane[1] * symbols["v"], slope_of_v(symbols), "v", v, worst,
              std::abs(membrane[1] * symbols["v"]));
    }
    const auto observed = of_list<Real>(e_.lists->observe, state, observe_k_);
    for (std::size_t i = 0; i < e_.observables.size(); ++i)
      if (m_.texts.contains(e_.observables[i].name))
        compare(observed[i], text_.of(e_.observables[i].name, symbols), e_.observables[i].name, v, worst, 0);
  }

 private:
  static constexpr long double unit = std::numeric_limits<Real>::epsilon();

  /// @param cancelled what drive and decay have in common, which their difference has not
  void compare(long double ours, bounded exact, const std::string& what, double v, worst_case& worst,
               long double cancelled) const {
    exact.error += 4 * cancelled;
    worst.compare(ours, exact, unit, fmt::format("{} at {} of\n{}", what, v, m_.toml));
  }

  bounded derivative(const std::string& name, const std::map<std::string, long double>& symbols) {
    const long double x = symbols.at(name);
    if (name == "p") return text_.of("p", symbols);
    if (name == "g") {
      const bounded inf = text_.of("g.inf", symbols), tau = text_.of("g.tau", symbols);
      const long double slope = (inf.value - x) / tau.value;
      return {slope, inf.error / tau.value + (std::abs(inf.value) + x) / tau.value * (4 + tau.error / tau.value)};
    }
    const bounded alpha = text_.of("h.alpha", symbols), beta = text_.of("h.beta", symbols);
    return {alpha.value * (1 - x) - beta.value * x, alpha.error * (1 + x) + beta.error * x + 4 * std::abs(alpha.value)};
  }

  bounded slope_of_v(const std::map<std::string, long double>& symbols) {
    bounded sum;
    for (const char* name : {"i_a", "i_b"}) {
      const bounded i = text_.of(name, symbols);
      sum.value -= i.value / symbols.at("c_m");
      sum.error += (i.error + 4 * std::abs(i.value)) / symbols.at("c_m");
    }
    return sum;
  }

  const equations& e_;
  const random_model& m_;
  text_values text_;
  std::vector<double> values_, k_, observe_k_;
};

template <class Real>
worst_case worst_of(std::uint32_t first, std::uint32_t count, double reach) {
  worst_case worst;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    const auto m = random_texts(seed).model();
    const auto e = test::model_of_text(m.toml);
    comparison<Real> here(e, m);
    std::mt19937 random(seed + 1000000);
    std::uniform_real_distribution<double> part(0, 1), anywhere(-reach, reach);
    for (int i = 0; i < 40; ++i) here.at(anywhere(random), part(random), part(random), 2 * part(random), worst);
  }
  return worst;
}

template <class Real>
void expect_the_texts(std::uint32_t models, double reach) {
  const auto worst = worst_of<Real>(1, models, reach);
  EXPECT_GT(worst.compared, models * 100U);
  EXPECT_LT(worst.ratio, 1) << worst.where;
}

TEST(lowering, keeps_the_meaning_of_random_equations_in_double_precision) { expect_the_texts<double>(500, 150); }
TEST(lowering, keeps_the_meaning_of_random_equations_in_single_precision) { expect_the_texts<float>(500, 150); }

// ---- removable singularities ----

/// A quotient that is 0 / 0 at a potential, and what it is near there: scale f((v - centre) / width).
struct quotient {
  std::string name, text;
  double centre, width;
  long double scale;
  long double (*f)(long double y);
};

long double falling(long double y) { return y == 0 ? 1 : y / std::expm1(y); }
long double rising(long double y) { return falling(-y); }
long double cotangent(long double y) { return y == 0 ? 1 : y / std::tanh(y); }
long double cosecant(long double y) { return y == 0 ? 1 : y / std::sinh(y); }
long double inverse(long double y) { return 1 / falling(y); }

class quotients : public testing::TestWithParam<quotient> {
 protected:
  equations model = test::model_of_text(
      "[model.x]\nper = \"none\"\nparameters = { c_m = 1, a = -37.3, k = 7.3, b = 2.5 }\n"
      "gates.g = { alpha = \"" +
      GetParam().text + "\", beta = \"2\" }\ncurrents.i = \"v\"\n");
  std::vector<double> k = model.derived(model.values_of(""), 1);

  /// The largest error around the singularity, relative, less what the rounding of v / width comes to.
  template <class Real>
  double error() const {
    const auto& q = GetParam();
    double largest = 0;
    for (const double sign : {-1.0, 1.0})
      for (const double distance : {0.0, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 30.0}) {
        const Real v = static_cast<Real>(q.centre + sign * distance);
        const double drive = of_list<Real>(model.lists->linear_form.kinetics, {static_cast<double>(v), 0.5}, k)[0];
        const long double exact = q.scale * q.f((static_cast<long double>(v) - q.centre) / q.width);
        const double error = static_cast<double>(std::abs(drive - exact) / std::max<long double>(exact, q.scale));
        if (!(error <= largest)) largest = error;
      }
    return largest;
  }
};

TEST_P(quotients, are_smooth_in_double_precision) { EXPECT_LT(error<double>(), 2e-14); }
TEST_P(quotients, are_smooth_in_single_precision) { EXPECT_LT(error<float>(), 3e-6); }

INSTANTIATE_TEST_SUITE_P(
    writings, quotients,
    testing::Values(
        quotient{"by_e_to_x", "v / (exp(v) - 1)", 0, 1, 1, falling},
        quotient{"by_e_to_x_turned", "v / (1 - exp(-v))", 0, 1, 1, rising},
        quotient{"with_minus_above", "-v / (exp(-v) - 1)", 0, 1, 1, rising},
        quotient{"with_minus_before", "-(v / (1 - exp(v)))", 0, 1, 1, falling},
        quotient{"with_parameters", "(v - a) * k / (exp((v - a) / k) - 1)", -37.3, 7.3, 7.3 * 7.3, falling},
        quotient{"with_parameters_turned", "k * (v - a) / (1 - exp(-(v - a) / k))", -37.3, 7.3, 7.3 * 7.3, rising},
        quotient{"with_parameters_that_are_equal_otherwise", "(v / k - a / k) / (exp((v - a) / k) - 1)", -37.3, 7.3, 1,
                 falling},
        quotient{"of_the_squid", "0.1 * (25 - v) / (exp(2.5 - 0.1 * v) - 1)", 25, 10, 1, rising},
        quotient{"of_the_squid_as_published", "0.01 * (v + 10) / (exp((v + 10) / 10) - 1)", -10, 10, 0.1, falling},
        quotient{"by_one_over_e_to_x", "v / 3 / (1 / exp(v / 3) - 1)", 0, 3, -1, rising},
        quotient{"by_one_over_e_to_x_turned", "(v + 40) / 10 / (1 - 1 / exp((v + 40) / 10))", -40, 10, 1, rising},
        quotient{"by_a_product_of_powers", "0.1 * (v + 40) / (1 - exp(-4) * exp(-0.1 * v))", -40, 10, 1, rising},
        quotient{"by_a_number_that_was_worked_out", "(v + 40) / 10 / (1 - 0.01831563888873418 * exp(-v / 10))", -40, 10,
                 1, rising},
        quotient{"by_a_power_of_a_power", "v / 10 / (exp(v / 20) ^ 2 - 1)", 0, 10, 1, falling},
        quotient{"by_a_multiple", "v / 10 / (3 * exp(v / 10) - 3)", 0, 10, 1.0 / 3, falling},
        quotient{"that_meets_but_for_rounding", "(0.3 * v + 0.1 * 3) / (exp(0.1 * v * 3 + 0.3) - 1)", -1, 1 / 0.3, 1,
                 falling},
        quotient{"by_a_power_less_another", "(v + 40) / (exp(v / 10) - exp(-4))", -40, 10, 10 * std::exp(4.0L),
                 falling},
        quotient{"by_a_power_less_one_of_a_parameter", "(v - a) / (exp(v / 10) - exp(a / 10))", -37.3, 10,
                 10 * std::exp(3.73L), falling},
        quotient{"by_e_to_nothing", "v / (exp(v) - exp(0))", 0, 1, 1, falling},
        quotient{"by_sinh_and_e", "v / (2 * exp(v / 2) * sinh(v / 2))", 0, 1, 1, falling},
        quotient{"by_exprel", "1 / exprel((v - a) / k)", -37.3, 7.3, 1, falling},
        quotient{"exprel_itself", "exprel((v - a) / k) + 0 * v", -37.3, 7.3, 1, inverse},
        quotient{"by_tanh", "(v - a) / tanh((v - a) / k)", -37.3, 7.3, 7.3, cotangent},
        quotient{"by_tanh_with_numbers", "0.1 * (v + 30) / tanh(0.1 * (v + 30))", -30, 10, 1, cotangent},
        quotient{"by_sinh", "(v + 30) / 10 / sinh((v + 30) / 10)", -30, 10, 1, cosecant},
        quotient{"by_sinh_of_parameters", "(a - v) / sinh((a - v) / k)", -37.3, 7.3, 7.3, cosecant}),
    [](const auto& each) { return each.param.name; });

TEST(lowering, has_quotients_of_more_than_a_line) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters = { c_m = 1, k = 8 }
states.p = { derivative = "(v - p) * k / (exp((v - p) / k) - 1) - p", initial = 2 }
gates.g = { alpha = "(v * p - 3) / (1 - exp((3 - v * p) / 10))", beta = "p * v / (exp(2 * p * v) - 1)" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  const auto at = [&](double v, double p) {
    std::vector<double> state{v};
    for (const auto& s : e.states) state.push_back(s.name == "p" ? p : 0.5);
    return of_list<double>(e.lists->explicit_form.kinetics, state, k);
  };
  const std::size_t g = e.states[0].name == "g" ? 0 : 2;
  for (const double d : {0.0, 1e-12, -1e-6, 1e-3}) {
    EXPECT_NEAR(at(2 + d, 2)[2 - g], static_cast<double>(64 * falling(d / 8)) - 2, 1e-12) << d;
    EXPECT_NEAR(at(6 + d, 0.5)[g], static_cast<double>(10 * rising(0.05L * d)), 1e-12) << d;
    EXPECT_NEAR(at(d, 0.5)[g + 1] - at(d, 0.5)[g], static_cast<double>(0.5L * falling(d)), 1e-12) << d;
  }
}

TEST(lowering, has_two_quotients_that_are_zero_by_zero_at_one_potential) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters = { c_m = 1, k = 9 }
gates.g = { alpha = "0.1 * v / (1 - exp(-v / 10))", beta = "0.07 * v / (exp(v / 7) - 1)" }
gates.h = { alpha = "v / k / (exp(v / k) - 1)", beta = "2 / (1 + exp(v / 5))" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  for (const double v : {0.0, 1e-30, -1e-20, 1e-12, -1e-6}) {
    const auto x = of_list<float>(e.lists->linear_form.kinetics, {v, 0.5, 0.5}, k);
    EXPECT_NEAR(x[0], 1, 1e-6) << v;
    EXPECT_NEAR(x[1], 1.49, 2e-6) << v;
    EXPECT_NEAR(x[2], 1, 1e-6) << v;
    EXPECT_NEAR(x[3], 2, 1e-6) << v;
  }
}

// ---- saturation ----

/// A rate of a gate at a potential.
double rate(const std::string& alpha, const std::string& beta, double v) {
  const auto e = test::model_of_text("[model.x]\nper = \"none\"\nparameters.c_m = 1\ngates.g = { alpha = \"" + alpha +
                                     "\", beta = \"" + beta + "\" }\ncurrents.i = \"v\"\n");
  return of_list<double>(e.lists->linear_form.kinetics, {v, 0.5}, e.derived(e.values_of(""), 1))[0];
}

TEST(lowering, saturates_where_an_exponent_is_43) {
  EXPECT_NEAR(rate("exp(v / 5)", "1", 200) / std::exp(40.0), 1, 1e-13);
  EXPECT_NEAR(rate("exp(v / 5)", "1", 400) / 0x1p62, 1, 1e-13);
  EXPECT_NEAR(rate("exp(-v / 5)", "1", -400) / 0x1p62, 1, 1e-13);
}

TEST(lowering, has_slow_exponentials_that_do_not_saturate_with_steep_ones) {
  for (const double v : {-150.0, -100.0, 100.0, 150.0}) {
    EXPECT_NEAR(rate("exp(v / 40)", "1 / (1 + exp(-(v + 40) / 4))", v) / std::exp(v / 40), 1, 1e-12) << v;
    EXPECT_NEAR(rate("exp(-v / 80)", "exp(-(v + 40) / 5)", v) / std::exp(-v / 80), 1, 1e-12) << v;
  }
}

TEST(lowering, has_quotients_that_go_on_as_lines) {
  EXPECT_NEAR(rate("0.1 * (v + 40) / (1 - exp(-(v + 40) / 4))", "1", 400), 44, 1e-12);
  EXPECT_NEAR(rate("0.1 * (-40 - v) / (1 - exp((v + 40) / 4))", "exp(-v / 40)", -400), 36, 1e-12);
}

TEST(lowering, keeps_the_digits_of_exponentials_that_fall_beside_ones_that_rise) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters.c_m = 1
gates.g = { alpha = "exp(v / 5)", beta = "exp(-v / 5)" }
gates.h = { inf = "1 / (1 + exp(-(v + 65) / 5))", tau = "1 / (exp(-(v - 10) / 5) + exp((v - 10) / 10))" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  for (int v = -150; v <= 150; ++v) {
    const auto x = of_list<float>(e.lists->linear_form.kinetics, {static_cast<double>(v), 0.5, 0.5}, k);
    EXPECT_NEAR(x[1] / (std::exp(-v / 5.0) + std::exp(v / 5.0)), 1, 1e-5) << v;
    EXPECT_NEAR(x[3] / (std::exp(-(v - 10) / 5.0) + std::exp((v - 10) / 10.0)), 1, 1e-5) << v;
  }
}

TEST(lowering, has_hyperbolic_functions_of_either_sign) {
  for (const double v : {-30.0, -12.0, -1.0, -1e-4, 1e-4, 1.0, 12.0, 30.0}) {
    EXPECT_NEAR(rate("100 + sinh(v / 10)", "1", v), 100 + std::sinh(v / 10), 1e-12);
    EXPECT_NEAR(rate("cosh(v / 3)", "exp(-v / 3)", v) / std::cosh(v / 3), 1, 1e-14);
    EXPECT_NEAR(rate("exp(sinh(v / 10) / 10) ^ 0.5", "1", v) / std::exp(std::sinh(v / 10) / 20), 1, 1e-14);
  }
}

}  // namespace
}  // namespace hux
