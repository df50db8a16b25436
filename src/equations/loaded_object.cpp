#include "equations/loaded_object.hpp"

#include <dlfcn.h>

#include "equations/compiler.hpp"
#include "equations/object_cache.hpp"
#include "hux/errors.hpp"

namespace hux {

loaded_object::loaded_object(const std::filesystem::path& file) {
  void* object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) throw error(std::string("compiled equations cannot be loaded: ") + dlerror());
  object_ = {object, dlclose};
}

loaded_object::loaded_object(const std::string& source, int vector_bytes, const object_cache* cache,
                             const std::function<void()>& check) {
  const compiler::scratch_folder folder;
  compiler::compile(source, vector_bytes, folder, check);
  *this = loaded_object(folder / "object.so");
  if (cache != nullptr) cache->keep(key_of_object(source, vector_bytes), folder / "object.so");
}

std::optional<loaded_object> loaded_object::cached(const std::string& source, int vector_bytes,
                                                   const object_cache& cache) {
  if (!cache.has_any()) return std::nullopt;
  const auto file = cache.find(key_of_object(source, vector_bytes));
  if (!file) return std::nullopt;
  try {
    return loaded_object(*file);
  } catch (const error&) {
    return std::nullopt;  // it was removed a moment ago, or made where libraries are others
  }
}

std::shared_ptr<const void> loaded_object::symbol(const char* name) const {
  return {object_, dlsym(object_.get(), name)};
}

}  // namespace hux
