#include "cli/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "cli/experiments.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/result_reader.hpp"

/// The command, on a machine with a GPU.
namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string with_connections =
    replaced(small_experiment, "rates = [\"cells\"]", "rates = [\"cells\"]\nconnections = [\"loop\"]");

command_outcome run_on(const folder& here, const std::string& backend) {
  here.write("cells.toml", with_connections);
  return run(here, {"run", "cells.toml", "--backend", backend, "-o", backend + ".h5", "--force"});
}

/// Both ends of the synapses of projection "loop".
std::vector<std::vector<std::uint64_t>> synapses_in(const std::filesystem::path& file) {
  const auto opened = hdf5::open_file(file);
  const auto edges = hdf5::open_group(hdf5::open_group(opened, "edges"), "loop");
  std::vector<std::vector<std::uint64_t>> ends;
  for (const char* end : {"source_node_id", "target_node_id"}) {
    const auto dataset = hdf5::open_dataset(edges, end);
    ends.emplace_back(hdf5::shape(dataset).at(0));
    hdf5::read_range(dataset, 0, std::span(ends.back()));
  }
  return ends;
}

TEST(command_on_a_gpu, takes_it_unless_told_otherwise) {
  const folder here;
  const command_outcome o = run_on(here, "auto");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, Not(HasSubstr("running on the CPU")));
  const auto provenance = *read_result(here / "auto.h5").provenance;
  EXPECT_EQ(provenance.backend, "cuda");
  EXPECT_THAT(provenance.machine, HasSubstr("SIMT executor"));
}

TEST(command_on_a_gpu, fetches_connections_that_are_recorded) {
  const folder here;
  ASSERT_EQ(run_on(here, "cpu").code + run_on(here, "cuda").code, 0);
  const auto expected = synapses_in(here / "cpu.h5");
  EXPECT_GT(expected.at(0).size(), 20U);
  EXPECT_EQ(synapses_in(here / "cuda.h5"), expected);
}

TEST(command_on_a_gpu, lists_what_it_can_run_on) {
  const folder here;
  EXPECT_THAT(run(here, {"info", "--devices"}).out, AllOf(ContainsRegex("0 +SIMT executor +8.6"), HasSubstr("yes")));
}

TEST(command_on_a_gpu, plans_the_memory_of_the_device_and_of_the_host) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"plan", "cells.toml", "--backend", "cuda"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, AllOf(HasSubstr("population cells: state"), HasSubstr("projection loop: events in flight")));
}

TEST(command_on_a_gpu, refuses_one_that_is_not_there) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"run", "cells.toml", "--backend", "cuda", "--device", "3"});
  EXPECT_NE(o.code, 0);
  EXPECT_THAT(o.err, HasSubstr("there is no GPU 3"));
}

}  // namespace
}  // namespace hux::test
