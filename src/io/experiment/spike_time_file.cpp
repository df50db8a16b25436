#include "io/experiment/spike_time_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"
#include "io/hdf5/file_trial.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/sonata_spikes.hpp"
#include "io/text/text_columns.hpp"
#include "io/text/text_units.hpp"

namespace hux {
namespace {

// What a pipe holds is read once, and HDF5 needs to go back and forth.
bool is_hdf5(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) return false;
  constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
  std::array<char, signature.size()> start{};
  std::ifstream(file, std::ios::binary).read(start.data(), start.size());
  return std::string_view(start.data(), start.size()) == signature;
}

void read_text(const std::filesystem::path& file, spike_times& into) {
  enum column : std::size_t { time, neuron };
  static constexpr std::array columns{column_info{"time", true}, column_info{"neuron", true}};
  text_columns text(file, columns);
  const double factor = unit_factor(text, time, quantity::time);
  while (text.next()) {
    into.time.push_back(factor * text.number(time));
    into.neuron.push_back(text.index(neuron));
  }
}

// The population to read: the only one, or the one asked for.
std::string chosen(const std::vector<std::string>& populations, const std::string& wanted) {
  if (wanted.empty() && populations.size() == 1) return populations.front();
  if (std::find(populations.begin(), populations.end(), wanted) != populations.end()) return wanted;
  std::string held;
  for (const auto& name : populations) held += (held.empty() ? "" : ", ") + name;
  throw file_error(wanted.empty() ? "holds spikes of " + (held.empty() ? "no population" : held) +
                                        "; expected one, or file_population = the name of one"
                                  : "holds no spikes of population " + quotation(wanted) + ", but of " + held);
}

// A data set of one dimension. No compression shrinks numbers a thousandfold: a length beyond that is damage, and
// would be allocated.
template <class T>
std::vector<T> read_all(hid_t group, const std::string& name, std::uint64_t file_size) {
  const auto dataset = hdf5::open_dataset(group, name);
  const auto shape = hdf5::shape(dataset);
  if (shape.size() != 1)
    throw file_error("'" + name + "' has " + std::to_string(shape.size()) + " dimensions; expected 1");
  if (shape[0] / 1000 * sizeof(T) > file_size)
    throw file_error("'" + name + "' claims " + std::to_string(shape[0]) + " values, more than the file can hold");
  std::vector<T> values(shape[0]);
  hdf5::read_range(dataset, 0, std::span<T>(values));
  return values;
}

void check(const std::vector<double>& times, const std::vector<std::uint64_t>& neurons) {
  if (times.size() != neurons.size())
    throw file_error("has " + std::to_string(times.size()) + " times but " + std::to_string(neurons.size()) +
                     " neurons");
  if (!std::all_of(times.begin(), times.end(), [](double t) { return std::isfinite(t); }))
    throw file_error("holds a time that is no number");
  for (const auto id : neurons)
    if (id > std::numeric_limits<std::uint32_t>::max())
      throw file_error("holds a spike of neuron " + std::to_string(id) + "; expected less than 2^32");
}

void read_spikes(hid_t group, const std::string& ids, std::uint64_t file_size, spike_times& into) {
  into.time = read_all<double>(group, "timestamps", file_size);
  const auto neurons = read_all<std::uint64_t>(group, ids, file_size);
  check(into.time, neurons);
  const double factor = milliseconds_in(hdf5::open_dataset(group, "timestamps"));
  for (double& t : into.time) t *= factor;
  into.neuron.assign(neurons.begin(), neurons.end());
}

// Spikes that belong to no population by name.
void refuse_population(const std::string& wanted, const std::string& kind) {
  if (!wanted.empty())
    throw file_error("is a file in the " + kind + ", whose spikes are of no named population; leave out " +
                     quotation(wanted));
}

void read_sonata(const std::filesystem::path& path, const std::string& population, spike_times& into) {
  const std::uint64_t size = std::filesystem::file_size(path);
  const auto file = hdf5::open_file(path);
  if (!hdf5::contains(file, "spikes")) throw file_error("has no group '/spikes'");
  const auto spikes = hdf5::open_group(file, "spikes");
  if (is_old_layout(spikes)) {
    refuse_population(population, "old layout of SONATA");
    return read_spikes(spikes, "gids", size, into);
  }
  const auto group = hdf5::open_group(spikes, chosen(hdf5::names_in(spikes), population));
  read_spikes(group, "node_ids", size, into);
}

}  // namespace

void read_spike_time_file(const std::filesystem::path& file, spike_times& into, const std::string& population) {
  into.time.clear();
  into.neuron.clear();
  try {
    if (is_hdf5(file)) {
      const auto read = [&] { read_sonata(file, population, into); };
      if (const auto reason = why_fatal(read, std::filesystem::file_size(file)); !reason.empty())
        throw file_error(reason);
      return read();
    }
    refuse_population(population, "form of a text");
  } catch (const file_error& e) {
    throw file_error(file.string() + ": " + e.what());
  }
  read_text(file, into);
}

}  // namespace hux
