#include "hux/experiment_file.hpp"

#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "hux/simulation.hpp"
#include "io/experiment/experiment_defaults.hpp"
#include "io/experiment/experiment_document.hpp"
#include "io/experiment/experiment_layout.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/experiment_tree.hpp"
#include "io/experiment/list_file.hpp"
#include "io/experiment/list_views.hpp"
#include "io/experiment/table_reader.hpp"
#include "io/experiment/table_writer.hpp"
#include "io/hdf5/partial_file.hpp"
#include "network/stage_steps.hpp"
#include "support/text_stream.hpp"

namespace hux {
namespace {

/// A stream that is no text, or has no end, is left as soon as that is clear.
/// @param expected for messages
std::string content_of(const std::filesystem::path& file, const std::string& expected = "an experiment file") {
  constexpr std::size_t longest = std::size_t{1} << 30;
  std::ifstream stream = text_stream(file);
  const std::string reason = stream ? "it is a folder" : std::generic_category().message(errno);
  if (!stream || std::filesystem::is_directory(file))
    throw file_error(file.string() + ": cannot be read: " + reason + "; expected " + expected);
  std::string content;
  std::vector<char> piece(std::size_t{1} << 16);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())), stream.gcount() > 0) {
    const std::string_view text(piece.data(), stream.gcount());
    if (text.find('\0') != std::string_view::npos)
      throw file_error(file.string() + ": is not a text; expected " + expected);
    content += text;
    if (content.size() > longest) throw file_error(file.string() + ": is longer than 1 GiB; expected " + expected);
  }
  if (stream.bad()) throw file_error(file.string() + ": cannot be read to its end");
  return content;
}

/// Takes in the models of the files that a document names.
void add_named_models(experiment_document& document, const std::filesystem::path& folder) {
  const surroundings around{folder};
  for (const auto& file : table_reader(document.root(), "", around).files("models"))
    document.add_models(content_of(file, "a file of models"), file.string());
}

/// A document with all that its text and changes of it name. Changes of what files it names come first.
experiment_document complete_document(std::string_view text, const std::string& name,
                                      const std::filesystem::path& folder, std::span<const std::string> changes) {
  experiment_document document(text, name);
  const auto names_files = [](const std::string& change) { return change.starts_with("models="); };
  for (const auto& change : changes)
    if (names_files(change)) document.apply(change);
  try {
    add_named_models(document, folder);
  } catch (const input_error& mistake) {
    if (mistake.key != "models") throw;
    throw document.located(mistake);
  }
  for (const auto& change : changes)
    if (!names_files(change)) document.apply(change);
  return document;
}

experiment read_tree(const toml::table& root, const surroundings& around, std::shared_ptr<const catalog> known) {
  experiment e;
  e.network.catalog = std::move(known);
  table_reader reader(root, "", around);
  lay_out(reader, e);
  reader.finish();
  return e;
}

experiment checked(experiment e) {
  validate(e);
  e.settings.duration = duration_of(e);
  return e;
}

/// "net.arrays.h5" for "net.toml": what a run of it writes is called "net.h5".
std::filesystem::path arrays_beside(const std::filesystem::path& file) {
  return file.parent_path() / (file.stem() += ".arrays.h5");
}

void write_text(const std::string& text, const std::filesystem::path& file, bool overwrite) {
  partial_file partial(file, overwrite, partial_file::leftover::worthless);
  std::ofstream stream(partial.path(), std::ios::binary);
  stream << text << std::flush;
  if (!stream) {
    const std::string reason = std::generic_category().message(errno);
    partial.discard();
    throw file_error(file.string() + " could not be written: " + reason);
  }
  partial.publish();
}

}  // namespace

experiment read_experiment_text(std::string_view text, const std::string& name, const std::filesystem::path& folder,
                                std::span<const std::string> changes, std::shared_ptr<const catalog> known,
                                const list_source& named) {
  const experiment_document document = complete_document(text, name, folder, changes);
  try {
    return checked(read_tree(document.root(), {folder, read_list, {}, false, named}, std::move(known)));
  } catch (const input_error& mistake) {
    throw document.located(mistake);
  }
}

experiment read_experiment(const std::filesystem::path& file, std::span<const std::string> changes,
                           std::shared_ptr<const catalog> known) {
  return read_experiment_text(content_of(file), file.string(), file.parent_path(), changes, std::move(known));
}

namespace {

/// What a catalog has beyond what is built in.
template <class Entry>
std::vector<Entry> added(const std::vector<Entry>& all, const std::vector<Entry>& built_in) {
  return {all.begin() + static_cast<std::ptrdiff_t>(built_in.size()), all.end()};
}

}  // namespace

catalog read_models(const std::filesystem::path& file) {
  const auto folder = file.parent_path();
  const experiment_document document = complete_document(content_of(file), file.string(), folder, {});
  network n;
  const surroundings around{folder, read_list};
  try {
    table_reader reader(document.root(), "", around);
    lay_out_models(reader, n);
  } catch (const input_error& mistake) {
    throw document.located(mistake);
  }
  catalog own;
  own.models = added(n.catalog->models, built_in_catalog()->models);
  own.synapses = added(n.catalog->synapses, built_in_catalog()->synapses);
  return own;
}

experiment read_experiment_tree(const toml::table& root, std::span<const number_list> arrays,
                                std::shared_ptr<const catalog> known) {
  return checked(read_tree(root, {{}, read_list, arrays, true}, std::move(known)));
}

network with_values(const experiment& e, const std::map<std::string, std::string>& values) {
  experiment only;
  only.network = e.network;
  only = with_defaults(std::move(only));
  list_views lists;
  const experiment_document document(text_of(only, &lists), "the experiment", values);
  return read_tree(document.root(), {{}, read_list, lists.arrays()}, e.network.catalog).network;
}

std::string text_of(experiment& e, list_store* lists) {
  table_writer writer("", lists);
  lay_out(writer, e);
  return writer.toml();
}

namespace {

template <class Page>
std::string page_text(const char* kind, const Page& page) {
  table_writer writer("");
  std::vector<Page> pages{page};
  writer.each(kind, pages, [](auto& section, Page& p) { lay_out(section, p); });
  return writer.toml();
}

}  // namespace

std::string text_of(const model_page& model) { return page_text("model", model); }

std::string text_of(const synapse_page& synapse) { return page_text("synapse", synapse); }

experiment spelled_out(experiment e) {
  e.settings.duration = duration_of(e);
  return with_defaults(std::move(e));
}

std::string to_toml(const experiment& e) {
  experiment complete = spelled_out(e);
  return text_of(complete);
}

void write_experiment(const experiment& e, const std::filesystem::path& file, bool overwrite) {
  partial_file::check(file, overwrite);
  list_file lists(arrays_beside(file), overwrite);
  experiment given = e;
  const std::string text = text_of(given, &lists);
  lists.publish();
  write_text(text, file, overwrite);
}

}  // namespace hux
