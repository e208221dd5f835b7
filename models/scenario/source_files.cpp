#include "models/scenario/source_files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "models/scenario/read_csv.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t mebibyte = 1024 * 1024;
constexpr std::uintmax_t yaml_limit = 8 * mebibyte;
constexpr std::uintmax_t table_limit = 64 * mebibyte;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

fs::path canonical_of(const fs::path& path) {
  std::error_code error;
  fs::path result = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path.lexically_normal() : result;
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const auto end = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end.first == folder.end();
}

/// The nearest folder named `scenarios` above the file, else the file's own folder.
fs::path root_of(const fs::path& scenario_file) {
  fs::path own = canonical_of(scenario_file).parent_path();
  for (fs::path folder = own; folder.has_relative_path(); folder = folder.parent_path()) {
    if (folder.filename() == "scenarios") {
      return folder;
    }
  }
  return own;
}

/// Whether a file that cannot be opened for this reason is not there, or not for us to read. Any
/// other reason is a failure of the machine, which says nothing about the input.
bool is_of_file(int reason) {
  constexpr std::array of_file = {ENOENT,       ENOTDIR, EACCES, EPERM, ELOOP,
                                  ENAMETOOLONG, ENXIO,   ENODEV, EISDIR};
  return std::find(of_file.begin(), of_file.end(), reason) != of_file.end();
}

[[noreturn]] void fail_to_read(int reason, const std::string& name) {
  throw std::system_error(reason, std::generic_category(), fmt::format("cannot read '{}'", name));
}

/// An open file, closed at the end.
class OpenFile {
 public:
  /// Does not wait for the writer of a pipe. After a failure `reason` is not 0.
  explicit OpenFile(const fs::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)),
        reason_(descriptor_ < 0 ? errno : 0) {}
  ~OpenFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] int reason() const { return reason_; }

  [[nodiscard]] bool is_regular() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  }

  /// All bytes, or more than `limit` of a file that holds more. Throws std::system_error.
  [[nodiscard]] std::string read(const std::string& name, std::uintmax_t limit) const {
    constexpr std::size_t at_once = 64 * 1024;
    std::string content;
    while (content.size() <= limit) {
      const std::size_t before = content.size();
      content.resize(before + at_once);
      const ssize_t count = ::read(descriptor_, content.data() + before, at_once);
      content.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
      if (count < 0 && errno != EINTR) {
        fail_to_read(errno, name);
      }
      if (count == 0) {
        break;
      }
    }
    return content;
  }

 private:
  int descriptor_;
  int reason_;
};

}  // namespace

bool lie_in_one_tree(const std::string& scenario_path, const std::string& named_path) {
  return is_inside(canonical_of(named_path), root_of(scenario_path));
}

SourceFiles::SourceFiles(const std::string& scenario_path,
                         const std::vector<std::string>& allowed_paths, Diagnostics& problems,
                         FileTexts* read_before)
    : scenario_path_(scenario_path),
      roots_{root_of(scenario_path)},
      problems_(problems),
      read_before_(read_before) {
  for (const std::string& path : allowed_paths) {
    roots_.push_back(canonical_of(path));
  }
}

std::optional<std::uint32_t> SourceFiles::fail(Place place, std::string message,
                                               std::string expected) {
  problems_.add(place, std::move(message), std::move(expected));
  has_failed_ = true;
  return std::nullopt;
}

std::optional<std::uint32_t> SourceFiles::not_found(Place place, std::string message) {
  const std::size_t before = problems_.count();
  fail(place, std::move(message));
  not_found_count_ += problems_.count() - before;
  return std::nullopt;
}

bool SourceFiles::is_allowed(const fs::path& canonical) const {
  return std::any_of(roots_.begin(), roots_.end(),
                     [&](const fs::path& root) { return is_inside(canonical, root); });
}

std::optional<std::string> SourceFiles::read(const fs::path& canonical, const std::string& name,
                                             Place place, std::uintmax_t size_limit) {
  if (read_before_ != nullptr) {
    if (const auto known = read_before_->known.find(canonical);
        known != read_before_->known.end()) {
      return known->second;
    }
  }
  // A device may do something when it is opened.
  std::error_code ignored;
  if (fs::is_other(canonical, ignored)) {
    not_found(place, fmt::format("'{}' is not a regular file", name));
    return std::nullopt;
  }
  const OpenFile file(canonical);
  if (file.reason() != 0 && !is_of_file(file.reason())) {
    fail_to_read(file.reason(), name);
  }
  if (file.reason() == ENOENT || file.reason() == ENOTDIR) {
    not_found(place, fmt::format("no file '{}'", name));
    return std::nullopt;
  }
  if (file.reason() != 0) {
    not_found(place, fmt::format("'{}' cannot be read: {}", name,
                                 std::generic_category().message(file.reason())));
    return std::nullopt;
  }
  if (!file.is_regular()) {
    not_found(place, fmt::format("'{}' is not a regular file", name));
    return std::nullopt;
  }
  std::string content = file.read(name, size_limit);
  if (content.size() > size_limit) {
    fail(place, fmt::format("'{}' is too large", name),
         fmt::format("at most {} MiB", size_limit / mebibyte));
    return std::nullopt;
  }
  if (read_before_ != nullptr && read_before_->records) {
    read_before_->known.emplace(canonical, content);
  }
  return content;
}

std::optional<std::uint32_t> SourceFiles::open(const fs::path& path, std::string name, Place place,
                                               std::uintmax_t size_limit) {
  const fs::path canonical = canonical_of(path);
  if (const auto known = by_path_.find(canonical); known != by_path_.end()) {
    return known->second;
  }
  if (!is_allowed(canonical)) {
    return fail(place, fmt::format("'{}' is outside the scenario's tree", name),
                "a file below the folder of the scenarios, or --allow-path");
  }
  auto content = read(canonical, name, place, size_limit);
  if (!content) {
    return std::nullopt;
  }
  const std::uint32_t file = add_name(std::move(name));
  contents_[file] = std::move(*content);
  read_.push_back(file);
  const auto readable = has_good_bytes(file) ? std::optional(file) : std::nullopt;
  by_path_.emplace(canonical, readable);
  return readable;
}

bool SourceFiles::has_good_bytes(std::uint32_t file) {
  const std::string_view text = contents_[file];
  const auto bad = first_bad_byte(text);
  if (!bad) {
    return true;
  }
  const TextPosition at = position_at(text, *bad);
  const auto byte = static_cast<unsigned char>(text[*bad]);
  fail({file, at.line, at.column},
       byte < 0x80 ? fmt::format("control character 0x{:02X}", byte)
                   : fmt::format("byte 0x{:02X} is not UTF-8", byte),
       "UTF-8 text");
  return false;
}

std::optional<std::uint32_t> SourceFiles::open_scenario() {
  const std::size_t before = names_.size();
  const auto file = open(scenario_path_, scenario_path_, {}, yaml_limit);
  if (names_.size() == before) {
    add_name(scenario_path_);
  }
  return file;
}

std::optional<std::uint32_t> SourceFiles::open_mention(const Mention& mention,
                                                       std::uintmax_t size_limit) {
  if (mention.path.empty()) {
    return fail(mention.place, "the path is empty", "the path of a file");
  }
  const bool in_file = mention.place.line > 0;
  const fs::path naming(in_file ? names_[mention.place.file] : scenario_path_);
  const fs::path path = (naming.parent_path() / fs::path(mention.path)).lexically_normal();
  return open(path, path.string(), mention.place, size_limit);
}

std::optional<std::uint32_t> SourceFiles::open_yaml(const Mention& mention) {
  return open_mention(mention, yaml_limit);
}

const Table* SourceFiles::open_table(const Mention& mention) {
  const auto file = open_mention(mention, table_limit);
  if (!file) {
    return nullptr;
  }
  const auto known = tables_.find(*file);
  if (known != tables_.end()) {
    return &known->second;
  }
  std::string_view text = contents_[*file];
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    text.remove_prefix(byte_order_mark.size());
  }
  const std::size_t before = problems_.count();
  const Table& table =
      tables_.emplace(*file, read_csv(text, *file, texts, budget, problems_)).first->second;
  has_failed_ = has_failed_ || problems_.count() > before;
  return &table;
}

std::uint32_t SourceFiles::add_name(std::string name) {
  names_.push_back(std::move(name));
  contents_.emplace_back();
  return static_cast<std::uint32_t>(names_.size() - 1);
}

std::vector<InputFile> SourceFiles::inputs() const {
  std::vector<InputFile> result;
  for (const std::uint32_t file : read_) {
    result.push_back({names_[file], contents_[file]});
  }
  return result;
}

void SourceFiles::forget_since(const Mark& mark) {
  const auto is_later = [&](std::uint32_t file) { return file >= mark.names; };
  // What could not be read is told again when it is named again.
  std::erase_if(by_path_,
                [&](const auto& entry) { return !entry.second || is_later(*entry.second); });
  std::erase_if(tables_, [&](const auto& entry) { return is_later(entry.first); });
  texts.forget_since(mark.texts);
  read_.resize(mark.read);
  names_.resize(mark.names);
  contents_.resize(mark.names);
  not_found_count_ = mark.not_found;
  has_failed_ = mark.has_failed;
  budget = mark.budget;
}

}  // namespace monazite
