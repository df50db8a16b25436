#include "equations/step_list.hpp"

#include "equations/recorded.hpp"
#include "hux/device/integrators/integrators.hpp"
#include "hux/device/integrators/receptor_input.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// The receptors whose openings are lists, each the only one of its kind.
struct listed_openings;

template <>
struct openings<listed_openings> {
  template <class Real>
  struct coefficients {
    const opening_list* list = nullptr;
    std::vector<Real> values;
  };

  template <class Real>
  static Real fraction(int /*kind*/, const Real& v, const coefficients<Real>& k) {
    std::vector<Real> inputs{v};
    inputs.insert(inputs.end(), k.values.begin(), k.values.end());
    return results_of<Real>(k.list->open, inputs)[0];
  }
};

namespace {

/// Records what an integrator does with equations that are lists.
template <class Model, class Integrator, class Scalar>
class step_recorder {
  using real = recorded<Scalar>;
  using state = neuron_state<real, Model::gates>;
  using coefficients = typename Model::template coefficients<real>;

 public:
  step_recorder(const model_lists& model, const std::vector<const opening_list*>& openings)
      : model_(model),
        openings_(openings),
        varying_(static_cast<std::uint32_t>(1 + model.states() + 2 * stages + stages * openings.size())),
        inputs_(static_cast<std::uint32_t>(varying_ + model.coefficients)) {
    for (const auto* o : openings) inputs_ += 1 + o->coefficients;
  }

  step_list made() const {
    return openings_.empty() ? made_with<stage_input<real, type_list<>>>()
                             : made_with<stage_input<real, listed_openings>>();
  }

 private:
  template <class Input>
  step_list made_with() const {
    step_list list;
    list.varying = varying_;
    list.step = recorded_by([&](state& s, const coefficients& k) {
      Integrator::template step<Model>(s, k, input<Input>(k));
      return outputs(s);
    });
    if constexpr (Integrator::staggered)
      list.stagger = recorded_by([&](state& s, const coefficients& k) {
        Integrator::template stagger<Model>(s, k);
        return outputs(s);
      });
    for (const instant at : {at_begin, at_end})
      list.slopes[at == at_begin ? 0 : 1] = recorded_by([&](state& s, const coefficients& k) {
        return std::vector{slope(membrane_with_input<Model>(s.v, s.gate, k, input<Input>(k), at), s.v).place()};
      });
    return list;
  }

  template <class Work>
  operation_list recorded_by(const Work& work) const {
    list_writer writer(inputs_);
    coefficients k{&model_, {}, {}};
    for (std::uint32_t c = 0; c < model_.coefficients; ++c) k.values.push_back(real::input(varying_ + c));
    k.input = k.values[model_.input];
    state s;
    s.v = real::input(0);
    for (std::uint32_t i = 0; i < model_.states(); ++i) s.gate[Model::place(model_, i)] = real::input(1 + i);
    return writer.finished(work(s, k));
  }

  std::vector<std::uint32_t> outputs(const state& s) const {
    std::vector<std::uint32_t> places{s.v.place()};
    for (std::uint32_t i = 0; i < model_.states(); ++i) places.push_back(s.gate[Model::place(model_, i)].place());
    return places;
  }

  template <class Input>
  Input input(const coefficients& k) const {
    std::uint32_t at = 1 + model_.states();
    Input in{};
    for (auto& sum : in.sum) {
      sum.drive = real::input(at++);
      sum.decay = real::input(at++);
    }
    if constexpr (Input::follows_v) {
      std::uint32_t constant_at = varying_ + model_.coefficients;
      in.voltage_dependent = static_cast<int>(openings_.size());
      for (std::size_t r = 0; r < openings_.size(); ++r) {
        for (auto& g : in.conductance[r]) g = real::input(at++);
        in.e_rev[r] = real::input(constant_at++);
        in.opening[r].list = openings_[r];
        for (std::uint32_t c = 0; c < openings_[r]->coefficients; ++c)
          in.opening[r].values.push_back(real::input(constant_at++));
      }
    }
    scale(in, k.input);
    return in;
  }

  const model_lists& model_;
  const std::vector<const opening_list*>& openings_;
  std::uint32_t varying_;
  std::uint32_t inputs_;
};

}  // namespace

template <class Scalar>
step_list step_list_of(const model_lists& model, std::string_view integrator,
                       const std::vector<const opening_list*>& openings) {
  step_list list;
  for_each_type(all_integrators{}, [&](auto tag) {
    using scheme = typename decltype(tag)::type;
    if (scheme::name != integrator) return;
    list = with_listed_model<scheme>(
        model, [&](auto form) { return step_recorder<decltype(form), scheme, Scalar>(model, openings).made(); });
  });
  return list;
}

template step_list step_list_of<float>(const model_lists&, std::string_view, const std::vector<const opening_list*>&);
template step_list step_list_of<double>(const model_lists&, std::string_view, const std::vector<const opening_list*>&);

}  // namespace hux
