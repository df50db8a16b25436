#include "equations/object_cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "equations/compiler.hpp"
#include "equations/embedded_headers.hpp"
#include "hux_build_info.hpp"

namespace hux {
namespace {

using std::filesystem::path;

/// FNV-1a of 128 bits. Files that are taken for each other by it, as somebody might make them, differ in their keys.
class checksum {
 public:
  checksum& add(std::string_view text) {
    for (const char c : text) sum_ = (sum_ ^ static_cast<unsigned char>(c)) * prime;
    return *this;
  }
  [[nodiscard]] std::string text() const {
    return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(sum_ >> 64U), static_cast<std::uint64_t>(sum_));
  }

 private:
  __extension__ using bits = unsigned __int128;
  static constexpr bits prime = (bits{1} << 88U) + 0x13b;
  bits sum_ = (bits{0x6c62272e07bb0142U} << 64U) + 0x62b821756295c58dU;
};

std::string checksum_of_headers() {
  checksum sum;
  for (const auto& h : embedded_headers()) sum.add(h.name).add("\n").add(h.text);
  return sum.text();
}

/// What stands at the end of a file, behind the object and its key: a loader of shared objects does not look there.
struct ending {
  std::array<char, 8> mark{'h', 'u', 'x', 'o', 'b', 'j', '1', '\n'};
  std::uint64_t object_size = 0, key_size = 0;
  std::array<char, 32> sum{};  ///< of the object and the key
};

ending ending_of(std::string_view object, std::string_view key) {
  ending e;
  e.object_size = object.size();
  e.key_size = key.size();
  std::ranges::copy(checksum().add(object).add(key).text(), e.sum.begin());
  return e;
}

std::string bytes_of(const ending& e) {
  std::string bytes(sizeof e, '\0');
  std::memcpy(bytes.data(), &e, sizeof e);
  return bytes;
}

std::string read(const path& name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Is that the whole file of an object with this key?
bool is_sound(std::string_view file, std::string_view key) {
  const std::size_t more = key.size() + sizeof(ending);
  if (file.size() <= more) return false;
  const std::string_view object = file.substr(0, file.size() - more);
  return file.substr(object.size(), key.size()) == key &&
         file.substr(object.size() + key.size()) == bytes_of(ending_of(object, key));
}

/// A file that is there under its name when it is whole, or not at all.
bool write_whole(const path& name, std::string_view object, std::string_view key) {
  std::string temporary = name.string() + ".part_XXXXXX";
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) return false;
  close(descriptor);
  std::ofstream file(temporary, std::ios::binary);
  file << object << key << bytes_of(ending_of(object, key));
  file.close();
  std::error_code failure;
  if (file.good()) {
    std::filesystem::rename(temporary, name, failure);
    if (!failure) return true;
  }
  std::filesystem::remove(temporary, failure);
  return false;
}

path folder_of_user() {
  const auto from = [](const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? path() : path(value);
  };
  if (path own = from("HUX_CACHE"); !own.empty()) return own;
  // The rules of XDG: a path that is not absolute is none.
  if (const path all = from("XDG_CACHE_HOME"); all.is_absolute()) return all / "hux";
  if (const path home = from("HOME"); home.is_absolute()) return home / ".cache" / "hux";
  return {};
}

/// What others might have put there would be run.
std::string why_unsafe(const path& folder) {
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0) return "";
  const auto refused = [&](const char* why) {
    return "the cache of compiled equations, " + folder.string() + ", is not used: " + why;
  };
  if (!S_ISDIR(status.st_mode)) return refused("it is no folder");
  if (status.st_uid != geteuid()) return refused("it is somebody else's; expected a folder of one's own");
  if ((status.st_mode & 077U) != 0) return refused("others have access to it; expected mode 0700");
  return "";
}

/// Makes a folder and those that it is in.
bool make_folder(const path& folder) {
  std::error_code failure;
  if (std::filesystem::is_directory(folder, failure)) return true;
  const path parent = std::filesystem::absolute(folder, failure).parent_path();
  if (failure || (parent != folder && !make_folder(parent))) return false;
  return mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
}

path file_of(const path& folder, const std::string& key) { return folder / (checksum().add(key).text() + ".so"); }

}  // namespace

std::string key_of_object(const std::string& source, int vector_bytes) {
  static const std::string headers = checksum_of_headers();
  const std::string by = compiler::identity();
  if (by.empty()) return "";
  std::string key = "hux " HUX_VERSION " " HUX_GIT_COMMIT "\nheaders " + headers + "\n" + by + "\n";
  for (const auto& option : compiler::options(vector_bytes)) key += option + " ";
  return key + "\n" + source;
}

object_cache::object_cache() : object_cache(folder_of_user()) {}

object_cache::object_cache(path folder) : folder_(std::move(folder)) {
  if (folder_.empty()) return;
  folder_ = path(folder_ / "").parent_path();  // without a slash at its end
  refusal_ = why_unsafe(folder_);
  if (!refusal_.empty()) folder_.clear();
}

bool object_cache::has_any() const {
  std::error_code none;
  return !folder_.empty() && std::filesystem::is_directory(folder_, none);
}

std::optional<path> object_cache::find(const std::string& key) const {
  if (folder_.empty() || key.empty()) return std::nullopt;
  path file = file_of(folder_, key);
  if (!is_sound(read(file), key)) return std::nullopt;
  utimensat(AT_FDCWD, file.c_str(), nullptr, 0);  // it is used
  return file;
}

void object_cache::keep(const std::string& key, const path& object) const {
  // It may have been made meanwhile, by another.
  if (folder_.empty() || key.empty() || !make_folder(folder_) || !why_unsafe(folder_).empty()) return;
  if (write_whole(file_of(folder_, key), read(object), key)) tidy();
}

void object_cache::tidy() const {
  using std::chrono::hours;
  std::error_code ignored;
  std::vector<std::pair<std::filesystem::file_time_type, path>> files;
  for (std::filesystem::directory_iterator at(folder_, ignored), end; !ignored && at != end; at.increment(ignored))
    // Others of the user's files might be there.
    if (at->path().filename().string().find(".so") == 2 * sizeof(std::uint64_t) * 2)
      files.emplace_back(at->last_write_time(ignored), at->path());
  std::ranges::sort(files, std::greater());
  const auto oldest = std::filesystem::file_time_type::clock::now() - hours(24) * most_days;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (i >= most_objects || files[i].first < oldest) std::filesystem::remove(files[i].second, ignored);
}

}  // namespace hux
