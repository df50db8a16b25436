#include "cpu/row_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <type_traits>
#include <vector>

#include "cpu/kernel_table.hpp"
#include "equations/evaluate.hpp"

namespace {

using hux::operation_code;
using hux::operation_list;

constexpr int codes = static_cast<int>(operation_code::exponential_ratio) + 1;

/// Lists of operations on a few inputs, of which some are uniform.
class random_lists {
 public:
  static constexpr std::uint32_t inputs = 6;

  operation_list list() {
    operation_list made{inputs, {}, {}};
    for (std::uint32_t i = 0; i < inputs; ++i) made.operations.push_back({.code = operation_code::input, .index = i});
    while (made.operations.size() < 60) made.operations.push_back(operation_on(made.operations.size()));
    for (int i = 0; i < 4; ++i) made.outputs.push_back(below(60));
    return made;
  }

  template <class Real>
  std::vector<std::optional<Real>> uniform() {
    std::vector<std::optional<Real>> some(inputs);
    for (auto& x : some)
      if (below(3) == 0) x = number<Real>();
    return some;
  }

  template <class Real>
  Real number() {
    static constexpr double special[] = {0, -0.0, 1, -40};
    if (below(8) == 0) return static_cast<Real>(special[below(4)]);
    return static_cast<Real>(std::uniform_real_distribution<double>(-3, 3)(random_));
  }

  std::uint32_t below(std::size_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

 private:
  /// Sums and products are the most frequent, as in equations.
  hux::operation operation_on(std::size_t earlier) {
    using enum operation_code;
    static constexpr operation_code frequent[] = {negate, add, subtract, multiply, operation_code::fma};
    hux::operation o;
    do o.code = below(2) == 0 ? frequent[below(5)] : static_cast<operation_code>(below(codes));
    while (o.code == input);
    for (int i = 0; i < hux::operands_of(o.code); ++i)
      o.operands[i] = below(2) == 0 ? below(earlier) : static_cast<std::uint32_t>(earlier - 1 - below(4));
    if (o.code == constant) o.value = number<double>();
    return o;
  }

  std::mt19937 random_{7};
};

template <class Real>
bool same(Real a, Real b) {
  using bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;
  return std::bit_cast<bits>(a) == std::bit_cast<bits>(b) || (std::isnan(a) && std::isnan(b));
}

/// NaNs have a sign that is no part of a result, but of which log makes a number.
template <class Real>
bool takes_a_logarithm_of_nan(const operation_list& list, const std::vector<Real>& values) {
  return std::any_of(list.operations.begin(), list.operations.end(), [&](const hux::operation& o) {
    return o.code == operation_code::log && std::isnan(values[o.operands[0]]);
  });
}

/// A real type and the size of hardware vectors.
template <class Real, int Bytes>
struct kind {
  using real = Real;
  static constexpr int bytes = Bytes;
};

template <class Kind>
class row_programs : public testing::Test {
 public:
  using real = typename Kind::real;
  using rows = std::vector<std::vector<real>>;

  void SetUp() override {
    if (Kind::bytes > hux::cpu::widest_vectors()) GTEST_SKIP() << "this CPU has no such vectors";
  }

  static hux::cpu::row_program<real> program(const operation_list& list,
                                             const std::vector<std::optional<real>>& uniform) {
    return {list, uniform, Kind::bytes};
  }

  /// The outputs; those of the numbers that `in_place` gives, one for each output, are the rows of these inputs.
  static rows run(const hux::cpu::row_program<real>& program, rows in, std::size_t outputs,
                  const std::vector<int>& in_place, std::uint32_t count) {
    rows out(outputs, std::vector<real>(count));
    std::vector<real> scratch(program.scratch_size());
    std::vector<const real*> from;
    std::vector<real*> to;
    for (auto& row : in) from.push_back(row.data());
    for (std::size_t o = 0; o < outputs; ++o) to.push_back(in_place[o] < 0 ? out[o].data() : in[in_place[o]].data());
    program.run(from, to, scratch.data(), count);
    for (std::size_t o = 0; o < outputs; ++o)
      if (in_place[o] >= 0) out[o] = in[in_place[o]];
    return out;
  }

  /// Are the outputs what evaluate() gives for each neuron?
  static void expect_evaluated(const operation_list& list, const std::vector<std::optional<real>>& uniform,
                               const rows& in, const rows& out) {
    std::vector<real> values(list.operations.size());
    for (std::size_t neuron = 0; neuron < in[0].size(); ++neuron) {
      std::vector<real> inputs;
      for (std::size_t i = 0; i < in.size(); ++i) inputs.push_back(uniform[i].value_or(in[i][neuron]));
      hux::evaluate<real>(list, inputs, values);
      if (takes_a_logarithm_of_nan(list, values)) continue;
      for (std::size_t o = 0; o < out.size(); ++o)
        ASSERT_TRUE(same(out[o][neuron], values[list.outputs[o]]))
            << "output " << o << " of neuron " << neuron << ": " << out[o][neuron] << ", not "
            << values[list.outputs[o]];
    }
  }

  rows random_rows(std::uint32_t count) {
    rows made(random_lists::inputs, std::vector<real>(count));
    for (auto& row : made)
      for (real& x : row) x = random_.template number<real>();
    return made;
  }

  random_lists random_;
};

using kinds = testing::Types<kind<float, 32>, kind<float, 64>, kind<double, 32>, kind<double, 64>>;
TYPED_TEST_SUITE(row_programs, kinds);

const std::vector<int> apart(4, -1);

TYPED_TEST(row_programs, give_the_bits_of_each_neuron_alone) {
  for (int round = 0; round < 400; ++round) {
    const operation_list list = this->random_.list();
    const auto uniform = this->random_.template uniform<typename TypeParam::real>();
    const auto in = this->random_rows(32);
    const auto out = this->run(this->program(list, uniform), in, 4, apart, 32);
    ASSERT_NO_FATAL_FAILURE(this->expect_evaluated(list, uniform, in, out)) << "round " << round;
  }
}

TYPED_TEST(row_programs, take_512_neurons_at_a_time) {
  for (int round = 0; round < 10; ++round) {
    const operation_list list = this->random_.list();
    const auto uniform = this->random_.template uniform<typename TypeParam::real>();
    const auto in = this->random_rows(512);
    const auto out = this->run(this->program(list, uniform), in, 4, apart, 512);
    ASSERT_NO_FATAL_FAILURE(this->expect_evaluated(list, uniform, in, out)) << "round " << round;
  }
}

TYPED_TEST(row_programs, write_results_into_the_rows_of_inputs) {
  for (int round = 0; round < 400; ++round) {
    operation_list list = this->random_.list();
    if (round % 2 == 0) list.outputs[1] = this->random_.below(random_lists::inputs);  // nothing but an input
    const auto uniform = this->random_.template uniform<typename TypeParam::real>();
    const auto in = this->random_rows(32);
    const auto out = this->run(this->program(list, uniform), in, 4, {2, 0, -1, 1}, 32);
    ASSERT_NO_FATAL_FAILURE(this->expect_evaluated(list, uniform, in, out)) << "round " << round;
  }
}

/// A list of one input, a row, and operations on it.
operation_list on_a_row(std::vector<hux::operation> operations, std::vector<std::uint32_t> outputs) {
  operations.insert(operations.begin(), {.code = operation_code::input});
  return {1, std::move(operations), std::move(outputs)};
}

template <class Test>
auto program_of(const Test& /*test*/, const operation_list& list) {
  return Test::program(list, std::vector<std::optional<typename Test::real>>(list.inputs));
}

TYPED_TEST(row_programs, may_be_long) {
  std::vector<hux::operation> steps;
  for (std::uint32_t i = 0; i < 1000; ++i) steps.push_back({operation_code::fma, {0, i, i / 2}});
  const auto list = on_a_row(steps, {1000, 300});
  const std::vector<std::optional<typename TypeParam::real>> no_uniform(1);
  const auto in = typename TestFixture::rows{this->random_rows(160)[0]};
  this->expect_evaluated(list, no_uniform, in, this->run(this->program(list, no_uniform), in, 2, {-1, 0}, 160));
}

TYPED_TEST(row_programs, leave_out_what_no_output_needs) {
  const auto list =
      on_a_row({{operation_code::exp, {0}}, {operation_code::log, {1}}, {operation_code::exp2, {0}}}, {3});
  EXPECT_EQ(program_of(*this, list).operations(), 1);
}

TYPED_TEST(row_programs, do_equal_operations_once) {
  const auto list = on_a_row({{operation_code::exp, {0}},
                              {operation_code::exp, {0}},
                              {operation_code::add, {0, 1}},
                              {operation_code::add, {2, 0}},
                              {operation_code::divide, {3, 4}}},
                             {5});
  EXPECT_EQ(program_of(*this, list).operations(), 3);
}

TYPED_TEST(row_programs, work_out_beforehand_what_is_the_same_for_all_neurons) {
  const auto list = on_a_row({{.code = operation_code::constant, .value = 2},
                              {operation_code::exp, {1}},
                              {operation_code::square_root, {2}},
                              {operation_code::multiply, {0, 3}}},
                             {4});
  EXPECT_EQ(program_of(*this, list).operations(), 1);
}

TYPED_TEST(row_programs, join_a_change_of_sign_with_what_uses_it) {
  const auto list =
      on_a_row({{operation_code::exp, {0}}, {operation_code::negate, {1}}, {operation_code::fma, {2, 0, 0}}}, {3});
  EXPECT_EQ(program_of(*this, list).operations(), 2);
}

TYPED_TEST(row_programs, share_rows_between_results_that_are_not_needed_at_a_time) {
  std::vector<hux::operation> chain;
  for (std::uint32_t i = 0; i < 50; ++i) chain.push_back({operation_code::divide, {0, i}});
  EXPECT_EQ(program_of(*this, on_a_row(chain, {50})).slots(), 1);
}

TYPED_TEST(row_programs, need_as_many_rows_as_results_that_wait) {
  std::vector<hux::operation> waiting;
  for (std::uint32_t i = 0; i < 5; ++i) waiting.push_back({operation_code::exp, {i}});
  for (std::uint32_t i = 1; i < 5; ++i) waiting.push_back({operation_code::divide, {i, 4 + i}});
  EXPECT_EQ(program_of(*this, on_a_row(waiting, {9})).slots(), 4);  // the fifth is used at once
}

TYPED_TEST(row_programs, give_the_same_output_more_than_once) {
  const auto list = on_a_row({{operation_code::exp, {0}}}, {1, 1, 0});
  const std::vector<std::optional<typename TypeParam::real>> no_uniform(1);
  const auto in = typename TestFixture::rows{this->random_rows(32)[0]};
  this->expect_evaluated(list, no_uniform, in, this->run(this->program(list, no_uniform), in, 3, {-1, -1, -1}, 32));
}

}  // namespace
