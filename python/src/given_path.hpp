#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/filesystem.h>

#include <filesystem>
#include <utility>

namespace hux::python {

/// A path that Python hands over. nanobind's own type has no name that type checkers take.
struct given_path {
  std::filesystem::path path;
  // NOLINTNEXTLINE(google-explicit-constructor): stands for the path
  operator const std::filesystem::path&() const { return path; }
};

}  // namespace hux::python

template <>
struct nanobind::detail::type_caster<hux::python::given_path> {
  NB_TYPE_CASTER(hux::python::given_path, const_name("str | os.PathLike[str]"))

  bool from_python(handle source, std::uint32_t flags, cleanup_list* cleanup) noexcept {
    make_caster<std::filesystem::path> inner;
    if (!inner.from_python(source, flags, cleanup)) return false;
    value.path = std::move(inner.value);
    return true;
  }
};
