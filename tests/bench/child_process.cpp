#include "tests/bench/child_process.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace monazite::bench {
namespace {

// They go through a pipe in one write, which may be no longer than PIPE_BUF (4096 bytes).
constexpr std::size_t most_figures = 512;

struct Child {
  pid_t process = -1;
  int results = -1;
};

[[noreturn]] void work_and_exit(const std::function<std::vector<double>()>& piece, int results) {
  int code = EXIT_FAILURE;
  try {
    const std::vector<double> figures = piece();
    const auto bytes = static_cast<ssize_t>(figures.size() * sizeof(double));
    if (figures.size() <= most_figures && write(results, figures.data(), bytes) == bytes)
      code = EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "a child process failed: %s\n", error.what());
  }
  // The output of the parent must not be flushed a second time.
  _exit(code);
}

Child start(const std::function<std::vector<double>()>& piece) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe for a child process");
  Child child{fork(), ends[0]};
  if (child.process < 0) throw std::runtime_error("no child process");
  if (child.process == 0) work_and_exit(piece, ends[1]);
  close(ends[1]);
  return child;
}

ChildResult wait_for(const Child& child) {
  ChildResult result;
  result.figures.resize(most_figures);
  int status = 0;
  rusage usage{};
  const pid_t ended = wait4(child.process, &status, 0, &usage);
  const ssize_t bytes =
      read(child.results, result.figures.data(), result.figures.size() * sizeof(double));
  close(child.results);
  if (ended != child.process || status != 0 || bytes < 0)
    throw std::runtime_error("a child process failed");
  result.figures.resize(static_cast<std::size_t>(bytes) / sizeof(double));
  result.peak_mebibytes = static_cast<double>(usage.ru_maxrss) / 1024.0;
  return result;
}

}  // namespace

std::vector<ChildResult> run_in_children(
    const std::vector<std::function<std::vector<double>()>>& pieces) {
  std::vector<Child> children;
  for (const auto& piece : pieces) children.push_back(start(piece));
  std::vector<ChildResult> results;
  for (const Child& child : children) results.push_back(wait_for(child));
  return results;
}

}  // namespace monazite::bench
