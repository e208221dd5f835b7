#include "tests/cli/program_run.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

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

pid_t start_program(const std::string& folder, const std::vector<std::string>& arguments,
                    const std::string& output, const std::string& error) {
  std::vector<std::string> words = {MONAZITE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const pid_t child = ::fork();
  if (child < 0) {
    throw std::runtime_error("cannot fork");
  }
  if (child == 0) {
    become_program(folder, std::move(words), output, error);
  }
  return child;
}

int exit_code_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Makes a file that is there even when the program is killed before it opens it.
std::string empty_file(const std::filesystem::path& path) {
  std::ofstream(path, std::ios::binary);
  return path.string();
}

void await_something_in(const std::filesystem::path& folder) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::seconds(10);
  std::error_code ignored;
  while (!std::filesystem::exists(folder, ignored) || std::filesystem::is_empty(folder, ignored)) {
    if (Clock::now() > deadline) {
      throw std::runtime_error("nothing came into " + folder.string());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace

ProgramRun run_program_in(const std::string& folder, const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  const std::string output = scratch.path() / "output";
  ProgramRun run = run_program_into(output, folder, arguments);
  run.output = read_whole(output);
  return run;
}

ProgramRun run_program_into(const std::string& output, const std::string& folder,
                            const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  const std::string error = scratch.path() / "error";
  const int exit_code = exit_code_of(start_program(folder, arguments, output, error));
  return {exit_code, {}, read_whole(error)};
}

RunningProgram::RunningProgram(const std::string& folder, const std::vector<std::string>& arguments)
    : child_(start_program(folder, arguments, empty_file(scratch_.path() / "output"),
                           empty_file(scratch_.path() / "error"))) {}

RunningProgram::~RunningProgram() {
  if (!is_over_) {
    send(SIGKILL);
    exit_code_of(child_);
  }
}

bool RunningProgram::await_handler(int signal) const {
  const std::string process = "/proc/" + std::to_string(child_);
  const std::string caught = "SigCgt:";
  siginfo_t end{};
  while (::waitid(P_PID, static_cast<id_t>(child_), &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         end.si_pid == 0) {
    std::error_code gone;
    // Before it becomes the program it has the handlers of the test.
    const bool is_program = std::filesystem::read_symlink(process + "/exe", gone) ==
                            std::filesystem::canonical(MONAZITE_PROGRAM);
    const std::string status = read_whole(process + "/status");
    const auto at = status.find(caught);
    if (is_program && at != std::string::npos) {
      const auto handlers = std::stoull(status.substr(at + caught.size()), nullptr, 16);
      if ((handlers >> (signal - 1) & 1) != 0) {
        return true;
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return false;
}

void RunningProgram::send(int signal) const { ::kill(child_, signal); }

ProgramRun RunningProgram::wait() {
  const int exit_code = exit_code_of(child_);
  is_over_ = true;
  return {exit_code, read_whole(scratch_.path() / "output"), read_whole(scratch_.path() / "error")};
}

ProgramRun interrupt_program_in(const std::string& folder,
                                const std::vector<std::string>& arguments,
                                const std::filesystem::path& watched, int signal) {
  RunningProgram program(folder, arguments);
  await_something_in(watched);
  program.send(signal);
  return program.wait();
}

int exit_code_in_shell(const std::string& folder, const std::string& words,
                       const std::string& reader, const std::string& first) {
  const ScratchFolder scratch;
  const std::string code = scratch.path() / "code";
  const std::string command = "cd '" + folder + "' && (" + first + "; " MONAZITE_PROGRAM " " +
                              words + "; echo $? >'" + code + "') " + reader;
  if (std::system(command.c_str()) != 0) {
    throw std::runtime_error("the shell failed: " + command);
  }
  return std::stoi(read_whole(code));
}

}  // namespace monazite::test
