#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// One problem of the input: where it is, what it is, what was expected and what may be meant.
/// `file` is the path as given; `--set` for a setting of the command line.
struct Diagnostic {
  Place place;
  std::string file;
  std::string message;
  std::string expected;     ///< empty: nothing to add
  std::string suggestion;   ///< the nearest valid name; empty: none is near
  std::string others = {};  ///< how often the file has the same elsewhere, and where; empty: seldom
};

/// The line for standard error: `FILE:LINE:COLUMN: error: what; expected …; did you mean '…'?`,
/// then `(and 79 more like it, in lines 5, 8, …)` where the file has the same so often. Line and
/// column are left out when the problem stands in no file.
std::string to_text(const Diagnostic& diagnostic);

/// Collects the problems of one load, so that all of them are told at once, in file order and each
/// once.
class Diagnostics {
 public:
  /// `sorted` gives at most `shown` problems; the others are counted.
  explicit Diagnostics(std::size_t shown = 100) : shown_(shown) {}

  /// Adds a problem. Its texts become one line each; of a long one, the middle is left out.
  void add(Diagnostic diagnostic);

  /// Adds a problem at a place; the name of its file is filled in by `sorted`.
  void add(Place place, std::string message, std::string expected = {},
           std::string suggestion = {});

  /// Adds what is no problem and worth knowing.
  void add_note(Place place, std::string message);

  /// The notes in the order in which they came; `files` names the files of the places.
  [[nodiscard]] std::vector<Diagnostic> notes(const std::vector<std::string>& files) const;

  /// Adds what may be meant otherwise.
  void add_warning(Place place, std::string message, std::string expected);

  /// The warnings as `sorted` gives the problems.
  [[nodiscard]] std::vector<Diagnostic> warnings(const std::vector<std::string>& files) const;

  [[nodiscard]] bool empty() const { return count_ == 0; }

  /// Number of problems added, those beyond the limit included.
  [[nodiscard]] std::size_t count() const { return count_; }

  /// The problems by file, line and column, what a file has more than three times told where it
  /// comes first; then, if some were left out, one more entry that counts them. `files` names the
  /// files of the places.
  [[nodiscard]] std::vector<Diagnostic> sorted(const std::vector<std::string>& files = {}) const;

 private:
  struct InFileOrder {
    bool operator()(const Diagnostic& a, const Diagnostic& b) const;
  };

  std::size_t shown_;
  std::size_t count_ = 0;
  std::set<Diagnostic, InFileOrder> kept_;
  std::vector<Diagnostic> notes_;
  std::vector<Diagnostic> warnings_;
};

/// The name of `names` nearest to `name` by edit distance (insertions, deletions, substitutions
/// and swaps of neighbours, letter case ignored), or nothing when none is near: the distance may
/// be a third of the name's length, at least one. Nothing is near a name of over 200 bytes.
std::string nearest_name(std::string_view name, const std::vector<std::string_view>& names);

}  // namespace monazite
