#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "support/buffer.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// Turns lengths[i] at offset[i + 1] into the sums before them; offset[0] is 0.
inline void accumulate_lengths(buffer<std::uint64_t>& offset) {
  for (std::size_t i = 1; i < offset.size(); ++i) offset[i] += offset[i - 1];
}

/// Brings synapses named in any order into rows by source neuron: a stable counting sort in which each thread counts
/// and then places the same share of the units. The rule is asked twice and nothing is stored in between but counts.
template <class Rule>
class counting_sort {
 public:
  counting_sort(const Rule& rule, std::uint32_t sources, thread_team& team)
      : rule_(rule), sources_(sources), team_(team), counts_(team.size()) {}

  /// The first element of each row, [sources + 1].
  buffer<std::uint64_t> offsets() {
    team_.run([this](unsigned thread) { count_share(thread); });
    buffer<std::uint64_t> offset(sources_ + 1ULL);
    offset[0] = 0;
    team_.for_chunks(sources_, 4096, [&](std::uint64_t begin, std::uint64_t end, unsigned) {
      for (std::uint64_t s = begin; s < end; ++s) offset[s + 1] = places_of(s);
    });
    accumulate_lengths(offset);
    return offset;
  }

  /// Writes the values of the rule into rows that start at offset, in the order of units; once, after offsets().
  template <class Value>
  void fill(const buffer<std::uint64_t>& offset, Value* out) {
    team_.run([&](unsigned thread) {
      std::uint32_t* place = counts_[thread].data();
      visit_share(thread, [=, &offset](std::uint32_t source, std::uint64_t value) {
        out[offset[source] + place[source]++] = static_cast<Value>(value);
      });
      counts_[thread] = {};
    });
  }

 private:
  [[nodiscard]] std::uint64_t share(unsigned thread) const {
    const std::uint64_t units = rule_.units();
    return units / team_.size() * thread + units % team_.size() * thread / team_.size();
  }

  void count_share(unsigned thread) {
    counts_[thread] = buffer<std::uint32_t>(sources_, 0);
    std::uint32_t* count = counts_[thread].data();
    visit_share(thread, [count](std::uint32_t source, std::uint64_t) { ++count[source]; });
  }

  template <class Take>
  void visit_share(unsigned thread, const Take& take) const {
    constexpr std::uint64_t piece = 256;  // units
    const std::uint64_t end = share(thread + 1);
    for (std::uint64_t begin = share(thread); begin < end; begin += piece) {
      team_.check(thread);
      rule_.visit(begin, std::min(begin + piece, end), take);
    }
  }

  // Turns the counts of row s by thread into each thread's first place in the row; the length of the row.
  std::uint64_t places_of(std::uint64_t s) {
    std::uint32_t length = 0;
    for (auto& count : counts_) length += std::exchange(count[s], length);
    return length;
  }

  Rule rule_;
  std::uint32_t sources_;
  thread_team& team_;
  std::vector<buffer<std::uint32_t>> counts_;  // by thread and source
};

}  // namespace hux
