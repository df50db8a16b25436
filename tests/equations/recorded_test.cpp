#include "equations/recorded.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>
#include <vector>

#include "equations/evaluate.hpp"
#include "hux/catalog.hpp"
#include "hux/device/integrators/rk4.hpp"
#include "models/models.hpp"

namespace {

using hux::list_writer;
using hux::operation_code;
using hux::recorded;

static_assert(std::is_same_v<hux::scalar_t<recorded<float>>, float>);

TEST(recorded, rounds_constants_to_the_scalar_it_stands_for) {
  list_writer r(4);
  const auto c = hux::constant<recorded<float>>(0.1);
  EXPECT_EQ(r.written().operations[c.place()].value, double{0.1F});
}

TEST(recorded, writes_down_functions_and_not_what_they_are_made_of) {
  list_writer r(4);
  exp2m1(recorded<float>::input(0));
  ASSERT_EQ(r.written().operations.size(), 2);
  EXPECT_EQ(r.written().operations[1].code, operation_code::exp2m1);
}

TEST(recorded, writes_down_what_helpers_are_made_of) {
  list_writer r(4);
  const auto x = recorded<float>::input(0);
  hux::reciprocals(x, x * x);
  ASSERT_EQ(r.written().operations.size(), 6);
  EXPECT_EQ(r.written().operations[3].code, operation_code::reciprocal);
}

TEST(recorded, writes_down_equal_operations_once) {
  list_writer r(4);
  const auto x = recorded<double>::input(0);
  const auto y = recorded<double>::input(1);
  EXPECT_EQ((x * y).place(), (y * x).place());
  EXPECT_EQ(fma(x, y, x).place(), fma(y, x, x).place());
  EXPECT_NE((x - y).place(), (y - x).place());
}

TEST(recorded, tells_zero_from_minus_zero) {
  list_writer r(4);
  EXPECT_NE(recorded<double>(0.0).place(), recorded<double>(-0.0).place());
}

TEST(recorded, is_written_down_by_the_youngest_writer) {
  list_writer outer(1);
  {
    list_writer inner(1);
    recorded<float>::input(0);
    EXPECT_EQ(inner.written().operations.size(), 1);
  }
  EXPECT_EQ(outer.written().operations.size(), 0);
  recorded<float>::input(0);
  EXPECT_EQ(outer.written().operations.size(), 1);
}

TEST(list_writer, keeps_what_outputs_need) {
  list_writer r(2);
  const auto x = recorded<double>::input(0);
  exp(x);
  const auto y = x + recorded<double>::input(1);
  const auto list = r.finished({y.place(), x.place()});
  EXPECT_EQ(list.operations.size(), 3);
  EXPECT_EQ(list.outputs, (std::vector<std::uint32_t>{2, 0}));
}

/// A step from a state, of numbers or of what records them.
template <class Real>
hux::neuron_state<Real, 3> step(hux::neuron_state<Real, 3> s) {
  const auto number = [](double c) { return hux::constant<Real>(c); };
  const auto& model = hux::built_in_catalog()->model("traub_miles");
  const auto k = model.derived(model.values_of(""), hux::rk4::unit_of_time * 0.05);
  using cell = hux::built_in::traub_miles;
  cell::coefficients<Real> c;
  std::ranges::transform(k, reinterpret_cast<Real*>(&c), number);
  hux::stage_input<Real, hux::type_list<>> input;
  for (auto& sum : input.sum) sum = {number(0.3), number(0.01)};
  hux::rk4::step<cell>(s, c, input);
  return s;
}

TEST(recorded, makes_a_list_of_a_step_that_gives_its_bits) {
  list_writer r(4);
  using real = recorded<float>;
  const auto after = step<real>({real::input(0), {real::input(1), real::input(2), real::input(3)}});
  const auto list = r.finished({after.v.place()});
  std::vector<float> values(list.operations.size());
  hux::evaluate<float>(list, std::vector{-50.0F, 0.1F, 0.6F, 0.3F}, values);
  const auto expected = step<float>({-50.0F, {0.1F, 0.6F, 0.3F}});
  EXPECT_EQ(values[list.outputs[0]], expected.v);
}

}  // namespace
