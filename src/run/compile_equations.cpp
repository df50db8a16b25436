#include "run/compile_equations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "cpu/compile_kernels.hpp"
#include "engine/receptor_kinds.hpp"
#include "equations/object_cache.hpp"
#include "equations/step_list.hpp"
#include "equations/text/cpp_text.hpp"
#include "experiment/lookup.hpp"
#include "experiment/terminals.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux {
namespace {

/// Equations of text with populations that one function can advance.
struct text_equations {
  const equations* model;
  bool follows_v;
  std::vector<const synapse_equations*> kinds;  ///< own_kinds()
  std::uint64_t neurons = 0;
};

std::vector<text_equations> equations_of_text(const experiment& e) {
  std::vector<text_equations> all;
  const catalog& known = *e.network.catalog;
  for (const auto& p : e.network.populations) {
    const equations& model = neuron_equations(e.network, p);
    std::vector<const synapse_equations*> synapses;
    for (const auto& r : p.receptors) synapses.push_back(&synapse_of(known, p, r));
    text_equations needed{&model, std::ranges::any_of(synapses, [](const auto* s) { return s->opening != nullptr; }),
                          own_kinds(synapses)};
    if (!model.lists || (!model.kernels.empty() && needed.kinds.empty())) continue;
    const auto same = [&](const auto& t) {
      return t.model == &model && t.follows_v == needed.follows_v && t.kinds == needed.kinds;
    };
    const auto met = std::ranges::find_if(all, same);
    (met != all.end() ? *met : all.emplace_back(std::move(needed))).neurons += p.size;
  }
  return all;
}

/// How one of them is run.
struct decision {
  std::optional<compiled_kernels> kernels;
  std::string how = "interpreted";
  std::string warning;
};

class equations_compiler {
 public:
  explicit equations_compiler(const experiment& e) : e_(e) {}

  [[nodiscard]] const std::string& refusal_of_cache() const { return cache_.refusal(); }

  /// @param check called now and then
  [[nodiscard]] decision decide(const text_equations& t, const std::function<void()>& check) const {
    if (e_.settings.equations == equations_run::interpreted) return {};
    const cpu::kernel_order order = order_of(t);
    if (auto found = cpu::cached_kernels(order, cache_))
      return {std::move(found), "compiled, taken from the cache", ""};
    const bool wanted = e_.settings.equations == equations_run::compiled;
    if (!wanted && seconds_gained(e_, *t.model, t.neurons) < seconds_to_compile) return {};
    try {
      return compiled(order, check);
    } catch (const interrupted&) {
      throw;
    } catch (const error& failure) {
      if (wanted) throw input_error("simulation.equations", std::string("'compile' cannot be had: ") + failure.what());
      return {
          {}, "interpreted", "equations of '" + t.model->name + "' would run faster compiled, but " + failure.what()};
    }
  }

 private:
  [[nodiscard]] cpu::kernel_order order_of(const text_equations& t) const {
    // The name of the model is none of it, so that those of other names may be taken for it.
    const std::string type = "equations_of_text";
    const bool staggered = integrator_of(*e_.network.catalog, e_.settings).staggered;
    cpu::kernel_order order;
    // Of one's own, so that the compiler need not make what others could call.
    order.model = {"namespace hux {\nnamespace {\n" + cpp_text(*t.model->lists, type, staggered) + "}\n}\n", type};
    order.integrator = e_.settings.integrator;
    order.real = e_.settings.precision;
    order.populations =
        t.follows_v ? cpu::populations_of::receptors_that_follow_v : cpu::populations_of::other_receptors;
    if (t.follows_v)
      for (const auto* synapse : kinds_of(t)) {
        const std::string kind = fmt::format("opening_{}", order.kinds.size());
        order.kinds.push_back({"namespace hux {\nnamespace {\n" + cpp_text(*synapse->opening, kind) + "}\n}\n", kind});
      }
    return order;
  }

  /// What receptors are told apart by, in order.
  [[nodiscard]] std::vector<const synapse_equations*> kinds_of(const text_equations& t) const {
    auto kinds = t.kinds;
    if (kinds.empty())
      for (const auto& s : e_.network.catalog->synapses)
        if (s.kind >= 0) kinds.push_back(&s);
    return kinds;
  }

  [[nodiscard]] decision compiled(const cpu::kernel_order& order, const std::function<void()>& check) const {
    using clock = std::chrono::steady_clock;
    const auto start = clock::now();
    auto kernels = cpu::compile_kernels(order, &cache_, check);
    const std::chrono::duration<double> spent = clock::now() - start;
    return {std::move(kernels), fmt::format("compiled ({:.1f} s)", spent.count()), ""};
  }

  const experiment& e_;
  object_cache cache_;
};

std::size_t operations_of_step(const experiment& e, const equations& model) {
  const auto operations = [&](auto real) {
    return step_list_of<decltype(real)>(*model.lists, e.settings.integrator, {}).step.operations;
  };
  const auto all = e.settings.precision == precision::single ? operations(float{}) : operations(double{});
  return std::ranges::count_if(
      all, [](const operation& o) { return o.code != operation_code::constant && o.code != operation_code::input; });
}

}  // namespace

double seconds_gained(const experiment& e, const equations& model, std::uint64_t neurons) {
  // Of an operation on one neuron, interpreted in single precision on vectors of 64 bytes: 7.0 ns for the 160
  // operations of a step of rk4 of Morris-Lecar, 13 ns for the 298 of traub_miles (an EPYC with AVX-512;
  // benchmarks/micro).
  constexpr double seconds_of_operation = 0.045e-9;
  constexpr double times_faster = 1.7;  // 1.65 and 2.2 there, 1.4 and 1.9 in double precision
  const double bytes = e.settings.precision == precision::single ? sizeof(float) : sizeof(double);
  const double vectors = bytes / sizeof(float) * 64 / cpu::widest_vectors();
  const auto steps = static_cast<double>(steps_of(e.settings.duration, e.settings.dt));
  const double interpreted = static_cast<double>(neurons) * steps * vectors * seconds_of_operation *
                             static_cast<double>(operations_of_step(e, model)) / e.settings.threads;
  return interpreted * (1 - 1 / times_faster);
}

equations_choice compile_equations(const experiment& e, thread_team& team) {
  equations_choice choice;
  choice.settled = e.settings.equations;
  const auto all = equations_of_text(e);
  if (e.settings.backend != backend_kind::cpu || all.empty()) return choice;
  const equations_compiler compiler(e);
  std::vector<decision> decisions(all.size());
  team.for_each(all.size(), [&](std::size_t i, unsigned thread) {
    decisions[i] = compiler.decide(all[i], [&] { team.check(thread); });
  });
  if (e.settings.equations != equations_run::interpreted && !compiler.refusal_of_cache().empty())
    choice.warnings.push_back(compiler.refusal_of_cache());
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& d = decisions[i];
    choice.said.push_back("equations of '" + all[i].model->name + "' are " + d.how);
    if (!d.warning.empty() && std::ranges::find(choice.warnings, d.warning) == choice.warnings.end())
      choice.warnings.push_back(d.warning);
    if (d.kernels) choice.kernels.push_back({all[i].model, all[i].follows_v, all[i].kinds, std::move(*d.kernels)});
  }
  if (choice.kernels.size() == all.size()) choice.settled = equations_run::compiled;
  if (choice.kernels.empty()) choice.settled = equations_run::interpreted;
  return choice;
}

}  // namespace hux
