#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "equations/opening_list.hpp"
#include "equations/text/coefficients.hpp"
#include "equations/text/equation_reader.hpp"
#include "equations/text/receptor_numbers.hpp"
#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// What a receptor's current is beside what it is made of: factor opening(v) (v - e_rev) of a conductance, or the
/// factor alone.
struct current_form {
  expression factor, e_rev, opening;
};

/// What making the equations of a page takes, whether its receptor has states at which spikes arrive or a signal
/// arrives.
class receptor_maker {
 protected:
  explicit receptor_maker(const synapse_page& page);

  [[noreturn]] void refuse(const std::string& of, const std::string& why) const;
  void check_names() const;
  /// Refuses parameters that have a number out of its bound, by default.
  void check_numbers();

  /// What a text of the receptor means, which lives without what its sources have.
  expression meaning(const std::string& key, const std::string& text, const std::string& unit);
  /// The terminal of a page whose spikes release something; null if it has none.
  [[nodiscard]] std::shared_ptr<const terminal_equations> made_terminal();
  /// Refuses a current of what signals bring, and states at none of which spikes arrive.
  void check_arrivals() const;
  /// What a weight of 1 adds to a state, from an arrival that is the state plus a constant times w.
  expression added_to(const receptor_state& s, const std::string& unit);

  /// Does an equation name v, or a define that is made of it?
  bool mentions_v(const syntax& s);
  [[nodiscard]] bool is_terminal_state(const std::string& name) const;
  /// Of a receptor's states, too.
  void measure_weights_in(const std::string& unit);

  /// One factor is a line in v, which says where the current reverses; the others follow v.
  std::optional<current_form> conductance_form(const product& p);
  std::shared_ptr<const opening_list> opening_of(expression opening);

  std::uint32_t place_of(expression constant) { return numbers_.index_of(constant); }
  std::uint32_t expect(expression constant, bound b, std::string key, std::string before, std::string after);

  [[nodiscard]] std::vector<double> standard() const;
  /// The value, but for its terminal. To be called at last.
  synapse_equations described();

  const synapse_page& page_;
  equation_reader reader_;
  algebra& known_;
  coefficients numbers_;
  receptor_numbers made_;
  std::vector<std::string> parameters_;
  std::string unit_;         ///< of weights and states
  bool is_current_ = false;  ///< are weights currents?
};

/// Does an equation name something?
bool mentions(const syntax& s, std::string_view name);

}  // namespace hux
