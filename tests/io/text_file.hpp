#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "hux/device/rng.hpp"
#include "hux/errors.hpp"

namespace hux {

/// A file with given contents, for as long as the object lives.
class text_file {
 public:
  explicit text_file(const std::string& contents)
      : path_(std::filesystem::temp_directory_path() / ("hux_test_" + std::to_string(getpid()) + ".txt")) {
    std::ofstream(path_, std::ios::binary) << contents;
  }
  ~text_file() { std::filesystem::remove(path_); }
  text_file(const text_file&) = delete;
  text_file& operator=(const text_file&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Damages a text in 2000 reproducible ways (bytes changed, cut out, repeated, the rest cut off) and reads it: the
/// reader must take it or throw an error of ours.
inline void for_each_mutation(const std::string& original,
                              const std::function<void(const std::filesystem::path&)>& read) {
  const stream s(1, "mutations");
  for (std::uint32_t i = 0; i < 2000; ++i) {
    std::string text = original;
    for (std::uint32_t change = 0; change <= i % 4 && !text.empty(); ++change) {
      const auto w = s.draw(i, change);
      const std::size_t at = w[0] % text.size();
      if (w[1] % 4 == 0) text[at] = static_cast<char>(w[2]);
      if (w[1] % 4 == 1) text.erase(at, w[2] % 4);
      if (w[1] % 4 == 2) text.insert(at, text.substr(at, w[2] % 9));
      if (w[1] % 4 == 3) text.resize(at);
    }
    const text_file file(text);
    try {
      read(file.path());
    } catch (const error& e) {
      EXPECT_STRNE(e.what(), "");
    }
  }
}

}  // namespace hux
