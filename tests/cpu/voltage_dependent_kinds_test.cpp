#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cpu/block_findings.hpp"
#include "cpu/compile_kernels.hpp"
#include "cpu/kernel_table.hpp"
#include "cpu/make_population.hpp"
#include "engine/receptor_kinds.hpp"
#include "equations/text/cpp_text.hpp"
#include "equations/text/synapse.hpp"
#include "network/build_population.hpp"
#include "support/thread_team.hpp"

/// NMDA is one voltage-dependent receptor among others: kernels are compiled for any list of kinds, and each is open by
/// its own formula.
namespace hux::cpu {
namespace {

/// A conductance that depolarisation opens: 1 / (1 + exp(-(v + 40 mV) / slope)).
synapse_page opening_page() {
  synapse_page p;
  p.name = "opening";
  p.parameters = {{"tau", quantity::time, 1e9, range::positive, ""},
                  {"e_rev", quantity::voltage, -90, range::any, ""},
                  {"slope", quantity::voltage, 8, range::positive, ""}};
  p.states = {{"g", "-g / tau", "g + w"}};
  p.current = "g * (v - e_rev) / (1 + exp(-(v + 40 mV) / slope))";
  return p;
}

constexpr double capacitance = 1e6;  // uF/cm2, so that the potential hardly moves
constexpr double short_step = 0.01;  // ms

/// A cell that has only receptors, each with a conductance that stays.
population cell(const std::vector<receptor>& receptors, double v) {
  population p;
  p.name = "cell";
  p.size = 1;
  p.model = "hodgkin_huxley";
  p.parameters = {{"g_na", 0.0}, {"g_k", 0.0}, {"g_l", 0.0}, {"c_m", capacitance}};
  p.initial_v = v;
  p.receptors = receptors;
  return p;
}

class cell_with_receptors {
 public:
  explicit cell_with_receptors(std::vector<receptor> receptors) : receptors_(std::move(receptors)) {
    auto more = std::make_shared<catalog>(*built_in_catalog());
    more->synapses.push_back(equations_of(opening_page()));
    known_ = more;
    network_.dt = short_step;
    network_.integrator = &known_->integrator("rk4");
  }

  /// From now on its kernels are compiled for its receptors, and not interpreted or built in.
  void compile() {
    const auto kinds = own_kinds(built(0).synapses());
    const equations& model = known_->model("hodgkin_huxley");
    kernel_order order{.model = {defined(cpp_text(*model.lists, "own_cell", false)), "own_cell"},
                       .integrator = "rk4",
                       .real = precision::double_,
                       .populations = populations_of::receptors_that_follow_v};
    for (const auto* kind : kinds) {
      const std::string type = fmt::format("kind_{}", order.kinds.size());
      order.kinds.push_back({defined(cpp_text(*kind->opening, type)), type});
    }
    own_.push_back({&model, true, kinds, compile_kernels(order)});
  }

  /// The current (uA/cm2) that the receptors drive through a membrane at v.
  [[nodiscard]] double current_at(double v) const {
    const auto one = built(v);
    const auto kernel = kernels_of<double>(one, network_, own_);
    auto p = make_population<double>(one, network_, *kernel, team_);
    const buffer<wide_fixed_point> sums(receptors_.size() * padded(1), 0);
    std::vector<window_spike> spikes;
    block_findings<double> work;
    work.end = 1;
    work.dt = short_step;
    work.steps = {0, 1};
    work.stride = padded(1);
    work.window = 1;
    work.arrivals = sums.data();
    work.spikes = &spikes;
    kernel->advance(p.view, work, kernel->program);
    return (p.v[0] - v) * capacitance / short_step;
  }

 private:
  static std::string defined(const std::string& type) { return "namespace hux {\nnamespace {\n" + type + "}\n}\n"; }

  [[nodiscard]] built_population built(double v) const {
    settings s;
    s.dt = short_step;
    network n;
    n.catalog = known_;
    return build_population(cell(receptors_, v), n, s, spike_time::interpolated, team_);
  }

  std::vector<receptor> receptors_;
  std::shared_ptr<const catalog> known_;
  built_network network_;
  own_kernels own_;
  mutable thread_team team_{1};
};

const receptor blocked{"blocked", "nmda", {{"tau_rise", 1e8}, {"tau_decay", 1e9}}, 2.0};
const receptor opened{"opened", "opening", {}, 3.0};
const receptor steeper{"steeper", "opening", {{"slope", 3}, {"e_rev", 20}}, 1.0};

// Jahr & Stevens 1990, at 1 mM of magnesium
double of_blocked(double v) { return 2 / (1 + std::exp(-0.062 * v) / 3.57) * (0 - v); }
double of_opened(double v) { return 3 / (1 + std::exp(-(v + 40) / 8)) * (-90 - v); }
double of_steeper(double v) { return 1 / (1 + std::exp(-(v + 40) / 3)) * (20 - v); }

template <class... Currents>
void expect_currents(const cell_with_receptors& cell, Currents... currents) {
  for (const double v : {-80.0, -45.0, -20.0, 10.0})
    EXPECT_NEAR(cell.current_at(v), (currents(v) + ...), 1e-5 * (std::abs(currents(v)) + ...)) << v;
}

TEST(voltage_dependent_receptors, are_open_each_by_its_own_formula) {
  expect_currents(cell_with_receptors({blocked}), of_blocked);
  expect_currents(cell_with_receptors({opened}), of_opened);
  expect_currents(cell_with_receptors({opened, blocked}), of_opened, of_blocked);
  expect_currents(cell_with_receptors({steeper, blocked, opened}), of_steeper, of_blocked, of_opened);
}

TEST(voltage_dependent_receptors, are_compiled_for_the_kinds_that_a_population_has) {
  cell_with_receptors cell({steeper, blocked, opened});
  cell.compile();
  expect_currents(cell, of_steeper, of_blocked, of_opened);
}

TEST(voltage_dependent_receptors, are_known_by_their_places_among_built_in_ones_unless_one_is_a_users_own) {
  const auto own = equations_of(opening_page());
  const auto& nmda = built_in_catalog()->synapse("nmda");
  const auto& plain = built_in_catalog()->synapse("alpha");
  EXPECT_TRUE(own_kinds({&nmda, &plain, &nmda}).empty());
  EXPECT_TRUE(own_kinds({&plain}).empty());
  const std::vector<const synapse_equations*> both{&nmda, &own};
  EXPECT_EQ(own_kinds({&plain, &own, &nmda, &own}), both);
  EXPECT_EQ(own_kinds({&nmda, &own}), both);
}

}  // namespace
}  // namespace hux::cpu
