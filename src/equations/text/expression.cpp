#include "equations/text/expression.hpp"

#include <bit>
#include <cmath>
#include <functional>
#include <utility>

#include "hux/device/math.hpp"

namespace hux {
namespace {

std::size_t hash_of(const expression_node& n) {
  std::size_t h = static_cast<std::size_t>(n.kind) * 31 + static_cast<std::size_t>(n.called);
  h = h * 1000003 + std::bit_cast<std::uint64_t>(n.value);
  h = h * 1000003 + std::hash<std::string>{}(n.name);
  for (const auto& p : n.parts) h = h * 1000003 + p.number();
  return h;
}

bool same(const expression_node& a, const expression_node& b) {
  return a.kind == b.kind && a.called == b.called &&
         std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value) && a.name == b.name &&
         a.parts == b.parts;
}

}  // namespace

expression_kind expression::kind() const { return node_->kind; }
bool expression::is_number(double x) const { return is_number() && node_->value == x; }
double expression::value() const { return node_->value; }
const std::string& expression::name() const { return node_->name; }
function expression::called() const { return node_->called; }
std::span<const expression> expression::parts() const { return node_->parts; }
expressions& expression::pool() const { return *node_->pool; }
std::uint32_t expression::number() const { return node_->number; }

expression expressions::interned(expression_node node) {
  const std::size_t hash = hash_of(node);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto known = first; known != last; ++known)
    if (same(*known->second, node)) return expression(known->second);
  node.pool = this;
  node.number = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(std::move(node));
  by_hash_.emplace(hash, &nodes_.back());
  return expression(&nodes_.back());
}

expression expressions::number(double value) {
  expression_node node;
  node.kind = expression_kind::number;
  node.value = value == 0 ? 0 : value;  // one zero
  return interned(std::move(node));
}

expression expressions::symbol(std::string_view name) {
  expression_node node;
  node.kind = expression_kind::symbol;
  node.name = name;
  return interned(std::move(node));
}

expression expressions::make(expression_kind kind, std::vector<expression> parts, function called) {
  expression_node node;
  node.kind = kind;
  node.called = called;
  node.parts = std::move(parts);
  return interned(std::move(node));
}

expression operator+(expression a, expression b) {
  if (a.is_number(0)) return b;
  if (b.is_number(0)) return a;
  if (a.is_number() && b.is_number()) return a.pool().number(a.value() + b.value());
  return a.pool().make(expression_kind::add, {a, b});
}

expression operator-(expression a) { return -1.0 * a; }
expression operator-(expression a, expression b) { return a + -b; }

expression operator*(expression a, expression b) {
  if (a.is_number(0) || b.is_number(1)) return a;
  if (b.is_number(0) || a.is_number(1)) return b;
  if (a.is_number() && b.is_number()) return a.pool().number(a.value() * b.value());
  if (b.is_number()) std::swap(a, b);
  if (a.is_number() && b.kind() == expression_kind::multiply && b.part(0).is_number())
    return a.pool().number(a.value() * b.part(0).value()) * b.part(1);
  return a.pool().make(expression_kind::multiply, {a, b});
}

expression operator/(expression a, expression b) {
  if (a.is_number(0)) return a;
  if (b.is_number(1)) return a;
  if (a.is_number() && b.is_number()) return a.pool().number(a.value() / b.value());
  if (b.kind() == expression_kind::divide) return (a * b.part(1)) / b.part(0);
  return a.pool().make(expression_kind::divide, {a, b});
}

expression operator*(double a, expression b) { return b.pool().number(a) * b; }
expression operator+(double a, expression b) { return b.pool().number(a) + b; }
expression operator-(double a, expression b) { return b.pool().number(a) - b; }
expression operator/(double a, expression b) { return b.pool().number(a) / b; }

namespace {

/// The same bits on every machine.
double raised(double base, double exponent) {
  constexpr double most_factors = 64;
  if (exponent != std::floor(exponent) || std::abs(exponent) > most_factors) return power(base, exponent);
  double product = 1;
  for (int i = 0; i < std::abs(exponent); ++i) product *= base;
  return exponent < 0 ? 1 / product : product;
}

}  // namespace

expression power(expression base, expression exponent) {
  if (exponent.is_number(1)) return base;
  if (exponent.is_number(0)) return base.pool().number(1);
  if (base.is_number() && exponent.is_number()) return base.pool().number(raised(base.value(), exponent.value()));
  return base.pool().make(expression_kind::power, {base, exponent});
}

expression call(function f, std::vector<expression> arguments) {
  expressions& pool = arguments.front().pool();
  return pool.make(expression_kind::call, std::move(arguments), f);
}

}  // namespace hux
