#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "experiment_file/small_experiment.hpp"

/// Stages in the text of a file.
namespace hux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string staged = std::string(small) + R"(
[[stage]]
duration = "40 ms"
inputs = []

[[stage]]
name = "TTX"
duration = "60 ms"
inputs = ["drive"]
recordings = ["trace"]
scale = { "projection.EE.weight" = 0.5 }
[stage.set]
"population.E.parameters.g_na" = '10 uS'
"population.E.parameters.e_l" = { uniform = ["-67 mV", "-65 mV"] }
)";

TEST(stages, are_read) {
  const auto stages = read(staged).stages;
  ASSERT_EQ(stages.size(), 2);
  EXPECT_EQ(stages[0].name, "");
  EXPECT_EQ(stages[0].duration, 40);
  EXPECT_TRUE(stages[0].inputs->empty());
  EXPECT_FALSE(stages[0].recordings);
  EXPECT_EQ(stages[1].name, "TTX");
  EXPECT_THAT(*stages[1].inputs, ElementsAre("drive"));
  EXPECT_THAT(*stages[1].recordings, ElementsAre("trace"));
  EXPECT_THAT(stages[1].scale, ElementsAre(Pair("projection.EE.weight", 0.5)));
  EXPECT_THAT(stages[1].set, ElementsAre(Pair("population.E.parameters.e_l", R"({ uniform = ["-67 mV", "-65 mV"] })"),
                                         Pair("population.E.parameters.g_na", R"("10 uS")")));
}

TEST(stages, are_written_and_read_again) {
  auto e = read(staged);
  EXPECT_EQ(to_toml(read(to_toml(e))), to_toml(e));
  e.stages[0].set = {{"input.drive.amplitude", "0.2 nA"}, {"input.drive.neurons", "[1,\n 0x10] # two"}};
  e.stages[1].scale["projection.EE.weight"] = 1.0 / 3;
  e.network.populations[0].size = 20;
  EXPECT_THAT(to_toml(e),
              HasSubstr(R"(set = { "input.drive.amplitude" = "0.2 nA", "input.drive.neurons" = [1, 16] })"));
  const auto back = read(to_toml(e));
  EXPECT_EQ(to_toml(back), to_toml(e));
  EXPECT_EQ(back.stages[1].scale.at("projection.EE.weight"), 1.0 / 3);
}

TEST(stages, make_the_duration_where_it_is_left_out) {
  std::string text = staged;
  text.erase(text.find("duration = \"0.1 s\""), std::string("duration = \"0.1 s\"").size());
  EXPECT_EQ(read(text).settings.duration, 100);
  EXPECT_EQ(read(text, {"stage.TTX.duration=20 ms"}).settings.duration, 60);
  EXPECT_EQ(read(text, {"stage[0].duration=20 ms"}).settings.duration, 80);
  EXPECT_EQ(refusal(staged, {"stage.TTX.duration=20 ms"}),
            "net.toml:3: simulation.duration: 100 ms is not what the stages take; expected their sum, 60 ms, or no "
            "duration");
}

TEST(stages, are_refused_with_the_line_that_they_begin_at_or_go_wrong_in) {
  std::string text = staged;
  text.replace(text.find("[\"drive\"]"), 9, "[\"driv\"]");
  EXPECT_EQ(refusal(text), "net.toml:49: stage.TTX.inputs: there is no input 'driv'; did you mean 'drive'?");
  EXPECT_EQ(refusal(staged + "\"population.E.size\" = 5\n"),
            "net.toml:52: stage.TTX.set: 'size = 10' in [population.E] cannot become 'size = 5' in [population.E] "
            "while a simulation goes on");
  EXPECT_EQ(refusal(staged + "[[stage]]\nduration = \"1 mV\"\n").substr(0, 31), "net.toml:56: stage[2].duration:");
}

TEST(stages, are_changed_by_name_or_number) {
  EXPECT_EQ(refusal(staged, {"stage.TTY.duration=5 ms"}),
            "--set stage.TTY.duration=5 ms: there is no stage 'TTY'; did you mean 'TTX'?");
  EXPECT_THAT(refusal(staged, {"stage[7].duration=5 ms"}), HasSubstr("there is no stage"));
  EXPECT_THAT(refusal(staged, {"stage.TTX=5 ms"}), HasSubstr("stage.TTX is a table; expected one of its keys"));
  EXPECT_THAT(refusal(staged, {"stage.TTX.duraton=5 ms"}), HasSubstr("stage.TTX.duraton: unknown key"));
  EXPECT_THAT(refusal(staged, {"stage=5"}), HasSubstr("stage: 5 is not what is needed here"));
  EXPECT_THAT(refusal(small, {"stage.TTX.duration=5 ms"}), HasSubstr("[[stage]]"));
  EXPECT_THAT(refusal(small, {"stage=[5]"}), HasSubstr("stage[0]: 5 is not what is needed here; expected a table"));
}

TEST(stages, set_keys_in_quotes) {
  std::string text = staged;
  const std::string quoted = "\"population.E.parameters.g_na\"";
  text.replace(text.find(quoted), quoted.size(), "population.E.parameters.g_na");
  EXPECT_THAT(refusal(text),
              HasSubstr("stage.TTX.set: 'population' cannot be changed by a stage; expected a key in quotes"));
}

TEST(inputs_and_recordings, are_on_unless_they_are_off) {
  EXPECT_TRUE(read(small).network.inputs[0].on);
  EXPECT_TRUE(read(small).recordings.samples[0].on);
  const auto e = read(small, {"input.drive.on=false", "recording.trace.on=false"});
  EXPECT_FALSE(e.network.inputs[0].on);
  EXPECT_FALSE(e.recordings.samples[0].on);
  EXPECT_EQ(to_toml(read(to_toml(e))), to_toml(e));
  EXPECT_FALSE(read(to_toml(e)).network.inputs[0].on);
}

}  // namespace
}  // namespace hux
