#pragma once

#include <fmt/format.h>

#include <exception>
#include <string>
#include <string_view>
#include <type_traits>

#include "hux/printable.hpp"

/// What the command writes on its standard streams, which may be closed, full, or pipes that nobody reads any more.
namespace hux::cli {

/// Whoever read standard output has gone, as head does: no mistake, and nobody to tell.
struct reader_gone final : std::exception {
  [[nodiscard]] const char* what() const noexcept override { return "nobody reads standard output any more"; }
};

/// To be called before anything is opened or written: a result must not take the number of a closed stream, where
/// messages would be written into it, and a reader that goes must not end a run.
void prepare_streams();

/// Writes a text on standard output, as it is. Throws file_error if it cannot be written to, reader_gone.
void print_text(std::string_view text);

/// Throws as print_text() does if something that was printed has not arrived.
void flush_output();

/// Writes "hux: ", the text, made printable, and the end of the line on standard error. If that cannot be done, nobody
/// is there to be told, and what the command does goes on.
void say_text(std::string_view text);

/// What a part of a printed line is shown as: a text made printable, anything else as it is.
template <class Part>
auto shown(const Part& part) {
  if constexpr (std::is_convertible_v<const Part&, std::string_view>)
    return printable(part);
  else
    return part;
}

/// Writes on standard output; the format may have several lines, each part is on one.
template <class... Parts>
void print(fmt::format_string<const Parts&...> format, const Parts&... parts) {
  const auto write = [&](const auto&... texts) {
    print_text(fmt::vformat(fmt::string_view(format), fmt::make_format_args(texts...)));
  };
  write(shown(parts)...);
}

template <class... Parts>
void say(fmt::format_string<const Parts&...> format, const Parts&... parts) {
  say_text(fmt::format(format, parts...));
}

}  // namespace hux::cli
