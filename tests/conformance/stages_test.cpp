#include <gtest/gtest.h>

#include <vector>

#include "networks.hpp"
#include "orders.hpp"
#include "simulation/runs.hpp"

/// Stages give the same bits on either backend.
namespace hux {
namespace {

using namespace test;

/// Of 100 steps, stages begin at 0, 37 and 61.
experiment brief(backend_kind backend) {
  experiment e = everything();
  e.settings.backend = backend;
  e.settings.duration = 0;
  stage warm_up{.duration = 1.48, .inputs = {{"constant", "step", "colored", "poisson"}}, .recordings = {{"cortex"}}};
  stage block{.name = "block", .duration = 0.96, .inputs = {{"constant", "ramp", "clamp", "white", "volley"}}};
  block.set = {{"population.cortex.parameters.g_na", R"("18 uS")"}, {"input.constant.amplitude", R"("12 uA/cm2")"}};
  block.scale = {{"projection.cc.weight", 1.5}, {"projection.fc.weight", 0.5}};
  block.recordings = {"cortex", "squid"};
  stage recovery{.duration = 1.56};
  recovery.set = {{"projection.fc.weight", R"("14 nS")"}};
  recovery.recordings = {"squid"};
  e.stages = {warm_up, block, recovery};
  return e;
}

const outcome& on_cpu() {
  static const outcome o = run(brief(backend_kind::cpu));
  return o;
}

TEST(stages_on_a_gpu, give_the_bits_of_the_cpu) {
  const outcome found = run(brief(backend_kind::cuda));
  EXPECT_EQ(differences(on_cpu(), found), "");
  EXPECT_FALSE(found.samples[0].empty() || found.samples[1].empty());
  EXPECT_TRUE(found.samples[2].empty());
}

TEST(stages_on_a_gpu, give_the_same_wherever_a_run_is_cut) {
  EXPECT_EQ(differences(on_cpu(), run_in_parts(brief(backend_kind::cuda), {20, 37, 58})), "");
}

TEST(stages_on_a_gpu, go_on_from_a_state_of_the_cpu) {
  simulation cpu(brief(backend_kind::cpu));
  cpu.run(2);
  simulation gpu(brief(backend_kind::cuda));
  gpu.restore(cpu.save());
  cpu.run();
  gpu.run();
  EXPECT_EQ(first_difference(cpu.save(), gpu.save()), "");
}

TEST(stages_on_a_gpu_slow, give_the_same_in_every_order_of_threads) {
  in_every_order(
      [&](const std::string& order) { EXPECT_EQ(differences(on_cpu(), run(brief(backend_kind::cuda))), "") << order; });
}

}  // namespace
}  // namespace hux
