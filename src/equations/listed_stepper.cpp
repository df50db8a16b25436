#include "equations/listed_stepper.hpp"

#include <cstddef>
#include <utility>
#include <vector>

#include "equations/prepared_list.hpp"
#include "equations/step_list.hpp"

namespace hux {
namespace {

/// Takes v and the states from where they are to what a list makes of them.
class state_transition {
 public:
  /// @param varying inputs of the list that are no coefficients
  state_transition(const model_lists& lists, const operation_list& list, std::uint32_t varying)
      : list_(list), states_(1 + lists.states()), varying_(varying), values_(list_.values()) {
    std::ranges::copy(list_.constants, values_.begin() + static_cast<std::ptrdiff_t>(list_.inputs.size()));
  }

  void operator()(const double* k, double current, double* state) {
    for (std::size_t i = 0; i < list_.inputs.size(); ++i) values_[i] = input(list_.inputs[i], k, current, state);
    list_.execute(values_);
    for (const auto place : list_.outputs) *state++ = values_[place];
  }

 private:
  /// Behind the states are drive and decay of what flows in, at each stage.
  [[nodiscard]] double input(std::uint32_t i, const double* k, double current, const double* state) const {
    if (i < states_) return state[i];
    if (i >= varying_) return k[i - varying_];
    return (i - states_) % 2 == 0 ? current : 0;
  }

  prepared_list list_;
  std::uint32_t states_;
  std::uint32_t varying_;
  std::vector<double> values_;
};

}  // namespace

neuron_stepper listed_stepper(const model_lists& lists, std::string_view integrator) {
  const step_list made = step_list_of<double>(lists, integrator, {});
  neuron_stepper stepper;
  stepper.start = [](const double* /*k*/, double* /*state*/) {};
  if (!made.stagger.outputs.empty())
    stepper.start = [stagger = state_transition(lists, made.stagger, made.varying)](
                        const double* k, double* state) mutable { stagger(k, 0, state); };
  stepper.step = state_transition(lists, made.step, made.varying);
  return stepper;
}

}  // namespace hux
