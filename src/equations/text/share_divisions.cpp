#include "equations/text/share_divisions.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "equations/recorded.hpp"

namespace hux {
namespace {

/// Exponents of 2 of products that have a reciprocal in single precision.
constexpr double lowest = -120;
constexpr double highest = 124.5;
constexpr std::size_t most_together = 3;

class sharer {
 public:
  sharer(const operation_list& list, const std::map<std::uint32_t, magnitude>& sharable)
      : list_(list), made_(list.operations.size()) {
    find_groups(sharable);
  }

  std::uint32_t place(std::uint32_t old) {
    if (!made_[old]) make(old);
    return *made_[old];
  }

 private:
  using real = recorded<double>;

  /// Reciprocals that share a division.
  struct group {
    std::vector<std::uint32_t> places;
    magnitude size{0, 0};
    int depth = 0;

    [[nodiscard]] bool takes(const magnitude& m, int at) const {
      return at == depth && places.size() < most_together && size.low + m.low >= lowest &&
             size.high + m.high <= highest;
    }
  };

  /// How many sharable reciprocals stand behind one another on the way to each operation.
  [[nodiscard]] std::vector<int> depths(const std::map<std::uint32_t, magnitude>& sharable) const {
    std::vector<int> depth(list_.operations.size());
    for (std::uint32_t i = 0; i < depth.size(); ++i) {
      const auto& o = list_.operations[i];
      for (int k = 0; k < operands_of(o.code); ++k) depth[i] = std::max(depth[i], depth[o.operands[k]]);
      if (sharable.contains(i)) ++depth[i];
    }
    return depth;
  }

  /// The largest first, each in the first group that has room.
  void find_groups(const std::map<std::uint32_t, magnitude>& sharable) {
    const auto depth = depths(sharable);
    std::vector<std::pair<std::uint32_t, magnitude>> all(sharable.begin(), sharable.end());
    std::ranges::stable_sort(all, std::greater{}, [](const auto& r) { return r.second.high; });
    for (const auto& one : all) {
      const magnitude& size = one.second;
      const int at_depth = depth[one.first];
      auto g = std::ranges::find_if(groups_, [&](const group& at) { return at.takes(size, at_depth); });
      if (g == groups_.end()) g = groups_.insert(g, group{{}, {0, 0}, at_depth});
      g->places.push_back(one.first);
      g->size = {g->size.low + size.low, g->size.high + size.high};
    }
  }

  void make(std::uint32_t old) {
    for (const auto& g : groups_)
      if (g.places.size() > 1 && std::ranges::find(g.places, old) != g.places.end()) return make_group(g.places);
    operation o = list_.operations[old];
    for (int k = 0; k < operands_of(o.code); ++k) o.operands[k] = place(o.operands[k]);
    made_[old] = list_writer::current().add(o);
  }

  void make_group(const std::vector<std::uint32_t>& places) {
    const auto argument = [&](std::size_t i) { return real::at(place(list_.operations[places[i]].operands[0])); };
    if (places.size() == 2) {
      const auto two = reciprocals(argument(0), argument(1));
      made_[places[0]] = two.a.place();
      made_[places[1]] = two.b.place();
    } else {
      const auto three = reciprocals(argument(0), argument(1), argument(2));
      made_[places[0]] = three.a.place();
      made_[places[1]] = three.b.place();
      made_[places[2]] = three.c.place();
    }
  }

  const operation_list& list_;
  std::vector<group> groups_;
  std::vector<std::optional<std::uint32_t>> made_;
};

}  // namespace

operation_list with_shared_divisions(const operation_list& list, const std::map<std::uint32_t, magnitude>& sharable,
                                     const std::vector<std::uint32_t>& outputs) {
  list_writer writer(list.inputs);
  sharer shared(list, sharable);
  std::vector<std::uint32_t> places;
  for (const auto o : outputs) places.push_back(shared.place(o));
  return writer.finished(places);
}

}  // namespace hux
