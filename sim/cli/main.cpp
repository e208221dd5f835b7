#include "sim/cli/program.hpp"

int main(int argc, char** argv) { return monazite::run_program(argc, argv); }
