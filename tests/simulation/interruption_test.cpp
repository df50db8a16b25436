#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "everything.hpp"
#include "hux/errors.hpp"
#include "network/synapse_rows.hpp"
#include "network/wiring.hpp"
#include "runs.hpp"
#include "support/thread_team.hpp"

/// Buildings that are wanted no more, and what callbacks and sinks throw.
namespace hux {
namespace {

using namespace test;

TEST(a_building, ends_when_it_is_wanted_no_more) {
  int asked = 0;
  EXPECT_THROW(simulation(brief_everything(), [&] { return ++asked < 1; }), interrupted);
  EXPECT_EQ(asked, 1);
}

TEST(a_building, ends_within_each_rule) {
  const experiment e = brief_everything();
  const auto population_called = [&](const std::string& name) {
    return *std::ranges::find(e.network.populations, name, &population::name);
  };
  for (const projection& p : e.network.projections) {
    thread_team team(2, [] { return false; });
    const population source = population_called(p.source), target = population_called(p.target);
    EXPECT_THROW(build_rows(wiring_of(p, source, target, e.settings), team), interrupted) << p.name;
  }
}

TEST(a_building, that_is_wanted_is_what_it_is_without_being_asked) {
  simulation s(brief_everything(), [] { return true; });
  collector kept;
  s.record_to(kept);
  const run_summary summary = s.run();
  EXPECT_EQ(differences(run(brief_everything()), outcome_of(s, std::move(kept), summary)), "");
}

TEST(a_change, that_is_wanted_no_more_changes_nothing) {
  bool wanted = true;
  simulation s(brief_everything(), [&] { return wanted; });
  s.run(3.48);
  const simulation_state before = s.save();
  experiment next = s.settled();
  next.network.projections[0].weight = uniform{1, 8};
  wanted = false;
  EXPECT_THROW(s.change(next), interrupted);
  EXPECT_EQ(first_difference(before, s.save()), "");
  wanted = true;
  s.change(next);
  s.run(0.4);
}

TEST(a_stage, that_is_wanted_no_more_does_not_begin_and_can_be_gone_on_to) {
  auto staged = brief_everything();
  staged.stages = {{.name = "first", .duration = 3.48}, {.name = "second", .duration = 4.52}};
  staged.stages[1].set = {{"population.cortex.parameters.e_l", "\"-62 mV\""}};
  staged.settings.duration = 8;
  bool wanted = true;
  simulation s(staged, [&] { return wanted; });
  collector kept;
  s.record_to(kept);
  wanted = false;
  EXPECT_FALSE(s.run(8).complete);
  EXPECT_DOUBLE_EQ(s.time(), 3.48);
  wanted = true;
  const run_summary summary = s.run();
  EXPECT_EQ(differences(run(staged), outcome_of(s, std::move(kept), summary)), "");
}

// ---- callbacks and sinks ----

TEST(an_exception_of_the_callback, comes_through_the_run_which_can_go_on) {
  simulation s(brief_everything());
  collector kept;
  s.record_to(kept);
  s.on_progress([](const progress& p) -> bool {
    if (p.time > 2) throw std::out_of_range("the callback's");
    return true;
  });
  EXPECT_THROW(s.run(), std::out_of_range);
  EXPECT_TRUE(s.can_go_on());
  EXPECT_GT(s.time(), 2);
  EXPECT_DOUBLE_EQ(s.time(), static_cast<double>(kept.steps) * brief_everything().settings.dt);
  s.on_progress({});
  const run_summary summary = s.run();
  EXPECT_EQ(differences(run(brief_everything()), outcome_of(s, std::move(kept), summary)), "");
}

/// A recorder that takes no more from a time on, as long as it is full.
class full_sink final : public recorder {
 public:
  void record(const window_results& results) override {
    if (full && results.steps.begin >= 50) throw std::length_error("the sink's");
    kept.record(results);
  }
  collector kept;
  bool full = true;
};

TEST(an_exception_of_a_sink, comes_through_the_run_which_can_go_on) {
  simulation s(brief_everything());
  full_sink sink;
  collector other;
  s.record_to(other);
  s.record_to(sink);
  EXPECT_THROW(s.run(), std::length_error);
  EXPECT_TRUE(s.can_go_on());
  EXPECT_EQ(sink.kept.steps, 50);
  sink.full = false;
  const run_summary summary = s.run();
  EXPECT_FALSE(sink.kept.gapless);
  EXPECT_EQ(run(brief_everything()).state, outcome_of(s, std::move(other), summary).state);
}

}  // namespace
}  // namespace hux
