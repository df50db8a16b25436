#include "cpu/pack.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "data/reference.hpp"
#include "hux/device/functions.hpp"
#include "synapses/synapses.hpp"

namespace {

template <class Real>
using bits_of = std::conditional_t<std::is_same_v<Real, float>, std::uint32_t, std::uint64_t>;

/// Compares packs with single numbers, element by element.
template <class Real>
class packs : public testing::Test {
 public:
  using pack = hux::cpu::pack<Real, 32, 2>;
  static constexpr int width = pack::width;
  struct alignas(32) lanes {
    Real at[width];
  };

  static pack load(const lanes& x) { return pack::load(x.at); }

  /// Is each element of `result` what f gives for that element alone?
  template <class Scalar>
  static void expect_elements(const pack& result, const Scalar& f) {
    lanes stored;
    result.store(stored.at);
    for (int i = 0; i < width; ++i)
      ASSERT_EQ(std::bit_cast<bits_of<Real>>(stored.at[i]), std::bit_cast<bits_of<Real>>(f(i)))
          << "element " << i << ": " << stored.at[i] << " and " << f(i);
  }

  /// The same where NaNs may be, whose bits IEEE leaves open.
  template <class Scalar>
  static void expect_elements_or_nan(const pack& result, const lanes& x, const Scalar& f) {
    lanes stored;
    result.store(stored.at);
    for (int i = 0; i < width; ++i) {
      const Real alone = f(x.at[i]);
      ASSERT_TRUE(std::isnan(alone) ? std::isnan(stored.at[i])
                                    : std::bit_cast<bits_of<Real>>(stored.at[i]) == std::bit_cast<bits_of<Real>>(alone))
          << "of " << x.at[i] << ": " << stored.at[i] << " and " << alone;
    }
  }

  /// Numbers of a random sign and magnitude, now and then special ones.
  lanes numbers(double largest_exponent = 20) {
    static constexpr Real special[] = {Real(0), Real(-0.0), Real(1), Real(-40), std::numeric_limits<Real>::min()};
    std::uniform_real_distribution<double> exponent(-largest_exponent, largest_exponent);
    lanes x;
    for (auto& value : x.at) {
      value = static_cast<Real>((random_() % 2 ? 1 : -1) * std::exp2(exponent(random_)));
      if (random_() % 16 == 0) value = special[random_() % std::size(special)];
    }
    return x;
  }

  /// Numbers among which are those that a function may treat apart.
  lanes strange_numbers(double largest_exponent) {
    using limits = std::numeric_limits<Real>;
    static constexpr Real strange[] = {limits::quiet_NaN(),  limits::infinity(), -limits::infinity(),   limits::max(),
                                       limits::denorm_min(), limits::lowest(),   -limits::denorm_min(), -limits::min()};
    lanes x = numbers(largest_exponent);
    if (random_() % 2) x.at[random_() % width] = strange[random_() % std::size(strange)];
    return x;
  }

  lanes voltages() {
    std::uniform_real_distribution<double> v(-150, 100);
    lanes x;
    for (auto& value : x.at) value = static_cast<Real>(v(random_));
    return x;
  }

 private:
  std::mt19937 random_{1};
};

using precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(packs, precisions);

constexpr int rounds = 2000;

TYPED_TEST(packs, add_subtract_multiply_and_divide_as_single_numbers_do) {
  for (int round = 0; round < rounds; ++round) {
    const auto a = this->numbers();
    const auto b = this->numbers();
    this->expect_elements(this->load(a) + this->load(b), [&](int i) { return a.at[i] + b.at[i]; });
    this->expect_elements(this->load(a) - this->load(b), [&](int i) { return a.at[i] - b.at[i]; });
    this->expect_elements(this->load(a) * this->load(b), [&](int i) { return a.at[i] * b.at[i]; });
    if (std::count(std::begin(b.at), std::end(b.at), TypeParam(0)) == 0)
      this->expect_elements(this->load(a) / this->load(b), [&](int i) { return a.at[i] / b.at[i]; });
  }
}

TYPED_TEST(packs, have_the_primitives_of_single_numbers) {
  for (int round = 0; round < rounds; ++round) {
    const auto a = this->numbers();
    const auto b = this->numbers();
    const auto c = this->numbers();
    const auto d = this->numbers();
    const auto pa = this->load(a);
    const auto pb = this->load(b);
    this->expect_elements(fma(pa, pb, this->load(c)), [&](int i) { return hux::fma(a.at[i], b.at[i], c.at[i]); });
    this->expect_elements(minimum(pa, pb), [&](int i) { return hux::minimum(a.at[i], b.at[i]); });
    this->expect_elements(maximum(pa, pb), [&](int i) { return hux::maximum(a.at[i], b.at[i]); });
    this->expect_elements(absolute(pa), [&](int i) { return hux::absolute(a.at[i]); });
    this->expect_elements(select_less(pa, pb, this->load(c), this->load(d)),
                          [&](int i) { return hux::select_less(a.at[i], b.at[i], c.at[i], d.at[i]); });
  }
}

TYPED_TEST(packs, treat_a_nan_as_single_numbers_do) {
  auto a = this->numbers();
  auto b = this->numbers();
  a.at[0] = b.at[1] = std::numeric_limits<TypeParam>::quiet_NaN();
  const auto pa = this->load(a);
  const auto pb = this->load(b);
  this->expect_elements(minimum(pa, pb), [&](int i) { return hux::minimum(a.at[i], b.at[i]); });
  this->expect_elements(maximum(pa, pb), [&](int i) { return hux::maximum(a.at[i], b.at[i]); });
  this->expect_elements(select_less(pa, pb, pa, pb),
                        [&](int i) { return hux::select_less(a.at[i], b.at[i], a.at[i], b.at[i]); });
}

TYPED_TEST(packs, tell_which_elements_are_less) {
  for (int round = 0; round < rounds; ++round) {
    auto a = this->numbers(2);
    const auto b = this->numbers(2);
    a.at[round % this->width] = round % 3 ? b.at[round % this->width] : std::numeric_limits<TypeParam>::quiet_NaN();
    std::uint64_t expected = 0;
    for (int i = 0; i < this->width; ++i) expected |= (a.at[i] < b.at[i] ? std::uint64_t{1} : 0) << i;
    ASSERT_EQ(less(this->load(a), this->load(b)), expected);
  }
}

TYPED_TEST(packs, repeat_a_single_number) {
  for (const auto number : {TypeParam(0.1), TypeParam(-0.0)})
    this->expect_elements(typename TestFixture::pack(number), [&](int) { return number; });
}

TYPED_TEST(packs, raise_two_to_whole_powers_as_single_numbers_do) {
  const int range = sizeof(TypeParam) == 4 ? 126 : 1022;
  for (int n = -range; n <= range - this->width; ++n) {
    typename TestFixture::lanes shifted;
    for (int i = 0; i < this->width; ++i)
      shifted.at[i] = static_cast<TypeParam>(n + i) + static_cast<TypeParam>(hux::exponent_shift<TypeParam>);
    this->expect_elements(power_of_two(this->load(shifted)), [&](int i) { return std::ldexp(TypeParam(1), n + i); });
  }
}

TYPED_TEST(packs, multiply_by_whole_powers_of_two_as_single_numbers_do) {
  for (int round = 0; round < rounds; ++round) {
    auto a = this->numbers(12);
    for (auto& value : a.at)
      if (value == 0) value = 1;
    typename TestFixture::lanes shifted;
    for (int i = 0; i < this->width; ++i)
      shifted.at[i] =
          static_cast<TypeParam>(round % 80 - 40 + i) + static_cast<TypeParam>(hux::rounding_shift<TypeParam>);
    this->expect_elements(times_power_of_two(this->load(a), this->load(shifted)),
                          [&](int i) { return hux::times_power_of_two(a.at[i], shifted.at[i]); });
  }
}

TYPED_TEST(packs, compute_elementary_functions_as_single_numbers_do) {
  for (int round = 0; round < rounds; ++round) {
    const auto x = this->numbers(round % 2 ? 7 : 12);
    this->expect_elements(hux::exp(this->load(x)), [&](int i) { return hux::exp(x.at[i]); });
    this->expect_elements(hux::expm1(this->load(x)), [&](int i) { return hux::expm1(x.at[i]); });
    this->expect_elements(hux::exponential_ratio(this->load(x), this->load(x)),
                          [&](int i) { return hux::exponential_ratio(x.at[i], x.at[i]); });
    this->expect_elements(reciprocal(this->load(x)), [&](int i) { return hux::reciprocal(x.at[i]); });
    this->expect_elements(-this->load(x), [&](int i) { return -x.at[i]; });
    auto y = x;
    for (auto& value : y.at) value = std::clamp(std::abs(value), TypeParam(1), TypeParam(2));
    this->expect_elements(hux::inverse_cube_root(this->load(y)),
                          [&](int i) { return hux::inverse_cube_root(y.at[i]); });
  }
}

TYPED_TEST(packs, take_roots_as_single_numbers_do) {
  for (int round = 0; round < rounds; ++round) {
    const auto x = this->strange_numbers(100);
    this->expect_elements_or_nan(square_root(this->load(x)), x, [](TypeParam at) { return hux::square_root(at); });
  }
}

TYPED_TEST(packs, compute_the_functions_of_equations_as_single_numbers_do) {
  constexpr double exponents[] = {3, 7, 30, 100};
  for (int round = 0; round < rounds; ++round) {
    const auto x = this->strange_numbers(exponents[round % 4]);
    const auto expect = [&](const auto& f) { this->expect_elements_or_nan(f(this->load(x)), x, f); };
    expect([](const auto& at) { return hux::log(at); });
    expect([](const auto& at) { return hux::exp_or_nan(at); });
    expect([](const auto& at) { return hux::expm1_or_nan(at); });
    expect([](const auto& at) { return hux::tanh(at); });
    expect([](const auto& at) { return hux::sinh(at); });
    expect([](const auto& at) { return hux::cosh(at); });
    expect([](const auto& at) { return hux::exprel(at); });
    expect([](const auto& at) { return hux::sigmoid(at); });
    const double exponent = 0.37 * (round % 21 - 10);
    expect([&]<class T>(const T& at) { return hux::power(at, hux::constant<T>(exponent)); });
    expect([]<class T>(const T& at) { return hux::power(hux::constant<T>(1.7), at); });
  }
}

TYPED_TEST(packs, take_numbers_apart_as_single_numbers_do) {
  for (int round = 0; round < rounds; ++round) {
    auto x = this->numbers(120);
    for (auto& value : x.at) value = std::max(std::abs(value), std::numeric_limits<TypeParam>::min());
    this->expect_elements(exponent_part(this->load(x)), [&](int i) { return hux::exponent_part(x.at[i]); });
    this->expect_elements(mantissa_part(this->load(x)), [&](int i) { return hux::mantissa_part(x.at[i]); });
  }
}

TYPED_TEST(packs, compute_the_magnesium_block_as_single_numbers_do) {
  using nmda = hux::built_in::nmda_opening;
  const TypeParam magnesium[] = {TypeParam(1 / 3.57)};
  const typename TestFixture::pack in_packs[] = {typename TestFixture::pack(magnesium[0])};
  for (int round = 0; round < rounds; ++round) {
    const auto v = this->voltages();
    this->expect_elements(nmda::open_fraction(this->load(v), in_packs),
                          [&](int i) { return nmda::open_fraction(v.at[i], magnesium); });
  }
}

TYPED_TEST(packs, turn_fixed_point_sums_into_the_nearest_numbers) {
  using sum = std::conditional_t<sizeof(TypeParam) == 4, std::int32_t, std::int64_t>;
  const sum largest = sizeof(TypeParam) == 4 ? std::numeric_limits<std::int32_t>::max() : (sum{1} << 50) + 12345;
  std::mt19937_64 random(1);
  std::uniform_int_distribution<sum> any(-largest, largest);
  for (int round = 0; round < rounds; ++round) {
    alignas(32) sum sums[TestFixture::width];
    for (auto& s : sums) s = any(random) >> (random() % 30);
    sums[0] = round % 2 ? largest : -largest;
    sums[1] = 0;
    typename TestFixture::pack real;
    to_real(sums, real);
    this->expect_elements(real, [&](int i) { return static_cast<TypeParam>(sums[i]); });
  }
}

TYPED_TEST(packs, turn_wide_fixed_point_sums_into_the_nearest_numbers) {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::int64_t> any(-(1LL << 51) + 1, (1LL << 51) - 1);
  for (int round = 0; round < rounds; ++round) {
    std::int64_t sums[TestFixture::width];
    for (auto& s : sums) s = any(random) >> (random() % 50);
    typename TestFixture::pack real;
    to_real(sums, real);
    this->expect_elements(real, [&](int i) { return static_cast<TypeParam>(sums[i]); });
  }
}

/// The coefficients of a model in every element of a pack.
template <class Model, class Real>
auto broadcast(const typename Model::template coefficients<Real>& k) {
  using pack = hux::cpu::pack<Real, 32, 2>;
  typename Model::template coefficients<pack> wide;
  const auto* from = reinterpret_cast<const Real*>(&k);
  auto* to = reinterpret_cast<pack*>(&wide);
  for (std::size_t i = 0; i < sizeof k / sizeof(Real); ++i) to[i] = pack(from[i]);
  return wide;
}

/// The kinetics and the membrane equation of a model, which are all that integrators use of it.
template <class Model, class Test>
void expect_same_equations(Test& test) {
  using pack = typename Test::pack;
  using real = hux::scalar_t<pack>;
  const auto k = hux::test::coefficients<Model, real>({}, 0.025);
  const auto wide = broadcast<Model, real>(k);
  for (int round = 0; round < rounds; ++round) {
    const auto v = test.voltages();
    typename Test::lanes gates[Model::gates];
    pack gate[Model::gates];
    for (int g = 0; g < Model::gates; ++g) {
      for (int i = 0; i < Test::width; ++i) gates[g].at[i] = std::abs(std::sin(real(round + 3 * g + i)));
      gate[g] = test.load(gates[g]);
    }
    hux::linear<pack> x[Model::gates];
    Model::kinetics(test.load(v), gate, wide, x);
    const auto alone = [&](int i, hux::linear<real>(&one)[Model::gates]) {
      real of_one[Model::gates];
      for (int g = 0; g < Model::gates; ++g) of_one[g] = gates[g].at[i];
      Model::kinetics(v.at[i], of_one, k, one);
    };
    for (int g = 0; g < Model::gates; ++g) {
      hux::linear<real> one[Model::gates];
      test.expect_elements(x[g].drive, [&](int i) { return alone(i, one), one[g].drive; });
      test.expect_elements(x[g].decay, [&](int i) { return alone(i, one), one[g].decay; });
    }
    const auto membrane = Model::membrane(test.load(v), gate, wide);
    const auto one_membrane = [&](int i) {
      real one[Model::gates];
      for (int g = 0; g < Model::gates; ++g) one[g] = gates[g].at[i];
      return Model::membrane(v.at[i], one, k);
    };
    test.expect_elements(membrane.drive, [&](int i) { return one_membrane(i).drive; });
    test.expect_elements(membrane.decay, [&](int i) { return one_membrane(i).decay; });
  }
}

TYPED_TEST(packs, compute_the_equations_of_every_model_as_single_numbers_do) {
  hux::for_each_type(hux::explicit_models{}, [&](auto tag) {
    using model = typename decltype(tag)::type;
    SCOPED_TRACE(hux::test::equations_for<model>().name);
    expect_same_equations<model>(*this);
  });
}

}  // namespace
