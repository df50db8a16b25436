#include "io/experiment/pages.hpp"

#include <utility>

#include "io/experiment/experiment_document.hpp"
#include "io/experiment/experiment_layout.hpp"
#include "io/experiment/page_check.hpp"
#include "io/experiment/table_reader.hpp"

namespace hux {

pages read_pages(std::string_view text, const std::string& name) {
  const experiment_document document(text, name);
  const surroundings none;
  pages read;
  try {
    table_reader reader(document.root(), "", none);
    reader.each("model", read.models, [](auto& section, model_page& m) { lay_out(section, m); });
    reader.each("synapse", read.synapses, [](auto& section, synapse_page& s) { lay_out(section, s); });
    reader.finish();
    for (auto& model : read.models) {
      model = with_sorted_currents(std::move(model));
      check_page(model);
    }
    for (const auto& synapse : read.synapses) check_page(synapse);
  } catch (const input_error& mistake) {
    throw document.located(mistake);
  }
  return read;
}

}  // namespace hux
