#include <memory>
#include <utility>

#include "cpu/cpu_backend.hpp"
#include "engine/backend.hpp"
#include "network/platform.hpp"
#include "network/synapse_rows.hpp"

namespace hux {
namespace {

class threads_platform : public platform {
 public:
  threads_platform(thread_team& team, own_kernels own) : team_(team), own_(std::move(own)) {}

  synapse_rows build_rows(const wiring& w) override { return hux::build_rows(w, team_); }

  std::unique_ptr<backend> make_backend(const built_network& network) override {
    return cpu::make_backend(network, team_, own_);
  }

 private:
  thread_team& team_;
  own_kernels own_;
};

}  // namespace

std::unique_ptr<platform> cpu_platform(thread_team& team, own_kernels own) {
  return std::make_unique<threads_platform>(team, std::move(own));
}

}  // namespace hux
