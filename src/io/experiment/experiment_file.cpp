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
#include "io/experiment/table_reader.hpp"
#include "io/experiment/table_writer.hpp"
#include "network/stage_steps.hpp"
#include "support/text_stream.hpp"

namespace hux {
namespace {

/// A stream that is no text, or has no end, is left as soon as that is clear.
std::string content_of(const std::filesystem::path& file) {
  constexpr std::size_t longest = std::size_t{1} << 30;
  std::ifstream stream = text_stream(file);
  const std::string reason = stream ? "it is a folder" : std::generic_category().message(errno);
  if (!stream || std::filesystem::is_directory(file))
    throw file_error(file.string() + ": cannot be read: " + reason + "; expected an experiment file");
  std::string content;
  std::vector<char> piece(std::size_t{1} << 16);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())), stream.gcount() > 0) {
    const std::string_view text(piece.data(), stream.gcount());
    if (text.find('\0') != std::string_view::npos)
      throw file_error(file.string() + ": is not a text; expected an experiment file");
    content += text;
    if (content.size() > longest)
      throw file_error(file.string() + ": is longer than 1 GiB; expected an experiment file");
  }
  if (stream.bad()) throw file_error(file.string() + ": cannot be read to its end");
  return content;
}

experiment read_tree(const toml::table& root, const std::filesystem::path& folder,
                     std::shared_ptr<const catalog> known) {
  experiment e;
  e.network.catalog = std::move(known);
  table_reader reader(root, "", folder);
  lay_out(reader, e);
  reader.finish();
  return e;
}

}  // namespace

experiment read_experiment_text(std::string_view text, const std::string& name, const std::filesystem::path& folder,
                                std::span<const std::string> changes, std::shared_ptr<const catalog> known) {
  const experiment_document document(text, name, changes);
  try {
    auto e = read_tree(document.root(), folder, std::move(known));
    validate(e);
    e.settings.duration = duration_of(e);
    return e;
  } catch (const input_error& mistake) {
    throw document.located(mistake);
  }
}

experiment read_experiment(const std::filesystem::path& file, std::span<const std::string> changes,
                           std::shared_ptr<const catalog> known) {
  return read_experiment_text(content_of(file), file.string(), file.parent_path(), changes, std::move(known));
}

network with_values(const experiment& e, const std::map<std::string, std::string>& values) {
  experiment only;
  only.network = e.network;
  const experiment_document document(to_toml(only), "the experiment", values);
  return read_tree(document.root(), {}, e.network.catalog).network;
}

std::string to_toml(const experiment& e) {
  auto complete = with_defaults(e);
  complete.settings.duration = duration_of(e);
  table_writer writer("");
  lay_out(writer, complete);
  return writer.toml();
}

}  // namespace hux
