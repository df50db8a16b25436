#include "network/rules.hpp"

#include <algorithm>
#include <string>

#include "hux/errors.hpp"
#include "network/joined.hpp"
#include "network/number_by_distance.hpp"

namespace hux {
namespace {

struct rule_check {
  const projection& p;
  std::uint32_t sources;
  std::uint32_t targets;
  bool exclude_self;

  void operator()(const one_to_one&) const {
    if (sources != targets)
      fail("rule", "one_to_one needs populations of one size, these have ", sources, " and ", targets, " neurons");
  }
  void operator()(const all_to_all&) const {}
  void operator()(const fixed_probability& r) const {
    if (!(r.probability >= 0 && r.probability <= 1))
      fail("probability", r.probability, " is not a probability; expected 0 to 1");
  }
  void operator()(const distance_probability& r) const {
    if (!(r.probability >= 0 && r.probability <= 1))
      fail("probability", r.probability, " is not a probability; expected 0 to 1");
    // Its square is a number, too.
    if (!(r.scale >= 1e-100 && r.scale <= 1e100))
      fail("scale", r.scale, " um is out of range; expected more than 0, from 1e-100 to 1e+100 um");
  }
  void operator()(const fixed_indegree& r) const {
    if (targets > 0) check_partners("indegree", r.indegree, candidates(sources), "sources");
  }
  void operator()(const fixed_outdegree& r) const {
    if (sources > 0) check_partners("outdegree", r.outdegree, candidates(targets), "targets");
  }
  void operator()(const fixed_total_number& r) const {
    check_partners("number", r.number, sources * candidates(targets), "pairs of neurons");
  }
  void operator()(const explicit_list& list) const {
    check_lengths(list);
    check_indices("source", list.source, sources);
    check_indices("target", list.target, targets);
  }

 private:
  template <class... Parts>
  [[noreturn]] void fail(const char* what, const Parts&... parts) const {
    throw input_error("projection." + p.name + "." + what, joined(parts...));
  }

  [[nodiscard]] std::uint64_t candidates(std::uint32_t size) const {
    return exclude_self && size > 0 ? size - 1 : size;
  }

  void check_partners(const char* what, std::uint64_t number, std::uint64_t available, const char* of) const {
    if (number > 0 && available == 0) fail(what, number, " synapses are asked for, but there are no ", of);
    if (!p.multapses && number > available)
      fail(what, number, " different ", of, " are asked for, but there are ", available,
           "; allow multapses or ask for fewer");
  }

  void check_lengths(const explicit_list& list) const {
    const std::size_t n = list.source.size();
    if (list.target.size() != n) fail("target", "has ", list.target.size(), " entries where source has ", n);
    for (const auto* values : {&list.weight, &list.delay})
      if (!values->empty() && values->size() != n)
        fail(values == &list.weight ? "weight" : "delay", "has ", values->size(), " entries where source has ", n);
  }

  void check_indices(const char* what, const std::vector<std::uint32_t>& indices, std::uint32_t size) const {
    const auto wrong = std::find_if(indices.begin(), indices.end(), [size](std::uint32_t i) { return i >= size; });
    if (wrong != indices.end())
      fail(what, "neuron ", *wrong, " (entry ", wrong - indices.begin(), ") does not exist; expected less than ", size);
  }
};

struct number_of_rule {
  const wiring& w;

  /// Pairs that may be connected.
  [[nodiscard]] double pairs() const { return 1.0 * w.sources * w.targets - (w.excludes_self() ? w.sources : 0); }

  number_law operator()(const one_to_one&) const { return {w.excludes_self() ? 0.0 : w.sources}; }
  number_law operator()(const all_to_all&) const { return {pairs()}; }
  number_law operator()(const fixed_probability& r) const {
    return {r.probability * pairs(), r.probability * (1 - r.probability) * pairs()};
  }
  number_law operator()(const distance_probability& r) const {
    return number_by_distance(r, w.where, w.excludes_self())(w.sources, w.targets);
  }
  number_law operator()(const fixed_indegree& r) const { return {1.0 * r.indegree * w.targets}; }
  number_law operator()(const fixed_outdegree& r) const { return {1.0 * r.outdegree * w.sources}; }
  number_law operator()(const fixed_total_number& r) const { return {static_cast<double>(r.number)}; }
  number_law operator()(const explicit_list& list) const { return {static_cast<double>(list.source.size())}; }
};

struct making_of_rule {
  making operator()(const one_to_one&) const { return making::ordered_rows; }
  making operator()(const all_to_all&) const { return making::ordered_rows; }
  making operator()(const fixed_probability&) const { return making::ordered_rows; }
  making operator()(const distance_probability&) const { return making::rows_by_cells; }
  making operator()(const fixed_indegree&) const { return making::pairs; }
  making operator()(const fixed_outdegree&) const { return making::unordered_rows; }
  making operator()(const fixed_total_number&) const { return making::pairs; }
  making operator()(const explicit_list&) const { return making::list; }
};

}  // namespace

void check_rule(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population) {
  std::visit(rule_check{p, sources, targets, same_population && !p.autapses}, p.rule);
}

number_law number_of(const wiring& w) { return std::visit(number_of_rule{w}, w.projection.rule); }

making making_of(const connection_rule& rule) { return std::visit(making_of_rule{}, rule); }

}  // namespace hux
