#include "cpu/lower_to_rows.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <type_traits>
#include <utility>

#include "cpu/row_machine.hpp"
#include "equations/evaluate.hpp"

namespace hux::cpu {
namespace {

std::vector<bool> needed(const operation_list& list) {
  std::vector<bool> is_needed(list.operations.size());
  for (const std::uint32_t output : list.outputs) is_needed[output] = true;
  for (std::size_t i = list.operations.size(); i-- > 0;)
    if (const operation& o = list.operations[i]; is_needed[i])
      for (int operand = 0; operand < operands_of(o.code); ++operand) is_needed[o.operands[operand]] = true;
  return is_needed;
}

/// Of an operation that is the same over rows.
row_code same_over_rows(operation_code code) {
  switch (code) {
    case operation_code::divide:
      return row_code::divide;
    case operation_code::minimum:
      return row_code::minimum;
    case operation_code::maximum:
      return row_code::maximum;
    case operation_code::absolute:
      return row_code::absolute;
    case operation_code::select_less:
      return row_code::select_less;
    case operation_code::square_root:
      return row_code::square_root;
    case operation_code::reciprocal:
      return row_code::reciprocal;
    case operation_code::exp:
      return row_code::exp;
    case operation_code::expm1:
      return row_code::expm1;
    case operation_code::exp2:
      return row_code::exp2;
    case operation_code::exp2m1:
      return row_code::exp2m1;
    case operation_code::log:
      return row_code::log;
    case operation_code::exponential_ratio:
      return row_code::exponential_ratio;
    default:
      __builtin_unreachable();
  }
}

template <class Real>
class lowering {
 public:
  lowering(const operation_list& list, std::span<const std::optional<Real>> uniform)
      : list_(list), uniform_(uniform), numbers_(list.operations.size()), values_(list.operations.size()) {
    for (const auto& input : uniform) inputs_.push_back(input.value_or(Real(0)));
  }

  row_sequence<Real> sequence() {
    const std::vector<bool> is_needed = needed(list_);
    for (std::uint32_t place = 0; place < list_.operations.size(); ++place)
      if (is_needed[place]) lower(place);
    for (const std::uint32_t output : list_.outputs) to_.outputs.push_back(row_of_its_own(plain(values_[output])));
    return std::move(to_);
  }

 private:
  /// What an operation of the list gives: what is at the place, or that with the other sign.
  struct value {
    row_place at;
    bool negated = false;
  };

  void lower(std::uint32_t place) {
    const operation& o = list_.operations[place];
    if (is_uniform(o)) {
      numbers_[place] = value_of<Real>(o, inputs_, numbers_);
      values_[place] = {number(numbers_[place])};
    } else {
      values_[place] = over_rows(o);
    }
  }

  bool is_uniform(const operation& o) const {
    if (o.code == operation_code::input) return uniform_[o.index].has_value();
    return std::all_of(o.operands.begin(), o.operands.begin() + operands_of(o.code),
                       [&](std::uint32_t operand) { return values_[operand].at.where == row_place::uniform; });
  }

  value over_rows(const operation& o) {
    const auto x = [&](int i) { return values_[o.operands[i]]; };
    switch (o.code) {
      case operation_code::input:
        return {{row_place::input, o.index}};
      case operation_code::negate:
        return opposite(x(0));
      case operation_code::add:
        return sum(x(0), x(1));
      case operation_code::subtract:
        return sum(x(0), opposite(x(1)));
      case operation_code::multiply:
        return multiply_add(x(0), x(1), number(Real(-0.0)));
      case operation_code::fma:
        return multiply_add(x(0), x(1), plain(x(2)));
      default:
        return emit(same_as(o));
    }
  }

  static value opposite(const value& x) { return {x.at, !x.negated}; }

  value sum(const value& a, const value& b) {
    if (b.negated) return emit({row_code::subtract, {plain(a), b.at}});
    if (a.negated) return sum(b, a);
    return emit({row_code::add, {std::max(a.at, b.at), std::min(a.at, b.at)}});
  }

  value multiply_add(const value& a, const value& b, row_place c) {
    const row_code code = a.negated != b.negated ? row_code::negated_fma : row_code::fma;
    return emit({code, {std::max(a.at, b.at), std::min(a.at, b.at), c}});
  }

  row_operation same_as(const operation& o) {
    row_operation same{same_over_rows(o.code), {}};
    for (int i = 0; i < operands_of(o.code); ++i) same.from[i] = plain(values_[o.operands[i]]);
    return same;
  }

  /// Where a value is with its own sign.
  row_place plain(const value& x) {
    return x.negated ? emit({row_code::subtract, {number(Real(-0.0)), x.at}}).at : x.at;
  }

  value emit(const row_operation& o) {
    const auto [at, is_new] = results_.try_emplace(o, static_cast<std::uint32_t>(to_.operations.size()));
    if (is_new) to_.operations.push_back(o);
    return {{row_place::result, at->second}};
  }

  row_place number(Real x) {
    using bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;  // 0 and -0 are two numbers
    const auto [at, is_new] =
        uniforms_.try_emplace(std::bit_cast<bits>(x), static_cast<std::uint32_t>(to_.uniforms.size()));
    if (is_new) to_.uniforms.push_back(x);
    return {row_place::uniform, at->second};
  }

  /// The number of a result that no other output is.
  std::uint32_t row_of_its_own(row_place x) {
    if (x.where == row_place::result && taken_.insert(x.index).second) return x.index;
    to_.operations.push_back({row_code::copy, {x}});
    return static_cast<std::uint32_t>(to_.operations.size() - 1);
  }

  const operation_list& list_;
  std::span<const std::optional<Real>> uniform_;
  std::vector<Real> inputs_, numbers_;  ///< what is known of them
  std::vector<value> values_;           ///< of the operations of the list
  row_sequence<Real> to_;
  std::map<row_operation, std::uint32_t> results_;
  std::map<std::uint64_t, std::uint32_t> uniforms_;
  std::set<std::uint32_t> taken_;
};

/// Orders operations from the last to the first, so that as many as can be are followed by one that uses their result:
/// where no other does, what it gives need not be written to memory.
class ordering {
 public:
  explicit ordering(const std::vector<row_operation>& operations) : operations_(operations), uses_(operations.size()) {
    for (const row_operation& o : operations)
      for (const std::uint32_t result : results_in(o)) ++uses_[result];
    left_ = uses_;
    for (std::uint32_t i = 0; i < operations.size(); ++i)
      if (uses_[i] == 0) ready_.insert(i);
  }

  /// Numbers of the operations, in the order in which they are to be done.
  std::vector<std::uint32_t> order() {
    std::vector<std::uint32_t> reversed;
    while (!ready_.empty()) {
      reversed.push_back(reversed.empty() ? *ready_.rbegin() : before(operations_[reversed.back()]));
      take(reversed.back());
    }
    return {reversed.rbegin(), reversed.rend()};
  }

 private:
  static std::set<std::uint32_t> results_in(const row_operation& o) {
    std::set<std::uint32_t> results;
    for (const row_place& x : o.from)
      if (x.where == row_place::result) results.insert(x.index);
    return results;
  }

  /// What is done best before an operation.
  std::uint32_t before(const row_operation& o) const {
    std::pair best{std::uint32_t{0}, *ready_.rbegin()};
    if (takes_last(o.code))
      for (const std::uint32_t result : results_in(o))
        if (ready_.contains(result)) best = std::max(best, {uses_[result] == 1 ? 2U : 1U, result});
    return best.second;
  }

  void take(std::uint32_t number) {
    ready_.erase(number);
    for (const std::uint32_t result : results_in(operations_[number]))
      if (--left_[result] == 0) ready_.insert(result);
  }

  const std::vector<row_operation>& operations_;
  std::vector<std::uint32_t> uses_, left_;  ///< by how many operations; by those that are not yet in the order
  std::set<std::uint32_t> ready_;           ///< not in the order, but all that use them
};

template <class Real>
void reorder(row_sequence<Real>& sequence) {
  const std::vector<std::uint32_t> order = ordering(sequence.operations).order();
  std::vector<std::uint32_t> number(order.size());
  std::vector<row_operation> ordered;
  for (const std::uint32_t old : order) {
    number[old] = static_cast<std::uint32_t>(ordered.size());
    row_operation& o = ordered.emplace_back(sequence.operations[old]);
    for (row_place& x : o.from)
      if (x.where == row_place::result) x.index = number[x.index];
  }
  for (std::uint32_t& output : sequence.outputs) output = number[output];
  sequence.operations = std::move(ordered);
}

}  // namespace

template <class Real>
row_sequence<Real> lower_to_rows(const operation_list& list, std::span<const std::optional<Real>> uniform) {
  row_sequence<Real> sequence = lowering<Real>(list, uniform).sequence();
  reorder(sequence);
  return sequence;
}

template row_sequence<float> lower_to_rows(const operation_list&, std::span<const std::optional<float>>);
template row_sequence<double> lower_to_rows(const operation_list&, std::span<const std::optional<double>>);

}  // namespace hux::cpu
