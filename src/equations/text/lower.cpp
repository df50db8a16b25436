#include "equations/text/lower.hpp"

#include <algorithm>

#include "equations/text/list_maker.hpp"
#include "equations/text/share_divisions.hpp"

namespace hux {
namespace {

/// One list, with families of exponents or to find them.
struct made_list {
  operation_list list;
  std::vector<exponent> exponents;
};

made_list make_list(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
                    const std::vector<exponent_family>& families, const std::vector<expression>& results,
                    std::vector<expression>& poles, const potential_range& range) {
  list_writer writer(static_cast<std::uint32_t>(varying.size()));
  list_maker maker(known, varying, shared, families, poles, range);
  std::vector<std::uint32_t> outputs;
  for (const auto& e : results) outputs.push_back(maker.of(known.with_merged_exponentials(e)).place());
  return {with_shared_divisions(writer.written(), maker.exponentials().sharable(), outputs),
          maker.exponentials().exponents()};
}

}  // namespace

lowered lower(algebra& known, const std::vector<std::string>& varying, const std::vector<std::string>& parameters,
              const std::vector<std::vector<expression>>& results, const potential_range& range) {
  lowered made;
  coefficients shared(known);
  for (const auto& wanted : results) {
    if (const auto same = std::ranges::find(results, wanted) - results.begin(); same < std::ssize(made.lists)) {
      made.lists.push_back(made.lists[same]);
      continue;
    }
    std::vector<expression> ignored;
    coefficients first_draft(known);
    const auto draft = make_list(known, varying, first_draft, {}, wanted, ignored, range);
    const auto families = families_of(draft.exponents, exponential_maker::widest_exponent, range.reach, known);
    made.lists.push_back(make_list(known, varying, shared, families, wanted, made.poles, range).list);
  }
  made.derive = derivation(shared, parameters);
  for (auto& list : made.lists) list.inputs = static_cast<std::uint32_t>(varying.size() + shared.all().size());
  return made;
}

}  // namespace hux
