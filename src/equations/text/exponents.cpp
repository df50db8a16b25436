#include "equations/text/exponents.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

namespace hux {
namespace {

constexpr int highest_power = 16;

/// Largest and least factor between an exponential and a power, as exponents of 2. A large one costs as many bits where
/// the exponential is about 1.
constexpr double largest_gap = 7.5;
constexpr double least_gap = -9;

constexpr double usual_centre = -50;  // mV

/// Operations of an exponential, of a factor for an offset, and what a ratio costs that needs a series.
constexpr double cost_of_exponential = 11;
constexpr double cost_of_factor = 1.5;
constexpr double cost_of_series = 4;

int whole(double ratio) {
  const double nearest = std::round(ratio);
  return nearest >= 1 && nearest <= highest_power && std::abs(ratio - nearest) < 1e-9 * nearest
             ? static_cast<int>(nearest)
             : 0;
}

double cost_of_power(int n) {
  const auto bits = static_cast<unsigned>(n);
  return n == 1 ? 0 : std::bit_width(bits) - 1 + std::popcount(bits) - 1 + cost_of_factor;
}

struct candidate {
  exponent_family family;
  double gain = 0;
  std::vector<const exponent*> members;
};

/// Looks for families among exponents of one variable.
class family_search {
 public:
  family_search(std::vector<const exponent*> left, double widest, double reach, algebra& known)
      : left_(std::move(left)), widest_(widest), reach_(reach), known_(known) {}

  std::vector<exponent_family> found() {
    std::vector<exponent_family> families;
    for (candidate best = best_family(); best.gain > 0; best = best_family()) {
      families.push_back(best.family);
      std::erase_if(left_, [&](const exponent* e) { return best.family.has(*e); });
    }
    return families;
  }

 private:
  candidate best_family() {
    candidate best;
    for (const double base : bases())
      for (const auto* reference : left_) {
        const int power = whole(std::abs(reference->slope) / base);
        // Of those of high powers, ratios gain by being the reference: they need no series.
        if (power == 0 || (power > 4 && reference->use != exponential_use::ratio)) continue;
        for (const int sign : {1, -1}) {
          auto c = family_with(*reference, power, sign);
          if (c.gain > best.gain + 1e-9) best = std::move(c);
        }
      }
    return best;
  }

  /// Slopes that the shared exponent may have.
  [[nodiscard]] std::vector<double> bases() const {
    std::vector<double> all;
    for (const auto* e : left_)
      for (int power = 1; power <= 4; ++power) all.push_back(std::abs(e->slope) / power);
    std::ranges::sort(all, std::greater{});
    all.erase(std::unique(all.begin(), all.end(), [](double a, double b) { return a - b < 1e-9 * a; }), all.end());
    return all;
  }

  /// The family where an exponent is that power of the shared one, but for its sign.
  candidate family_with(const exponent& reference, int power, int sign) {
    candidate c;
    c.family = {reference.variable, std::abs(reference.slope) / power, sign, {}, 1};
    c.family.offset = (static_cast<double>(turn(reference, sign)) / power) * reference.offset;
    for (const auto* e : left_)
      if (belongs(*e, c.family)) c.members.push_back(e);
    while (saturates(c)) drop_steepest(c);
    c.gain = gain_of(c);
    if (c.gain > 0) fill(c);
    return c;
  }

  /// 1 or -1: does an exponent rise with a shared one of that sign?
  static int turn(const exponent& e, int sign) { return (e.slope > 0) == (sign > 0) ? 1 : -1; }

  bool belongs(const exponent& e, const exponent_family& f) {
    const int n = whole(std::abs(e.slope) / f.base);
    if (n == 0 || (e.use == exponential_use::bare && turn(e, f.sign) < 0)) return false;
    const auto gap = gap_of(e, f);
    return gap && *gap <= largest_gap * std::numbers::ln2 && *gap >= least_gap * std::numbers::ln2;
  }

  /// The exponent of the factor between an exponential and its power, if it is a number.
  std::optional<double> gap_of(const exponent& e, const exponent_family& f) {
    const double n = whole(std::abs(e.slope) / f.base);
    const expression turned = static_cast<double>(turn(e, f.sign)) * e.offset;
    if (turned.is_number() && f.offset.is_number()) return turned.value() - n * f.offset.value();
    const expression gap = turned - n * f.offset;
    const auto [at, is_new] = gaps_.try_emplace(gap.number());
    if (is_new)
      if (const expression folded = known_.folded(gap); folded.is_number()) at->second = folded.value();
    return at->second;
  }

  static double steepest(const candidate& c) {
    double slope = 0;
    for (const auto* e : c.members) slope = std::max(slope, std::abs(e->slope));
    return slope;
  }

  /// Do slower members saturate within reach, with the steepest?
  [[nodiscard]] bool saturates(const candidate& c) const {
    const double most = steepest(c);
    const auto slower = [&](const exponent* e) { return std::abs(e->slope) < most * (1 - 1e-9); };
    if (std::ranges::none_of(c.members, slower)) return false;
    const auto& f = c.family;
    if (f.variable != "v") return true;
    // All members saturate where the steepest does.
    return f.sign * centre_of(f) + widest_ * std::numbers::ln2 / most < reach_;
  }

  static void drop_steepest(candidate& c) {
    const double most = steepest(c) * (1 - 1e-9);
    std::erase_if(c.members, [&](const exponent* e) { return std::abs(e->slope) >= most; });
  }

  double gain_of(const candidate& c) {
    double gain = -cost_of_exponential;
    std::map<double, std::set<std::pair<bool, std::uint32_t>>> slopes;
    for (const auto* e : c.members) slopes[std::abs(e->slope)].emplace(e->slope > 0, e->offset.number());
    for (const auto& [slope, different] : slopes) {
      const auto shared = static_cast<double>(different.size());
      gain +=
          shared * cost_of_exponential - cost_of_power(whole(slope / c.family.base)) - (shared - 1) * cost_of_factor;
    }
    for (const auto* e : c.members)
      if (e->use == exponential_use::ratio && std::abs(*gap_of(*e, c.family)) > 1e-12) gain -= cost_of_series;
    return gain;
  }

  static void fill(candidate& c) {
    for (const auto* e : c.members) {
      c.family.highest = std::max(c.family.highest, whole(std::abs(e->slope) / c.family.base));
      c.family.members.emplace(e->slope, e->offset.number(), e->use);
    }
  }

  std::vector<const exponent*> left_;
  double widest_;
  double reach_;
  algebra& known_;
  std::map<std::uint32_t, std::optional<double>> gaps_;
};

bool is_times(const exponent& a, const exponent& b, double times) {
  return a.offset.is_number() && b.offset.is_number() && is_same_number(a.slope, times * b.slope) &&
         is_same_number(a.offset.value(), times * b.offset.value());
}

/// Takes out bare exponentials that are each other's inverse, and their squares.
void leave_out_inverse(std::vector<const exponent*>& of) {
  std::vector<const exponent*> inverse;
  for (const auto* a : of)
    for (const auto* b : of)
      if (a->use == exponential_use::bare && b->use == exponential_use::bare && is_times(*a, *b, -1))
        inverse.push_back(a);
  std::erase_if(of, [&](const exponent* e) {
    return std::ranges::any_of(inverse, [&](const exponent* i) {
      return i == e || (e->use != exponential_use::ratio && is_times(*e, *i, 2));
    });
  });
}

}  // namespace

double centre_of(const exponent_family& f) {
  return f.offset.is_number() ? -f.sign * f.offset.value() / f.base : usual_centre;
}

int exponent_family::power_of(double slope) const { return whole(std::abs(slope) / base); }

std::vector<exponent_family> families_of(const std::vector<exponent>& exponents, double widest, double reach,
                                         algebra& known) {
  std::map<std::string, std::vector<const exponent*>> variables;
  for (const auto& e : exponents) {
    auto& of = variables[e.variable];
    const bool is_known = std::ranges::any_of(
        of, [&](const exponent* k) { return k->slope == e.slope && k->offset == e.offset && k->use == e.use; });
    if (!is_known) of.push_back(&e);
  }
  for (auto& [name, of] : variables) leave_out_inverse(of);
  std::vector<exponent_family> families;
  for (auto& [name, of] : variables)
    for (auto& f : family_search(of, widest, reach, known).found()) families.push_back(std::move(f));
  return families;
}

}  // namespace hux
