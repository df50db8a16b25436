#include "io/experiment/experiment_models.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "equations/text/model.hpp"
#include "hux/errors.hpp"
#include "io/experiment/page_check.hpp"

namespace hux {
namespace {

const equations* find_model(const catalog& known, std::string_view name) {
  const auto found = std::ranges::find(known.models, name, &equations::name);
  return found == known.models.end() ? nullptr : &*found;
}

/// Is a model there already? One that is another must have another name.
/// @param page sorted
bool is_known(const catalog& known, const model_page& page) {
  const equations* same_name = find_model(known, page.name);
  if (!same_name) return false;
  if (same_name->page && with_sorted_currents(*same_name->page) == page) return true;
  throw input_error("model." + page.name,
                    find_model(*built_in_catalog(), page.name)
                        ? "a built-in model has this name; expected another one"
                        : "there are other equations of this name already; expected another name");
}

}  // namespace

std::vector<model_page> own_models(const network& n) {
  std::vector<model_page> pages;
  for (const auto& p : n.populations) {
    const equations* model = find_model(*n.catalog, p.model);
    const bool met = std::ranges::find(pages, p.model, &model_page::name) != pages.end();
    if (model && model->page && !met && !find_model(*built_in_catalog(), p.model)) pages.push_back(*model->page);
  }
  return pages;
}

std::shared_ptr<const catalog> with_models(const std::shared_ptr<const catalog>& known, std::vector<model_page> pages) {
  std::shared_ptr<catalog> more;
  for (auto& page : pages) {
    page = with_sorted_currents(std::move(page));
    if (is_known(*known, page)) continue;
    check_page(page);
    if (!more) more = std::make_shared<catalog>(*known);
    more->models.push_back(equations_of(page));
    more->models.back().page = std::make_shared<const model_page>(std::move(page));
  }
  return more ? more : known;
}

}  // namespace hux
