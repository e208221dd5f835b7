#include "tests/bench/heap_use.hpp"

#include <malloc.h>

namespace monazite::bench {

std::size_t heap_bytes() {
  const auto account = mallinfo2();
  return account.uordblks + account.hblkhd;
}

}  // namespace monazite::bench
