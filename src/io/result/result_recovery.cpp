#include "io/result/result_recovery.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/hdf5/file_lock.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/partial_file.hpp"
#include "io/hdf5/superblock.hpp"
#include "io/result/result_provenance.hpp"
#include "io/result/result_reader.hpp"
#include "io/result/result_report.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

/// Calls visit(group) for each thing in a group of the file, which may be missing.
template <class Visit>
void for_each_group_in(hid_t file, const std::string& name, const Visit& visit) {
  if (!hdf5::contains(file, name)) return;
  const hdf5::handle group = hdf5::open_group(file, name);
  for (const std::string& inner : hdf5::names_in(group)) visit(hdf5::open_group(group, inner));
}

/// A flush that was cut off may have brought more times than neurons to the disk, or the other way round.
void make_equally_long(hid_t group) {
  const hdf5::handle times = hdf5::open_dataset(group, "timestamps");
  const hdf5::handle neurons = hdf5::open_dataset(group, "node_ids");
  const std::uint64_t both = std::min(hdf5::shape(times)[0], hdf5::shape(neurons)[0]);
  hdf5::shorten(times, both);
  hdf5::shorten(neurons, both);
}

void complete(hid_t file, const std::string& status) {
  for_each_group_in(file, "spikes", make_equally_long);
  for_each_group_in(file, "diverged", make_equally_long);
  for_each_group_in(file, "report", tell_end_of_report);
  provenance p = read_provenance(file);
  p.status = status;
  write_outcome(file, p);
}

/// Opening a device may change it, and a pipe would be waited for.
void require_regular(const fs::path& part) {
  std::error_code ignored;
  const fs::file_status status = fs::status(part, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw file_error(part.string() + " is a folder, a device or a pipe; expected a file that a killed run has left");
}

/// Of a process that holds its lock; nobody else may write the file from now on.
descriptor locked(const fs::path& part) {
  require_regular(part);
  descriptor file(::open(part.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.open() && errno == ENOENT) throw file_error(part.string() + " cannot be recovered: " + why_absent(part));
  if (!file.open()) throw file_error(part.string() + " cannot be opened: " + std::generic_category().message(errno));
  if (take_lock(file) == lock_holder::another)
    throw file_error(part.string() + " is being written by a run; expected a file that a killed run has left");
  if (flock(file.number(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)  // HDF5's own way
    throw file_error(part.string() +
                     " is being written by another program; expected a file that a killed run has left");
  return file;
}

/// Gives a recovered file the result's name, if it has the name of a partial one and the other is free.
fs::path published(const fs::path& part) {
  const fs::path result = result_of(part);
  return !result.empty() && move_without_replacing(part, result) ? result : part;
}

}  // namespace

std::string recovered_result::stretch() const {
  const std::string end = format_quantity(simulated, quantity::time);
  return start > 0 ? "from " + format_quantity(start, quantity::time) + " to " + end : "in the first " + end;
}

recovered_result close_unfinished(const fs::path& part, const std::string& status) {
  try {
    hdf5::mark_closed(part);
    hdf5::change_file(part, [&](hid_t file) { complete(file, status); });
    const provenance p = read_provenance(hdf5::open_file(part));
    return {part, p.start, p.simulated, fs::file_size(part)};
  } catch (const hdf5::failure& failure) {
    throw file_error(part.string() + " could not be recovered: " + failure.what());
  }
}

recovered_result recover(const fs::path& part) {
  const descriptor file = locked(part);
  const auto state = hdf5::read_superblock(part);
  if (state && !state->being_written && result_of(part).empty())
    throw file_error(part.string() + " is complete; there is nothing to recover");
  recovered_result result = close_unfinished(part, "killed; recovered");
  read_result(part);  // which throws where a part of it has not reached the disk
  result.file = published(part);
  return result;
}

}  // namespace hux
