#pragma once

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/section.hpp"
#include "models/scenario/source_files.hpp"

namespace monazite {

/// Opens the tables that a record names (`{table: FILE.csv}`, `{table: [A.csv, B.csv], rows: […]}`)
/// and puts their rows in their place. Lists of a file that name tables become layers: the rows
/// written in the file first, then each table in the order named.
void open_tables(Node& record, const Section& section, SourceFiles& files, Diagnostics& problems);

/// What lies below a layer: read whole, or a file of it is missing, so that nobody can say what is
/// not there.
enum class Below { whole, missing_files };

/// Lays a record over another: maps merge, lists of records with an identity merge by it (`remove:
/// true` removes; those told apart by a day or a year are then in its order), everything else
/// replaces; so does a list marked `!replace`, which is noted. Told as problems: records without
/// their identity, twice the same identity in one layer, removals of what is not there (where the
/// base is whole), and lists of records without an identity that would take the place of a base's
/// without that mark.
void merge_record(Node& base, Node overlay, const Section& section, Diagnostics& problems,
                  Below below = Below::whole);

/// Lays a list of records (or layers of them) over another.
void merge_records(Node& base, Node overlay, const Section& section, Diagnostics& problems,
                   Below below = Below::whole);

/// The identity of a record as one text: its parts joined by `/`. Empty when a part is missing.
std::string identity_text(const Node& record, const Section& section);

}  // namespace monazite
