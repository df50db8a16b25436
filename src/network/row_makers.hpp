#pragma once

#include <algorithm>
#include <cstdint>

#include "network/counting_sort.hpp"
#include "network/pair_rules.hpp"
#include "network/row_rules.hpp"

/// Ways from a rule to rows. Each is asked once for offsets() and then once for fill(offset, words), which writes the
/// targets of every row in ascending order.
namespace hux {

/// Rows that are made one by one.
template <class Rule>
class row_by_row {
 public:
  row_by_row(const Rule& rule, std::uint32_t sources, thread_team& team)
      : rule_(rule), sources_(sources), team_(team) {}

  buffer<std::uint64_t> offsets() {
    buffer<std::uint64_t> offset(sources_ + 1ULL);
    offset[0] = 0;
    team_.for_each(sources_, [&](std::uint32_t row, unsigned) { offset[row + 1ULL] = rule_.count(row); });
    accumulate_lengths(offset);
    return offset;
  }

  template <class Word>
  void fill(const buffer<std::uint64_t>& offset, Word* words) {
    team_.for_each(sources_, [&](std::uint32_t row, unsigned) {
      rule_.fill(row, words + offset[row]);
      if constexpr (!Rule::in_order) std::sort(words + offset[row], words + offset[row + 1ULL]);
    });
  }

 private:
  Rule rule_;
  std::uint32_t sources_;
  thread_team& team_;
};

/// Rows from synapses that are named in the order of their targets.
template <class Rule>
class rows_of_ordered_pairs {
 public:
  rows_of_ordered_pairs(const Rule& rule, std::uint32_t sources, thread_team& team) : sort_(rule, sources, team) {}
  buffer<std::uint64_t> offsets() { return sort_.offsets(); }
  template <class Word>
  void fill(const buffer<std::uint64_t>& offset, Word* words) {
    sort_.fill(offset, words);
  }

 private:
  counting_sort<Rule> sort_;
};

/// Rows from synapses that are named in no order.
template <class Rule>
class rows_of_pairs {
 public:
  rows_of_pairs(const Rule& rule, std::uint32_t sources, thread_team& team)
      : sort_(rule, sources, team), sources_(sources), team_(team) {}
  buffer<std::uint64_t> offsets() { return sort_.offsets(); }
  template <class Word>
  void fill(const buffer<std::uint64_t>& offset, Word* words) {
    sort_.fill(offset, words);
    team_.for_each(sources_,
                   [&](std::uint32_t row, unsigned) { std::sort(words + offset[row], words + offset[row + 1ULL]); });
  }

 private:
  counting_sort<Rule> sort_;
  std::uint32_t sources_;
  thread_team& team_;
};

/// Rows from a list; synapses of one pair of neurons keep the order of the list.
class rows_of_list {
 public:
  rows_of_list(const explicit_list& list, std::uint32_t sources, thread_team& team)
      : list_(list), sort_({list}, sources, team), sources_(sources), team_(team) {}
  buffer<std::uint64_t> offsets() { return sort_.offsets(); }
  template <class Word>
  void fill(const buffer<std::uint64_t>& offset, Word* words) {
    entries_ = buffer<std::uint64_t>(list_.source.size());
    sort_.fill(offset, entries_.data());
    team_.for_each(sources_, [&](std::uint32_t row, unsigned) { fill_row(offset[row], offset[row + 1ULL], words); });
  }

  /// The entry of the list that became synapse i, after fill().
  [[nodiscard]] const std::uint64_t* entries() const { return entries_.data(); }

 private:
  template <class Word>
  void fill_row(std::uint64_t begin, std::uint64_t end, Word* words) {
    const auto before = [this](std::uint64_t a, std::uint64_t b) {
      return list_.target[a] != list_.target[b] ? list_.target[a] < list_.target[b] : a < b;
    };
    std::sort(entries_.data() + begin, entries_.data() + end, before);
    for (std::uint64_t i = begin; i < end; ++i) words[i] = list_.target[entries_[i]];
  }

  const explicit_list& list_;
  counting_sort<listed_pairs> sort_;
  std::uint32_t sources_;
  thread_team& team_;
  buffer<std::uint64_t> entries_;
};

}  // namespace hux
