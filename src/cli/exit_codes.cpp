#include "cli/exit_codes.hpp"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <csignal>
#include <filesystem>
#include <new>

#include "cli/interruption.hpp"
#include "cli/output.hpp"
#include "hux/errors.hpp"

namespace hux::cli {
namespace {

template <class Failure>
bool is(const std::exception& failure) {
  return dynamic_cast<const Failure*>(&failure) != nullptr;
}

exit_code code_of(const std::exception& failure) {
  if (is<input_error>(failure) || is<CLI::ParseError>(failure)) return users_mistake;
  if (is<file_error>(failure) || is<std::filesystem::filesystem_error>(failure)) return file_trouble;
  if (is<memory_error>(failure) || is<std::bad_alloc>(failure)) return out_of_memory;
  if (is<divergence_error>(failure)) return exit_code::divergence;
  if (is<interrupted>(failure)) return exit_code(by_signal + interruption());
  if (is<reader_gone>(failure)) return exit_code(by_signal + SIGPIPE);
  return unexpected;
}

std::string sentence_of(const std::exception& failure) {
  if (is<std::bad_alloc>(failure)) return "there is not enough memory left; 'hux plan' says what an experiment needs";
  if (is<CLI::ParseError>(failure)) return fmt::format("{} (hux --help says more)", failure.what());
  if (is<error>(failure) || is<std::filesystem::filesystem_error>(failure)) return failure.what();
  return fmt::format("this should not have happened: {}", failure.what());
}

}  // namespace

const char* const exit_code_help =
    "Exit codes:\n"
    "  0    success\n"
    "  1    an error that was not foreseen\n"
    "  2    a mistake in the experiment or on the command line\n"
    "  3    a file cannot be read or written, or the disk is full\n"
    "  4    not enough memory\n"
    "  5    the simulation diverged\n"
    "  6    the processor is too old\n"
    "  130  interrupted by Ctrl-C; the results until then can be read (129: a closed terminal; 143, 138, 152:\n"
    "       SIGTERM, SIGUSR1, SIGXCPU)\n"
    "  141  whoever read standard output has gone";

int report(const std::exception& failure) {
  if (!is<reader_gone>(failure)) say("error: {}", sentence_of(failure));
  return code_of(failure);
}

}  // namespace hux::cli
