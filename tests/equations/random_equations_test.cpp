#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "equations/bounded.hpp"
#include "equations/listed_model.hpp"
#include "equations/text/dimensions.hpp"
#include "equations/text/syntax.hpp"
#include "equations/text_model.hpp"

/// What is made of models that are written at random, compared with their texts, worked out by libm in long double.
namespace hux {
namespace {

using test::bounded;
using test::of_list;

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
    if (!std::isfinite(exact.value) || !std::isfinite(allowed) || allowed > 0.1L * std::abs(exact.value)) return;
    ++compared;
    const long double found = std::abs(ours - exact.value) / (allowed + 1e-30L);
    if (found <= ratio) return;
    ratio = found;
    where = fmt::format("{}: {} instead of {}, bound {}", what, static_cast<double>(ours),
                        static_cast<double>(exact.value), static_cast<double>(allowed));
  }
};

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

TEST(lowering, keeps_the_meaning_of_random_equations_in_double_precision) { expect_the_texts<double>(500, 500); }
TEST(lowering, keeps_the_meaning_of_random_equations_in_single_precision) { expect_the_texts<float>(500, 500); }

}  // namespace
}  // namespace hux
