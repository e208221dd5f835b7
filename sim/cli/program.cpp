#include "sim/cli/program.hpp"

#include <cstdio>
#include <exception>
#include <new>
#include <system_error>
#include <variant>

#include "sim/batch/run_store.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_error.hpp"

namespace monazite {

namespace {

int parse_and_execute(int argc, const char* const* argv) {
  const ParsedArguments parsed = parse_arguments(argc, argv);
  if (!parsed.command) {
    std::fputs(parsed.error.c_str(), stderr);
    write_output(parsed.output);
    return parsed.exit_code;
  }
  return std::visit([](const auto& arguments) { return execute(arguments); }, *parsed.command);
}

}  // namespace

int run_program(int argc, const char* const* argv) noexcept {
  end_on_interrupts();
  prepare_standard_streams();
  try {
    return parse_and_execute(argc, argv);
  } catch (const OutputError& error) {
    std::fprintf(stderr, "monazite: error: %s\n", error.what());
    return error.kind == OutputError::Kind::io ? exit_io : exit_cannot_create;
  } catch (const StoreError& error) {
    std::fprintf(stderr, "monazite: error: %s\n", error.what());
    return exit_io;
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "monazite: error: %s\n", error.what());
    return exit_io;
  } catch (const std::bad_alloc&) {
    std::fputs("monazite: internal error: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "monazite: internal error: %s\n", error.what());
  } catch (...) {
    std::fputs("monazite: internal error: an unknown exception\n", stderr);
  }
  return exit_internal;
}

}  // namespace monazite
