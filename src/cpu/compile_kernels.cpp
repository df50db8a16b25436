#include "cpu/compile_kernels.hpp"

#include <fmt/format.h>

#include "equations/loaded_object.hpp"
#include "equations/object_cache.hpp"
#include "hux/errors.hpp"

namespace hux::cpu {
namespace {

std::string advance_of(populations_of populations) {
  switch (populations) {
    case populations_of::any:
      return "advance";
    case populations_of::receptors_that_follow_v:
      return "advance_with<kinds>";
    default:
      return "advance_with<hux::type_list<>>";
  }
}

std::string source_of(const kernel_order& order) {
  std::string text = order.model.text, kinds;
  for (const auto& k : order.kinds) {
    text += k.text;
    kinds += (kinds.empty() ? "hux::" : ", hux::") + k.type;
  }
  return fmt::format(
      "#include \"cpu/advance.hpp\"\n#include \"hux/device/integrators/{integrator}.hpp\"\n"
      R"({text}
using kinds = hux::type_list<{kinds}>;
using advancer = hux::cpu::advancer<hux::{type}, hux::{integrator}, {real}, {bytes}, kinds>;
extern "C" {{
__attribute__((visibility("default"))) extern const hux::cpu::kernels<{real}> hux_kernels;
const hux::cpu::kernels<{real}> hux_kernels{{
    advancer::{advance}, advancer::stagger, advancer::width}};
}}
)",
      fmt::arg("integrator", order.integrator), fmt::arg("text", text), fmt::arg("kinds", kinds),
      fmt::arg("type", order.model.type), fmt::arg("real", order.real == precision::single ? "float" : "double"),
      fmt::arg("bytes", order.vector_bytes), fmt::arg("advance", advance_of(order.populations)));
}

compiled_kernels kernels_in(const loaded_object& object, const kernel_order& order) {
  auto table = object.symbol("hux_kernels");
  if (!table) throw error("compiled equations have no kernels");
  return {order.integrator, order.real == precision::single ? sizeof(float) : sizeof(double), order.vector_bytes,
          std::move(table)};
}

}  // namespace

compiled_kernels compile_kernels(const kernel_order& order, const object_cache* cache,
                                 const std::function<void()>& check) {
  return kernels_in(loaded_object(source_of(order), order.vector_bytes, cache, check), order);
}

std::optional<compiled_kernels> cached_kernels(const kernel_order& order, const object_cache& cache) {
  const auto object = loaded_object::cached(source_of(order), order.vector_bytes, cache);
  if (!object) return std::nullopt;
  return kernels_in(*object, order);
}

}  // namespace hux::cpu
