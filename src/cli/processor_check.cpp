#include <unistd.h>

#include <string_view>

/// Runs before anything else of the program, and is compiled for the oldest x86-64 processors: the rest would end
/// there by an illegal instruction. Exit code 6.
[[gnu::constructor(101)]] static void refuse_an_older_processor() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return;
  constexpr std::string_view message =
      "hux: this processor is too old: Hux needs the instructions AVX2, FMA and BMI2 (Intel since Haswell, 2013; AMD "
      "since Excavator, 2015).\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message.data(), message.size());
  _exit(6);
}
