#include "shadow.hpp"

#include <algorithm>
#include <new>

#include "places.hpp"

namespace hux::simt {

namespace {

std::string deed(std::uint32_t thread, access how, place at) {
  static constexpr const char* verbs[] = {" reads", " writes", " changes atomically"};
  return "thread " + std::to_string(thread) + verbs[static_cast<int>(how)] + " at " + describe(at);
}

}  // namespace

shadow::shadow(std::size_t bytes, std::size_t granule) : granule_(granule), written_(bytes / granule + 1) {
  cells_.reset(static_cast<cell*>(std::calloc(bytes / granule + 1, sizeof(cell))));
  if (!cells_) throw std::bad_alloc();
}

void shadow::set_written(std::size_t offset, std::size_t bytes, bool written) {
  const auto begin = written_.begin();
  std::fill(begin + static_cast<std::ptrdiff_t>(offset / granule_),
            begin + static_cast<std::ptrdiff_t>((offset + bytes + granule_ - 1) / granule_), written);
}

std::string shadow::touch(std::size_t offset, std::size_t bytes, access how, const actor& now, place at) {
  for (std::size_t i = offset / granule_; i * granule_ < offset + bytes; ++i) {
    if (const record* other = conflicting(cells_[i], how, now)) return race(*other, how, now, at);
    if (how != access::write && !written_[i]) return never_written(how, now, at);
    if (how != access::read) written_[i] = true;
    remember(cells_[i], how, now, at);
  }
  return "";
}

// What is wrong is put into words apart from looking for it: a sanitizer lays traps around each string of a function
// when it begins.
std::string shadow::race(const record& before, access how, const actor& now, place at) {
  return "race: " + deed(now.thread, how, at) + " what " +
         deed(before.thread, static_cast<access>(before.how), before.at) +
         (before.epoch < now.block_begin ? " in another block" : "") + ", and no barrier stands between them";
}

std::string shadow::never_written(access how, const actor& now, place at) {
  return deed(now.thread, how, at) + " what nothing has written";
}

bool shadow::unordered(const record& before, const actor& now) {
  if (before.epoch < now.launch_begin) return false;
  if (before.epoch < now.block_begin) return true;
  if (before.epoch < now.epoch || before.thread == now.thread) return false;
  const bool same_warp = before.thread / device::warp_size == now.thread / device::warp_size;
  return !(same_warp && before.clock <= now.clock[before.thread % device::warp_size]);
}

const shadow::record* shadow::conflicting(const cell& of, access how, const actor& now) {
  if (unordered(of.write, now)) return &of.write;
  if (how != access::atomic && unordered(of.atomic, now)) return &of.atomic;
  if (how != access::read && unordered(of.read, now)) return &of.read;
  if (how != access::read && unordered(of.other_read, now)) return &of.other_read;
  return nullptr;
}

void shadow::remember(cell& of, access how, const actor& now, place at) {
  const record mine{now.epoch, now.thread & 0x3ffu, now.clock[now.thread % device::warp_size] & 0xfffffu,
                    static_cast<std::uint32_t>(how) & 3u, at};
  if (how == access::write) of.write = mine;
  if (how == access::atomic) of.atomic = mine;
  if (how != access::read) return;
  if (of.read.epoch != mine.epoch || of.read.thread != mine.thread) of.other_read = of.read;
  of.read = mine;
}

}  // namespace hux::simt
