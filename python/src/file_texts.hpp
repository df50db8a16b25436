#pragma once

#include <nanobind/nanobind.h>

#include <filesystem>

#include "hux/errors.hpp"

namespace hux::python {

/// What make() makes of texts that were read from a file. Throws file_error if one of them is none for Python.
template <class Make>
auto with_texts_of(const std::filesystem::path& file, const Make& make) {
  try {
    return make();
  } catch (const nanobind::python_error& mistake) {
    if (!mistake.matches(PyExc_UnicodeDecodeError)) throw;
    throw file_error(file.string() + " could not be read: it holds a text that is not UTF-8");
  }
}

}  // namespace hux::python
