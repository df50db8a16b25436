#include "warp.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "executor.hpp"
#include "places.hpp"

namespace hux::simt {

namespace {

bool has(unsigned mask, unsigned lane) { return lane < device::warp_size && (mask >> lane & 1u) != 0; }

unsigned lane_of(const thread& t) { return t.position.number % device::warp_size; }

std::string hexadecimal(unsigned mask) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08x", mask);
  return text;
}

bool came(const thread& lane, unsigned mask) { return lane.now == state::in_collective && lane.mask == mask; }

const char* name(collective what) {
  static constexpr const char* names[] = {"barrier", "vote", "shuffle", "match"};
  return names[static_cast<int>(what)];
}

/// "lane 3 waits for the vote with mask 0x0000000f at kernels/x.hpp:12"
std::string request(const thread& t) {
  return "lane " + std::to_string(lane_of(t)) + " waits for the " + name(t.what) + " of mask " + hexadecimal(t.mask) +
         " at " + describe(t.at);
}

}  // namespace

void check_request(const thread& caller, unsigned lanes) {
  if (!has(caller.mask, lane_of(caller))) fail(request(caller) + ", but is outside the mask itself");
  if (lanes < device::warp_size && caller.mask >> lanes != 0) {
    fail(request(caller) + ", but its warp has only " + std::to_string(lanes) + " lanes");
  }
  if (caller.what == collective::shuffle && !has(caller.mask, caller.source)) {
    fail(request(caller) + ", but takes the value of lane " + std::to_string(caller.source) + " outside the mask");
  }
}

bool warp::complete_collectives() const {
  bool any = false;
  for (const auto& lane : lanes_) {
    if (lane->now != state::in_collective || !complete(*lane)) continue;
    hand_out_results(*lane);
    any = true;
  }
  return any;
}

bool warp::complete(const thread& waiting) const {
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (has(waiting.mask, i) && !came(*lanes_[i], waiting.mask)) return false;
  }
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (has(waiting.mask, i) && !same_place(lanes_[i]->at, waiting.at)) refuse(waiting, *lanes_[i]);
  }
  return true;
}

void warp::refuse_to_wait() const {
  for (const auto& waiting : lanes_) {
    if (waiting->now != state::in_collective) continue;
    for (unsigned i = 0; i < lanes_.size(); ++i) {
      if (has(waiting->mask, i) && !came(*lanes_[i], waiting->mask)) refuse(*waiting, *lanes_[i]);
    }
  }
}

void warp::refuse(const thread& waiting, const thread& awaited) const {
  const std::string other = "lane " + std::to_string(lane_of(awaited));
  if (awaited.now == state::in_collective) {
    const bool masks_differ = awaited.mask != waiting.mask;
    fail((masks_differ ? "masks disagree: " : "lanes are in different collectives: ") + request(waiting) + ", but " +
         request(awaited));
  }
  if (awaited.now == state::at_barrier) {
    fail(request(waiting) + ", but " + other + " waits for the block's barrier at " + describe(awaited.at));
  }
  std::string last;
  if (awaited.at.line() != 0) {
    last = "; it was last at " + describe(awaited.at);
    if (awaited.mask != 0) last += ", with mask " + hexadecimal(awaited.mask);
  }
  const bool masks_differ = awaited.mask != 0 && awaited.mask != waiting.mask && same_place(awaited.at, waiting.at);
  fail((masks_differ ? "masks disagree: " : "") + request(waiting) + ", but " + other + " has left the kernel" + last);
}

void warp::hand_out_results(const thread& of) const {
  const unsigned mask = of.mask;
  const collective what = of.what;
  unsigned votes = 0;
  for (unsigned i = 0; i < lanes_.size(); ++i) votes |= has(mask, i) && lanes_[i]->value != 0 ? 1u << i : 0u;
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (!has(mask, i)) continue;
    thread& lane = *lanes_[i];
    lane.result = votes;
    if (what == collective::shuffle) lane.result = lanes_[lane.source]->value;
    if (what == collective::match) {
      lane.result = 0;
      for (unsigned j = 0; j < lanes_.size(); ++j) {
        if (has(mask, j) && lanes_[j]->value == lane.value) lane.result |= 1u << j;
      }
    }
  }
  if (what == collective::barrier) order_memory(mask);
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (has(mask, i)) lanes_[i]->now = state::ready;
  }
}

void warp::order_memory(unsigned mask) const {
  std::uint32_t latest[device::warp_size] = {};
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (!has(mask, i)) continue;
    for (unsigned j = 0; j < device::warp_size; ++j) latest[j] = std::max(latest[j], lanes_[i]->clock[j]);
  }
  for (unsigned i = 0; i < lanes_.size(); ++i) {
    if (!has(mask, i)) continue;
    std::copy(std::begin(latest), std::end(latest), lanes_[i]->clock);
    ++lanes_[i]->clock[i];
  }
  ++lanes_[device::first_lane(mask)]->phase;
}

}  // namespace hux::simt
