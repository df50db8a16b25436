#pragma once

#include "equations/text/equation_reader.hpp"
#include "equations/text/exponents.hpp"
#include "equations/text/membrane_units.hpp"
#include "hux/model_page.hpp"

namespace hux {

/// Reads the page of a neuron.
class page_reader : public equation_reader {
 public:
  explicit page_reader(const model_page& page);

  [[nodiscard]] const membrane_units& units() const { return units_; }
  /// Of the potential, as exponents see it.
  [[nodiscard]] const potential_range& range() const;

 private:
  const model_page& page_;
  membrane_units units_;
};

}  // namespace hux
