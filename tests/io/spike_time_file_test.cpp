#include "io/experiment/spike_time_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/hdf5/hdf5.hpp"
#include "result_support.hpp"
#include "text_file.hpp"
#include "tried_files.hpp"

namespace hux {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

spike_times spikes_in(const std::string& contents) {
  const text_file file(contents);
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  return spikes;
}

std::string spike_refusal(const std::filesystem::path& file, const std::string& population = "") {
  spike_times spikes;
  return test::message_of<file_error>([&] { read_spike_time_file(file, spikes, population); });
}

TEST(spike_time_file, reads_text) {
  const auto spikes = spikes_in("# time neuron\n10.5 3\n2, 0\n");
  EXPECT_THAT(spikes.time, ElementsAre(10.5, 2.0));
  EXPECT_THAT(spikes.neuron, ElementsAre(3, 0));
}

TEST(spike_time_file, converts_the_unit_of_time) {
  const auto spikes = spikes_in("neuron time[s]\n3 0.25\n");
  EXPECT_THAT(spikes.time, ElementsAre(DoubleEq(250.0)));
  EXPECT_THAT(spikes.neuron, ElementsAre(3));
}

TEST(spike_time_file, reads_what_a_pipe_holds) {
  constexpr std::string_view text = "1 2\n3 4\n";
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  spike_times spikes;
  read_spike_time_file("/proc/self/fd/" + std::to_string(ends[0]), spikes);
  close(ends[0]);
  EXPECT_THAT(spikes.time, ElementsAre(1.0, 3.0));
  EXPECT_THAT(spikes.neuron, ElementsAre(2, 4));
}

/// A pipe with a name, as mkfifo makes it.
struct named_pipe {
  named_pipe() { EXPECT_EQ(mkfifo(path.c_str(), 0600), 0); }
  ~named_pipe() { std::filesystem::remove(path); }
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("hux_test_" + std::to_string(getpid()) + ".pipe");
};

TEST(spike_time_file, reads_what_a_writer_has_left_in_a_named_pipe) {
  const named_pipe pipe;
  constexpr std::string_view text = "1 2\n3 4\n";
  const int held = open(pipe.path.c_str(), O_RDONLY | O_NONBLOCK);
  const int writer = open(pipe.path.c_str(), O_WRONLY);
  ASSERT_EQ(::write(writer, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(writer);
  spike_times spikes;
  read_spike_time_file(pipe.path, spikes);
  close(held);
  EXPECT_THAT(spikes.time, ElementsAre(1.0, 3.0));
  EXPECT_THAT(spikes.neuron, ElementsAre(2, 4));
}

TEST(spike_time_file_slow, does_not_wait_for_ever_for_a_pipe_that_nobody_writes) {
  const named_pipe pipe;
  EXPECT_THAT(spike_refusal(pipe.path), EndsWith(": is a pipe to which nobody has written for 5 s"));
}

TEST(spike_time_file, replaces_what_was_there) {
  const text_file file("1 2\n");
  spike_times spikes;
  spikes.time = {5, 6};
  spikes.neuron = {7, 8};
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(1.0));
  EXPECT_THAT(spikes.neuron, ElementsAre(2));
}

TEST(spike_time_file, names_the_line_at_fault) {
  const text_file file("1 2\n3 x\n");
  EXPECT_THAT(spike_refusal(file.path()), HasSubstr(".txt:2: 'x' is no neuron"));
}

TEST(spike_time_file, names_a_file_that_does_not_exist) {
  EXPECT_THAT(spike_refusal("/nonexistent.txt"), HasSubstr("'/nonexistent.txt': No such file"));
}

TEST(spike_time_file, survives_every_mutation) {
  for_each_mutation("time[ms],neuron\n1.5 3\n2e1,0 # c\n", [](const std::filesystem::path& file) {
    spike_times spikes;
    read_spike_time_file(file, spikes);
  });
}

// ---- SONATA ----

/// Writes a file whose /spikes is laid out by fill.
template <class Fill>
class sonata_file : public text_file {
 public:
  explicit sonata_file(const Fill& fill) : text_file("") {
    const auto file = hdf5::create_file(path());
    fill(hdf5::create_group(file, "spikes"));
  }
};

void write_spikes(hid_t group, const std::vector<double>& times, const std::string& ids,
                  const std::vector<std::uint64_t>& neurons, const std::string& units = "ms") {
  const auto timestamps = hdf5::write_array<double>(group, "timestamps", times);
  if (!units.empty()) hdf5::write_attribute(timestamps, "units", units);
  hdf5::write_array<std::uint64_t>(group, ids, neurons);
}

TEST(spike_time_file, reads_the_only_population_of_a_sonata_file) {
  const sonata_file file([](hid_t spikes) {
    write_spikes(hdf5::create_group(spikes, "thalamus"), {1.5, 2.5}, "node_ids", {7, 9});
  });
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(1.5, 2.5));
  EXPECT_THAT(spikes.neuron, ElementsAre(7, 9));
}

TEST(spike_time_file, reads_the_old_layout_without_populations) {
  const sonata_file file([](hid_t spikes) { write_spikes(spikes, {1.5, 2.5}, "gids", {7, 9}, ""); });
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(1.5, 2.5));
  EXPECT_THAT(spikes.neuron, ElementsAre(7, 9));
}

TEST(spike_time_file, converts_the_units_of_a_sonata_file) {
  const sonata_file file(
      [](hid_t spikes) { write_spikes(hdf5::create_group(spikes, "E"), {0.25}, "node_ids", {7}, "s"); });
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(DoubleEq(250.0)));
}

void write_two_populations(hid_t spikes) {
  write_spikes(hdf5::create_group(spikes, "E"), {1}, "node_ids", {7});
  write_spikes(hdf5::create_group(spikes, "I"), {2}, "node_ids", {8});
}

TEST(spike_time_file, asks_which_of_several_populations_is_meant) {
  const sonata_file file(write_two_populations);
  EXPECT_THAT(spike_refusal(file.path()),
              EndsWith(": holds spikes of E, I; expected one, or file_population = the name of one"));
}

TEST(spike_time_file, reads_the_population_asked_for) {
  const sonata_file file(write_two_populations);
  spike_times spikes;
  read_spike_time_file(file.path(), spikes, "I");
  EXPECT_THAT(spikes.time, ElementsAre(2.0));
}

TEST(spike_time_file, names_a_population_that_it_does_not_hold) {
  const sonata_file file(write_two_populations);
  EXPECT_THAT(spike_refusal(file.path(), "X"), EndsWith(": holds no spikes of population 'X', but of E, I"));
}

TEST(spike_time_file, takes_a_population_called_gids_for_one) {
  const sonata_file file([](hid_t spikes) {
    write_spikes(hdf5::create_group(spikes, "gids"), {1.5, 2.5}, "node_ids", {7, 9});
  });
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(1.5, 2.5));
  EXPECT_THAT(spikes.neuron, ElementsAre(7, 9));
}

TEST(spike_time_file, knows_units_that_are_written_out) {
  const sonata_file file(
      [](hid_t spikes) { write_spikes(hdf5::create_group(spikes, "E"), {250}, "node_ids", {7}, "milliseconds"); });
  spike_times spikes;
  read_spike_time_file(file.path(), spikes);
  EXPECT_THAT(spikes.time, ElementsAre(250.0));
}

TEST(spike_time_file, has_no_population_to_choose_in_the_old_layout) {
  const sonata_file file([](hid_t spikes) { write_spikes(spikes, {1.5}, "gids", {7}, ""); });
  EXPECT_THAT(spike_refusal(file.path(), "E"),
              EndsWith(": is a file in the old layout of SONATA, whose spikes are of no "
                       "named population; leave out 'E'"));
}

TEST(spike_time_file, has_no_population_to_choose_in_a_text) {
  const text_file file("1 2\n");
  EXPECT_THAT(spike_refusal(file.path(), "E"),
              HasSubstr("in the form of a text, whose spikes are of no named population"));
}

/// An experiment whose input comes from a file, with another line to choose of what.
spike_times read_in_experiment(const std::filesystem::path& file, const std::string& line) {
  const std::string text = R"([simulation]
duration = "10 ms"
[population.p]
size = 10
model = "traub_miles"
receptor.x = { tau = "5 ms" }
[input.s]
type = "spike_times"
population = "p"
receptor = "x"
weight = "1 nS"
)" + line + "\n";
  return std::get<spike_times>(
      read_experiment_text(text + "file = \"" + file.string() + "\"\n", "e.toml", {}, {}).network.inputs[0].what);
}

TEST(spike_time_file, is_read_for_the_population_that_an_experiment_names) {
  const sonata_file file(write_two_populations);
  EXPECT_THAT(read_in_experiment(file.path(), "file_population = \"I\"").neuron, ElementsAre(8));
  EXPECT_THROW(read_in_experiment(file.path(), ""), file_error);
}

TEST(spike_time_file, refuses_times_and_neurons_of_different_number) {
  const sonata_file file([](hid_t spikes) { write_spikes(hdf5::create_group(spikes, "E"), {1, 2}, "node_ids", {7}); });
  EXPECT_THAT(spike_refusal(file.path()), EndsWith(": has 2 times but 1 neurons"));
}

TEST(spike_time_file, refuses_a_neuron_beyond_32_bits) {
  const sonata_file file(
      [](hid_t spikes) { write_spikes(hdf5::create_group(spikes, "E"), {1}, "node_ids", {1ULL << 32}); });
  EXPECT_THAT(spike_refusal(file.path()), HasSubstr("neuron 4294967296"));
}

TEST(spike_time_file, refuses_an_unknown_unit) {
  const sonata_file file(
      [](hid_t spikes) { write_spikes(hdf5::create_group(spikes, "E"), {1}, "node_ids", {1}, "mV"); });
  EXPECT_THAT(spike_refusal(file.path()), HasSubstr("units of timestamps"));
}

TEST(spike_time_file, refuses_a_sonata_file_cut_short_anywhere) {
  const sonata_file file([](hid_t spikes) { write_two_populations(spikes); });
  const auto size = std::filesystem::file_size(file.path());
  for (std::uint64_t part = 1; part < 32; ++part) {
    std::filesystem::resize_file(file.path(), size * (32 - part) / 32);
    EXPECT_NE(spike_refusal(file.path(), "I"), "");
  }
}

TEST(spike_time_file_slow, does_not_wait_for_a_pipe_to_which_a_link_leads) {
  const tried_files tried;
  const auto pipe = std::filesystem::temp_directory_path() / ("hux_pipe_" + std::to_string(getpid()));
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const sonata_file file([&](hid_t spikes) {
    hdf5::call(H5Lcreate_external, pipe.c_str(), "/E", spikes, "E", hid_t{H5P_DEFAULT}, hid_t{H5P_DEFAULT});
  });
  EXPECT_THAT(spike_refusal(file.path()), HasSubstr("leads to another file"));
  std::filesystem::remove(pipe);
}

}  // namespace
}  // namespace hux
