#include "tests/cli/program_run.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

namespace {

void redirect(const std::string& path, int descriptor) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(file, descriptor);
  ::close(file);
}

[[noreturn]] void become_program(const std::string& folder, std::vector<std::string> words,
                                 const std::string& output, const std::string& error) {
  redirect(output, STDOUT_FILENO);
  redirect(error, STDERR_FILENO);
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  if (::chdir(folder.c_str()) == 0) {
    ::execv(MONAZITE_PROGRAM, argv.data());
  }
  ::_exit(127);
}

}  // namespace

ProgramRun run_program_in(const std::string& folder, const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  const std::string output = scratch.path() / "output";
  const std::string error = scratch.path() / "error";
  std::vector<std::string> words = {MONAZITE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());

  const pid_t child = ::fork();
  if (child < 0) {
    throw std::runtime_error("cannot fork");
  }
  if (child == 0) {
    become_program(folder, std::move(words), output, error);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_whole(output), read_whole(error)};
}

}  // namespace monazite::test
