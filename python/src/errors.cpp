#include "hux/errors.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <exception>
#include <filesystem>

#include "bindings.hpp"

namespace nb = nanobind;

namespace hux::python {
namespace {

nb::object made(const char* name, const std::exception& failure) {
  return nb::module_::import_("hux.errors").attr(name)(failure.what());
}

void set(const nb::object& raised) { PyErr_SetObject(raised.type().ptr(), raised.ptr()); }

/// Sets the Python exception that a C++ one stands for; others pass on to whoever can tell.
void translate(const std::exception_ptr& thrown, void* /*payload*/) {
  try {
    std::rethrow_exception(thrown);
  } catch (const input_error& e) {
    auto raised = made("InputError", e);
    raised.attr("key") = nb::cast(e.key);
    set(raised);
  } catch (const file_error& e) {
    set(made("FileError", e));
  } catch (const std::filesystem::filesystem_error& e) {
    set(made("FileError", e));
  } catch (const memory_error& e) {
    set(made("MemoryPlanError", e));
  } catch (const divergence_error& e) {
    set(made("DivergenceError", e));
  } catch (const error& e) {
    set(made("HuxError", e));
  }
}

}  // namespace

void bind_errors() { nb::register_exception_translator(translate); }

}  // namespace hux::python
