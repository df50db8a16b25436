#include "mistakes.hpp"

/// What is said to stages that cannot be.
namespace hux::test {
namespace {

using testing::HasSubstr;

/// The same as refusal(), of two stages of 50 ms each.
std::string refusal_of_stages(const std::function<void(std::vector<stage>&)>& change) {
  return refusal([&](experiment& e) {
    e.stages = {{.duration = 50}, {.name = "TTX", .duration = 50}};
    change(e.stages);
  });
}

std::string refusal_of_set(const std::string& key, const std::string& value) {
  return refusal_of_stages([&](auto& stages) { stages[1].set[key] = value; });
}

TEST(stages, are_valid) {
  EXPECT_EQ(refusal_of_stages([](auto&) {}), "");
  EXPECT_EQ(refusal_of_stages([](auto& stages) {
              stages[0].inputs.emplace();
              stages[1].inputs = {"drive"};
              stages[1].recordings.emplace();
              stages[1].set = {{"population.A.parameters.g_na", R"("10 uS")"}, {"input.drive.amplitude", "20 pA"}};
              stages[1].scale = {{"projection.AB.weight", 0.5}};
            }),
            "");
}

TEST(stages, make_the_duration) {
  EXPECT_EQ(refusal([](experiment& e) {
              e.settings.duration = 0;
              e.stages = {{.duration = 30}};
            }),
            "");
  EXPECT_EQ(refusal_of_stages([](auto& stages) { stages[0].duration = 10; }),
            "simulation.duration: 100 ms is not what the stages take; expected their sum, 60 ms, or no duration");
  EXPECT_THAT(refusal([](experiment& e) { e.settings.duration = 0; }), HasSubstr("simulation.duration: 0 ms"));
}

TEST(stages, take_whole_steps) {
  EXPECT_THAT(refusal_of_stages([](auto& stages) { stages[0].duration = 0.07; }),
              HasSubstr("stage[0].duration: 0.07 ms is not a whole number of time steps"));
  for (const double duration : {0.0, -1.0, nan, infinity})
    EXPECT_THAT(refusal_of_stages([&](auto& stages) { stages[1].duration = duration; }),
                HasSubstr("stage.TTX.duration: "));
}

TEST(stages, have_names_of_their_own) {
  EXPECT_THAT(refusal_of_stages([](auto& stages) { stages[0].name = "TTX"; }),
              HasSubstr("stage.TTX: there are two of this name"));
  EXPECT_THAT(refusal_of_stages([](auto& stages) { stages[0].name = "a b"; }), HasSubstr("is not a name"));
}

TEST(stages, switch_what_there_is) {
  EXPECT_EQ(refusal_of_stages([](auto& stages) { stages[1].inputs = {"driv"}; }),
            "stage.TTX.inputs: there is no input 'driv'; did you mean 'drive'?");
  EXPECT_EQ(refusal_of_stages([](auto& stages) { stages[0].recordings = {"trac"}; }),
            "stage[0].recordings: there is no recording 'trac'; did you mean 'trace'?");
  EXPECT_THAT(refusal_of_stages([](auto& stages) {
                stages[1].inputs = {"drive", "drive"};
              }),
              HasSubstr("stage.TTX.inputs.drive: there are two of this name"));
}

TEST(stages, leave_no_gap_in_a_recording) {
  const auto said = refusal_of_stages([](auto& stages) {
    stages[0].duration = 25;
    stages[1].recordings.emplace();
    stages.push_back({.name = "again", .duration = 25, .recordings = {{"trace"}}});
  });
  EXPECT_EQ(
      said,
      "stage.again.recordings: 'trace' has been on and off before; expected it to be on in stages that follow each "
      "other, or another recording for these");
}

TEST(stages, set_what_can_be_changed) {
  EXPECT_EQ(refusal_of_set("population.A.size", "12"),
            "stage.TTX.set: 'size = 10' in [population.A] cannot become 'size = 12' in [population.A] while a "
            "simulation goes on");
  EXPECT_THAT(refusal_of_set("population.A.refractory", "3 ms"), HasSubstr("stage.TTX.set: 'refractory = "));
  EXPECT_THAT(refusal_of_set("projection.AB.delay", "2 ms"), HasSubstr("stage.TTX.set: 'delay = "));
  for (const char* key : {"simulation.threads", "simulation.dt", "recording.trace.on", "record.rates", "title", "g_na"})
    EXPECT_THAT(refusal_of_set(key, "1"),
                HasSubstr("stage.TTX.set: '" + std::string(key) + "' cannot be changed by a stage"));
  EXPECT_THAT(refusal_of_set("population.A.preset", "FS"), HasSubstr("expected the parameters one by one"));
}

TEST(stages, set_what_there_is_to_what_it_can_be) {
  EXPECT_EQ(refusal_of_set("population.A.parameters.g_nna", "1 nS"),
            "stage.TTX.set: population.A.parameters.g_nna: unknown key; did you mean 'g_na'?");
  EXPECT_EQ(refusal_of_set("population.C.parameters.g_na", "1 nS"),
            "stage.TTX.set: population.C.parameters.g_na: there is no population 'C'; known are A, B");
  EXPECT_THAT(refusal_of_set("population.A.parameters.g_na", "1 mV"),
              HasSubstr("stage.TTX.set: population.A.parameters.g_na: "));
  EXPECT_THAT(refusal_of_set("population.A.parameters.c_m", "-1 pF"),
              HasSubstr("stage.TTX: population.A.parameters.c_m: -1 pF is out of range"));
  EXPECT_THAT(refusal_of_set("population.A.parameters.g_na", "1 mS"),
              HasSubstr("stage.TTX: simulation.dt: 0.05 ms is too"));
  EXPECT_THAT(refusal_of_set("population..g_na", "1 mS"), HasSubstr("stage.TTX.set: population..g_na: expected a key"));
}

TEST(stages, scale_weights) {
  const auto refusal_of_scale = [](const std::string& key, double factor) {
    return refusal_of_stages([&](auto& stages) { stages[1].scale[key] = factor; });
  };
  EXPECT_EQ(refusal_of_scale("projection.AB.weight", 0), "");
  EXPECT_EQ(refusal_of_scale("projection.BA.weight", 2), "stage.TTX.scale: there is no projection 'BA'; known are AB");
  EXPECT_EQ(refusal_of_scale("projection.AB.weight", -2),
            "stage.TTX.scale.projection.AB.weight: -2 is out of range; expected 0 or more");
  EXPECT_NE(refusal_of_scale("projection.AB.weight", nan), "");
  EXPECT_THAT(refusal_of_scale("projection.AB.weight", 1e30), HasSubstr("stage.TTX: projection.AB.weight: "));
  EXPECT_EQ(refusal_of_scale("population.A.parameters.g_na", 2),
            "stage.TTX.scale: 'population.A.parameters.g_na' cannot be scaled; expected a weight in quotes, such as "
            "\"projection.EE.weight\"");
}

}  // namespace
}  // namespace hux::test
