#include "equations/nvrtc.hpp"

#include <dlfcn.h>

#include <array>
#include <cstddef>

#include "equations/compiler_messages.hpp"
#include "equations/embedded_headers.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

/// The functions of NVRTC's C interface, as its header declares them: a build of Hux does not need it.
struct nvrtc {
  using program = void*;
  int (*create)(program*, const char* source, const char* name, int headers, const char* const* texts,
                const char* const* names) = nullptr;
  int (*destroy)(program*) = nullptr;
  int (*compile)(program, int options, const char* const* option) = nullptr;
  int (*log_size)(program, std::size_t*) = nullptr;
  int (*log)(program, char*) = nullptr;
  int (*code_size)(program, std::size_t*) = nullptr;
  int (*code)(program, char*) = nullptr;
};

constexpr std::array libraries{"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"};

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

nvrtc loaded() {
  for (const char* name : libraries) {
    void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    nvrtc all;
    if (library != nullptr && find(library, "nvrtcCreateProgram", all.create) &&
        find(library, "nvrtcDestroyProgram", all.destroy) && find(library, "nvrtcCompileProgram", all.compile) &&
        find(library, "nvrtcGetProgramLogSize", all.log_size) && find(library, "nvrtcGetProgramLog", all.log) &&
        find(library, "nvrtcGetCUBINSize", all.code_size) && find(library, "nvrtcGetCUBIN", all.code))
      return all;
  }
  return {};
}

const nvrtc& the_nvrtc() {
  static const nvrtc library = loaded();
  return library;
}

/// What a program may include: the embedded headers, and in place of other people's what is written for NVRTC.
struct headers {
  std::vector<std::string> names, texts;

  headers() {
    for (const auto& h : embedded_headers()) add(std::string(h.name), std::string(h.text));
    for (const char* name : {"algorithm", "array", "bit", "cstddef", "cstdint", "limits", "string_view", "type_traits"})
      add(name, "#include \"hux/device/rtc/standard.hpp\"\n");
    add("Random123/philox.h", "#include \"hux/device/rtc/philox.hpp\"\nusing namespace hux::rtc;\n");
  }
  void add(std::string name, std::string text) {
    names.push_back(std::move(name));
    texts.push_back(std::move(text));
  }
};

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> all;
  for (const auto& t : texts) all.push_back(t.c_str());
  return all;
}

/// A program of NVRTC, released at the end.
class program {
 public:
  explicit program(const std::string& source) {
    const headers known;
    the_nvrtc().create(&program_, source.c_str(), "equations.cu", static_cast<int>(known.names.size()),
                       pointers(known.texts).data(), pointers(known.names).data());
  }
  ~program() { the_nvrtc().destroy(&program_); }
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  [[nodiscard]] bool compiles(const std::vector<std::string>& options) const {
    return the_nvrtc().compile(program_, static_cast<int>(options.size()), pointers(options).data()) == 0;
  }
  [[nodiscard]] std::string messages() const {
    std::size_t size = 0;
    the_nvrtc().log_size(program_, &size);
    std::string text(size, '\0');
    the_nvrtc().log(program_, text.data());
    return text;
  }
  [[nodiscard]] std::vector<char> code() const {
    std::size_t size = 0;
    the_nvrtc().code_size(program_, &size);
    std::vector<char> bytes(size);
    the_nvrtc().code(program_, bytes.data());
    return bytes;
  }

 private:
  nvrtc::program program_ = nullptr;
};

}  // namespace

std::string why_no_nvrtc() {
  return the_nvrtc().create != nullptr
             ? ""
             : "NVRTC is not installed; expected nvidia-cuda-nvrtc from PyPI, or the CUDA toolkit, where the dynamic "
               "linker looks";
}

std::vector<char> compile_for_gpu(const std::string& source, const std::string& architecture) {
  if (const auto reason = why_no_nvrtc(); !reason.empty())
    throw error("equations cannot be compiled for a GPU: " + reason);
  const program compiled(source);
  if (!compiled.compiles(
          {"--std=c++20", "--fmad=false", "--device-as-default-execution-space", "--gpu-architecture=" + architecture}))
    throw error("NVRTC refuses equations: " + first_error(compiled.messages()));
  return compiled.code();
}

}  // namespace hux
