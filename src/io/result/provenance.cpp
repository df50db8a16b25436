#include "io/result/provenance.hpp"

#include <ctime>
#include <fstream>

#include "engine/gpu.hpp"
#include "hux_build_info.hpp"

namespace hux {
namespace {

std::string name_of(backend_kind backend) {
  switch (backend) {
    case backend_kind::cpu:
      return "cpu";
    case backend_kind::cuda:
      return "cuda";
    case backend_kind::automatic:
      break;
  }
  return "auto";
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[sizeof "2000-01-01T00:00:00Z"];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text, size};
}

}  // namespace

provenance provenance_of(const experiment& settled, double start) {
  const settings& s = settled.settings;
  provenance p;
  p.version = HUX_VERSION;
  p.git_commit = HUX_GIT_COMMIT;
  p.title = settled.title;
  p.seed = s.seed;
  p.dt = s.dt;
  p.duration = s.duration;
  p.precision = s.precision == precision::single ? "single" : "double";
  p.integrator = s.integrator;
  p.backend = name_of(s.backend);
  p.machine =
      (s.backend == backend_kind::cuda ? survey_gpus().devices.at(s.device).name + ", " : "") + processor_name();
  p.threads = s.threads;
  p.started = time_now();
  p.start = p.simulated = start;
  return p;
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (const auto colon = line.find(": "); line.starts_with("model name") && colon != std::string::npos)
      return line.substr(colon + 2);
  return "unknown";
}

}  // namespace hux
