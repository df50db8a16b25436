#pragma once

#include <filesystem>
#include <fstream>

namespace hux {

/// Opens a file to be read from its start to its end; whoever calls looks whether that succeeded. A pipe is waited for
/// as long as somebody has it open to write, or will within 5 s: else throws file_error.
std::ifstream text_stream(const std::filesystem::path& file);

}  // namespace hux
