#include "sim/report/result_folder.hpp"

#include <catch2/catch.hpp>

#include "sim/report/output_error.hpp"
#include "sim/report/output_file.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite;
using test::read_whole;
using test::ScratchFolder;
using Existing = ResultFolder::Existing;
using Names = std::vector<std::string>;

namespace {

OutputError::Kind kind_of_error(const std::function<void()>& action) {
  try {
    action();
  } catch (const OutputError& error) {
    return error.kind;
  }
  throw std::runtime_error("no OutputError");
}

void commit_one(const std::filesystem::path& path, Existing existing, const std::string& content) {
  ResultFolder folder(path, existing);
  write_file(folder.staging() / "manifest.json", content);
  folder.commit();
}

}  // namespace

TEST_CASE("a committed folder appears whole under its name") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "deep" / "er" / "out";
  {
    ResultFolder folder(place, Existing::refuse);
    write_file(folder.staging() / "manifest.json", "{}");
    CHECK_FALSE(std::filesystem::exists(place));
    folder.commit();
    CHECK(std::filesystem::exists(place));
  }
  CHECK(read_whole(place / "manifest.json") == "{}");
  CHECK(scratch.names() == Names{"deep"});
}

TEST_CASE("a folder that is not committed leaves nothing, parents neither") {
  const ScratchFolder scratch;
  {
    const ResultFolder folder(scratch.path() / "results" / "out", Existing::refuse);
    write_file(folder.staging() / "summary.csv", "half");
  }
  CHECK(scratch.names().empty());
}

TEST_CASE("parents that hold something else stay") {
  const ScratchFolder scratch;
  {
    const ResultFolder folder(scratch.path() / "results" / "out", Existing::refuse);
    write_file(scratch.path() / "results" / "note", "mine");
  }
  CHECK(read_whole(scratch.path() / "results" / "note") == "mine");
}

TEST_CASE("an existing folder is refused, and an empty one is taken") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "out";
  std::filesystem::create_directory(place);
  commit_one(place, Existing::refuse, "first");
  CHECK(kind_of_error([&] { ResultFolder(place, Existing::refuse); }) ==
        OutputError::Kind::cannot_create);
  CHECK(read_whole(place / "manifest.json") == "first");
  CHECK(scratch.names() == Names{"out"});
}

TEST_CASE("force replaces results whole, and nothing but results") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "out";
  commit_one(place, Existing::refuse, "first");
  write_file(place / "policy.csv", "of the first run alone");
  commit_one(place, Existing::replace, "second");
  CHECK(read_whole(place / "manifest.json") == "second");
  CHECK_FALSE(std::filesystem::exists(place / "policy.csv"));
  CHECK(scratch.names() == Names{"out"});

  const auto home = scratch.path() / "home";
  std::filesystem::create_directory(home);
  write_file(home / "thesis.tex", "years of work");
  CHECK(kind_of_error([&] { ResultFolder(home, Existing::replace); }) ==
        OutputError::Kind::cannot_create);
  CHECK(read_whole(home / "thesis.tex") == "years of work");
}

TEST_CASE("a failed replacement keeps the older results") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "out";
  commit_one(place, Existing::refuse, "first");
  {
    const ResultFolder folder(place, Existing::replace);
    write_file(folder.staging() / "manifest.json", "second");
  }
  CHECK(read_whole(place / "manifest.json") == "first");
  CHECK(scratch.names() == Names{"out"});
}

TEST_CASE("a place that cannot hold a folder is refused") {
  const ScratchFolder scratch;
  write_file(scratch.path() / "file", "text");
  for (const auto* place : {"file", "file/out"}) {
    CHECK(kind_of_error([&] { ResultFolder(scratch.path() / place, Existing::replace); }) ==
          OutputError::Kind::cannot_create);
  }
  CHECK(scratch.names() == Names{"file"});
}

TEST_CASE("results that appear meanwhile are not overwritten") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "out";
  {
    ResultFolder slow(place, Existing::refuse);
    write_file(slow.staging() / "manifest.json", "slow");
    std::filesystem::create_directory(place);
    write_file(place / "manifest.json", "quick");
    CHECK(kind_of_error([&] { slow.commit(); }) == OutputError::Kind::cannot_create);
  }
  CHECK(read_whole(place / "manifest.json") == "quick");
  CHECK(scratch.names() == Names{"out"});
}

TEST_CASE("writing to a full device is an I/O error") {
  CHECK(kind_of_error([] { write_file("/dev/full", "x"); }) == OutputError::Kind::io);
}

TEST_CASE("a single file appears whole, and gives way only when told") {
  const ScratchFolder scratch;
  const auto place = scratch.path() / "lanes.csv";
  write_file_whole(place, "first", false);
  CHECK(kind_of_error([&] { write_file_whole(place, "second", false); }) ==
        OutputError::Kind::cannot_create);
  CHECK(read_whole(place) == "first");
  write_file_whole(place, "second", true);
  CHECK(read_whole(place) == "second");
  CHECK(scratch.names() == Names{"lanes.csv"});
}
