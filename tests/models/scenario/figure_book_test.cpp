#include "models/scenario/figure_book.hpp"

#include <catch2/catch.hpp>

using namespace monazite;

TEST_CASE("names rank as their texts compare, equal ones alike") {
  const NameRanks names({"t", "", "oxide", "China", "oxide"});
  CHECK(names.rank("") == 0);
  CHECK(names.rank("China") == 1);
  CHECK(names.rank("oxide") == 2);
  CHECK(names.rank("t") == 3);
  CHECK(names.text(1) == "China");
}

TEST_CASE("a book gives its figures by key, with their items in the order of adding") {
  const NameRanks names({"", "China", "Japan", "mined", "surplus", "t"});
  const auto key = [&](const char* metric, const char* region) {
    return FigureKey{
        .metric = names.rank(metric), .region = names.rank(region), .unit = names.rank("t")};
  };
  FigureBook book;
  book.add(FigureKind::surplus, key("surplus", ""), 7);
  book.add(FigureKind::mined, key("mined", "Japan"), 9);
  book.add(FigureKind::mined, key("mined", "China"), 5);
  book.add(FigureKind::mined, key("mined", "Japan"), 2);
  std::vector<MetricKey> keys;
  std::vector<Figure> figures;
  book.write(names, keys, figures);
  REQUIRE(keys.size() == 3);
  REQUIRE(figures.size() == 3);
  CHECK(keys[0] == MetricKey{"mined", "China", "", "", "", "", "t"});
  CHECK(keys[1] == MetricKey{"mined", "Japan", "", "", "", "", "t"});
  CHECK(keys[2] == MetricKey{"surplus", "", "", "", "", "", "t"});
  CHECK(figures[0].items == std::vector<std::uint32_t>{5});
  CHECK(figures[1].items == std::vector<std::uint32_t>{9, 2});
  CHECK(figures[2].kind == FigureKind::surplus);
}
