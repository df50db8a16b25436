#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

/// Surroundings in which equations are compiled, as long as the objects live.
namespace hux {

/// A variable of the environment with another value, or with none.
class environment_variable {
 public:
  environment_variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~environment_variable() { set(before_ ? before_->c_str() : nullptr); }
  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;

 private:
  void set(const char* value) { value == nullptr ? unsetenv(name_) : setenv(name_, value, 1); }

  const char* name_;
  std::optional<std::string> before_;
};

/// An empty folder of one's own.
class own_folder {
 public:
  own_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hux_test_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~own_folder() {
    chmod(path_.c_str(), 0700);
    std::filesystem::remove_all(path_);
  }
  own_folder(const own_folder&) = delete;
  own_folder& operator=(const own_folder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name) << content;
    return path_ / name;
  }
  /// A program that is a script of the shell.
  [[nodiscard]] std::string program(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << "#!/bin/sh\n" << text << "\n";
    chmod((path_ / name).c_str(), 0700);
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

/// The files of a folder; none if it is not there.
inline std::size_t files_in(const std::filesystem::path& folder) {
  std::error_code none;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) ++count;
  return count;
}

}  // namespace hux
