#include <gtest/gtest.h>

#include "experiment_file/small_experiment.hpp"

namespace hux {
namespace {

TEST(changes, take_a_text_without_quotes) {
  EXPECT_EQ(read(small, {"simulation.duration=2 s"}).settings.duration, 2000);
}
TEST(changes, can_give_what_the_file_leaves_out) {
  EXPECT_EQ(read(small, {"population.E.threshold=-10 mV"}).network.populations[0].threshold, -10);
}
TEST(changes, apply_in_their_order) {
  EXPECT_EQ(read(small, {"simulation.seed=2", "simulation.seed=3"}).settings.seed, 3);
}

TEST(changes, name_themselves_where_they_are_wrong) {
  EXPECT_EQ(refusal(small, {"population.E.size=0"}),
            "--set population.E.size=0: population.E.size: 0 neurons; expected at least 1");
}
TEST(changes, of_an_unknown_key_name_the_nearest) {
  EXPECT_EQ(refusal(small, {"population.E.sise=5"}),
            "--set population.E.sise=5: population.E.sise: unknown key; did you mean 'size'?");
}
TEST(changes, cannot_make_a_population) {
  EXPECT_EQ(refusal(small, {"population.EE.size=5"}),
            "--set population.EE.size=5: there is no population 'EE'; did you mean 'E'?");
}
TEST(changes, need_a_key_and_a_value) {
  EXPECT_EQ(refusal(small, {"population.E.size"}),
            "--set population.E.size: expected key.path=value, such as population.E.size=400");
}
TEST(changes, cannot_reach_into_what_is_no_table) {
  EXPECT_EQ(refusal(small, {"population.E.size.x=5"}), "--set population.E.size.x=5: population.E.size is not a table");
}
TEST(changes, keep_the_path_of_the_key_for_programs) {
  try {
    read(small, {"population.E.size=0"});
    FAIL();
  } catch (const input_error& e) {
    EXPECT_EQ(e.key, "population.E.size");
  }
}

}  // namespace
}  // namespace hux
