#pragma once

#include "sim/cli/arguments.hpp"

namespace monazite {

/// Each command does its work and returns its exit code. Output that cannot be written throws
/// OutputError; problems of the input are told and end in a code.
int execute(const RunArguments& arguments);
int execute(const SweepArguments& arguments);
int execute(const MergeArguments& arguments);
int execute(const ReplayArguments& arguments);
int execute(const CheckArguments& arguments);
int execute(const NetworkArguments& arguments);
int execute(const ValidateArguments& arguments);
int execute(const CompareArguments& arguments);
int execute(const SchemaArguments& arguments);
int execute(const NewArguments& arguments);

}  // namespace monazite
