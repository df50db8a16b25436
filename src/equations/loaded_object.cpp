#include "equations/loaded_object.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "equations/compiler_messages.hpp"
#include "equations/embedded_headers.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

using std::filesystem::path;

/// An empty folder, for as long as the object lives.
class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hux_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw file_error(name + " could not be made, to compile equations in: " + std::strerror(errno));
    path_ = name;
  }
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  void write(std::string_view name, std::string_view text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream file(path_ / name);
    file << text;
    if (!file.flush()) throw file_error((path_ / name).string() + " could not be written, to compile equations");
  }
  [[nodiscard]] std::string read(const char* name) const {
    std::ifstream file(path_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] path operator/(const char* name) const { return path_ / name; }

 private:
  path path_;
};

std::string compiler() {
  const char* chosen = std::getenv("CXX");
  return chosen == nullptr || *chosen == '\0' ? "g++" : chosen;
}

/// Those of the build (cmake/hux_options.cmake), as far as bits and speed depend on them.
std::vector<std::string> options(int vector_bytes, bool of_gcc) {
  std::vector<std::string> all{"-std=c++20",        "-O3",           "-DNDEBUG", "-shared", "-fPIC",
                               "-ffp-contract=off", "-mtune=generic"};
  all.emplace_back(vector_bytes == 64 ? "-march=x86-64-v4" : "-march=x86-64-v3");
  if (!of_gcc) return all;
  const std::string bits = std::to_string(8 * vector_bytes);
  for (const auto& option : {std::string("-fschedule-insns"), std::string("-fsched-pressure"), std::string("-fno-gcse"),
                             "-mmove-max=" + bits, "-mstore-max=" + bits})
    all.push_back(option);
  return all;
}

/// Runs a program of the PATH with its messages going to a file. Its exit code; 127 if it could not be started.
int run(std::vector<std::string> arguments, const path& messages) {
  std::vector<char*> pointers;
  for (auto& a : arguments) pointers.push_back(a.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, pointers[0], &streams, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&streams);
  if (failed != 0) return 127;
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void compile(const scratch_folder& folder, int vector_bytes) {
  const auto attempt = [&](bool of_gcc) {
    std::vector<std::string> command{compiler()};
    for (auto& option : options(vector_bytes, of_gcc)) command.push_back(std::move(option));
    for (const auto& part : {std::string("-I"), (folder / "").string(), std::string("-o"),
                             (folder / "object.so").string(), (folder / "source.cpp").string()})
      command.push_back(part);
    return run(std::move(command), folder / "messages");
  };
  if (attempt(true) == 0) return;
  const int code = attempt(false);
  if (code == 127)
    throw error("equations are compiled by '" + compiler() +
                "', which cannot be started; expected g++ to be installed, or another compiler in the variable CXX");
  if (code != 0)
    throw error("the compiler '" + compiler() + "' refuses equations: " + first_error(folder.read("messages")));
}

}  // namespace

loaded_object::loaded_object(const std::string& source, int vector_bytes) {
  const scratch_folder folder;
  for (const auto& header : embedded_headers()) folder.write(header.name, header.text);
  folder.write("source.cpp", source);
  compile(folder, vector_bytes);
  void* object = dlopen((folder / "object.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) throw error(std::string("compiled equations cannot be loaded: ") + dlerror());
  object_ = {object, dlclose};
}

std::shared_ptr<const void> loaded_object::symbol(const char* name) const {
  return {object_, dlsym(object_.get(), name)};
}

}  // namespace hux
