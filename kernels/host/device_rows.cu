#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "device/row_kernels.hpp"
#include "host/device_algorithms.hpp"
#include "host/device_rows.hpp"
#include "hux/errors.hpp"
#include "network/joined.hpp"
#include "network/rule_choice.hpp"
#include "network/synapse_values.hpp"

namespace hux::cuda {

namespace {

using device::device_array;

template <class T>
device_array<T> uploaded(const buffer<T>& values) {
  device_array<T> array(values.size());
  array.upload({values.data(), values.size()});
  return array;
}

template <class T>
buffer<T> downloaded(const device_array<T>& array) {
  buffer<T> values(array.size());
  device::copy_to_host(values.data(), array.span().data(), array.size() * sizeof(T), {});
  return values;
}

device_rows uploaded(const synapse_rows& rows) {
  return {rows, uploaded(rows.offset), uploaded(rows.narrow), uploaded(rows.wide), uploaded(rows.weights)};
}

/// What a kernel makes of some words.
template <class T, class Launch>
std::vector<T> answer(const std::vector<T>& before, const Launch& launch) {
  device_array<T> words(before);
  launch(words.span());
  return words.download();
}

/// Values that kernels draw, with those that are listed.
class device_values {
 public:
  explicit device_values(const synapse_values& values) : drawn_{values.value, values.s} {
    if (values.value.kind != law::form::listed) return;
    listed_ = device_array<double>(values.value.count);
    listed_.upload({values.value.values, values.value.count});
    drawn_.value.values = listed_.span().data();
  }
  [[nodiscard]] const drawn_values& drawn() const { return drawn_; }

 private:
  drawn_values drawn_;
  device_array<double> listed_;
};

/// Positions that kernels can reach.
class device_ends {
 public:
  device_ends(const ends& where, const row_summary& rows) : there_(where) {
    move(there_.source, rows.sources);
    move(there_.target, rows.targets);
  }
  [[nodiscard]] const ends& get() const { return there_; }

 private:
  void move(placement& of, std::uint32_t neurons) {
    for (int d = 0; d < 3; ++d) {
      if (!of.list(d)) continue;
      device_array<double>& copy = lists_.emplace_back(neurons);
      copy.upload({of.list(d), neurons});
      of.move_list(d, copy.span().data());
    }
  }

  ends there_;
  std::vector<device_array<double>> lists_;
};

/// A cell_list that kernels can reach.
class device_cells {
 public:
  device_cells(const cell_list& cells, std::uint32_t neurons)
      : view_(cells.view()), offset_(cells.cells() + 1), members_(neurons) {
    offset_.upload({view_.offset, offset_.size()});
    members_.upload({view_.members, members_.size()});
    view_.offset = offset_.span().data();
    view_.members = members_.span().data();
  }
  [[nodiscard]] const cell_view& view() const { return view_; }

 private:
  cell_view view_;
  device_array<std::uint64_t> offset_;
  device_array<std::uint32_t> members_;
};

/// What a rule makes is turned into rows here, in the steps of the CPU's builder.
class device_builder {
 public:
  device_builder(const wiring& w, const row_limits& limits) : w_(w), p_(w.projection), limits_(limits) {
    summary().set_sizes(w.sources, w.targets);
  }

  template <class Rule>
  device_rows by_row(const Rule& rule) {
    count([&](auto lengths) { loop(summary().sources, count_rows<Rule>, rule, lengths); });
    return build([&](auto words) {
      loop(summary().sources, fill_rows<Rule, word_of<decltype(words)>>, rule, offset(), words);
      if constexpr (!Rule::in_order) sort_rows(words);
    });
  }

  device_rows by_distance(const distance_probability& rule, const cell_list& cells, bool exclude_self,
                          const stream& s) {
    const device_ends there(w_.where, summary());
    const device_cells near(cells, summary().targets);
    return by_row(distance_row(rule, there.get(), near.view(), exclude_self, s));
  }

  template <class Rule>
  device_rows by_pair(const Rule& rule) {
    count([&](auto lengths) { loop(rule.units(), count_pairs<Rule>, rule, lengths); });
    refuse_long_rows();
    return build([&](auto words) {
      place(rule, words);
      sort_rows(words);
    });
  }

  // Threads come in any order.
  template <class Rule>
  device_rows by_target(const Rule& rule) {
    return by_pair(rule);
  }

  /// Made when it is first wanted: most rules have no use for it.
  thread_team& host_team() {
    if (!team_) team_.emplace(std::max(1U, std::thread::hardware_concurrency()));
    return *team_;
  }

  device_rows by_list(const explicit_list& /*list*/) { return uploaded(build_rows(w_, host_team())); }

 private:
  template <class Span>
  struct word_in;
  template <class Word>
  struct word_in<device_span<Word>> {
    using type = Word;
  };
  template <class Span>
  using word_of = typename word_in<Span>::type;

  row_summary& summary() { return rows_.summary; }
  device_span<const std::uint64_t> offset() { return rows_.offset.span(); }

  template <class Kernel, class... Args>
  void loop(std::uint64_t items, Kernel kernel, Args... args) {
    launch_loop(items, limits_.blocks, kernel, args...);
  }
  template <class Kernel, class... Args>
  void row_loop(std::uint64_t rows, Kernel kernel, Args... args) {
    launch_row_loop(rows, limits_.blocks, kernel, args...);
  }

  /// @param lengths_of adds the lengths of rows to zeros
  template <class Lengths>
  void count(const Lengths& lengths_of) {
    rows_.offset = device_array<std::uint64_t>(summary().sources + 1ULL);
    rows_.offset.zero();
    lengths_of(rows_.offset.span());
    exclusive_scan(rows_.offset.span());
    const device_span<const std::uint64_t> end = offset().subspan(summary().sources, 1);
    device::copy_to_host(&summary().count, end.data(), sizeof summary().count, {});
  }

  /// @param targets_of writes the targets of all rows
  template <class Targets>
  device_rows build(const Targets& targets_of) {
    const synapse_values weight(p_.weight, p_.name, "weight", summary().count, w_.seed);
    const synapse_values delay(p_.delay, p_.name, "delay", summary().count, w_.seed);
    if (summary().count > 0)
      set_delays(summary(), delay, w_.dt, longest_conduction(p_, w_.where), [&] { return drawn_range(delay); });
    if (summary().fits_narrow())
      fill(rows_.narrow, targets_of, delay);
    else
      fill(rows_.wide, targets_of, delay);
    set_weights(weight);
    return std::move(rows_);
  }

  value_range drawn_range(const synapse_values& delay) {
    const device_values values(delay);
    const auto images = answer<std::uint64_t>({~0ULL, 0}, [&](auto extremes) {
      row_loop(summary().sources, find_extremes, values.drawn(), offset(), extremes);
    });
    return {of_ordered_image(images[0]), found(of_ordered_image(images[1]), delay.d, delay.key)};
  }

  template <class Word, class Targets>
  void fill(device_array<Word>& words, const Targets& targets_of, const synapse_values& delay) {
    words = device_array<Word>(summary().count);
    if (summary().count == 0) return;
    targets_of(words.span());
    summary().max_indegree = largest_indegree(device_span<const Word>(words.span()));
    if (summary().max_delay > summary().min_delay) set_delay_bits(words.span(), delay);
  }

  [[nodiscard]] std::uint64_t longest() {
    return answer<std::uint64_t>({0}, [&](auto most) { loop(summary().sources, longest_row, offset(), most); })[0];
  }

  void refuse_long_rows() {
    const std::uint64_t most = longest();
    if (most > limits_.longest_row)
      throw input_error(
          "projection." + p_.name + ".rule",
          joined("makes ", most, " synapses of one source neuron; expected at most ", limits_.longest_row));
  }

  template <class Rule, class Word>
  void place(const Rule& rule, device_span<Word> words) {
    device_array<std::uint32_t> placed(summary().sources);
    placed.zero();
    loop(rule.units(), place_pairs<Rule, Word>, rule, offset(), placed.span(), words);
  }

  template <class Word>
  void sort_rows(device_span<Word> words) {
    device_array<std::uint64_t> keys(std::min(summary().count, std::max(longest(), limits_.sort_chunk)));
    for (std::uint32_t first = 0; first < summary().sources;) {
      const auto chunk = answer<std::uint64_t>({0, 0, 0}, [&](auto found_chunk) {
        device::launch(1, 1, 0, {}, find_chunk, offset(), first, limits_.sort_chunk, found_chunk);
      });
      const auto last = static_cast<std::uint32_t>(chunk[0]);
      const std::uint64_t synapses = chunk[2] - chunk[1];
      sort_chunk(first, last, words, words.subspan(chunk[1], synapses), keys.span().subspan(0, synapses));
      first = last;
    }
  }

  /// @param some the words of rows first to last
  template <class Word>
  void sort_chunk(std::uint32_t first, std::uint32_t last, device_span<Word> words, device_span<Word> some,
                  device_span<std::uint64_t> keys) {
    row_loop(last - first, make_keys<Word>, offset(), first, last, words, keys);
    sort(keys);
    loop(keys.size(), take_targets<Word>, keys, some);
  }

  template <class Word>
  std::uint32_t largest_indegree(device_span<const Word> words) {
    device_array<std::uint32_t> counts(summary().targets);
    counts.zero();
    loop(words.size(), count_targets<Word>, words, counts.span());
    return answer<std::uint32_t>(
        {0}, [&](auto largest) { loop(counts.size(), largest_count, std::as_const(counts).span(), largest); })[0];
  }

  template <class Word>
  void set_delay_bits(device_span<Word> words, const synapse_values& delay) {
    const device_values values(delay);
    const device_ends there(w_.where, summary());
    const conduction on_its_way(p_, there.get());
    const delay_bits bits{w_.dt, summary().min_delay, summary().target_bits};
    const auto wrong = answer<std::uint32_t>({0}, [&](auto any) {
      row_loop(summary().sources, add_delays<Word>, values.drawn(), on_its_way, bits, offset(), words, any);
    });
    if (wrong[0] != 0) found(std::numeric_limits<double>::quiet_NaN(), delay.d, delay.key);
  }

  void set_weights(const synapse_values& weight) {
    if (weight.value.kind == law::form::constant) return summary().set_one_weight(weight.value.first);
    summary().own_weights = true;
    summary().drawn_weights = weight.is_random();
    rows_.weights = device_array<float>(summary().count);
    const device_values values(weight);
    const auto extremes = answer<std::uint64_t>({magnitude_range::none, 0}, [&](auto bits) {
      row_loop(summary().sources, draw_weights, values.drawn(), offset(), rows_.weights.span(), bits);
    });
    found(std::bit_cast<double>(extremes[1]), weight.d, weight.key);
    summary().set_weight_range({extremes[0], extremes[1]});
    set_mean_weight();
  }

  void set_mean_weight() {
    if (!summary().has_weight_sum()) return;
    const double per_unit = summed_per_unit(summary().largest_weight);
    const device_span<const float> weights = std::as_const(rows_.weights).span();
    const auto sum =
        answer<std::uint64_t>({0}, [&](auto units) { loop(weights.size(), sum_weights, weights, per_unit, units); });
    summary().set_mean_weight(sum[0], per_unit);
  }

  const wiring& w_;
  const projection& p_;
  row_limits limits_;
  std::optional<thread_team> team_;
  device_rows rows_;
};

}  // namespace

std::uint64_t device_rows::bytes() const {
  return offset.size() * sizeof(std::uint64_t) + narrow.size() * sizeof(std::uint32_t) +
         wide.size() * sizeof(std::uint64_t) + weights.size() * sizeof(float);
}

synapse_rows device_rows::download() const {
  return {summary, downloaded(offset), downloaded(narrow), downloaded(wide), downloaded(weights), nullptr};
}

device_rows build_device_rows(const wiring& w, const row_limits& limits) {
  device_builder builder(w, limits);
  return build_by_rule(w, builder);
}

}  // namespace hux::cuda
