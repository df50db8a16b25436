#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kept_series.hpp"

/// Numbers on their way to and from NumPy. What Python is handed cannot be written to.
namespace hux::python {

template <class T>
using array = nanobind::ndarray<nanobind::numpy, const T, nanobind::ndim<1>>;
/// What Python is told that a dict or a tuple has.
using any_dict = nanobind::typed<nanobind::dict, nanobind::str, nanobind::any>;
template <class... Elements>
using tuple_of = nanobind::typed<nanobind::tuple, Elements...>;
using texts = std::vector<std::string>;

template <class T>
using given_array = nanobind::ndarray<const T, nanobind::ndim<1>, nanobind::c_contig, nanobind::device::cpu>;

/// What keeps memory as long as an array looks at it.
template <class Owner>
nanobind::capsule keeping(Owner owner) {
  auto kept = std::make_unique<Owner>(std::move(owner));
  return nanobind::capsule(kept.release(), [](void* p) noexcept { delete static_cast<Owner*>(p); });
}

template <class T>
array<T> array_of(std::vector<T> values) {
  const auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  return array<T>(owner->data(), {owner->size()}, keeping(owner));
}

template <class T>
array<T> array_of(const typename kept_series<T>::view& seen) {
  return array<T>(seen.values.get(), {seen.size}, keeping(seen.values));
}

template <class T>
std::vector<T> vector_of(const given_array<T>& values) {
  return {values.data(), values.data() + values.size()};
}

}  // namespace hux::python
