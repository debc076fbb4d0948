// Callgrind runs no AVX-512, so the machine code itself is looked at: in the inner loops of the tiles nothing may go through
// memory but the operands. A compiler that runs out of registers there costs half of the speed and changes no result.

#include <gmock/gmock.h>

#include "house/disassembly.h"
#include "house/output_of.h"
#include "weave/tree.h"

namespace {

using house::Loop;
using testing::IsEmpty;

constexpr int kTile = 8;        // multiply-adds in the smallest inner loop that is looked at
constexpr int kWhole = 32;      // those of a whole product tile, two steps of k together: 2 * 8 * 2
constexpr int kWholeTiles = 9;  // 6 x 4, 8 x 2 and 16 x 1 vectors, with the rows Apart<32>, Apart<16> and Adjacent
constexpr int kByteTile = 24;   // 12 x 2 vectors

std::string disassembly(const std::string& object) {
  return house::output_of(std::string(THIMBLE_OBJDUMP) + " -d --no-show-raw-insn -C '" + object + "'");
}

bool contains(const Loop& loop, const char* name) { return loop.function.find(name) != std::string::npos; }

// Not the polynomials of exp, sigmoid and tanh, which write what they compute. clang puts the tiles into columns<...>().
bool in_tile(const Loop& loop) {
  return contains(loop, "tile") || contains(loop, "product") || contains(loop, "columns");
}

// The inner loops of the tiles in the object of an instruction set.
std::vector<Loop> tile_loops(const std::string& isa) {
  std::vector<Loop> found;
  for (const std::string& object : weave::split(weave::read(THIMBLE_KERNEL_OBJECTS)))
    if (object.find("/" + isa + ".cpp.") != std::string::npos)
      for (const Loop& loop : house::inner_loops(disassembly(object)))
        if (in_tile(loop) && house::multiply_adds(loop) >= kTile) found.push_back(loop);
  return found;
}

// g++ compiles every tile as a function whose name says how its rows lie; clang makes one function of all.
bool named_whole(const Loop& loop) { return contains(loop, "Apart<") || contains(loop, "Adjacent"); }
bool named_rest(const Loop& loop) { return contains(loop, "Anywhere<"); }

TEST(Tiles, SumsStayInRegisters) {
  for (const char* isa : {"avx512", "avx512vnni"})
    for (const Loop& loop : tile_loops(isa))
      EXPECT_THAT(house::vector_traffic(loop), IsEmpty()) << isa << ": " << loop.function;
}

// The tiles of rows that lie anywhere want up to 8 row pointers of 16 integer registers, so they may reload some.
TEST(Tiles, WholeTilesDoNotTouchTheStack) {
  int clean = 0;
  for (const Loop& loop : tile_loops("avx512")) {
    const std::vector<std::string> traffic = house::stack_traffic(loop);
    if (named_whole(loop)) {
      EXPECT_THAT(traffic, IsEmpty()) << loop.function;
    }
    clean += traffic.empty() && house::multiply_adds(loop) >= kWhole && !named_rest(loop);
  }
  EXPECT_GE(clean, kWholeTiles);
}

// The weights of a first convolution and the taps of a winner, beside their sums. clang puts what g++ compiles for each
// size into the kernels themselves.
TEST(Tiles, ConvolutionsBeforeAPoolKeepTheirTapsInRegisters) {
  int seen = 0;
  for (const std::string& object : weave::split(weave::read(THIMBLE_KERNEL_OBJECTS)))
    if (object.find("/avx512.cpp.") != std::string::npos)
      for (const Loop& loop : house::inner_loops(disassembly(object))) {
        const bool conv = contains(loop, "conv_pool") && !contains(loop, "conv_pool_lanes<5");
        if ((!conv && !contains(loop, "winner")) || house::multiply_adds(loop) < kTile) continue;
        const std::vector<std::string> traffic = house::stack_traffic(loop);
        for (const std::string& instruction : traffic)
          EXPECT_FALSE(instruction.find("zmm") != std::string::npos) << loop.function << ": " << instruction;
        ++seen;
      }
  EXPECT_GE(seen, 6);
}

TEST(Tiles, ByteTilesDoNotTouchTheStack) {
  for (const char* isa : {"avx512", "avx512vnni"}) {
    int seen = 0;
    for (const Loop& loop : tile_loops(isa)) {
      if (!contains(loop, "gemm_tile_u8")) continue;
      EXPECT_THAT(house::stack_traffic(loop), IsEmpty()) << isa << ": " << loop.function;
      seen += house::multiply_adds(loop) >= kByteTile;
    }
    EXPECT_GE(seen, 1) << isa;
  }
}

}  // namespace
