#include "models/network/stable_hash.hpp"

#include <catch2/catch.hpp>

using namespace monazite;

TEST_CASE("the hash of joined parts is that of their text") {
  CHECK(stable_hash_of_joined({"mine", ">", "plant"}) == stable_hash("mine>plant"));
  CHECK(stable_hash_of_joined({"mine>", "", "plant"}) == stable_hash("mine>plant"));
  CHECK(stable_hash("mine>plant") != stable_hash("plant>mine"));
}
