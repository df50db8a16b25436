#include "io/experiment/experiment_models.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "equations/text/model.hpp"
#include "equations/text/synapse.hpp"
#include "hux/errors.hpp"
#include "io/experiment/page_check.hpp"

namespace hux {
namespace {

/// What models and synapses are called in an experiment, and where a catalog has them.
constexpr std::string_view kind_of(const model_page& /*page*/) { return "model"; }
constexpr std::string_view kind_of(const synapse_page& /*page*/) { return "synapse"; }
template <class Catalog>
auto& list_for(Catalog& all, const model_page& /*page*/) {
  return all.models;
}
template <class Catalog>
auto& list_for(Catalog& all, const synapse_page& /*page*/) {
  return all.synapses;
}

synapse_page in_order(synapse_page page) { return page; }
model_page in_order(model_page page) { return with_sorted_currents(std::move(page)); }

template <class List>
auto find_entry(const List& list, std::string_view name) -> const typename List::value_type* {
  const auto found = std::ranges::find(list, name, &List::value_type::name);
  return found == list.end() ? nullptr : &*found;
}

/// A page without what is said of its equations, in one order.
/// @param known of that name; where a page gives no range, that of this one counts
template <class Page>
Page comparable(Page page, const Page& known) {
  page.description.clear();
  page.source.clear();
  for (auto& p : page.parameters) {
    p.description.clear();
    const auto same = std::ranges::find(known.parameters, p.name, &parameter_info::name);
    if (p.range == range::any && same != known.parameters.end()) p.range = same->range;
  }
  std::ranges::sort(page.parameters, {}, &parameter_info::name);
  std::ranges::sort(page.defines);
  return page;
}

/// Is the page there already? One that is another must have another name.
/// @param page in order
template <class Page>
bool is_known(const catalog& known, const Page& page) {
  const auto* same_name = find_entry(list_for(known, page), page.name);
  if (!same_name) return false;
  if (same_name->page) {
    const Page there = in_order(*same_name->page);
    if (comparable(there, there) == comparable(page, there)) return true;
  }
  const std::string kind(kind_of(page));
  throw input_error(kind + "." + page.name,
                    find_entry(list_for(*built_in_catalog(), page), page.name)
                        ? "a built-in " + kind + " has this name; expected another one"
                        : "there are other equations of this name already; expected another name");
}

template <class Page>
std::shared_ptr<const catalog> with_pages(const std::shared_ptr<const catalog>& known, std::vector<Page> pages) {
  std::shared_ptr<catalog> more;
  for (auto& page : pages) {
    page = in_order(std::move(page));
    if (is_known(*known, page)) continue;
    check_page(page);
    if (!more) more = std::make_shared<catalog>(*known);
    list_for(*more, page).push_back(equations_of(page));
  }
  return more ? more : known;
}

/// Adds the page of a name, if it is one that is not built in.
template <class Page, class List>
void add_own(const std::string& name, const List& known, const List& built_in, std::vector<Page>& to) {
  const auto* entry = find_entry(known, name);
  const bool met = find_entry(to, name) != nullptr;
  if (entry && entry->page && !met && !find_entry(built_in, name)) to.push_back(*entry->page);
}

}  // namespace

std::vector<model_page> own_models(const network& n) {
  std::vector<model_page> pages;
  for (const auto& p : n.populations) add_own(p.model, n.catalog->models, built_in_catalog()->models, pages);
  return pages;
}

std::vector<synapse_page> own_synapses(const network& n) {
  std::vector<synapse_page> pages;
  const auto add = [&](const std::string& name) {
    add_own(name, n.catalog->synapses, built_in_catalog()->synapses, pages);
  };
  for (const auto& p : n.populations)
    for (const auto& r : p.receptors) add(r.synapse);
  for (const auto& p : n.populations)
    for (const auto& t : p.terminals) add(t.synapse);
  for (const auto& p : n.projections)
    if (p.terminal) add(p.terminal->synapse);
  return pages;
}

std::shared_ptr<const catalog> with_models(const std::shared_ptr<const catalog>& known, std::vector<model_page> pages) {
  return with_pages(known, std::move(pages));
}

std::shared_ptr<const catalog> with_synapses(const std::shared_ptr<const catalog>& known,
                                             std::vector<synapse_page> pages) {
  return with_pages(known, std::move(pages));
}

}  // namespace hux
