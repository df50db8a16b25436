#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hux {

class expressions;
struct expression_node;

enum class expression_kind : std::uint8_t { number, symbol, add, multiply, divide, power, call };

/// Functions of an expression. What else a user may write is made of these.
enum class function : std::uint8_t {
  exp,
  log,  ///< natural
  sqrt,
  tanh,
  sinh,
  cosh,
  absolute,
  minimum,
  maximum,
  exprel,      ///< (e^x - 1) / x, 1 at 0
  sigmoid,     ///< 1 / (1 + e^-x)
  select_less  ///< of a, b, x, y: a < b ? x : y
};

/// A mathematical expression, as a value: equal ones are one node of their pool, so that comparing them costs nothing
/// and what occurs twice is worked out once. What is made by the operators is simplified by what holds for all numbers:
/// 0 + x, 1 x, 0 x, numbers by numbers.
class expression {
 public:
  expression() = default;
  explicit expression(const expression_node* n) : node_(n) {}

  [[nodiscard]] expression_kind kind() const;
  [[nodiscard]] bool is_number() const { return kind() == expression_kind::number; }
  [[nodiscard]] bool is_number(double x) const;
  [[nodiscard]] double value() const;             ///< of a number
  [[nodiscard]] const std::string& name() const;  ///< of a symbol
  [[nodiscard]] function called() const;          ///< of a call
  [[nodiscard]] std::span<const expression> parts() const;
  [[nodiscard]] expression part(std::size_t i) const { return parts()[i]; }
  [[nodiscard]] expressions& pool() const;
  /// The order in which nodes were made, the same on every machine.
  [[nodiscard]] std::uint32_t number() const;

  explicit operator bool() const { return node_ != nullptr; }
  bool operator==(const expression&) const = default;
  [[nodiscard]] const expression_node* node() const { return node_; }

 private:
  const expression_node* node_ = nullptr;
};

struct expression_node {
  expression_kind kind{};
  function called{};
  double value = 0;
  std::string name;
  std::vector<expression> parts;
  expressions* pool = nullptr;
  std::uint32_t number = 0;
};

/// Where expressions live; all that are put together are of one pool.
class expressions {
 public:
  expressions() = default;
  expressions(const expressions&) = delete;
  expressions& operator=(const expressions&) = delete;

  expression number(double value);
  expression symbol(std::string_view name);
  expression make(expression_kind kind, std::vector<expression> parts, function called = {});

 private:
  expression interned(expression_node node);

  std::deque<expression_node> nodes_;
  std::unordered_multimap<std::size_t, const expression_node*> by_hash_;
};

expression operator+(expression a, expression b);
expression operator-(expression a, expression b);
expression operator-(expression a);
expression operator*(expression a, expression b);
expression operator/(expression a, expression b);
expression operator*(double a, expression b);
expression operator+(double a, expression b);
expression operator-(double a, expression b);
expression operator/(double a, expression b);
expression power(expression base, expression exponent);
expression call(function f, std::vector<expression> arguments);

}  // namespace hux
