#include "cli/command_line.hpp"

int main(int argc, char** argv) { return hux::cli::run_command(argc, argv); }
