#include "io/experiment/model_pages.hpp"

#include <utility>

#include "io/experiment/experiment_document.hpp"
#include "io/experiment/experiment_layout.hpp"
#include "io/experiment/page_check.hpp"
#include "io/experiment/table_reader.hpp"

namespace hux {

std::vector<model_page> read_model_pages(std::string_view text, const std::string& name) {
  const experiment_document document(text, name);
  const surroundings none;
  std::vector<model_page> pages;
  try {
    table_reader reader(document.root(), "", none);
    reader.each("model", pages, [](auto& section, model_page& m) { lay_out(section, m); });
    reader.finish();
    for (auto& page : pages) {
      page = with_sorted_currents(std::move(page));
      check_page(page);
    }
  } catch (const input_error& mistake) {
    throw document.located(mistake);
  }
  return pages;
}

}  // namespace hux
