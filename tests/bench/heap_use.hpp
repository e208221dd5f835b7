#pragma once

#include <cstddef>

namespace monazite::bench {

/// Bytes that the main thread has taken from the heap and not given back, by glibc's own account.
std::size_t heap_bytes();

}  // namespace monazite::bench
